#include "impl/amf0/value.h"

#include <algorithm>

#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"

namespace rtmp::amf0 {

absl::string_view TypeName(Type type) {
  switch (type) {
    case Type::kNumber:
      return "number";
    case Type::kBoolean:
      return "boolean";
    case Type::kString:
      return "string";
    case Type::kObject:
      return "object";
    case Type::kNull:
      return "null";
    case Type::kUndefined:
      return "undefined";
    case Type::kReference:
      return "reference";
    case Type::kEcmaArray:
      return "ECMA array";
    case Type::kStrictArray:
      return "strict array";
    case Type::kDate:
      return "date";
    case Type::kLongString:
      return "long string";
    case Type::kUnsupported:
      return "unsupported";
    case Type::kXmlDocument:
      return "XML document";
    case Type::kTypedObject:
      return "typed object";
    case Type::kAvmPlus:
      return "AMF3 value";
  }
  return "";
}

const uint8_t* Value::content() const { return values_->bytes_.data() + values_->nodes_[index_].offset + 1; }

Type Value::type() const { return exists() ? values_->nodes_[index_].type : Type::kUndefined; }

bool Value::has_properties() const { return Is(Type::kObject) || Is(Type::kEcmaArray) || Is(Type::kTypedObject); }

double Value::number() const { return Is(Type::kNumber) || Is(Type::kDate) ? LoadDouble(content()) : 0; }

// AMF0-02: any byte but 0 is true.
bool Value::boolean() const {
  return Is(Type::kBoolean) && (Deviates("relayed-boolean-is-its-lowest-bit") ? (*content() & 1) != 0 : *content() != 0);
}

absl::string_view Value::string() const {
  if (!exists()) return {};
  switch (type()) {
    case Type::kString:
      return ToStringView(Bytes(content() + 2, Load16(content())));
    case Type::kLongString:
    case Type::kXmlDocument:
      return ToStringView(Bytes(content() + 4, Load32(content())));
    case Type::kAvmPlus:
      return ToStringView(Bytes(content(), values_->nodes_[index_].count));
    default:
      return {};
  }
}

absl::string_view Value::class_name() const {
  return Is(Type::kTypedObject) ? ToStringView(Bytes(content() + 2, Load16(content()))) : absl::string_view();
}

int16_t Value::time_zone() const { return Is(Type::kDate) ? static_cast<int16_t>(Load16(content() + 8)) : int16_t{0}; }

uint32_t Value::declared_count() const { return Is(Type::kEcmaArray) ? Load32(content()) : 0; }

uint16_t Value::reference_index() const { return Is(Type::kReference) ? Load16(content()) : uint16_t{0}; }

Value Value::Resolve() const {
  // The decoder has checked the index; references are not in the table, so one step is enough.
  return Is(Type::kReference) ? Value(values_, values_->complex_[reference_index()]) : *this;
}

size_t Value::offset() const { return exists() ? values_->nodes_[index_].offset : 0; }

absl::string_view Value::key() const {
  if (!exists()) return {};
  const size_t length = values_->nodes_[index_].key_length;
  return ToStringView(values_->bytes_.subspan(offset() - length, length));
}

size_t Value::size() const { return exists() && type() != Type::kAvmPlus ? values_->nodes_[index_].count : 0; }

Value Value::first_child() const { return size() == 0 ? Value() : Value(values_, index_ + 1); }

Value Value::next_sibling() const {
  if (!exists()) return Value();
  const uint32_t next = values_->nodes_[index_].next_sibling;
  return next == Values::kNone ? Value() : Value(values_, next);
}

Value Value::child(size_t index) const {
  if (index >= size()) return Value();
  Value value = first_child();
  while (index-- > 0) value = value.next_sibling();
  return value;
}

// For deviations: whether a property behind this one has the name.
static bool HasLater(Value value, absl::string_view name) {
  for (value = value.next_sibling(); value.exists(); value = value.next_sibling()) {
    if (value.key() == name) return true;
  }
  return false;
}

Value Value::operator[](absl::string_view name) const {
  if (!has_properties()) return Value();
  for (Value value = first_child(); value.exists(); value = value.next_sibling()) {
    if (Deviates("amf0-last-duplicate-counts") && HasLater(value, name)) continue;
    if (value.key() == name) return value;  // AMF0-11: the first; AMF0-32: case matters
  }
  return Value();
}

Value Values::operator[](size_t index) const { return index < roots_.size() ? Value(this, roots_[index]) : Value(); }

void Values::Clear() {
  bytes_ = Bytes();
  nodes_.clear();
  roots_.clear();
  complex_.clear();
  has_amf3_ = false;
}

bool Equal(const Values& a, const Values& b) {
  if (a.nodes_.size() != b.nodes_.size() || a.roots_ != b.roots_) return false;
  for (uint32_t i = 0; i < a.nodes_.size(); ++i) {
    const Values::Node& node = a.nodes_[i];
    const Values::Node& other = b.nodes_[i];
    if (node.type != other.type || node.count != other.count || node.next_sibling != other.next_sibling) return false;
    const Value left(&a, i), right(&b, i);
    if (left.key() != right.key() || left.string() != right.string() || left.class_name() != right.class_name() ||
        left.boolean() != right.boolean() || left.declared_count() != right.declared_count() ||
        left.reference_index() != right.reference_index() || left.time_zone() != right.time_zone()) {
      return false;
    }
    if ((node.type == Type::kNumber || node.type == Type::kDate) &&
        !std::equal(left.content(), left.content() + 8, right.content())) {
      return false;
    }
  }
  return true;
}

}  // namespace rtmp::amf0
