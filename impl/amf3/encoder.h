// Writes one AMF3 value straight to a buffer.
#ifndef RTMPSPEC_IMPL_AMF3_ENCODER_H_
#define RTMPSPEC_IMPL_AMF3_ENCODER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "impl/amf3/value.h"
#include "impl/bytes/bytes.h"

namespace rtmp::amf3 {

// An encoder writes one value with all that is in it: its tables are that value's, so that a string that comes again is a
// reference (1.3.2). Traits are always written in full. The caller keeps the order that each Begin names.
// Strings, blobs and counts above 2^28 - 1 are cut there (AMF3-28).
class Encoder {
 public:
  explicit Encoder(Buffer* out) : out_(*out) {}

  void Undefined() { Marker(Type::kUndefined); }
  void Null() { Marker(Type::kNull); }
  void Boolean(bool value) { Marker(value ? Type::kTrue : Type::kFalse); }
  void Integer(int64_t value);  // outside of kMinInteger..kMaxInteger a double (3.6)
  void Double(double value);
  void String(absl::string_view value);
  void XmlDocument(absl::string_view value) { Blob(Type::kXmlDocument, value); }
  void Xml(absl::string_view value) { Blob(Type::kXml, value); }
  void ByteArray(absl::string_view value) { Blob(Type::kByteArray, value); }
  void Date(double milliseconds);
  void VectorInt(absl::Span<const int32_t> values, bool fixed = false);
  void VectorUint(absl::Span<const uint32_t> values, bool fixed = false);
  void VectorDouble(absl::Span<const double> values, bool fixed = false);
  // An earlier complex value of that type, by its place in the order of their starts.
  void Reference(Type type, uint32_t index);

  // Key and value for each associative element, EndKeys, then `dense_count` values.
  void BeginArray(uint32_t dense_count);
  // A value for each sealed name, and if it is dynamic Key and value for each further member, then EndKeys.
  void BeginObject(absl::string_view class_name, absl::Span<const absl::string_view> sealed, bool dynamic);
  // Exactly one value follows, as decoder.h says of its class.
  void BeginExternalizable(absl::string_view class_name);
  // `count` values follow.
  void BeginVectorObject(uint32_t count, absl::string_view type_name, bool fixed = false);
  // 2 * `count` values follow, key and value in turn.
  void BeginDictionary(uint32_t count, bool weak_keys = false);
  void Key(absl::string_view name) { Text(name); }  // not empty
  void EndKeys() { out_.push_back(0x01); }

  // Writes a decoded value: decode(encode(v)) equals v. Linear in the bytes that it was decoded from, however often they refer to
  // one text.
  void Copy(const Values& values);

 private:
  void Marker(Type type) { out_.push_back(static_cast<uint8_t>(type)); }
  void U29(uint32_t value);
  // Its place in the table of strings; kNoPlace where it has none, since it is empty.
  uint32_t Text(absl::string_view text);
  void Blob(Type type, absl::string_view bytes);
  void Bits(double value);
  void VectorHead(Type type, size_t count, bool fixed);
  // The texts of a Values that have been written: their places in the table of strings.
  using Places = std::vector<uint32_t>;
  void CopyText(const Values& values, uint32_t text, Places* places);
  void CopyStart(Value value, Places* places);

  static constexpr uint32_t kNoPlace = 0xffffffff;
  Buffer& out_;
  absl::flat_hash_map<std::string, uint32_t> strings_;
};

}  // namespace rtmp::amf3

#endif  // RTMPSPEC_IMPL_AMF3_ENCODER_H_
