// The payload of a message that came against what a script expects of it.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_MATCH_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_MATCH_H_

#include <cstddef>
#include <optional>
#include <string>

#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "impl/bytes/bytes.h"

namespace rtmpspec {

struct PayloadMismatch {
  std::string reason;            // "byte 128 of the payload is 0x5a, expected 0x3c"
  std::optional<size_t> offset;  // of the first byte that differs; absent when only the length does
};

// Exact comparison. Where bytes differ, says whether what stands there belongs elsewhere in `expected`: a chunk lost or repeated.
std::optional<PayloadMismatch> ComparePayload(rtmp::Bytes expected, rtmp::Bytes actual);

// A generator, hex(..), a variable, a capture or ?. Captures are set in `bindings` as hex.
std::optional<PayloadMismatch> MatchPayload(const Value& pattern, rtmp::Bytes actual, Bindings* bindings);

// prefix=hex(17 01), prefix=0x27.
std::optional<PayloadMismatch> MatchPrefix(const Value& pattern, rtmp::Bytes actual, Bindings* bindings);

// The digest that sha256="..." is compared with, in lower-case hexadecimal.
std::string Sha256Hex(rtmp::Bytes bytes);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PAYLOAD_MATCH_H_
