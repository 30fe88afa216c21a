// What an AMF3 value is in AMF0: the table of from_amf3.h, by recursion.
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/support/asked_amf3.h"

namespace rtmp {
namespace {

using amf3::Type;

std::string Number(double number) {
  if (std::isnan(number)) return "nan";
  char digits[32];
  return std::string(digits, std::to_chars(digits, digits + sizeof(digits), number).ptr);
}

class Amf0Writer {
 public:
  Amf0Writer(const std::vector<AskedAmf3>& values, amf0::Encoder* encoder, uint32_t* complex)
      : values_(values), encoder_(*encoder), complex_(*complex) {}

  bool Write(size_t index) {
    const AskedAmf3& value = values_[index];
    if (value.is_reference) {
      const Place& place = places_[value.reference];
      if (!place.in_amf0.has_value()) return Leaf(values_[place.index]), true;
      return encoder_.Reference(static_cast<uint16_t>(*place.in_amf0)), true;
    }
    if (value.type < Type::kXmlDocument) return Leaf(value), true;
    places_.push_back({index, std::nullopt});
    const bool leaf = value.type == Type::kXml || value.type == Type::kXmlDocument || value.type == Type::kDate ||
                      value.type == Type::kByteArray;
    if (leaf) return Leaf(value), true;
    places_.back().in_amf0 = complex_++;
    return Container(index);
  }

 private:
  // Of a complex value.
  struct Place {
    size_t index;
    std::optional<uint32_t> in_amf0;  // its place in AMF0's table, if it has one
  };

  void Leaf(const AskedAmf3& value) {
    switch (value.type) {
      case Type::kNull:
        return encoder_.Null();
      case Type::kFalse:
      case Type::kTrue:
        return encoder_.Boolean(value.type == Type::kTrue);
      case Type::kInteger:
      case Type::kDouble:
        return encoder_.Number(value.number);
      case Type::kString:
      case Type::kByteArray:
        return encoder_.String(value.text);
      case Type::kXml:
      case Type::kXmlDocument:
        return encoder_.XmlDocument(value.text);
      case Type::kDate:
        return encoder_.Date(value.number);
      default:
        return encoder_.Undefined();
    }
  }

  bool Container(size_t index) {
    const AskedAmf3& value = values_[index];
    bool named = true;
    if (value.type == Type::kObject) {
      value.text.empty() ? encoder_.BeginObject() : encoder_.BeginTypedObject(value.text);
    } else if (value.type == Type::kArray && value.keyed > 0) {
      encoder_.BeginEcmaArray(value.children);
    } else if (value.type == Type::kDictionary) {
      encoder_.BeginEcmaArray(value.children / 2);
    } else {
      named = false;
      encoder_.BeginStrictArray(value.children + value.elements);
      for (uint32_t i = 0; i < value.elements; ++i) encoder_.Number(value.vector[i]);
    }
    size_t child = index + 1;
    for (uint32_t i = 0; i < value.children; ++i) {
      if (value.type == Type::kDictionary) {
        if (!Key(values_[child])) return false;
        ++i;
        ++child;
      } else if (value.type == Type::kObject || (named && i < value.keyed)) {
        encoder_.Key(values_[child].key.empty() ? "source" : values_[child].key);
      } else if (named) {
        encoder_.Key(Number(i - value.keyed));
      }
      if (!Write(child)) return false;
      child = values_[child].end;
    }
    if (named) encoder_.EndObject();
    return true;
  }

  // Of a dictionary.
  bool Key(const AskedAmf3& key) {
    if (key.type == Type::kString) return encoder_.Key(key.text), true;
    if (key.type != Type::kInteger && key.type != Type::kDouble) return false;
    return encoder_.Key(Number(key.number)), true;
  }

  const std::vector<AskedAmf3>& values_;
  amf0::Encoder& encoder_;
  uint32_t& complex_;
  std::vector<Place> places_;
};

}  // namespace

bool Amf3Program::WriteAsAmf0(amf0::Encoder* encoder, uint32_t* complex) const {
  return Amf0Writer(values_, encoder, complex).Write(0);
}

}  // namespace rtmp
