#include "impl/amf3/encoder.h"

#include <algorithm>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/extend.h"

namespace rtmp::amf3 {
namespace {

constexpr size_t kMaxCount = (size_t{1} << 28) - 1;

// What of a length or a count can be written (AMF3-28).
uint32_t Limited(size_t count) { return static_cast<uint32_t>(std::min(count, kMaxCount)); }

}  // namespace

void Encoder::U29(uint32_t value) {
  if (value >= 1u << 21) {
    out_.push_back(static_cast<uint8_t>(0x80 | (value >> 22 & 0x7f)));
    out_.push_back(static_cast<uint8_t>(0x80 | (value >> 15 & 0x7f)));
    out_.push_back(static_cast<uint8_t>(0x80 | (value >> 8 & 0x7f)));
    out_.push_back(static_cast<uint8_t>(value));
    return;
  }
  if (value >= 1u << 14) out_.push_back(static_cast<uint8_t>(0x80 | value >> 14));
  if (value >= 1u << 7) out_.push_back(static_cast<uint8_t>(0x80 | (value >> 7 & 0x7f)));
  out_.push_back(static_cast<uint8_t>(value & 0x7f));
}

uint32_t Encoder::Text(absl::string_view text) {
  text = text.substr(0, Limited(text.size()));
  uint32_t place = kNoPlace;
  if (!text.empty()) {
    const auto [entry, is_new] = strings_.try_emplace(std::string(text), static_cast<uint32_t>(strings_.size()));
    place = entry->second;
    if (!is_new) {
      U29(place << 1);
      return place;
    }
  }
  U29(static_cast<uint32_t>(text.size() << 1 | 1));
  out_.insert(out_.end(), text.begin(), text.end());
  return place;
}

// Looks a text up once: a name that a thousand objects refer to is not hashed a thousand times.
void Encoder::CopyText(const Values& values, uint32_t text, Places* places) {
  uint32_t& place = (*places)[text];
  if (place != kNoPlace) {
    U29(place << 1);
  } else {
    place = Text(values.text(text));
  }
}

void Encoder::Blob(Type type, absl::string_view bytes) {
  bytes = bytes.substr(0, Limited(bytes.size()));
  Marker(type);
  U29(static_cast<uint32_t>(bytes.size() << 1 | 1));
  out_.insert(out_.end(), bytes.begin(), bytes.end());
}

void Encoder::Bits(double value) { StoreDouble(value, Extend(8, &out_)); }

void Encoder::Integer(int64_t value) {
  if (value < kMinInteger || value > kMaxInteger) return Double(static_cast<double>(value));
  Marker(Type::kInteger);
  U29(static_cast<uint32_t>(value) & 0x1fffffff);
}

void Encoder::Double(double value) {
  Marker(Type::kDouble);
  Bits(value);
}

void Encoder::String(absl::string_view value) {
  Marker(Type::kString);
  Text(value);
}

void Encoder::Date(double milliseconds) {
  Marker(Type::kDate);
  U29(1);
  Bits(milliseconds);
}

void Encoder::VectorHead(Type type, size_t count, bool fixed) {
  Marker(type);
  U29(Limited(count) << 1 | 1);
  out_.push_back(fixed ? 1 : 0);
}

void Encoder::VectorInt(absl::Span<const int32_t> values, bool fixed) {
  values = values.subspan(0, Limited(values.size()));
  VectorHead(Type::kVectorInt, values.size(), fixed);
  for (const int32_t value : values) Store32(static_cast<uint32_t>(value), Extend(4, &out_));
}

void Encoder::VectorUint(absl::Span<const uint32_t> values, bool fixed) {
  values = values.subspan(0, Limited(values.size()));
  VectorHead(Type::kVectorUint, values.size(), fixed);
  for (const uint32_t value : values) Store32(value, Extend(4, &out_));
}

void Encoder::VectorDouble(absl::Span<const double> values, bool fixed) {
  values = values.subspan(0, Limited(values.size()));
  VectorHead(Type::kVectorDouble, values.size(), fixed);
  for (const double value : values) Bits(value);
}

void Encoder::Reference(Type type, uint32_t index) {
  Marker(type);
  U29(index << 1);
}

void Encoder::BeginArray(uint32_t dense_count) {
  Marker(Type::kArray);
  U29(Limited(dense_count) << 1 | 1);
}

void Encoder::BeginObject(absl::string_view class_name, absl::Span<const absl::string_view> sealed, bool dynamic) {
  Marker(Type::kObject);
  U29(static_cast<uint32_t>(sealed.size() << 4) | (dynamic ? 0x0b : 0x03));
  Text(class_name);
  for (const absl::string_view name : sealed) Text(name);
}

void Encoder::BeginExternalizable(absl::string_view class_name) {
  Marker(Type::kObject);
  U29(0x07);
  Text(class_name);
}

void Encoder::BeginVectorObject(uint32_t count, absl::string_view type_name, bool fixed) {
  VectorHead(Type::kVectorObject, count, fixed);
  Text(type_name);
}

void Encoder::BeginDictionary(uint32_t count, bool weak_keys) { VectorHead(Type::kDictionary, count, weak_keys); }

void Encoder::CopyStart(Value value, Places* places) {
  if (value.is_reference()) return Reference(value.type(), value.reference_index());
  const Values& values = *value.values_;
  const uint32_t data = values.nodes_[value.index_].data;
  const auto copy_vector = [&] {
    VectorHead(value.type(), value.vector_size(), value.is_fixed());
    const size_t size = value.vector_size() * (value.type() == Type::kVectorDouble ? 8 : 4);
    const Bytes elements = values.bytes_.subspan(data, size);
    out_.insert(out_.end(), elements.begin(), elements.end());
  };
  switch (value.type()) {
    case Type::kUndefined:
    case Type::kNull:
    case Type::kFalse:
    case Type::kTrue:
      return Marker(value.type());
    case Type::kInteger:
      return Integer(value.integer());
    case Type::kDouble:
      return Double(value.number());
    case Type::kString:
      Marker(Type::kString);
      return CopyText(values, data, places);
    case Type::kXmlDocument:
    case Type::kXml:
    case Type::kByteArray:
      return Blob(value.type(), value.string());
    case Type::kDate:
      return Date(value.number());
    case Type::kArray: {
      uint32_t dense = 0;
      for (Value child = value.first_child(); child.exists(); child = child.next_sibling()) dense += child.has_key() ? 0 : 1;
      return BeginArray(dense);
    }
    case Type::kObject: {
      const Values::Trait& trait = values.traits_[data];
      const size_t sealed = trait.externalizable ? 0 : trait.count;
      Marker(Type::kObject);
      U29(trait.externalizable ? 0x07 : static_cast<uint32_t>(sealed << 4) | (trait.dynamic ? 0x0b : 0x03));
      CopyText(values, trait.class_name, places);
      for (size_t i = 0; i < sealed; ++i) CopyText(values, values.sealed_[trait.first + i], places);
      return;
    }
    case Type::kVectorInt:
    case Type::kVectorUint:
    case Type::kVectorDouble:
      return copy_vector();
    case Type::kVectorObject:
      VectorHead(Type::kVectorObject, value.size(), value.is_fixed());
      return CopyText(values, data, places);
    case Type::kDictionary:
      return BeginDictionary(static_cast<uint32_t>(value.size() / 2), value.has_weak_keys());
  }
}

void Encoder::Copy(const Values& values) {
  // Open containers; the nodes stand in the order of the bytes. As deep as Limits::max_depth let it become.
  struct Open {
    size_t left;         // children
    size_t sealed_left;  // of them without a key
    bool keys;           // names are still to be ended
  };
  absl::InlinedVector<Open, 32> open;
  Places places(values.texts_.size(), kNoPlace);
  for (uint32_t index = 0; index < values.nodes_.size(); ++index) {
    const Value value(&values, index);
    if (!open.empty()) {
      Open& parent = open.back();
      --parent.left;
      if (parent.sealed_left > 0) {
        --parent.sealed_left;
      } else if (parent.keys) {
        if (value.has_key()) {
          CopyText(values, values.nodes_[index].key, &places);
        } else {
          EndKeys();
          parent.keys = false;
        }
      }
    }
    CopyStart(value, &places);
    const bool container = !value.is_reference() && (value.type() == Type::kArray || value.type() == Type::kObject ||
                                                     value.type() == Type::kVectorObject || value.type() == Type::kDictionary);
    if (container) open.push_back({value.size(), value.sealed_size(), value.type() == Type::kArray || value.is_dynamic()});
    while (!open.empty() && open.back().left == 0) {
      if (open.back().keys) EndKeys();
      open.pop_back();
    }
  }
}

}  // namespace rtmp::amf3
