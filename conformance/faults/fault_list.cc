#include "conformance/faults/fault_list.h"

#include <toml++/toml.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace rtmpspec {
namespace {

absl::Status ErrorAt(absl::string_view file, const toml::source_region& place, absl::string_view message) {
  return absl::InvalidArgumentError(absl::StrCat(file, ":", place.begin.line, ":", place.begin.column, ": ", message));
}

absl::StatusOr<std::string> Text(absl::string_view file, const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return ErrorAt(file, table.source(), absl::StrCat("'", std::string(key), "' is missing"));
  if (node->as_string() == nullptr || node->as_string()->get().empty())
    return ErrorAt(file, node->source(), absl::StrCat("'", std::string(key), "' must be a text"));
  return node->as_string()->get();
}

absl::Status ReadRows(absl::string_view file, const toml::table& table, std::vector<std::string>* rows) {
  const toml::array* array = table["rows"].as_array();
  if (array == nullptr || array->empty())
    return ErrorAt(file, table.source(), "expected rows = [\"RTMP-HS-16\"], one of the catalogue or more");
  for (const toml::node& row : *array) {
    if (row.as_string() == nullptr) return ErrorAt(file, row.source(), "a row is a text");
    rows->push_back(row.as_string()->get());
  }
  return absl::OkStatus();
}

absl::StatusOr<Fault> ReadFault(absl::string_view file, const toml::table& table) {
  for (const auto& [key, value] : table) {
    if (key != "name" && key != "rows" && key != "side" && key != "text")
      return ErrorAt(file, value.source(), absl::StrCat("unknown key '", std::string(key.str()), "'"));
  }
  Fault fault;
  for (const auto& [key, out] : {std::pair("name", &fault.name), std::pair("text", &fault.text)}) {
    absl::StatusOr<std::string> text = Text(file, table, key);
    if (!text.ok()) return text.status();
    *out = *std::move(text);
  }
  const absl::StatusOr<std::string> side = Text(file, table, "side");
  if (!side.ok()) return side.status();
  if (*side != "server" && *side != "client" && *side != "both")
    return ErrorAt(file, table.source(), "side is server, client or both");
  if (*side != "client") fault.sides.push_back(Side::kServer);
  if (*side != "server") fault.sides.push_back(Side::kClient);
  if (const absl::Status status = ReadRows(file, table, &fault.rows); !status.ok()) return status;
  return fault;
}

}  // namespace

absl::StatusOr<std::vector<Fault>> ParseFaults(absl::string_view text, absl::string_view file) {
  toml::table root;
  try {  // whether the library throws is decided by how its package was built
    root = toml::parse(std::string_view(text.data(), text.size()));
  } catch (const toml::parse_error& error) {
    return ErrorAt(file, error.source(), std::string(error.description()));
  }
  const toml::array* array = root["fault"].as_array();
  if (array == nullptr) return absl::InvalidArgumentError(absl::StrCat(file, ": no [[fault]]"));
  std::vector<Fault> faults;
  std::set<std::string> names;
  for (const toml::node& node : *array) {
    if (node.as_table() == nullptr) return ErrorAt(file, node.source(), "expected [[fault]]");
    absl::StatusOr<Fault> fault = ReadFault(file, *node.as_table());
    if (!fault.ok()) return fault.status();
    if (!names.insert(fault->name).second)
      return ErrorAt(file, node.source(), absl::StrCat("the name ", fault->name, " is written twice"));
    faults.push_back(*std::move(fault));
  }
  return faults;
}

absl::StatusOr<std::vector<Fault>> LoadFaults(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::ostringstream text;
  text << in.rdbuf();
  return ParseFaults(text.str(), path);
}

}  // namespace rtmpspec
