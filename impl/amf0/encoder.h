// Writes AMF0 values straight to a buffer.
#ifndef RTMPSPEC_IMPL_AMF0_ENCODER_H_
#define RTMPSPEC_IMPL_AMF0_ENCODER_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"

namespace rtmp::amf0 {

// Values are written one after the other; between BeginObject/BeginEcmaArray/BeginTypedObject and EndObject each value is
// preceded by Key. The caller keeps that order; keys and class names longer than 65,535 bytes are cut there.
class Encoder {
 public:
  explicit Encoder(Buffer* out) : out_(*out) {}

  void Number(double value);
  void Boolean(bool value);
  void String(absl::string_view value);  // kLongString beyond 65,535 bytes (AMF0 2.4)
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
  void BeginStrictArray(uint32_t count);  // exactly `count` values follow, no end
  void Key(absl::string_view name);
  void AvmPlus(absl::string_view amf3);  // marker 0x11 and the bytes

  // Key and value in one.
  void Property(absl::string_view name, double value);
  void Property(absl::string_view name, absl::string_view value);
  // Without this a string literal would rather become a bool.
  void Property(absl::string_view name, const char* value) { Property(name, absl::string_view(value)); }
  void Property(absl::string_view name, bool value);

  // Writes a decoded value with all that is in it, without its own name: decode(encode(v)) equals v, and encode(decode(b)) equals
  // b for canonical b (booleans 0 or 1, every ECMA array with its end marker). A reference keeps its index, which means something
  // only where all values of the message are copied. Nothing for an absent value.
  void Copy(Value value);
  void Copy(const Values& values);

 private:
  void Marker(Type type) { out_.push_back(static_cast<uint8_t>(type)); }
  void Marked16(Type type, absl::string_view text);
  void Marked32(Type type, absl::string_view text);
  void Marked32(Type type, uint32_t value);
  void CopyStart(const Values& values, uint32_t index);

  Buffer& out_;
};

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_ENCODER_H_
