#include "conformance/peers/toml_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rtmpspec {
namespace {

std::string Place(const std::string& file, const toml::source_region& place) {
  return absl::StrCat(file, ":", place.begin.line, ":", place.begin.column, ": ");
}

}  // namespace

const toml::node* TomlReader::Find(std::string_view key) {
  asked_.emplace_back(key);
  return table_.get(key);
}

void TomlReader::Fail(const toml::source_region& place, const std::string& message) {
  if (status_.ok()) status_ = absl::InvalidArgumentError(absl::StrCat(Place(file_, place), message));
}

std::string TomlReader::Text(std::string_view key, bool required) {
  const toml::node* node = Find(key);
  if (node == nullptr && required) Fail(table_.source(), absl::StrCat("'", std::string(key), "' is missing"));
  if (node == nullptr) return "";
  const auto* text = node->as_string();
  if (text == nullptr) Fail(*node, absl::StrCat("'", std::string(key), "' must be a text"));
  return text == nullptr ? "" : text->get();
}

std::string TomlReader::Word(std::string_view key, std::vector<std::string_view> words) {
  std::string word = Text(key);
  if (word.empty()) return std::string(words[0]);
  if (std::find(words.begin(), words.end(), word) == words.end()) {
    const std::string allowed = absl::StrJoin(words, ", ", [](std::string* out, std::string_view w) { out->append(w); });
    Fail(*table_.get(key), absl::StrCat("'", std::string(key), "' is one of ", allowed));
  }
  return word;
}

double TomlReader::Number(std::string_view key, double otherwise) {
  const toml::node* node = Find(key);
  if (node == nullptr) return otherwise;
  const std::optional<double> number = node->value<double>();
  if (!number || !(*number > 0)) Fail(*node, absl::StrCat("'", std::string(key), "' must be a number above 0"));
  return number.value_or(otherwise);
}

bool TomlReader::Flag(std::string_view key) {
  const toml::node* node = Find(key);
  if (node == nullptr) return false;
  const auto* flag = node->as_boolean();
  if (flag == nullptr) Fail(*node, absl::StrCat("'", std::string(key), "' must be true or false"));
  return flag != nullptr && flag->get();
}

std::vector<std::string> TomlReader::Texts(std::string_view key) {
  const toml::node* node = Find(key);
  if (node == nullptr) return {};
  if (const auto* text = node->as_string()) return {text->get()};
  std::vector<std::string> texts;
  const toml::array* array = node->as_array();
  if (array != nullptr) {
    for (const toml::node& element : *array) {
      if (const auto* text = element.as_string()) texts.push_back(text->get());
    }
  }
  if (array == nullptr || texts.size() < array->size()) {
    Fail(*node, absl::StrCat("'", std::string(key), "' must be a text or an array of texts"));
  }
  return texts;
}

const toml::table* TomlReader::Table(std::string_view key) {
  const toml::node* node = Find(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) Fail(*node, absl::StrCat("'", std::string(key), "' must be a table"));
  return node->as_table();
}

void TomlReader::End() {
  for (const auto& [key, value] : table_) {
    const std::string name(key.str());
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) Fail(value, absl::StrCat("unknown key '", name, "'"));
  }
}

absl::StatusOr<toml::table> ParseToml(const std::string& text, const std::string& file) {
  try {  // whether the library throws is decided by how its package was built
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(absl::StrCat(Place(file, error.source()), std::string(error.description())));
  }
}

}  // namespace rtmpspec
