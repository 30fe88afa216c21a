#include "impl/amf3/decoder.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/base/attributes.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"
#include "impl/bytes/extend.h"

namespace rtmp::amf3 {
namespace {

constexpr uint32_t kEmptyText = 0;

// AMF3-15: classes of which one value follows.
bool WrapsOneValue(absl::string_view class_name) {
  return class_name == "flex.messaging.io.ArrayCollection" || class_name == "flex.messaging.io.ArrayList" ||
         class_name == "flex.messaging.io.ObjectProxy";
}

}  // namespace

// Walks the bytes once.
class Decoder {
 public:
  Decoder(Bytes input, const Limits& limits, Values* values)
      : begin_(input.data()), end_(input.data() + input.size()), at_(begin_), limits_(limits), values_(*values) {
    values_.Clear();
    values_.bytes_ = input;
    values_.texts_.push_back({});
  }

  std::optional<ProtocolError> Run(size_t* consumed) {
    // Nodes hold 32-bit offsets. A message has at most 2^24 - 1 bytes.
    if (values_.bytes_.size() >= Values::kNone) return ProtocolError{ErrorCode::kAmfNodes, 0, "more than 4 GiB"};
    bool ok = ReadValue(Values::kNone);
    while (ok && !open_.empty()) ok = Step();
    if (!ok) {
      values_.Clear();
      return std::move(error_);
    }
    *consumed = static_cast<size_t>(at_ - begin_);
    return std::nullopt;
  }

 private:
  // A container whose children are being read.
  struct Open {
    uint32_t node;
    uint32_t left;    // children without a key of their own that are still to come
    uint32_t sealed;  // kObject: the next one's place in sealed_
    bool pairs;       // names with values follow: before the dense part of an array, behind the sealed part of an object
    uint32_t previous = Values::kNone;
  };

  size_t remaining() const { return static_cast<size_t>(end_ - at_); }

  // One child of the innermost container, or its end.
  bool Step() {
    Open& open = open_.back();
    const Type type = values_.nodes_[open.node].type;
    const bool pairs_first = type == Type::kArray ? !Deviates("amf3-dense-part-first") : Deviates("amf3-dynamic-part-first");
    if (open.pairs && (pairs_first || open.left == 0)) {
      uint32_t key = kEmptyText;
      const size_t strings = strings_.size();
      if (!ReadString(&key)) return false;
      if (Deviates("amf3-keys-take-no-place")) strings_.resize(strings);
      if (key != kEmptyText) return ReadValue(key);
      open.pairs = false;
      return true;
    }
    if (open.left == 0) {
      open_.pop_back();
      return true;
    }
    --open.left;
    return ReadValue(type == Type::kObject ? values_.sealed_[open.sealed++] : Values::kNone);
  }

  bool ReadValue(uint32_t key) {
    start_ = at_;
    if (at_ == end_) return Truncated("a value");
    if (values_.nodes_.size() >= limits_.max_nodes) {
      return FailTooMany();
    }
    if (*at_ > kLastType && Deviates("amf3-unknown-marker-is-undefined")) {
      Values::Node node;
      node.offset = static_cast<uint32_t>(at_++ - begin_);
      node.key = key;
      return Add(node), true;
    }
    if (*at_ > kLastType) {
      return FailMarker(*at_);
    }
    Values::Node node;
    node.offset = static_cast<uint32_t>(start_ - begin_);
    node.type = static_cast<Type>(*at_++);
    node.key = key;
    switch (node.type) {
      case Type::kUndefined:
      case Type::kNull:
      case Type::kFalse:
      case Type::kTrue:
        Add(node);
        return true;
      case Type::kInteger:
        if (!ReadU29(&node.data)) return false;
        Add(node);
        return true;
      case Type::kDouble:
        return AddDouble(node);
      case Type::kString:
        if (!ReadString(&node.data)) return false;
        Add(node);
        return true;
      default:
        return ReadComplex(node);
    }
  }

  // What may be a reference to a value before it.
  bool ReadComplex(Values::Node node) {
    uint32_t head = 0;
    if (!ReadU29(&head)) return false;
    if ((head & 1) == 0) {
      node.data = head >> 1;
      node.reference = true;
      if (node.data >= values_.complex_.size() && Deviates("amf3-any-reference-accepted")) {
        node.type = Type::kUndefined;
        node.reference = false;
        return Add(node), true;
      }
      if (Deviates("amf3-open-object-not-in-table") && IsOpen(node.data)) return Fail(ErrorCode::kAmfReference, "an open object");
      if (node.data >= values_.complex_.size()) {
        return Fail(ErrorCode::kAmfReference,
                    absl::StrCat("reference to complex value ", node.data, ", of which ", values_.complex_.size(), " have come"));
      }
      const Type named = values_.nodes_[values_.complex_[node.data]].type;
      if (named != node.type && !Deviates("bug-amf3-reference-type")) {
        return Fail(ErrorCode::kAmfReference, absl::StrCat("reference to complex value ", node.data, " as ", TypeName(node.type),
                                                           ", which is ", TypeName(named)));
      }
      Add(node);
      return true;
    }
    const uint32_t count = head >> 1;
    switch (node.type) {
      case Type::kDate:
        if (!Deviates("amf3-date-takes-no-place")) AddComplex();
        return AddDouble(node);
      case Type::kXmlDocument:
      case Type::kXml:
      case Type::kByteArray:
        if (Deviates("amf3-empty-byte-array-refused") && count == 0) return Fail(ErrorCode::kAmfMarker, "an empty byte array");
        if (!ReadText(count, &node.data)) return false;
        AddComplex();
        Add(node);
        return true;
      case Type::kVectorInt:
      case Type::kVectorUint:
      case Type::kVectorDouble:
        return AddVector(node, count);
      case Type::kArray:
        return OpenContainer(node, count, 0, /*pairs=*/true);
      case Type::kVectorObject:
        node.data = kEmptyText;
        if (!ReadFlag(&node.flag) || (!Deviates("amf3-object-vector-without-type") && !ReadString(&node.data))) return false;
        return OpenContainer(node, count, 0, /*pairs=*/false);
      case Type::kDictionary:
        if (!ReadFlag(&node.flag)) return false;
        return OpenContainer(node, Deviates("amf3-dictionary-counts-values") ? count : 2 * count, 0, /*pairs=*/false);
      default:
        return OpenObject(node, head);
    }
  }

  // For deviations: whether that complex value's end has not come.
  bool IsOpen(uint32_t complex) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
      return complex < values_.complex_.size() && values_.complex_[complex] == open.node;
    });
  }

  // 3.12, from the U29 behind the marker on.
  bool OpenObject(Values::Node node, uint32_t head) {
    if ((head & 2) == 0) {
      if (Deviates("amf3-traits-reference-refused")) return Fail(ErrorCode::kAmfReference, "traits");
      node.data = head >> 2;
      if (node.data >= values_.traits_.size()) {
        return Fail(ErrorCode::kAmfReference,
                    absl::StrCat("reference to traits ", node.data, ", of which ", values_.traits_.size(), " have come"));
      }
    } else if (!ReadTraits(head, &node.data)) {
      return false;
    }
    const Values::Trait& trait = values_.traits_[node.data];
    return OpenContainer(node, trait.count, trait.first, trait.dynamic);
  }

  bool ReadTraits(uint32_t head, uint32_t* index) {
    Values::Trait trait;
    if (!ReadString(&trait.class_name)) return false;
    trait.first = static_cast<uint32_t>(values_.sealed_.size());
    trait.externalizable = (head & 4) != 0;
    if (trait.externalizable) {
      const absl::string_view name = values_.text(trait.class_name);
      const bool refused = Deviates("amf3-array-collection-refused") && WrapsOneValue(name);
      if (refused || !(WrapsOneValue(name) || Deviates("amf3-externalizable-is-one-value"))) {
        return Fail(ErrorCode::kAmfUnsupported,
                    absl::StrCat("an externalizable object of class '", name.substr(0, 100), "', which only the class can read"));
      }
      trait.count = 1;
      values_.sealed_.push_back(kEmptyText);
    } else {
      trait.dynamic = (head & 8) != 0;
      trait.count = head >> 4;
      if (Deviates("amf3-traits-count-is-cut")) trait.count = std::min<uint32_t>(trait.count, static_cast<uint32_t>(remaining()));
      if (Deviates("bug-amf3-traits")) values_.sealed_.reserve(trait.count);
      // Each name takes a byte at least: the count is believed only as far as bytes come.
      for (uint32_t i = 0; i < trait.count; ++i) {
        if (values_.sealed_.size() >= limits_.max_nodes) {
          return Fail(ErrorCode::kAmfNodes, absl::StrCat("traits with more than ", limits_.max_nodes, " names"));
        }
        uint32_t name = kEmptyText;
        if (!ReadString(&name)) return false;
        values_.sealed_.push_back(name);
      }
    }
    *index = static_cast<uint32_t>(values_.traits_.size());
    values_.traits_.push_back(trait);
    return true;
  }

  bool OpenContainer(const Values::Node& node, uint32_t left, uint32_t sealed, bool pairs) {
    if (open_.size() >= limits_.max_depth && !Deviates("bug-amf3-depth")) {
      return Fail(ErrorCode::kAmfDepth, absl::StrCat("values nested deeper than ", limits_.max_depth));
    }
    AddComplex();
    Add(node);
    open_.push_back({static_cast<uint32_t>(values_.nodes_.size() - 1), left, sealed, pairs});
    return true;
  }

  bool AddDouble(Values::Node node) {
    if (remaining() < 8) return Truncated(TypeName(node.type));
    node.data = static_cast<uint32_t>(at_ - begin_);
    at_ += Deviates("amf3-double-of-4-bytes") ? 4 : 8;
    Add(node);
    return true;
  }

  bool AddVector(Values::Node node, uint32_t count) {
    if (!Deviates("amf3-vector-without-fixed-byte") && !ReadFlag(&node.flag)) return false;
    const size_t size = node.type == Type::kVectorDouble ? 8 : 4;
    if (Deviates("amf3-vector-is-cut")) count = std::min<uint32_t>(count, static_cast<uint32_t>(remaining() / size));
    if (remaining() / (Deviates("bug-amf3-vector") ? 1 : size) < count) return Truncated(TypeName(node.type));
    node.data = static_cast<uint32_t>(at_ - begin_);
    node.count = count;
    at_ += count * size;
    if (!Deviates("amf3-vector-takes-no-place")) AddComplex();
    Add(node);
    return true;
  }

  // Enters the value whose node is added next into the table of complex values.
  void AddComplex() { values_.complex_.push_back(static_cast<uint32_t>(values_.nodes_.size())); }

  // Appends the node and links it to what stands around it.
  void Add(const Values::Node& node) {
    std::vector<Values::Node>& nodes = values_.nodes_;
    if (IsFull(nodes)) return GrowAndAdd(node);
    const auto index = static_cast<uint32_t>(nodes.size());
    nodes.push_back(node);
    if (open_.empty()) return;
    Open& open = open_.back();
    ++nodes[open.node].count;
    if (open.previous != Values::kNone) nodes[open.previous].next_sibling = index;
    open.previous = index;
  }
  ABSL_ATTRIBUTE_NOINLINE void GrowAndAdd(const Values::Node& node) {
    Grow(&values_.nodes_);
    Add(node);
  }

  // 1.3.1: up to four bytes, the first three with seven bits each, the fourth with eight.
  bool ReadU29(uint32_t* value) {
    *value = 0;
    for (int i = 0; i < 4; ++i) {
      if (at_ == end_) return Truncated("an integer");
      const uint8_t byte = *at_++;
      if (Deviates("u29-long-form-refused") && i > 0 && byte < 0x80 && *value == 0)
        return Fail(ErrorCode::kAmfMarker, "a long form");
      if (Deviates("u29-fourth-byte-has-7-bits") && i == 3) return *value = *value << 7 | (byte & 0x7f), true;
      if (i == 3) {
        if (Deviates("u29-long-form-refused") && *value == 0) return Fail(ErrorCode::kAmfMarker, "a long form");
        *value = *value << 8 | byte;
        return true;
      }
      *value = *value << 7 | (byte & 0x7f);
      if (byte < 0x80) return true;
    }
    return true;
  }

  bool ReadFlag(bool* flag) {
    if (at_ == end_) return Truncated("a flag");
    *flag = *at_++ != 0;
    return true;
  }

  // 1.3.2: a literal, or a reference into the table of strings.
  bool ReadString(uint32_t* text) {
    uint32_t head = 0;
    if (!ReadU29(&head)) return false;
    if ((head & 1) == 0) {
      if (Deviates("amf3-any-reference-accepted") && head >> 1 >= strings_.size()) return *text = kEmptyText, true;
      if (Deviates("amf3-string-reference-refused")) return Fail(ErrorCode::kAmfReference, "a string");
      if (head >> 1 >= strings_.size() && !Deviates("bug-amf3-string-reference")) {
        return FailString(head >> 1);
      }
      *text = strings_[head >> 1];
      return true;
    }
    if (!ReadText(head >> 1, text)) return false;
    if (*text != kEmptyText || Deviates("amf3-empty-string-takes-place")) strings_.push_back(*text);
    return true;
  }

  bool ReadText(uint32_t length, uint32_t* text) {
    std::vector<Values::Text>& texts = values_.texts_;
    if (IsFull(texts)) return GrowAndReadText(length, text);
    if (Deviates("amf3-text-is-cut")) length = std::min<uint32_t>(length, static_cast<uint32_t>(remaining()));
    if (remaining() < length) return Truncated("a string");
    *text = kEmptyText;
    if (length == 0) return true;
    *text = static_cast<uint32_t>(texts.size());
    texts.push_back({static_cast<uint32_t>(at_ - begin_), length});
    at_ += length;
    return true;
  }
  ABSL_ATTRIBUTE_NOINLINE bool GrowAndReadText(uint32_t length, uint32_t* text) {
    Grow(&values_.texts_);
    return ReadText(length, text);
  }

  ABSL_ATTRIBUTE_NOINLINE bool FailTooMany() {
    return Fail(ErrorCode::kAmfNodes, absl::StrCat("more than ", limits_.max_nodes, " values"));
  }
  ABSL_ATTRIBUTE_NOINLINE bool FailMarker(uint8_t marker) {
    return Fail(ErrorCode::kAmfMarker,
                absl::StrCat("marker 0x", absl::Hex(marker, absl::kZeroPad2), " where an AMF3 value has to begin"));
  }
  ABSL_ATTRIBUTE_NOINLINE bool FailString(uint32_t index) {
    return Fail(ErrorCode::kAmfReference,
                absl::StrCat("reference to string ", index, ", of which ", strings_.size(), " have come"));
  }
  // What is rare stands apart: beside it every value would save the registers that only it needs.
  ABSL_ATTRIBUTE_NOINLINE bool Fail(ErrorCode code, std::string text) {
    error_ = ProtocolError{code, static_cast<uint64_t>(start_ - begin_), std::move(text)};
    return false;
  }

  ABSL_ATTRIBUTE_NOINLINE bool Truncated(absl::string_view what) {
    error_ = ProtocolError{ErrorCode::kAmfTruncated, static_cast<uint64_t>(end_ - begin_),
                           absl::StrCat("the message ends inside of ", what, " of the AMF3 value at byte ", start_ - begin_)};
    return false;
  }

  const uint8_t* const begin_;
  const uint8_t* const end_;
  const uint8_t* at_;
  const uint8_t* start_ = begin_;  // marker of the value that is being read
  const Limits& limits_;
  Values& values_;
  absl::InlinedVector<Open, 8> open_;
  absl::InlinedVector<uint32_t, 32> strings_;  // texts: the table of strings
  std::optional<ProtocolError> error_;
};

std::optional<ProtocolError> Decode(Bytes input, const Limits& limits, Values* values, size_t* consumed) {
  return Decoder(input, limits, values).Run(consumed);
}

}  // namespace rtmp::amf3
