// Text to Transcript (PEGTL), and files to scenarios.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_PARSER_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_PARSER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

// Parses one transcript. `file` is used in positions and messages, `id` becomes Transcript::id. An error is InvalidArgument:
// "file:line:col: what was expected", the line, and a caret under the column. Nesting is limited to 64.
absl::StatusOr<Transcript> ParseTranscript(absl::string_view text, absl::string_view file, absl::string_view id);

// One value by itself, for tests and for variables given on the command line.
absl::StatusOr<Value> ParseValue(absl::string_view text);

// Loads every *.transcript below `directory` (prelude/ apart), expands preludes and case tables, sorted by id. All errors of all
// files are reported together, one below the other.
absl::StatusOr<std::vector<Scenario>> LoadScenarios(absl::string_view directory);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_PARSER_H_
