#include "impl/amf0/from_amf3.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "impl/amf0/encoder.h"
#include "impl/amf3/decoder.h"
#include "impl/bytes/deviation.h"
#include "impl/bytes/readable_text.h"

namespace rtmp::amf0 {
namespace {

constexpr uint32_t kNone = 0xffffffff;
constexpr size_t kMaxNumberLength = 32;

std::string NumberText(double number) {
  ReadableText text(kMaxNumberLength);
  text.AddNumber(number);
  return std::move(text).Take();
}

class Expander {
 public:
  Expander(const Limits& limits, Buffer* out) : limits_(limits), out_(*out), start_(out->size()), encoder_(out) {}

  bool CopyTree(Value root);
  std::optional<ProtocolError> TakeError() { return std::move(error_); }

 private:
  // An AMF3 container whose children are being written.
  struct Open {
    amf3::Value next;
    bool named;
    size_t index = 0;  // of the next dense element
  };

  bool Amf3Tree(Value avm_plus);
  // The value, or the beginning of a container, which is then pushed.
  bool Amf3Start(amf3::Value value);
  bool Amf3Reference(amf3::Value value);
  void Amf3Leaf(amf3::Value value);
  // The key in front of a child; for a dictionary the child becomes the value behind it.
  bool Amf3Key(Open& open, amf3::Value* child);
  bool Reference(uint32_t index);
  bool Fail(ErrorCode code, std::string text) {
    error_ = ProtocolError{code, offset_, std::move(text)};
    return false;
  }

  const Limits& limits_;
  Buffer& out_;
  const size_t start_;
  Encoder encoder_;
  uint32_t complex_written_ = 0;
  std::vector<uint32_t> amf0_places_;  // of the complex values of the input: their index in the output
  amf3::Values amf3_;
  std::vector<uint32_t> amf3_places_;  // the same of one AMF3 value; kNone: no complex value in AMF0
  absl::InlinedVector<Open, 8> open_;
  uint64_t amf3_offset_ = 0;  // of that value
  uint64_t offset_ = 0;       // of what is being written
  std::optional<ProtocolError> error_;
};

bool Expander::Reference(uint32_t index) {
  if (index > 0xffff)
    return Fail(ErrorCode::kAmfReference, absl::StrCat("a reference to complex value ", index, ", AMF0 has 65536"));
  encoder_.Reference(static_cast<uint16_t>(index));
  return true;
}

bool Expander::CopyTree(Value root) {
  struct Level {
    Value next;
    bool named;
  };
  absl::InlinedVector<Level, 8> levels;
  Value value = root;
  while (true) {
    offset_ = value.offset();
    switch (value.type()) {
      case Type::kReference:
        if (!Reference(amf0_places_[value.reference_index()])) return false;
        break;
      case Type::kAvmPlus:
        if (!Amf3Tree(value)) return false;
        break;
      case Type::kObject:
      case Type::kTypedObject:
      case Type::kEcmaArray:
      case Type::kStrictArray:
        amf0_places_.push_back(complex_written_++);
        if (value.type() == Type::kObject) encoder_.BeginObject();
        if (value.type() == Type::kTypedObject) encoder_.BeginTypedObject(value.class_name());
        if (value.type() == Type::kEcmaArray) encoder_.BeginEcmaArray(value.declared_count());
        if (value.type() == Type::kStrictArray) encoder_.BeginStrictArray(static_cast<uint32_t>(value.size()));
        levels.push_back({value.first_child(), value.has_properties()});
        break;
      default:
        encoder_.Copy(value);
    }
    if (out_.size() - start_ > limits_.max_expanded_bytes) {
      return Fail(ErrorCode::kAmfBytes, absl::StrCat("more than ", limits_.max_expanded_bytes, " bytes without references"));
    }
    while (!levels.empty() && !levels.back().next.exists()) {
      if (levels.back().named) encoder_.EndObject();
      levels.pop_back();
    }
    if (levels.empty()) return true;
    value = levels.back().next;
    levels.back().next = value.next_sibling();
    if (levels.back().named) encoder_.Key(value.key());
  }
}

bool Expander::Amf3Tree(Value avm_plus) {
  size_t consumed = 0;
  const absl::string_view text = avm_plus.string();
  // It has been decoded before, within limits of the message: these are no narrower.
  if (auto error = amf3::Decode(ToBytes(text), {limits_.max_depth, limits_.max_nodes}, &amf3_, &consumed)) {
    return Fail(error->code, error->text);
  }
  amf3_places_.clear();
  amf3_offset_ = avm_plus.offset() + 1;
  amf3::Value value = amf3_.root();
  while (true) {
    offset_ = amf3_offset_ + value.offset();
    if (!Amf3Start(value)) return false;
    if (out_.size() - start_ > limits_.max_expanded_bytes) {
      return Fail(ErrorCode::kAmfBytes, absl::StrCat("more than ", limits_.max_expanded_bytes, " bytes without references"));
    }
    while (!open_.empty() && !open_.back().next.exists()) {
      if (open_.back().named) encoder_.EndObject();
      open_.pop_back();
    }
    if (open_.empty()) return true;
    Open& open = open_.back();
    value = open.next;
    if (open.named && !Amf3Key(open, &value)) return false;
    open.next = value.next_sibling();
  }
}

bool Expander::Amf3Key(Open& open, amf3::Value* child) {
  if (child->has_key()) {
    encoder_.Key(child->key().empty() ? "source" : child->key());
    return true;
  }
  const bool of_dictionary = open.index == kNone;
  if (!of_dictionary) {
    encoder_.Key(NumberText(static_cast<double>(open.index++)));
    return true;
  }
  offset_ = amf3_offset_ + child->offset();
  if (child->is_number()) {
    encoder_.Key(NumberText(child->number()));
  } else if (child->type() == amf3::Type::kString) {
    encoder_.Key(child->string());
  } else {
    return Fail(ErrorCode::kAmfUnsupported, absl::StrCat("a dictionary's key of type ", amf3::TypeName(child->type())));
  }
  *child = child->next_sibling();
  return true;
}

bool Expander::Amf3Reference(amf3::Value value) {
  const uint32_t place = amf3_places_[value.reference_index()];
  if (place != kNone) return Reference(place);
  Amf3Leaf(value.Resolve());
  return true;
}

bool Expander::Amf3Start(amf3::Value value) {
  using amf3::Type;
  if (value.is_reference()) return Amf3Reference(value);
  switch (value.type()) {
    case Type::kDate:
    case Type::kXml:
    case Type::kXmlDocument:
    case Type::kByteArray:
      amf3_places_.push_back(kNone);
      Amf3Leaf(value);
      return true;
    case Type::kArray:
    case Type::kObject:
    case Type::kVectorInt:
    case Type::kVectorUint:
    case Type::kVectorDouble:
    case Type::kVectorObject:
    case Type::kDictionary:
      amf3_places_.push_back(complex_written_++);
      break;
    default:
      Amf3Leaf(value);
      return true;
  }
  const auto size = static_cast<uint32_t>(value.size());
  switch (value.type()) {
    case Type::kObject:
      value.class_name().empty() ? encoder_.BeginObject() : encoder_.BeginTypedObject(value.class_name());
      open_.push_back({value.first_child(), true});
      break;
    case Type::kArray: {
      const bool named = value.first_child().has_key();
      named ? encoder_.BeginEcmaArray(size) : encoder_.BeginStrictArray(size);
      open_.push_back({value.first_child(), named});
      break;
    }
    case Type::kDictionary:
      encoder_.BeginEcmaArray(size / 2);
      open_.push_back({value.first_child(), true, kNone});
      break;
    case Type::kVectorObject:
      encoder_.BeginStrictArray(size);
      open_.push_back({value.first_child(), false});
      break;
    default:
      encoder_.BeginStrictArray(static_cast<uint32_t>(value.vector_size()));
      for (size_t i = 0; i < value.vector_size(); ++i) encoder_.Number(value.vector_number(i));
  }
  return true;
}

void Expander::Amf3Leaf(amf3::Value value) {
  using amf3::Type;
  switch (value.type()) {
    case Type::kNull:
      return encoder_.Null();
    case Type::kFalse:
    case Type::kTrue:
      return encoder_.Boolean(value.boolean() != Deviates("amf3-booleans-swapped"));
    case Type::kInteger:
    case Type::kDouble:
      return encoder_.Number(value.number());
    case Type::kString:
    case Type::kByteArray:
      return encoder_.String(value.string());
    case Type::kXml:
    case Type::kXmlDocument:
      if (Deviates("amf3-xml-becomes-string")) return encoder_.String(value.string());
      return encoder_.XmlDocument(value.string());
    case Type::kDate:
      return encoder_.Date(value.number());
    default:
      if (Deviates("amf3-undefined-is-null")) return encoder_.Null();
      return encoder_.Undefined();
  }
}

}  // namespace

std::optional<ProtocolError> ExpandAmf3(const Values& values, const Limits& limits, Buffer* out) {
  Expander expander(limits, out);
  for (size_t i = 0; i < values.size(); ++i) {
    if (!expander.CopyTree(values[i])) return expander.TakeError();
  }
  return std::nullopt;
}

}  // namespace rtmp::amf0
