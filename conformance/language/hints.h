// What to tell the writer of a transcript that does not parse.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_HINTS_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_HINTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rtmpspec {

// The error text for `expected`, which did not stand at the beginning of `found`. `bracket`, opened on `bracket_line`, is the
// innermost open one, or ' '; `line` is where the error stands.
std::string Hint(absl::string_view expected, absl::string_view found, char bracket, int bracket_line, int line);

// The known word that `word` was probably meant to be, else "".
std::string ClosestWord(absl::string_view word, const std::vector<absl::string_view>& known);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_HINTS_H_
