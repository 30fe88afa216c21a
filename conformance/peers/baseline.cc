#include "conformance/peers/baseline.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/peers/toml_reader.h"

namespace rtmpspec {
namespace {

bool IsCause(const std::string& word) {
  for (int i = static_cast<int>(Cause::kMismatch); i <= static_cast<int>(Cause::kIllFormed); ++i) {
    if (word == CauseName(static_cast<Cause>(i))) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<Baseline> ParseBaseline(const std::string& text, const std::string& file) {
  const absl::StatusOr<toml::table> root = ParseToml(text, file);
  if (!root.ok()) return root.status();
  Baseline baseline;
  absl::Status status;
  TomlReader reader(file, *root, &status);
  if (const toml::table* entries = reader.Table("baseline")) {
    for (const auto& [key, value] : *entries) {
      const toml::table* entry = value.as_table();
      if (entry == nullptr) {
        reader.Fail(value, absl::StrCat("expected \"", std::string(key.str()), "\" = { reason = \"...\", link = \"...\" }"));
        break;
      }
      TomlReader fields(file, *entry, &status);
      KnownDeviation known;
      known.key = std::string(key.str());
      known.place = absl::StrCat(file, ":", value.source().begin.line);
      known.reason = fields.Text("reason", /*required=*/true);
      known.link = fields.Text("link");
      known.causes = fields.Texts("cause");
      known.sometimes = fields.Flag("sometimes");
      for (const std::string& cause : known.causes) {
        if (!IsCause(cause)) fields.Fail(value, absl::StrCat("'", cause, "' is no cause of a failure"));
      }
      fields.End();
      if (known.reason.empty()) fields.Fail(value, "'reason' is empty");
      baseline.known.push_back(std::move(known));
    }
  }
  if (const toml::table* behaviours = reader.Table("behaviours")) {
    TomlReader values(file, *behaviours, &status);
    for (const auto& [key, value] : *behaviours) baseline.pinned[std::string(key.str())] = values.Texts(key.str());
  }
  if (!status.ok()) return status;
  return baseline;
}

}  // namespace rtmpspec
