#include "impl/amf3/value.h"

#include <algorithm>

#include "impl/bytes/big_endian.h"

namespace rtmp::amf3 {

absl::string_view TypeName(Type type) {
  constexpr absl::string_view kNames[] = {
      "undefined", "null",   "false", "true",       "integer",    "double",      "string",        "XML document",  "date",
      "array",     "object", "XML",   "byte array", "int vector", "uint vector", "double vector", "object vector", "dictionary"};
  return kNames[static_cast<size_t>(type)];
}

Type Value::type() const { return exists() ? values_->nodes_[index_].type : Type::kUndefined; }

bool Value::is_reference() const { return exists() && values_->nodes_[index_].reference; }

uint32_t Value::reference_index() const { return is_reference() ? values_->nodes_[index_].data : 0; }

Value Value::Resolve() const {
  // The decoder has checked the index; references are not in the table, so one step is enough.
  return is_reference() ? Value(values_, values_->complex_[reference_index()]) : *this;
}

int32_t Value::integer() const {
  if (!Is(Type::kInteger)) return 0;
  const auto bits = static_cast<int32_t>(values_->nodes_[index_].data);
  return bits > kMaxInteger ? bits - (1 << 29) : bits;
}

double Value::number() const {
  if (Is(Type::kInteger)) return integer();
  if (!Is(Type::kDouble) && !Is(Type::kDate)) return 0;
  return LoadDouble(values_->bytes_.data() + values_->nodes_[index_].data);
}

absl::string_view Value::string() const {
  const bool text = Is(Type::kString) || Is(Type::kXmlDocument) || Is(Type::kXml) || Is(Type::kByteArray);
  return text ? values_->text(values_->nodes_[index_].data) : absl::string_view();
}

absl::string_view Value::class_name() const {
  if (Is(Type::kVectorObject)) return values_->text(values_->nodes_[index_].data);
  if (!Is(Type::kObject)) return {};
  return values_->text(values_->traits_[values_->nodes_[index_].data].class_name);
}

bool Value::is_dynamic() const { return Is(Type::kObject) && values_->traits_[values_->nodes_[index_].data].dynamic; }

bool Value::is_externalizable() const {
  return Is(Type::kObject) && values_->traits_[values_->nodes_[index_].data].externalizable;
}

bool Value::is_fixed() const { return (IsVectorOfNumbers() || Is(Type::kVectorObject)) && values_->nodes_[index_].flag; }

bool Value::has_weak_keys() const { return Is(Type::kDictionary) && values_->nodes_[index_].flag; }

size_t Value::vector_size() const { return IsVectorOfNumbers() ? values_->nodes_[index_].count : 0; }

double Value::vector_number(size_t index) const {
  if (index >= vector_size()) return 0;
  const uint8_t* elements = values_->bytes_.data() + values_->nodes_[index_].data;
  if (type() == Type::kVectorDouble) return LoadDouble(elements + 8 * index);
  const uint32_t bits = Load32(elements + 4 * index);
  return type() == Type::kVectorInt ? static_cast<double>(static_cast<int32_t>(bits)) : bits;
}

size_t Value::offset() const { return exists() ? values_->nodes_[index_].offset : 0; }

bool Value::has_key() const { return exists() && values_->nodes_[index_].key != Values::kNone; }

absl::string_view Value::key() const { return has_key() ? values_->text(values_->nodes_[index_].key) : absl::string_view(); }

size_t Value::size() const { return exists() && !IsVectorOfNumbers() ? values_->nodes_[index_].count : 0; }

size_t Value::sealed_size() const { return Is(Type::kObject) ? values_->traits_[values_->nodes_[index_].data].count : 0; }

Value Value::first_child() const { return size() == 0 ? Value() : Value(values_, index_ + 1); }

Value Value::next_sibling() const {
  if (!exists()) return Value();
  const uint32_t next = values_->nodes_[index_].next_sibling;
  return next == Values::kNone ? Value() : Value(values_, next);
}

Value Value::operator[](absl::string_view name) const {
  for (Value value = first_child(); value.exists(); value = value.next_sibling()) {
    if (value.has_key() && value.key() == name) return value;
  }
  return Value();
}

void Values::Clear() {
  bytes_ = Bytes();
  nodes_.clear();
  texts_.clear();
  sealed_.clear();
  traits_.clear();
  complex_.clear();
}

bool Equal(const Values& a, const Values& b) {
  if (a.nodes_.size() != b.nodes_.size()) return false;
  for (uint32_t i = 0; i < a.nodes_.size(); ++i) {
    const Values::Node& node = a.nodes_[i];
    const Values::Node& other = b.nodes_[i];
    if (node.type != other.type || node.count != other.count || node.next_sibling != other.next_sibling ||
        node.reference != other.reference || node.flag != other.flag) {
      return false;
    }
    const Value left(&a, i), right(&b, i);
    if (left.has_key() != right.has_key() || left.key() != right.key() || left.string() != right.string() ||
        left.class_name() != right.class_name() || left.is_dynamic() != right.is_dynamic() ||
        left.is_externalizable() != right.is_externalizable() || left.sealed_size() != right.sealed_size() ||
        left.reference_index() != right.reference_index() || left.integer() != right.integer()) {
      return false;
    }
    size_t size = left.Is(Type::kDouble) || left.Is(Type::kDate) ? 8 : 0;
    if (left.vector_size() > 0) size = left.vector_size() * (node.type == Type::kVectorDouble ? 8 : 4);
    if (size > 0 && a.bytes_.subspan(node.data, size) != b.bytes_.subspan(other.data, size)) return false;
  }
  return true;
}

}  // namespace rtmp::amf3
