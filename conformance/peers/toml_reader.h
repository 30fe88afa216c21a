// Reads tables of a TOML file strictly: what is not known, or of another type, is an error with its place.
#ifndef RTMPSPEC_CONFORMANCE_PEERS_TOML_READER_H_
#define RTMPSPEC_CONFORMANCE_PEERS_TOML_READER_H_

#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rtmpspec {

// Ends at the first error, which is kept; what is read after it is empty.
class TomlReader {
 public:
  // `file` stands before the line in errors.
  TomlReader(std::string file, const toml::table& table, absl::Status* status)
      : file_(std::move(file)), table_(table), status_(*status) {}

  std::string Text(std::string_view key, bool required = false);
  // One of these, the first where nothing is written.
  std::string Word(std::string_view key, std::vector<std::string_view> words);
  double Number(std::string_view key, double otherwise);
  bool Flag(std::string_view key);
  // A text or an array of texts.
  std::vector<std::string> Texts(std::string_view key);
  // Null where there is none.
  const toml::table* Table(std::string_view key);
  // Every key that nobody asked for is an error.
  void End();

  void Fail(const toml::node& node, const std::string& message) { Fail(node.source(), message); }

 private:
  const toml::node* Find(std::string_view key);
  void Fail(const toml::source_region& place, const std::string& message);

  const std::string file_;
  const toml::table& table_;
  absl::Status& status_;
  std::vector<std::string> asked_;
};

// InvalidArgument, `file:line:column: what is wrong`.
absl::StatusOr<toml::table> ParseToml(const std::string& text, const std::string& file);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_PEERS_TOML_READER_H_
