// The media of the played side: valid tag bodies whose every byte depends on seed and position, and AMF0 from script values.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

// The payload a call stands for: avc_header, avc_key(n, seed), aac(n, seed), fill(n, byte), file("x"), hex(..), empty, ...
// n is the length of the whole tag body: at least 10 for avc_key and avc_inter, 3 for aac. InvalidArgument for an unknown
// generator or wrong arguments. avc_header(k) and aac_header(k) are other valid headers for other k, to change them in
// mid-stream. `value` is evaluated (no variables).
absl::StatusOr<rtmp::Buffer> BuildPayload(const Value& value);

// The byte that a generator puts at `position` of a tag body: 1..255, so that no start code or emulation sequence can appear.
uint8_t PayloadByte(uint32_t seed, uint32_t position);

// Where file("x") is looked for, instead of the checkout's corpus/. Call it before any scenario runs.
void SetCorpusDirectory(std::string directory);

// Appends one AMF0 value as a script writes it, matchers excluded. `nest` writes its depth without recursion: nest(2, {}) is an
// object in an object, its properties named "a". InvalidArgument, with `out` unchanged, for what is no AMF0 value.
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

// Message line to message, with the defaults of the language's reference. `sender` decides default chunk streams; `$msid` comes
// from `bindings`. `type=17` on a command and `type=15` on data put the AMF3 format byte 0 in front (RTMP-MT-03). Names given by
// `let` are the Player's business: here they would be commands.
absl::StatusOr<PlayedMessage> BuildMessage(const Message& message, Side sender, const Bindings& bindings);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_H_
