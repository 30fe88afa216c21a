// Writes AMF0 values straight to a buffer.
#ifndef RTMPSPEC_IMPL_AMF0_ENCODER_H_
#define RTMPSPEC_IMPL_AMF0_ENCODER_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "impl/amf0/value.h"
#include "impl/bytes/byte_writer.h"

namespace rtmp::amf0 {

// Values are written one after the other; between BeginObject/BeginEcmaArray/BeginTypedObject and EndObject each value is
// preceded by Key. The caller keeps that order; keys and class names longer than 65,535 bytes are cut there.
class Encoder {
 public:
  explicit Encoder(Buffer* out) : writer_(out) {}

  void Number(double value);
  void Boolean(bool value);
  void String(absl::string_view value);      // kLongString beyond 65,535 bytes (AMF0 2.4)
  void LongString(absl::string_view value);
  void XmlDocument(absl::string_view value);
  void Null();
  void Undefined();
  void Unsupported();
  void Date(double milliseconds, int16_t time_zone = 0);
  void Reference(uint16_t index);
  void BeginObject();
  void BeginTypedObject(absl::string_view class_name);
  void BeginEcmaArray(uint32_t count);
  void EndObject();
  void BeginStrictArray(uint32_t count);     // exactly `count` values follow, no end
  void Key(absl::string_view name);
  void AvmPlus(absl::string_view amf3);      // marker 0x11 and the bytes

  // Key and value in one.
  void Property(absl::string_view name, double value) { Key(name), Number(value); }
  void Property(absl::string_view name, absl::string_view value) { Key(name), String(value); }
  // Without this a string literal would rather become a bool.
  void Property(absl::string_view name, const char* value) { Key(name), String(value); }
  void Property(absl::string_view name, bool value) { Key(name), Boolean(value); }

  // Writes a decoded value as it was: decode(encode(v)) equals v, and encode(decode(b)) equals b for canonical b.
  void Copy(Value value);

 private:
  ByteWriter writer_;
};

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_ENCODER_H_
