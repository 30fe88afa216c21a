#include "conformance/requirements/catalogue.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace rtmpspec {
namespace {

absl::Status ErrorAt(absl::string_view file, const toml::source_region& place, absl::string_view message) {
  return absl::InvalidArgumentError(absl::StrCat(file, ":", place.begin.line, ":", place.begin.column, ": ", message));
}

bool IsOneOf(absl::string_view value, std::initializer_list<absl::string_view> known) {
  return std::find(known.begin(), known.end(), value) != known.end();
}

// F->I: F when strict, I otherwise.
void SetCeilings(Requirement* row) {
  row->ceiling = row->strict_ceiling = row->v;
  if (const size_t arrow = row->v.find("->"); arrow != std::string::npos) {
    row->strict_ceiling = row->v.substr(0, arrow);
    row->ceiling = row->v.substr(arrow + 2);
  } else if (row->v == "F(mem)" || row->v == "-") {
    row->ceiling = row->strict_ceiling = "I";
  }
}

class RowReader {
 public:
  RowReader(absl::string_view file, const toml::table& table) : file_(file), table_(table) {}

  absl::StatusOr<Requirement> Read() {
    Requirement row;
    row.id = Text("id", true);
    row.section = Text("section", true);
    row.who = Text("who", true);
    row.level = Text("level", true);
    row.v = Text("v", true);
    row.text = Text("text", true);
    row.test = Text("test", true);
    row.behaviour = Text("behaviour", false);
    row.unrecorded = Text("unrecorded", false);
    row.unobservable = Text("unobservable", false);
    row.tier = table_["tier"].value_or(0);
    SetCeilings(&row);
    for (const auto& [key, value] : table_) {
      static constexpr std::string_view kKeys[] = {"id",   "section", "who",       "level",      "v",           "tier",
                                                   "text", "test",    "behaviour", "unrecorded", "unobservable"};
      if (std::find(std::begin(kKeys), std::end(kKeys), key.str()) == std::end(kKeys)) {
        Fail(value.source(), absl::StrCat("unknown key '", std::string(key.str()), "'"));
      }
    }
    if (!IsOneOf(row.who, {"S", "C", "B"})) Fail(table_.source(), "who is S, C or B");
    if (!IsOneOf(row.level, {"M", "S", "Y", "I", "D"})) Fail(table_.source(), "level is M, S, Y, I or D");
    if (!IsOneOf(row.ceiling, {"F", "N", "I", "U"}) || !IsOneOf(row.strict_ceiling, {"F", "N", "I", "U"})) {
      Fail(table_.source(), "v is F, N, I, U, one of them -> another, F(mem) or -");
    }
    if (!row.unobservable.empty() && !row.behaviour.empty()) {
      Fail(table_.source(), "what no session shows has no behaviour key");
    }
    if (!row.unrecorded.empty() && row.behaviour.empty()) {
      Fail(table_.source(), "unrecorded says why no case records a behaviour, and none is named");
    }
    if (row.tier < 0 || row.tier > 2) Fail(table_.source(), "tier is 1 or 2, or left out");
    if (!status_.ok()) return status_;
    return row;
  }

 private:
  void Fail(const toml::source_region& place, absl::string_view message) {
    if (status_.ok()) status_ = ErrorAt(file_, place, message);
  }

  std::string Text(std::string_view key, bool required) {
    const toml::node* node = table_.get(key);
    const auto* text = node == nullptr ? nullptr : node->as_string();
    if (node != nullptr && text == nullptr) Fail(node->source(), absl::StrCat("'", std::string(key), "' must be a text"));
    if (required && node == nullptr) Fail(table_.source(), absl::StrCat("'", std::string(key), "' is missing"));
    return text == nullptr ? "" : text->get();
  }

  absl::string_view file_;
  const toml::table& table_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<Catalogue> Catalogue::Parse(absl::string_view text, absl::string_view name) {
  toml::table root;
  try {  // whether the library throws is decided by how its package was built
    root = toml::parse(std::string_view(text.data(), text.size()));
  } catch (const toml::parse_error& error) {
    return ErrorAt(name, error.source(), std::string(error.description()));
  }
  Catalogue catalogue;
  catalogue.version_ = root["version"].value_or(std::string());
  if (catalogue.version_ != "1") return absl::InvalidArgumentError(absl::StrCat(name, ": expected version = \"1\""));
  const toml::array* rows = root["requirement"].as_array();
  if (rows == nullptr) return absl::InvalidArgumentError(absl::StrCat(name, ": no [[requirement]]"));
  for (const toml::node& node : *rows) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return ErrorAt(name, node.source(), "expected [[requirement]]");
    absl::StatusOr<Requirement> row = RowReader(name, *table).Read();
    if (!row.ok()) return row.status();
    if (!catalogue.index_.emplace(row->id, catalogue.rows_.size()).second) {
      return ErrorAt(name, table->source(), absl::StrCat("the id ", row->id, " is written twice"));
    }
    catalogue.rows_.push_back(*std::move(row));
  }
  return catalogue;
}

absl::StatusOr<Catalogue> Catalogue::Load(absl::string_view path) {
  std::ifstream in(std::string(path), std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::ostringstream text;
  text << in.rdbuf();
  return Parse(text.str(), path);
}

const Requirement* Catalogue::Find(absl::string_view id) const {
  const auto it = index_.find(std::string(id));
  return it == index_.end() ? nullptr : &rows_[it->second];
}

}  // namespace rtmpspec
