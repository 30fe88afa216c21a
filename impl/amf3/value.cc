#include "impl/amf3/value.h"

#include "absl/container/flat_hash_map.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"

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
  return bits > kMaxInteger && !Deviates("amf3-integer-unsigned") ? bits - (1 << 29) : bits;
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
  return type() == Type::kVectorInt || Deviates("amf3-uint-vector-signed") ? static_cast<double>(static_cast<int32_t>(bits))
                                                                           : bits;
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
  // Texts as numbers: many nodes may refer to one long text, which is looked at once.
  absl::flat_hash_map<absl::string_view, uint32_t> numbers;
  const auto number = [&numbers](const Values& values) {
    std::vector<uint32_t> of_texts;
    of_texts.reserve(values.texts_.size());
    for (uint32_t i = 0; i < values.texts_.size(); ++i) {
      of_texts.push_back(numbers.try_emplace(values.text(i), static_cast<uint32_t>(numbers.size())).first->second);
    }
    return of_texts;
  };
  const std::vector<uint32_t> a_texts = number(a), b_texts = number(b);
  const auto same_text = [&](uint32_t left, uint32_t right) {
    if (left == Values::kNone || right == Values::kNone) return left == right;
    return a_texts[left] == b_texts[right];
  };
  const auto same_data = [&](const Values::Node& left, const Values::Node& right) {
    const auto same_bytes = [&](size_t size) { return a.bytes_.subspan(left.data, size) == b.bytes_.subspan(right.data, size); };
    if (left.reference) return left.data == right.data;
    switch (left.type) {
      case Type::kString:
      case Type::kXmlDocument:
      case Type::kXml:
      case Type::kByteArray:
      case Type::kVectorObject:
        return same_text(left.data, right.data);
      case Type::kInteger:
        return left.data == right.data;
      case Type::kDouble:
      case Type::kDate:
        return same_bytes(8);
      case Type::kVectorInt:
      case Type::kVectorUint:
        return same_bytes(size_t{4} * left.count);
      case Type::kVectorDouble:
        return same_bytes(size_t{8} * left.count);
      case Type::kObject: {
        // The names of sealed members are their keys.
        const Values::Trait &trait = a.traits_[left.data], &other = b.traits_[right.data];
        return trait.count == other.count && trait.dynamic == other.dynamic && trait.externalizable == other.externalizable &&
               same_text(trait.class_name, other.class_name);
      }
      default:
        return true;
    }
  };
  for (uint32_t i = 0; i < a.nodes_.size(); ++i) {
    const Values::Node &left = a.nodes_[i], &right = b.nodes_[i];
    if (left.type != right.type || left.count != right.count || left.next_sibling != right.next_sibling ||
        left.reference != right.reference || left.flag != right.flag || !same_text(left.key, right.key) ||
        !same_data(left, right)) {
      return false;
    }
  }
  return true;
}

}  // namespace rtmp::amf3
