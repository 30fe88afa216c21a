// Small questions about a script's values, shared by what plays and what checks.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_VALUES_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_VALUES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

Value NumberValue(double number);
Value StringValue(std::string text);
Value HexValue(std::vector<uint8_t> bytes);
Value NullValue();

// "a string", "the number 5": the value as an error message names it.
absl::string_view KindName(Value::Kind kind);

// A whole number within 0..max. InvalidArgument names `what` otherwise.
absl::StatusOr<uint32_t> AsUint32(const Value& value, absl::string_view what, uint32_t max = 0xffffffff);

// InvalidArgument with "file:line:column: text" where the position is known.
absl::Status ErrorAt(const Position& position, absl::string_view text);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SCRIPT_VALUES_H_
