#include "impl/amf0/decoder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "absl/strings/str_cat.h"
#include "impl/amf3/decoder.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"

namespace rtmp::amf0 {

namespace {

constexpr uint8_t kObjectEnd = 0x09;
constexpr size_t kUsualNodes = 16;  // a connect

std::string Hex(uint8_t marker) { return absl::StrCat("0x", absl::Hex(marker, absl::kZeroPad2)); }

}  // namespace

// Walks the bytes once. Which containers are open is kept in the nodes themselves: the next_sibling of an open container is the
// container around it until it closes.
class Decoder {
 public:
  Decoder(Bytes payload, const Limits& limits, Values* values)
      : begin_(payload.data()), end_(payload.data() + payload.size()), at_(begin_), limits_(limits), values_(*values) {
    values_.Clear();
    values_.bytes_ = payload;
    if (values_.nodes_.capacity() == 0) values_.nodes_.reserve(kUsualNodes);
  }

  std::optional<ProtocolError> Run() {
    // Nodes hold 32-bit offsets. A message has at most 2^24 - 1 bytes.
    if (values_.bytes_.size() >= Values::kNone) return ProtocolError{ErrorCode::kAmfNodes, 0, "more than 4 GiB"};
    while (open_ != Values::kNone || at_ != end_) {
      if (!Step()) {
        values_.nodes_.resize(complete_.nodes);
        values_.roots_.resize(complete_.roots);
        values_.complex_.resize(complete_.complex);
        return std::move(error_);
      }
    }
    return std::nullopt;
  }

 private:
  size_t remaining() const { return static_cast<size_t>(end_ - at_); }
  uint64_t offset() const { return static_cast<uint64_t>(at_ - begin_); }
  Values::Node& open() { return values_.nodes_[open_]; }

  // One value, or the end of a container.
  bool Step() {
    size_t key_length = 0;
    if (open_ == Values::kNone) {
      complete_ = {values_.nodes_.size(), values_.roots_.size(), values_.complex_.size()};
    } else if (open().type == Type::kStrictArray) {
      // AMF0 2.12: exactly so many values and no end marker.
      if (Deviates("amf0-strict-array-ends-with-message") && at_ == end_) return Close();
      if (Deviates("amf0-strict-array-has-end") && open().count == Load32(begin_ + open().offset + 1))
        at_ += std::min<size_t>(3, remaining());
      if (open().count == Load32(begin_ + open().offset + 1)) return Close();
    } else {
      if (Deviates("amf0-missing-end-is-made-up") && at_ == end_) return Close();
      if (Deviates("bug-amf0-ecma-count") && open().type == Type::kEcmaArray &&
          open().count == Load32(begin_ + open().offset + 1)) {
        return Close();
      }
      if (Deviates("amf0-ecma-count-is-trusted") && open().type == Type::kEcmaArray &&
          open().count == Load32(begin_ + open().offset + 1)) {
        at_ += std::min<size_t>(3, remaining());
        return Close();
      }
      if (at_ == end_ && !Deviates("amf0-ecma-end-required") && open().type == Type::kEcmaArray &&
          open().count == Load32(begin_ + open().offset + 1)) {
        return Close();  // AMF0-14: some encoders leave the end marker out
      }
      if (at_ == end_ && Deviates("bug-amf0-object-end")) return Close();
      if (remaining() < 2) return Truncated("the length of a property's name");
      key_length = Load16(at_);
      if (remaining() - 2 < key_length) return Truncated("a property's name");
      at_ += 2 + key_length;
      if (at_ == end_) return Truncated("a property");
      if (Deviates("amf0-empty-key-ends-object") && key_length == 0) return ++at_, Close();
      if (*at_ == kObjectEnd) {
        // AMF0 2.11: the end is an empty name and this marker.
        if (key_length != 0) return Fail(ErrorCode::kAmfMarker, "object end behind a property's name that is not empty");
        ++at_;
        return Close();
      }
    }
    if (at_ == end_) return Truncated("an array");
    return ReadValue(static_cast<uint16_t>(key_length));
  }

  // For deviations: whether one that holds now refuses the value at the marker, which is there.
  bool Refuses(Type type) const {
    const size_t room = remaining() - 1;
    const Bytes content(at_ + 1, room);
    switch (type) {
      case Type::kNumber:
        return Deviates("amf0-nan-refused") && room >= 8 && std::isnan(LoadDouble(at_ + 1));
      case Type::kBoolean:
        return Deviates("amf0-boolean-must-be-one") && room > 0 && at_[1] > 1;
      case Type::kUndefined:
        return Deviates("amf0-undefined-refused");
      case Type::kUnsupported:
        return Deviates("amf0-unsupported-refused");
      case Type::kDate:
        return Deviates("amf0-date-zone-must-be-zero") && room >= 10 && Load16(at_ + 9) != 0;
      case Type::kString:
        return (Deviates("amf0-string-of-32767") && room >= 2 && Load16(at_ + 1) > 32767) ||
               (Deviates("amf0-empty-string-refused") && room >= 2 && Load16(at_ + 1) == 0) ||
               (Deviates("amf0-overlong-utf8-refused") && room >= 3 && at_[3] == 0xc0);
      case Type::kLongString:
        return Deviates("amf0-long-string-refused");
      case Type::kAvmPlus:
        return Deviates("amf0-avm-plus-refused");
      case Type::kReference:
        return Deviates("amf0-cycle-refused") && room >= 2 && IsOpen(Load16(at_ + 1));
      case Type::kObject:
        return Deviates("amf0-nesting-of-three") && depth_ >= 3;
      default:
        return false;
    }
  }

  // For deviations: whether that complex value's end has not come.
  bool IsOpen(uint16_t complex) const {
    for (uint32_t node = open_; node != Values::kNone; node = values_.nodes_[node].next_sibling) {
      if (complex < values_.complex_.size() && values_.complex_[complex] == node) return true;
    }
    return false;
  }

  // For deviations: whether the value at the marker, `length` bytes behind it, is read as null instead of an error.
  bool IsReadAsNull(Type type, size_t length) const {
    const uint8_t marker = *at_;
    return (Deviates("amf0-reserved-marker-is-null") && (marker == 0x04 || marker == 0x0e)) ||
           (Deviates("amf0-unknown-marker-is-null") && marker > 0x11) ||
           (Deviates("amf0-lone-object-end-is-null") && marker == kObjectEnd) ||
           (Deviates("amf0-any-reference-accepted") && type == Type::kReference && length == 2) ||
           (Deviates("amf0-long-string-is-cut") && (type == Type::kLongString || type == Type::kXmlDocument) &&
            length > remaining() - 1);
  }
  // For deviations: null in place of a value of that length.
  bool ReadNull(size_t length, uint16_t key_length) {
    previous_ = Add(Type::kNull, key_length);
    at_ += 1 + std::min(length, remaining() - 1);
    return true;
  }

  // What stands at the marker; requires one byte.
  bool ReadValue(uint16_t key_length) {
    if (values_.nodes_.size() + amf3_nodes_ >= limits_.max_nodes) {
      return FailTooMany();
    }
    const uint8_t marker = *at_;
    const auto type = static_cast<Type>(marker);
    const size_t room = remaining() - 1;
    size_t length = 0;  // of what follows the marker
    if (kMayDeviate && Refuses(type)) return Fail(ErrorCode::kAmfMarker, "refused by a deviation");
    switch (type) {
      case Type::kNumber:
        length = 8;
        break;
      case Type::kBoolean:
        length = 1;
        break;
      case Type::kNull:
      case Type::kUndefined:
      case Type::kUnsupported:
        break;
      case Type::kDate:
        length = Deviates("amf0-date-without-zone") ? 8 : 10;
        break;
      case Type::kString:
        if (room < 2) return Truncated("a string's length");
        length = 2 + size_t{Load16(at_ + 1)};
        if (Deviates("amf0-string-length-in-characters")) {
          const Bytes text(at_ + 3, std::min(length, room) - 2);
          length += std::count_if(text.begin(), text.end(), [](uint8_t byte) { return byte >> 6 == 2; });
        }
        break;
      case Type::kLongString:
      case Type::kXmlDocument:
        if (room < 4) return Truncated("a string's length");
        length = 4 + size_t{Load32(at_ + 1)};
        if (Deviates("amf0-long-string-length-of-16-bits") && length <= room) length = 4 + ((length - 4) & 0xffff);
        if (Deviates("amf0-xml-is-short") && type == Type::kXmlDocument) length = 2 + size_t{Load16(at_ + 1)};
        if (kMayDeviate && IsReadAsNull(type, length)) return ReadNull(length, key_length);
        break;
      case Type::kReference:
        if (room < 2) return Truncated("a reference");
        if (Load16(at_ + 1) >= values_.complex_.size() && !Deviates("bug-amf0-reference")) {
          if (kMayDeviate && IsReadAsNull(type, 2)) return ReadNull(2, key_length);
          return FailReference(Load16(at_ + 1));
        }
        length = 2;
        break;
      case Type::kAvmPlus:
        if (!MeasureAmf3(&length)) return false;
        if (Deviates("bug-amf0-avmplus")) length = 0;
        break;
      case Type::kObject:
        return Open(type, 0, key_length);
      case Type::kTypedObject:
        if (room < 2) return Truncated("a class name's length");
        return Open(type, Deviates("amf0-typed-object-without-name") ? 0 : 2 + size_t{Load16(at_ + 1)}, key_length);
      case Type::kEcmaArray:
      case Type::kStrictArray:
        if (Deviates("bug-amf0-strict-count") && room >= 4) values_.nodes_.reserve(std::min(Load32(at_ + 1), 1u << 24));
        return Open(type, 4, key_length);
      default:
        if (kMayDeviate && IsReadAsNull(type, 0)) return ReadNull(0, key_length);
        return FailMarker(marker);
    }
    if (Deviates("bug-amf0-long-length") && length > 0x7fffffff) length = 4;
    if (room < length && !(Deviates("bug-amf0-string-end") && type == Type::kString && room + 1 == length)) {
      return Truncated(TypeName(type));
    }
    const uint32_t index = Add(type, key_length);
    if (type == Type::kAvmPlus) values_.nodes_[index].count = static_cast<uint32_t>(length);
    previous_ = index;
    at_ += 1 + length;
    return true;
  }

  // The length of the AMF3 value behind the marker. It is read through here and kept as bytes.
  bool MeasureAmf3(size_t* length) {
    if (!amf3_.has_value()) amf3_.emplace();
    const Bytes rest(at_ + 1, remaining() - 1);
    // The value of the marker is a node of its own.
    const amf3::Limits limits = {limits_.max_depth - depth_, limits_.max_nodes - values_.nodes_.size() - amf3_nodes_ - 1};
    if (auto error = amf3::Decode(rest, limits, &*amf3_, length)) {
      error->offset += offset() + 1;
      error_ = *std::move(error);
      return false;
    }
    amf3_nodes_ += amf3_->node_count();
    values_.has_amf3_ = true;
    return true;
  }

  // A container whose head is `length` bytes behind the marker.
  bool Open(Type type, size_t length, uint16_t key_length) {
    if (remaining() - 1 < length) return Truncated(TypeName(type));
    if (depth_ >= limits_.max_depth && !Deviates("bug-amf0-depth")) {
      return Fail(ErrorCode::kAmfDepth, absl::StrCat("objects and arrays nested deeper than ", limits_.max_depth));
    }
    const uint32_t index = Add(type, key_length);
    values_.nodes_[index].next_sibling = open_;
    if (!Deviates("amf0-arrays-take-no-place") || type == Type::kObject) values_.complex_.push_back(index);
    open_ = index;
    previous_ = Values::kNone;
    ++depth_;
    at_ += 1 + length;
    return true;
  }

  bool Close() {
    const uint32_t closed = open_;
    open_ = values_.nodes_[closed].next_sibling;
    values_.nodes_[closed].next_sibling = Values::kNone;
    previous_ = closed;
    --depth_;
    return true;
  }

  // Appends the node of the value at the marker and links it to what stands around it. What is rare stands apart: beside it every
  // value would save the registers that only it needs. The first test is the vector's own, see Extend in impl/bytes.
  uint32_t Add(Type type, uint16_t key_length) {
    std::vector<Values::Node>& nodes = values_.nodes_;
    if (ABSL_PREDICT_FALSE(nodes.begin() + static_cast<ptrdiff_t>(nodes.capacity()) == nodes.end())) {
      return GrowAndAdd(type, key_length);
    }
    const auto index = static_cast<uint32_t>(nodes.size());
    nodes.push_back({static_cast<uint32_t>(offset()), Values::kNone, 0, key_length, type});
    if (open_ == Values::kNone) return AddRoot(index);
    ++nodes[open_].count;
    if (previous_ != Values::kNone) nodes[previous_].next_sibling = index;
    return index;
  }
  ABSL_ATTRIBUTE_NOINLINE uint32_t GrowAndAdd(Type type, uint16_t key_length) {
    values_.nodes_.reserve(2 * values_.nodes_.capacity());
    return Add(type, key_length);
  }
  ABSL_ATTRIBUTE_NOINLINE uint32_t AddRoot(uint32_t index) {
    values_.roots_.push_back(index);
    return index;
  }

  ABSL_ATTRIBUTE_NOINLINE bool FailTooMany() {
    return Fail(ErrorCode::kAmfNodes, absl::StrCat("more than ", limits_.max_nodes, " values"));
  }
  ABSL_ATTRIBUTE_NOINLINE bool FailReference(uint16_t index) {
    return Fail(ErrorCode::kAmfReference,
                absl::StrCat("reference to complex value ", index, ", of which ", values_.complex_.size(), " have come"));
  }
  ABSL_ATTRIBUTE_NOINLINE bool FailMarker(uint8_t marker) {
    return Fail(ErrorCode::kAmfMarker,
                absl::StrCat(marker == kObjectEnd ? "object end " : "marker ", Hex(marker), " where a value has to begin"));
  }

  ABSL_ATTRIBUTE_NOINLINE bool Fail(ErrorCode code, std::string text) {
    error_ = ProtocolError{code, offset(), std::move(text)};
    return false;
  }

  ABSL_ATTRIBUTE_NOINLINE bool Truncated(absl::string_view what) {
    error_ = ProtocolError{ErrorCode::kAmfTruncated, static_cast<uint64_t>(end_ - begin_),
                           absl::StrCat("the message ends inside of ", what, " at byte ", offset())};
    return false;
  }

  const uint8_t* const begin_;
  const uint8_t* const end_;
  const uint8_t* at_;
  const Limits& limits_;
  Values& values_;
  uint32_t open_ = Values::kNone;      // innermost open container
  uint32_t previous_ = Values::kNone;  // last complete value in it
  size_t depth_ = 0;
  std::optional<amf3::Values> amf3_;  // made when the first one comes
  size_t amf3_nodes_ = 0;
  // Sizes of the lists in values_ when the current top-level value began.
  struct {
    size_t nodes = 0;
    size_t roots = 0;
    size_t complex = 0;
  } complete_;
  std::optional<ProtocolError> error_;
};

std::optional<ProtocolError> Decode(Bytes payload, const Limits& limits, Values* values) {
  return Decoder(payload, limits, values).Run();
}

}  // namespace rtmp::amf0
