#include "impl/amf0/encoder.h"

#include <cstring>

#include "absl/container/inlined_vector.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"
#include "impl/bytes/extend.h"

namespace rtmp::amf0 {

namespace {

constexpr size_t kMaxShort = 0xffff;

// memcpy with nothing to copy may still not be given a null pointer.
void StoreText(absl::string_view text, uint8_t* p) {
  if (!text.empty()) std::memcpy(p, text.data(), text.size());
}

size_t StoreKey(absl::string_view name, uint8_t* p) {
  Store16(static_cast<uint16_t>(name.size()), p);
  StoreText(name, p + 2);
  return 2 + name.size();
}

}  // namespace

void Encoder::Marked16(Type type, absl::string_view text) {
  text = text.substr(0, kMaxShort);
  uint8_t* p = Extend(3 + text.size(), &out_);
  p[0] = static_cast<uint8_t>(type);
  StoreKey(text, p + 1);
}

void Encoder::Marked32(Type type, absl::string_view text) {
  text = text.substr(0, 0xffffffff);
  uint8_t* p = Extend(5 + text.size(), &out_);
  p[0] = static_cast<uint8_t>(type);
  Store32(static_cast<uint32_t>(text.size()), p + 1);
  StoreText(text, p + 5);
}

void Encoder::Marked32(Type type, uint32_t value) {
  uint8_t* p = Extend(5, &out_);
  p[0] = static_cast<uint8_t>(type);
  Store32(value, p + 1);
}

void Encoder::Number(double value) {
  uint8_t* p = Extend(9, &out_);
  p[0] = static_cast<uint8_t>(Type::kNumber);
  StoreDouble(value, p + 1);
}

void Encoder::Boolean(bool value) {
  uint8_t* p = Extend(2, &out_);
  p[0] = static_cast<uint8_t>(Type::kBoolean);
  p[1] = value ? 1 : 0;
}

void Encoder::String(absl::string_view value) {
  if (value.size() > kMaxShort) return LongString(value);
  Marked16(Type::kString, value);
}

void Encoder::LongString(absl::string_view value) { Marked32(Type::kLongString, value); }
void Encoder::XmlDocument(absl::string_view value) { Marked32(Type::kXmlDocument, value); }
void Encoder::Null() { Marker(Type::kNull); }
void Encoder::Undefined() { Marker(Type::kUndefined); }
void Encoder::Unsupported() { Marker(Type::kUnsupported); }

void Encoder::Date(double milliseconds, int16_t time_zone) {
  uint8_t* p = Extend(11, &out_);
  p[0] = static_cast<uint8_t>(Type::kDate);
  StoreDouble(milliseconds, p + 1);
  Store16(static_cast<uint16_t>(time_zone), p + 9);
}

void Encoder::Reference(uint16_t index) {
  uint8_t* p = Extend(3, &out_);
  p[0] = static_cast<uint8_t>(Type::kReference);
  Store16(index, p + 1);
}

void Encoder::BeginObject() { Marker(Type::kObject); }
void Encoder::BeginTypedObject(absl::string_view class_name) { Marked16(Type::kTypedObject, class_name); }
void Encoder::BeginEcmaArray(uint32_t count) { Marked32(Type::kEcmaArray, count); }
void Encoder::BeginStrictArray(uint32_t count) { Marked32(Type::kStrictArray, count); }

void Encoder::EndObject() {
  uint8_t* p = Extend(3, &out_);
  p[0] = 0;
  p[1] = 0;
  p[2] = 0x09;
}

void Encoder::Key(absl::string_view name) {
  name = name.substr(0, kMaxShort);
  StoreKey(name, Extend(2 + name.size(), &out_));
}

void Encoder::AvmPlus(absl::string_view amf3) {
  uint8_t* p = Extend(1 + amf3.size(), &out_);
  p[0] = static_cast<uint8_t>(Type::kAvmPlus);
  StoreText(amf3, p + 1);
}

void Encoder::Property(absl::string_view name, double value) {
  name = name.substr(0, kMaxShort);
  uint8_t* p = Extend(2 + name.size() + 9, &out_);
  p += StoreKey(name, p);
  p[0] = static_cast<uint8_t>(Type::kNumber);
  StoreDouble(value, p + 1);
}

void Encoder::Property(absl::string_view name, absl::string_view value) {
  if (value.size() > kMaxShort) return Key(name), LongString(value);
  name = name.substr(0, kMaxShort);
  uint8_t* p = Extend(2 + name.size() + 3 + value.size(), &out_);
  p += StoreKey(name, p);
  p[0] = static_cast<uint8_t>(Type::kString);
  StoreKey(value, p + 1);
}

void Encoder::Property(absl::string_view name, bool value) {
  name = name.substr(0, kMaxShort);
  uint8_t* p = Extend(2 + name.size() + 2, &out_);
  p += StoreKey(name, p);
  p[0] = static_cast<uint8_t>(Type::kBoolean);
  p[1] = value ? 1 : 0;
}

void Encoder::CopyStart(const Values& values, uint32_t index) {
  const Value value(&values, index);
  switch (value.type()) {
    case Type::kNumber:
      return Number(Deviates("relayed-number-is-float") ? static_cast<float>(value.number()) : value.number());
    case Type::kBoolean:
      return Boolean(value.boolean());
    case Type::kString:
      return Marked16(Type::kString, value.string());
    case Type::kLongString:
    case Type::kXmlDocument:
      if (Deviates("relayed-long-string-is-short")) return String(value.string());
      return Marked32(value.type(), value.string());
    case Type::kNull:
    case Type::kUndefined:
    case Type::kUnsupported:
    case Type::kObject:
      if (Deviates("relayed-undefined-is-null") && value.type() == Type::kUndefined) return Null();
      return Marker(value.type());
    case Type::kReference:
      return Reference(value.reference_index());
    case Type::kDate:
      return Date(value.number(), Deviates("relayed-date-loses-zone") ? 0 : value.time_zone());
    case Type::kTypedObject:
      return BeginTypedObject(value.class_name());
    case Type::kEcmaArray:
      if (Deviates("relayed-array-is-object")) return BeginObject();
      return BeginEcmaArray(value.declared_count());
    case Type::kStrictArray:
      return BeginStrictArray(static_cast<uint32_t>(value.size()));
    case Type::kAvmPlus:
      return AvmPlus(value.string());
  }
}

void Encoder::Copy(Value value) {
  if (!value.exists()) return;
  const Values& values = *value.values_;
  // Open containers and how many of their children are still to come. As deep as Limits::max_depth let it become.
  struct Open {
    bool named;
    uint32_t left;
  };
  absl::InlinedVector<Open, 32> open;
  uint32_t index = value.index_;
  do {
    const Value current(&values, index);
    if (!open.empty()) {
      if (open.back().named) Key(current.key());
      --open.back().left;
    }
    CopyStart(values, index);
    if (current.has_properties() || current.type() == Type::kStrictArray) {
      open.push_back({current.has_properties(), static_cast<uint32_t>(current.size())});
    }
    while (!open.empty() && open.back().left == 0) {
      if (open.back().named) EndObject();
      open.pop_back();
    }
    ++index;
  } while (!open.empty());
}

void Encoder::Copy(const Values& values) {
  for (size_t i = 0; i < values.size(); ++i) Copy(values[i]);
}

}  // namespace rtmp::amf0
