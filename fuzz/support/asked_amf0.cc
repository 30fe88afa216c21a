#include "fuzz/support/asked_amf0.h"

#include <algorithm>
#include <iterator>

#include "absl/container/inlined_vector.h"
#include "fuzz/support/asked_amf.h"

namespace rtmp {
namespace {

using amf0::Type;

constexpr size_t kMostValues = 200;
constexpr size_t kDeepest = 40;
constexpr size_t kMaxShort = 0xffff;

constexpr Type kTypes[] = {Type::kNull,        Type::kNumber,      Type::kBoolean,     Type::kString,      Type::kObject,
                           Type::kUndefined,   Type::kDate,        Type::kEcmaArray,   Type::kStrictArray, Type::kReference,
                           Type::kUnsupported, Type::kXmlDocument, Type::kTypedObject, Type::kAvmPlus,     Type::kLongString};

// AMF3 values, with their nodes and their depth.
struct Amf3 {
  absl::string_view bytes;
  size_t nodes;
  size_t depth;
};
constexpr Amf3 kAmf3[] = {
    {{"\x04\x05", 2}, 1, 0}, {{"\x09\x05\x01\x06\x03\x61\x06\x00", 8}, 3, 1}, {{"\x09\x03\x01\x09\x01\x01", 6}, 2, 2}};

bool HasProperties(Type type) { return type == Type::kObject || type == Type::kEcmaArray || type == Type::kTypedObject; }
bool IsContainer(Type type) { return HasProperties(type) || type == Type::kStrictArray; }

absl::string_view Short(absl::string_view text) { return text.substr(0, kMaxShort); }

// Walks what was asked for beside what was decoded.
class Comparison {
 public:
  explicit Comparison(const std::vector<AskedAmf0>& asked) : asked_(asked) {}

  void Check(amf0::Value value, bool named) {
    const AskedAmf0& asked = asked_[next_++];
    FUZZ_CHECK(value.exists());
    FUZZ_CHECK_EQ(value.key(), named ? Short(asked.key) : absl::string_view());
    const bool is_long = asked.type == Type::kString && asked.text.size() > kMaxShort;
    FUZZ_CHECK_EQ(value.type(), is_long ? Type::kLongString : asked.type);
    FUZZ_CHECK_EQ(value.is_number(), asked.type == Type::kNumber);
    FUZZ_CHECK_EQ(value.is_string(), asked.type == Type::kString || asked.type == Type::kLongString);
    FUZZ_CHECK_EQ(value.has_properties(), HasProperties(asked.type));
    const bool typed = asked.type == Type::kTypedObject;
    FUZZ_CHECK_EQ(value.string(), typed ? absl::string_view() : asked.text);
    FUZZ_CHECK_EQ(value.class_name(), typed ? Short(asked.text) : absl::string_view());
    FUZZ_CHECK_EQ(BitsOf(value.number()), BitsOf(asked.number));
    FUZZ_CHECK_EQ(value.time_zone(), asked.time_zone);
    FUZZ_CHECK_EQ(value.boolean(), asked.boolean);
    FUZZ_CHECK_EQ(value.declared_count(), asked.type == Type::kEcmaArray ? asked.declared : 0);
    FUZZ_CHECK_EQ(value.reference_index(), asked.type == Type::kReference ? asked.declared : 0);
    if (asked.type == Type::kReference) FUZZ_CHECK_EQ(value.Resolve().offset(), complex_[asked.declared]);
    if (IsContainer(asked.type)) complex_.push_back(value.offset());
    CheckChildren(value, asked);
  }

 private:
  void CheckChildren(amf0::Value value, const AskedAmf0& asked) {
    FUZZ_CHECK_EQ(value.size(), asked.children);
    FUZZ_CHECK(!value.child(asked.children).exists());
    const bool named = HasProperties(asked.type);
    amf0::Value child = value.first_child();
    for (size_t i = 0; i < asked.children; ++i) {
      FUZZ_CHECK_EQ(value.child(i).offset(), child.offset());
      // By name, the first that has it.
      size_t same = 0;
      while (named && value.child(same).key() != child.key()) ++same;
      FUZZ_CHECK_EQ(value[child.key()].offset(), named ? value.child(same).offset() : 0);
      Check(child, named);
      child = child.next_sibling();
    }
    FUZZ_CHECK(!child.exists());
  }

  const std::vector<AskedAmf0>& asked_;
  size_t next_ = 0;
  absl::InlinedVector<size_t, 16> complex_;  // where they stand
};

}  // namespace

void Amf0Program::Take(FuzzInput& in) {
  values_.clear();
  complex_ = 0;
  roots_ = 0;
  depth_ = 0;
  while (!in.rest().empty() && values_.size() < kMostValues) {
    TakeValue(in, 0, false);
    ++roots_;
  }
}

void Amf0Program::TakeValue(FuzzInput& in, size_t depth, bool named) {
  const uint8_t what = in.TakeByte();
  AskedAmf0 value;
  value.type = kTypes[what % std::size(kTypes)];
  value.in_one = what >= 128;
  if (named) value.key = TakeText(in);
  if (IsContainer(value.type) && (depth == kDeepest || values_.size() >= kMostValues)) value.type = Type::kUndefined;
  if (value.type == Type::kReference && complex_ == 0) value.type = Type::kUndefined;
  switch (value.type) {
    case Type::kNumber:
      value.number = TakeDouble(in);
      break;
    case Type::kDate:
      value.number = TakeDouble(in);
      value.time_zone = static_cast<int16_t>(in.TakeByte() << 8 | what);
      break;
    case Type::kBoolean:
      value.boolean = in.TakeBool();
      break;
    case Type::kString:
    case Type::kLongString:
    case Type::kXmlDocument:
    case Type::kTypedObject:
      value.text = TakeText(in);
      break;
    case Type::kEcmaArray:
      value.declared = in.TakeByte();
      break;
    case Type::kReference:
      value.complex = complex_;
      value.declared = in.TakeBelow(complex_);
      break;
    case Type::kAvmPlus: {
      const Amf3& amf3 = kAmf3[in.TakeBelow(std::size(kAmf3))];
      value.text = amf3.bytes;
      depth_ = std::max(depth_, depth + amf3.depth);
      break;
    }
    default:
      break;
  }
  if (!IsContainer(value.type)) {
    values_.push_back(value);
    return;
  }
  value.children = in.TakeByte() % 5;
  ++complex_;
  depth_ = std::max(depth_, depth + 1);
  values_.push_back(value);
  for (uint32_t i = 0; i < value.children; ++i) TakeValue(in, depth + 1, HasProperties(value.type));
}

size_t Amf0Program::nodes() const {
  size_t nodes = values_.size();
  for (const AskedAmf0& value : values_) {
    if (value.type != Type::kAvmPlus) continue;
    nodes += std::find_if(std::begin(kAmf3), std::end(kAmf3), [&](const Amf3& amf3) { return amf3.bytes == value.text; })->nodes;
  }
  return nodes;
}

void Amf0Program::Write(amf0::Encoder* encoder) const {
  for (size_t index = 0; index < values_.size();) index = WriteValue(index, false, encoder);
}

// Returns the index behind the value and all that is in it.
size_t Amf0Program::WriteValue(size_t index, bool named, amf0::Encoder* encoder) const {
  const AskedAmf0& value = values_[index++];
  if (named && value.in_one) {
    if (value.type == Type::kNumber) return encoder->Property(value.key, value.number), index;
    if (value.type == Type::kString) return encoder->Property(value.key, value.text), index;
    if (value.type == Type::kBoolean) return encoder->Property(value.key, value.boolean), index;
  }
  if (named) encoder->Key(value.key);
  switch (value.type) {
    case Type::kNumber:
      encoder->Number(value.number);
      break;
    case Type::kBoolean:
      encoder->Boolean(value.boolean);
      break;
    case Type::kString:
      encoder->String(value.text);
      break;
    case Type::kObject:
      encoder->BeginObject();
      break;
    case Type::kNull:
      encoder->Null();
      break;
    case Type::kUndefined:
      encoder->Undefined();
      break;
    case Type::kReference:
      encoder->Reference(static_cast<uint16_t>(value.declared));
      break;
    case Type::kEcmaArray:
      encoder->BeginEcmaArray(value.declared);
      break;
    case Type::kStrictArray:
      encoder->BeginStrictArray(value.children);
      break;
    case Type::kDate:
      encoder->Date(value.number, value.time_zone);
      break;
    case Type::kLongString:
      encoder->LongString(value.text);
      break;
    case Type::kUnsupported:
      encoder->Unsupported();
      break;
    case Type::kXmlDocument:
      encoder->XmlDocument(value.text);
      break;
    case Type::kTypedObject:
      encoder->BeginTypedObject(value.text);
      break;
    case Type::kAvmPlus:
      encoder->AvmPlus(value.text);
      break;
  }
  for (uint32_t i = 0; i < value.children; ++i) index = WriteValue(index, HasProperties(value.type), encoder);
  if (HasProperties(value.type)) encoder->EndObject();
  return index;
}

void Amf0Program::Check(const amf0::Values& values) const {
  Comparison comparison(values_);
  for (size_t i = 0; i < values.size(); ++i) comparison.Check(values[i], false);
}

void Amf0Program::Change(FuzzInput& in) {
  AskedAmf0& value = values_[in.TakeBelow(static_cast<uint32_t>(values_.size()))];
  if (!value.key.empty() && in.TakeBool()) {
    value.key = Changed(Short(value.key));
    return;
  }
  switch (value.type) {
    case Type::kNumber:
    case Type::kDate:
      if (value.type == Type::kDate && in.TakeBool()) {
        value.time_zone = static_cast<int16_t>(value.time_zone ^ 1);
      } else {
        value.number = DoubleOf(BitsOf(value.number) ^ uint64_t{1} << in.TakeBelow(64));
      }
      break;
    case Type::kBoolean:
      value.boolean = !value.boolean;
      break;
    case Type::kString:
    case Type::kLongString:
    case Type::kXmlDocument:
      value.text = Changed(value.text);
      break;
    case Type::kTypedObject:
      value.text = Changed(Short(value.text));
      break;
    case Type::kNull:
      value.type = Type::kUndefined;
      break;
    case Type::kUndefined:
      value.type = Type::kUnsupported;
      break;
    case Type::kUnsupported:
      value.type = Type::kNull;
      break;
    case Type::kObject:
      value.type = Type::kEcmaArray;
      break;
    case Type::kEcmaArray:
      ++value.declared;
      break;
    case Type::kStrictArray:
      value.type = Type::kObject;
      break;
    case Type::kReference:
      if (value.complex == 1) {
        value.type = Type::kNull;
      } else {
        value.declared = (value.declared + 1) % value.complex;
      }
      break;
    case Type::kAvmPlus:
      value.text = kAmf3[value.text == kAmf3[0].bytes ? 1 : 0].bytes;
      break;
  }
}

}  // namespace rtmp
