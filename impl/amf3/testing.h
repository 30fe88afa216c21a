// For the tests of this folder: one value decoded from annotated hex, in memory of its own so that reading beyond it is seen.
#ifndef RTMPSPEC_IMPL_AMF3_TESTING_H_
#define RTMPSPEC_IMPL_AMF3_TESTING_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "impl/amf3/decoder.h"
#include "impl/amf3/encoder.h"
#include "impl/bytes/hex.h"

namespace rtmp::amf3 {

struct Decoded {
  explicit Decoded(absl::string_view hex, const Limits& limits = {}) : Decoded(Bytes(ParseHex(hex).value()), limits) {}
  explicit Decoded(Bytes bytes, const Limits& limits = {}) : size(bytes.size()), memory(new uint8_t[bytes.size()]) {
    std::copy(bytes.begin(), bytes.end(), memory.get());
    error = Decode(Bytes(memory.get(), size), limits, &values, &consumed);
  }

  Value root() const { return values.root(); }
  std::string text() const { return error.has_value() ? error->text : ToText(values, 10000); }
  std::optional<ErrorCode> code() const { return error.has_value() ? std::optional<ErrorCode>(error->code) : std::nullopt; }

  size_t size;
  std::unique_ptr<uint8_t[]> memory;
  Values values;
  size_t consumed = 0;
  std::optional<ProtocolError> error;
};

// What write(encoder) appends.
template <typename Write>
Buffer Encoded(Write write) {
  Buffer out;
  Encoder encoder(&out);
  write(encoder);
  return out;
}

}  // namespace rtmp::amf3

#endif  // RTMPSPEC_IMPL_AMF3_TESTING_H_
