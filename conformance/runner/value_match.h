// One value that came against one pattern.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_VALUE_MATCH_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_VALUE_MATCH_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"

namespace rtmpspec {

struct ValueMismatch {
  std::string reason;        // "level is "error", expected "status""
  std::vector<size_t> path;  // of properties and elements, from `actual` inward: where it differs
};

// `what` names the value in the reason: "transaction id", "argument 2", "time". Captures are set in `bindings` as they are met,
// also when the match fails later: give a copy. Type and value are exact: an ECMA array is no object, a long string no string; an
// ECMA array's count is compared only where the pattern writes it, NaN equals NaN.
std::optional<ValueMismatch> MatchValue(const Value& pattern, const Value& actual, absl::string_view what, Bindings* bindings);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_VALUE_MATCH_H_
