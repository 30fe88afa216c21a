// The media of the played side: valid tag bodies whose every byte depends on seed and position, and AMF0 from script values.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

// The payload a call stands for: avc_header, avc_key(n, seed), aac(n, seed), fill(n, byte), file("x"), hex(..), empty, ...
// InvalidArgument for an unknown generator or wrong arguments. `value` is evaluated (no variables).
absl::StatusOr<rtmp::Buffer> BuildPayload(const Value& value);

// Appends one AMF0 value as a script writes it, matchers excluded. `nest` writes its depth without recursion.
absl::Status AppendAmf0(const Value& value, rtmp::Buffer* out);

// A whole message as the script means it on the played side.
struct PlayedMessage {
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  uint32_t chunk_stream_id = 0;
  uint32_t timestamp = 0;
  std::optional<uint32_t> delta;  // delta= was written
  rtmp::Buffer payload;
};

// Message line to message, with the defaults of the language's reference. `sender` decides default chunk streams; `$msid` comes from `bindings`.
absl::StatusOr<PlayedMessage> BuildMessage(const Message& message, Side sender, const Bindings& bindings);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_H_
