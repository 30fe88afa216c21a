#include "fuzz/support/asked_amf3.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "fuzz/support/asked_amf.h"

namespace rtmp {
namespace {

using amf3::Type;

constexpr size_t kMostValues = 200;
constexpr size_t kDeepest = 40;
constexpr absl::string_view kWrapping[] = {"flex.messaging.io.ArrayCollection", "flex.messaging.io.ArrayList",
                                           "flex.messaging.io.ObjectProxy"};

bool IsContainer(Type type) {
  return type == Type::kArray || type == Type::kObject || type == Type::kVectorObject || type == Type::kDictionary;
}
bool IsVectorOfNumbers(Type type) { return type == Type::kVectorInt || type == Type::kVectorUint || type == Type::kVectorDouble; }

// A key that is not empty, as those of arrays and dynamic members have to be.
absl::string_view TakeKey(FuzzInput& in) {
  const absl::string_view text = TakeText(in);
  return text.empty() ? "k" : text;
}

template <typename T>
absl::InlinedVector<T, 4> Elements(const AskedAmf3& value) {
  absl::InlinedVector<T, 4> elements;
  for (uint32_t i = 0; i < value.elements; ++i) elements.push_back(static_cast<T>(value.vector[i]));
  return elements;
}

// Walks what was asked for beside what was decoded.
class Comparison {
 public:
  explicit Comparison(const std::vector<AskedAmf3>& asked) : asked_(asked) {}

  void Check(amf3::Value value) {
    const AskedAmf3& asked = asked_[next_++];
    FUZZ_CHECK(value.exists());
    FUZZ_CHECK_EQ(value.type(), asked.type);
    FUZZ_CHECK_EQ(value.has_key(), asked.has_key);
    FUZZ_CHECK_EQ(value.key(), asked.key);
    FUZZ_CHECK_EQ(value.is_reference(), asked.is_reference);
    FUZZ_CHECK_EQ(value.reference_index(), asked.reference);
    FUZZ_CHECK_EQ(value.is_number(), asked.type == Type::kInteger || asked.type == Type::kDouble);
    FUZZ_CHECK_EQ(BitsOf(value.number()), BitsOf(asked.number));
    FUZZ_CHECK_EQ(value.integer(), asked.type == Type::kInteger ? asked.number : 0);
    FUZZ_CHECK_EQ(value.boolean(), asked.type == Type::kTrue);
    const bool has_class = asked.type == Type::kObject || asked.type == Type::kVectorObject;
    FUZZ_CHECK_EQ(value.string(), has_class ? absl::string_view() : asked.text);
    FUZZ_CHECK_EQ(value.class_name(), has_class ? asked.text : absl::string_view());
    FUZZ_CHECK_EQ(value.is_dynamic(), asked.type == Type::kObject && asked.flag);
    FUZZ_CHECK_EQ(value.has_weak_keys(), asked.type == Type::kDictionary && asked.flag);
    FUZZ_CHECK_EQ(value.is_fixed(), (asked.type == Type::kVectorObject || IsVectorOfNumbers(asked.type)) && asked.flag);
    FUZZ_CHECK_EQ(value.is_externalizable(), asked.wraps);
    FUZZ_CHECK_EQ(value.vector_size(), asked.elements);
    for (uint32_t i = 0; i < asked.elements; ++i) FUZZ_CHECK_EQ(BitsOf(value.vector_number(i)), BitsOf(asked.vector[i]));
    FUZZ_CHECK_EQ(value.vector_number(asked.elements), 0);
    if (asked.is_reference) {
      FUZZ_CHECK_EQ(value.Resolve().offset(), complex_[asked.reference]);
    } else if (asked.type >= Type::kXmlDocument) {
      complex_.push_back(value.offset());
    }
    CheckChildren(value, asked);
  }

 private:
  void CheckChildren(amf3::Value value, const AskedAmf3& asked) {
    FUZZ_CHECK_EQ(value.size(), asked.children);
    FUZZ_CHECK_EQ(value.sealed_size(), asked.type == Type::kObject ? asked.keyed : 0);
    amf3::Value child = value.first_child();
    for (size_t i = 0; i < asked.children; ++i) {
      // By name, the first that has it.
      amf3::Value named = value.first_child();
      while (named.exists() && !(named.has_key() && named.key() == child.key())) named = named.next_sibling();
      FUZZ_CHECK_EQ(value[child.key()].offset(), named.offset());
      Check(child);
      child = child.next_sibling();
    }
    FUZZ_CHECK(!child.exists());
  }

  const std::vector<AskedAmf3>& asked_;
  size_t next_ = 0;
  absl::InlinedVector<size_t, 16> complex_;  // where they stand
};

}  // namespace

void Amf3Program::Take(FuzzInput& in) {
  values_.clear();
  complex_.clear();
  depth_ = 0;
  TakeValue(in, 0, nullptr);
}

void Amf3Program::TakeValue(FuzzInput& in, size_t depth, const absl::string_view* key) {
  const uint8_t what = in.TakeByte();
  AskedAmf3 value;
  value.has_key = key != nullptr;
  if (value.has_key) value.key = *key;
  value.type = static_cast<Type>(what % 19);
  value.flag = what >= 128;
  if (what % 19 == 18) {
    value.type = Type::kUndefined;
    if (!complex_.empty()) {
      value.is_reference = true;
      value.flag = false;
      value.reference = in.TakeBelow(static_cast<uint32_t>(complex_.size()));
      value.type = complex_[value.reference];
    }
  }
  if (IsContainer(value.type) && !value.is_reference && (depth == kDeepest || values_.size() >= kMostValues)) {
    value.type = Type::kNull;
  }
  if (!value.is_reference && value.type >= Type::kXmlDocument) return TakeComplex(in, depth, value);
  value.flag = false;
  if (!value.is_reference) {
    if (value.type == Type::kInteger) {
      // More than fits is sent as a double.
      value.as_integer = true;
      value.number = static_cast<int32_t>(in.TakeU32()) >> (in.TakeByte() % 32);
      if (value.number < amf3::kMinInteger || value.number > amf3::kMaxInteger) value.type = Type::kDouble;
    } else if (value.type == Type::kDouble) {
      value.number = TakeDouble(in);
    } else if (value.type == Type::kString) {
      value.text = TakeText(in);
    }
  }
  value.end = values_.size() + 1;
  values_.push_back(value);
}

void Amf3Program::TakeComplex(FuzzInput& in, size_t depth, AskedAmf3 value) {
  complex_.push_back(value.type);
  if (value.type == Type::kDate) {
    value.number = TakeDouble(in);
  } else if (IsVectorOfNumbers(value.type)) {
    value.elements = in.TakeByte() % 5;
    for (uint32_t i = 0; i < value.elements; ++i) {
      value.vector[i] = value.type == Type::kVectorDouble ? TakeDouble(in)
                        : value.type == Type::kVectorUint ? static_cast<double>(in.TakeU32())
                                                          : static_cast<double>(static_cast<int32_t>(in.TakeU32()));
    }
  } else if (value.type != Type::kArray && value.type != Type::kDictionary) {
    value.text = TakeText(in);
  }
  if (!IsContainer(value.type)) {
    if (!IsVectorOfNumbers(value.type)) value.flag = false;
    value.end = values_.size() + 1;
    values_.push_back(value);
    return;
  }
  depth_ = std::max(depth_, depth + 1);
  const uint8_t counts = in.TakeByte();
  const uint32_t keyed = counts % 4, others = counts / 4 % 4;
  value.wraps = value.type == Type::kObject && counts >= 192;
  if (value.wraps) {
    value.text = kWrapping[counts % 3];
    value.flag = false;
  }
  if (value.type == Type::kArray) value.flag = false;
  switch (value.type) {
    case Type::kArray:
      value.keyed = keyed;
      value.children = keyed + others;
      break;
    case Type::kObject:
      value.keyed = value.wraps ? 1 : keyed;
      value.children = value.keyed + (value.flag ? others : 0);
      break;
    case Type::kDictionary:
      value.children = 2 * others;
      break;
    default:
      value.children = others;
  }
  const size_t index = values_.size();
  values_.push_back(value);
  for (uint32_t i = 0; i < value.children; ++i) {
    const bool may_be_empty = value.type == Type::kObject && i < value.keyed;
    const bool has_key = value.type == Type::kObject || (value.type == Type::kArray && i < value.keyed);
    absl::string_view key;
    if (has_key && !value.wraps) key = may_be_empty ? TakeText(in) : TakeKey(in);
    TakeValue(in, depth + 1, has_key ? &key : nullptr);
  }
  values_[index].end = values_.size();
}

size_t Amf3Program::nodes() const {
  size_t names = 0;
  for (const AskedAmf3& value : values_) names += value.type == Type::kObject ? value.keyed : 0;
  return std::max(values_.size(), names);
}

void Amf3Program::Write(amf3::Encoder* encoder) const { WriteValue(0, encoder); }

// Returns the index behind the value and all that is in it.
size_t Amf3Program::WriteValue(size_t index, amf3::Encoder* encoder) const {
  const AskedAmf3& value = values_[index];
  if (value.is_reference) return encoder->Reference(value.type, value.reference), value.end;
  switch (value.type) {
    case Type::kUndefined:
      encoder->Undefined();
      break;
    case Type::kNull:
      encoder->Null();
      break;
    case Type::kFalse:
    case Type::kTrue:
      encoder->Boolean(value.type == Type::kTrue);
      break;
    case Type::kInteger:
      encoder->Integer(static_cast<int64_t>(value.number));
      break;
    case Type::kDouble:
      value.as_integer ? encoder->Integer(static_cast<int64_t>(value.number)) : encoder->Double(value.number);
      break;
    case Type::kString:
      encoder->String(value.text);
      break;
    case Type::kXmlDocument:
      encoder->XmlDocument(value.text);
      break;
    case Type::kDate:
      encoder->Date(value.number);
      break;
    case Type::kArray:
      encoder->BeginArray(value.children - value.keyed);
      break;
    case Type::kObject: {
      if (value.wraps) {
        encoder->BeginExternalizable(value.text);
        break;
      }
      absl::InlinedVector<absl::string_view, 4> sealed;
      for (size_t child = index + 1; sealed.size() < value.keyed; child = values_[child].end)
        sealed.push_back(values_[child].key);
      encoder->BeginObject(value.text, sealed, value.flag);
      break;
    }
    case Type::kXml:
      encoder->Xml(value.text);
      break;
    case Type::kByteArray:
      encoder->ByteArray(value.text);
      break;
    case Type::kVectorInt:
      encoder->VectorInt(Elements<int32_t>(value), value.flag);
      break;
    case Type::kVectorUint:
      encoder->VectorUint(Elements<uint32_t>(value), value.flag);
      break;
    case Type::kVectorDouble:
      encoder->VectorDouble(Elements<double>(value), value.flag);
      break;
    case Type::kVectorObject:
      encoder->BeginVectorObject(value.children, value.text, value.flag);
      break;
    case Type::kDictionary:
      encoder->BeginDictionary(value.children / 2, value.flag);
      break;
  }
  // Names and values: the first of an array, the last of an object.
  const bool is_array = value.type == Type::kArray, is_dynamic = value.type == Type::kObject && value.flag;
  size_t child = index + 1;
  for (uint32_t i = 0; i < value.children; ++i) {
    if (is_array && i == value.keyed) encoder->EndKeys();
    if (is_array ? i < value.keyed : is_dynamic && i >= value.keyed) encoder->Key(values_[child].key);
    child = WriteValue(child, encoder);
  }
  if (is_dynamic || (is_array && value.children == value.keyed)) encoder->EndKeys();
  return value.end;
}

void Amf3Program::Check(amf3::Value root) const { Comparison(values_).Check(root); }

// To another complex value, if there is one.
void Amf3Program::ChangeReference(size_t index) {
  std::vector<Type> table;
  for (size_t i = 0; i < index; ++i) {
    if (!values_[i].is_reference && values_[i].type >= Type::kXmlDocument) table.push_back(values_[i].type);
  }
  AskedAmf3& value = values_[index];
  value.reference = (value.reference + 1) % static_cast<uint32_t>(table.size());
  value.type = table[value.reference];
  if (table.size() > 1) return;
  value.is_reference = false;
  value.type = Type::kNull;
}

// One element more.
void Amf3Program::AppendNull(size_t index) {
  const size_t place = values_[index].end;
  ++values_[index].children;
  for (size_t i = 0; i < values_.size(); ++i) {
    const bool inside = i > index && i < place;
    if (!inside && values_[i].end >= place) ++values_[i].end;
  }
  AskedAmf3 null;
  null.end = place + 1;
  values_.insert(values_.begin() + static_cast<std::ptrdiff_t>(place), null);
}

// Complex values stay of their types, which references to them name.
void Amf3Program::Change(FuzzInput& in) {
  const size_t index = in.TakeBelow(static_cast<uint32_t>(values_.size()));
  AskedAmf3& value = values_[index];
  if (!value.key.empty() && in.TakeBool()) {
    value.key = value.key.size() == 1 ? "other" : Changed(value.key);
    return;
  }
  if (value.is_reference) return ChangeReference(index);
  switch (value.type) {
    case Type::kUndefined:
      value.type = Type::kNull;
      break;
    case Type::kNull:
      value.type = Type::kFalse;
      break;
    case Type::kFalse:
      value.type = Type::kTrue;
      break;
    case Type::kTrue:
      value.type = Type::kUndefined;
      break;
    case Type::kInteger:
      value.number += value.number > 0 ? -1 : 1;
      break;
    case Type::kDouble:
    case Type::kDate:
      value.as_integer = false;
      value.number = DoubleOf(BitsOf(value.number) ^ uint64_t{1} << in.TakeBelow(64));
      break;
    case Type::kString:
    case Type::kXmlDocument:
    case Type::kXml:
    case Type::kByteArray:
      value.text = Changed(value.text);
      break;
    case Type::kArray:
      AppendNull(index);
      break;
    case Type::kObject:
      value.text = value.wraps ? kWrapping[value.text == kWrapping[0] ? 1 : 0] : Changed(value.text);
      break;
    case Type::kVectorInt:
    case Type::kVectorUint:
    case Type::kVectorDouble:
      if (value.elements > 0 && in.TakeBool()) {
        --value.elements;
      } else {
        value.flag = !value.flag;
      }
      break;
    case Type::kVectorObject:
      if (in.TakeBool()) {
        value.text = Changed(value.text);
      } else {
        value.flag = !value.flag;
      }
      break;
    case Type::kDictionary:
      value.flag = !value.flag;
      break;
  }
}

}  // namespace rtmp
