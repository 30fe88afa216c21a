// AppendAmf0: script values to AMF0 (AMF0 specification, section 2).
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_values.h"
#include "impl/amf0/encoder.h"
#include "impl/bytes/byte_writer.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using rtmp::ByteWriter;
using rtmp::amf0::Encoder;

absl::Status Append(const Value& value, Buffer* out);

absl::Status AppendProperties(const Value& value, Buffer* out) {
  Encoder encoder(out);
  for (const auto& [name, property] : value.properties) {
    if (name.size() > 0xffff) return ErrorAt(property.position, "a property's name has at most 65535 bytes");
    encoder.Key(name);
    if (absl::Status status = Append(property, out); !status.ok()) return status;
  }
  encoder.EndObject();
  return absl::OkStatus();
}

// 0x11, then arrays of one dense element each (AMF3 3.11); null in the last.
absl::Status AppendAmf3Nest(uint32_t depth, Buffer* out) {
  ByteWriter writer(out);
  writer.WriteU8(0x11);
  const uint8_t array[] = {0x09, 0x03, 0x01};
  for (uint32_t level = 0; level < depth; ++level) writer.WriteBytes(array);
  writer.WriteU8(0x01);
  return absl::OkStatus();
}

// A hundred thousand levels are wanted here, so the openings are written first and the ends behind them.
absl::Status AppendNest(const Value& value, Buffer* out) {
  if (value.items.size() != 1) return ErrorAt(value.position, "nest takes a depth and what to nest");
  absl::StatusOr<uint32_t> depth =
      AsUint32(value.number < 1 ? NumberValue(-1) : NumberValue(value.number), "the depth of nest", 2'000'000);
  if (!depth.ok()) return depth.status();
  const Value::Kind kind = value.items[0].kind;
  if (kind == Value::Kind::kAmf3) return AppendAmf3Nest(*depth, out);
  ByteWriter writer(out);
  for (uint32_t level = 1; level <= *depth; ++level) {
    const bool innermost = level == *depth;
    switch (kind) {
      case Value::Kind::kObject:
        writer.WriteU8(0x03);
        break;
      case Value::Kind::kEcmaArray:
        writer.WriteU8(0x08);
        writer.WriteU32(innermost ? 0 : 1);
        break;
      case Value::Kind::kStrictArray:
        writer.WriteU8(0x0a);
        writer.WriteU32(innermost ? 0 : 1);
        continue;
      default:
        return ErrorAt(value.position, "nest nests {}, ecma{} or []");
    }
    if (innermost) break;
    const uint8_t key[] = {0x00, 0x01, 'a'};
    writer.WriteBytes(key);
  }
  if (kind == Value::Kind::kStrictArray) return absl::OkStatus();
  const uint8_t end[] = {0x00, 0x00, 0x09};
  for (uint32_t level = 0; level < *depth; ++level) writer.WriteBytes(end);
  return absl::OkStatus();
}

absl::Status AppendDate(const Value& value, Encoder* encoder) {
  if (value.items.empty() || value.items.size() > 2) return ErrorAt(value.position, "date takes milliseconds and a time zone");
  for (const Value& item : value.items) {
    if (item.kind != Value::Kind::kNumber) return ErrorAt(item.position, "date takes numbers");
  }
  double zone = value.items.size() == 2 ? value.items[1].number : 0;
  if (!(zone >= -32768 && zone <= 65535)) return ErrorAt(value.position, "a date's time zone has 16 bits");
  encoder->Date(value.items[0].number, static_cast<int16_t>(static_cast<uint16_t>(static_cast<int32_t>(zone))));
  return absl::OkStatus();
}

absl::Status Append(const Value& value, Buffer* out) {
  Encoder encoder(out);
  switch (value.kind) {
    case Value::Kind::kNumber:
      encoder.Number(value.number);
      return absl::OkStatus();
    case Value::Kind::kString:
      encoder.String(value.text);
      return absl::OkStatus();
    case Value::Kind::kBoolean:
      encoder.Boolean(value.boolean);
      return absl::OkStatus();
    case Value::Kind::kNull:
      encoder.Null();
      return absl::OkStatus();
    case Value::Kind::kUndefined:
      encoder.Undefined();
      return absl::OkStatus();
    case Value::Kind::kObject:
      encoder.BeginObject();
      return AppendProperties(value, out);
    case Value::Kind::kTypedObject:
      if (value.text.size() > 0xffff) return ErrorAt(value.position, "a class name has at most 65535 bytes");
      encoder.BeginTypedObject(value.text);
      return AppendProperties(value, out);
    case Value::Kind::kEcmaArray: {
      absl::StatusOr<uint32_t> count = static_cast<uint32_t>(value.properties.size());
      if (value.has_count) count = AsUint32(NumberValue(value.number), "the count of an ECMA array");
      if (!count.ok()) return count.status();
      encoder.BeginEcmaArray(*count);
      return AppendProperties(value, out);
    }
    case Value::Kind::kStrictArray:
      encoder.BeginStrictArray(static_cast<uint32_t>(value.items.size()));
      for (const Value& item : value.items) {
        if (absl::Status status = Append(item, out); !status.ok()) return status;
      }
      return absl::OkStatus();
    case Value::Kind::kDate:
      return AppendDate(value, &encoder);
    case Value::Kind::kLongString:
      encoder.LongString(value.text);
      return absl::OkStatus();
    case Value::Kind::kXml:
      encoder.XmlDocument(value.text);
      return absl::OkStatus();
    case Value::Kind::kReference: {
      absl::StatusOr<uint32_t> index = AsUint32(NumberValue(value.number), "a reference", 0xffff);
      if (!index.ok()) return index.status();
      encoder.Reference(static_cast<uint16_t>(*index));
      return absl::OkStatus();
    }
    case Value::Kind::kAmf3: {
      if (value.items.size() != 1 || value.items[0].kind != Value::Kind::kHex) {
        return ErrorAt(value.position, "amf3 takes the value's bytes: amf3(hex(..))");
      }
      encoder.AvmPlus(rtmp::ToStringView(value.items[0].bytes));
      return absl::OkStatus();
    }
    case Value::Kind::kNest:
      return AppendNest(value, out);
    case Value::Kind::kHex:
      ByteWriter(out).WriteBytes(value.bytes);
      return absl::OkStatus();
    default:
      return ErrorAt(value.position, absl::StrCat(KindName(value.kind), " is no AMF0 value"));
  }
}

}  // namespace

absl::Status AppendAmf0(const Value& value, Buffer* out) {
  const size_t size = out->size();
  absl::Status status = Append(value, out);
  if (!status.ok()) out->resize(size);
  return status;
}

}  // namespace rtmpspec
