// Decoding of bytes written as hexadecimal, for the tests of this folder.
#ifndef RTMPSPEC_IMPL_AMF0_TESTING_H_
#define RTMPSPEC_IMPL_AMF0_TESTING_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/hex.h"

namespace rtmp::amf0 {

// Values together with the bytes that they point into.
struct Decoded {
  explicit Decoded(Bytes payload, const Limits& limits = {})
      // The exact size on the heap, so that AddressSanitizer sees a read behind the end.
      : size(payload.size()), bytes(new uint8_t[payload.size()]) {
    for (size_t i = 0; i < size; ++i) bytes[i] = payload[i];
    error = Decode(Bytes(bytes.get(), size), limits, &values);
  }
  explicit Decoded(absl::string_view hex, const Limits& limits = {}) : Decoded(Bytes(ParseHex(hex).value()), limits) {}

  std::string text() const { return ToText(values, 100000); }
  std::optional<ErrorCode> code() const { return error.has_value() ? std::optional<ErrorCode>(error->code) : std::nullopt; }
  // All values written again.
  Buffer Encode() const {
    Buffer out;
    Encoder(&out).Copy(values);
    return out;
  }

  size_t size;
  std::unique_ptr<uint8_t[]> bytes;
  Values values;
  std::optional<ProtocolError> error;
};

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_TESTING_H_
