// `C: bytes` and `S: bytes`: what no typed message can say, as annotated hex with captures.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_BYTES_STEPS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_BYTES_STEPS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "conformance/runner/handshake_steps.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

// The bytes of a played step. A variable that is not set and has a length becomes random bytes, and is set to them.
absl::StatusOr<rtmp::Buffer> BuildBytes(const BytesStep& step, RandomFill random, Bindings* bindings);

// How many bytes a checked step asks for. NotFound names an unknown variable without a length.
absl::StatusOr<size_t> CountBytes(const BytesStep& step, const Bindings& bindings);

// Compares; `actual` may be shorter than the step, which is then a mismatch at its end. Captures are set on success.
std::optional<PacketMismatch> MatchBytes(const BytesStep& step, rtmp::Bytes actual, Bindings* bindings);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_BYTES_STEPS_H_
