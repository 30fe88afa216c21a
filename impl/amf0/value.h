// AMF0 values (AMF0 specification, 2007): one flat sequence of nodes, read through small handles.
#ifndef RTMPSPEC_IMPL_AMF0_VALUE_H_
#define RTMPSPEC_IMPL_AMF0_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"

namespace rtmp::amf0 {

enum class Type : uint8_t {
  kNumber = 0x00,
  kBoolean = 0x01,
  kString = 0x02,
  kObject = 0x03,
  kNull = 0x05,
  kUndefined = 0x06,
  kReference = 0x07,
  kEcmaArray = 0x08,
  kStrictArray = 0x0a,
  kDate = 0x0b,
  kLongString = 0x0c,
  kUnsupported = 0x0d,
  kXmlDocument = 0x0f,
  kTypedObject = 0x10,
  kAvmPlus = 0x11,  // one AMF3 value, kept as bytes
};

absl::string_view TypeName(Type type);

class Values;

// A handle to one value inside a Values; copy it freely. Valid while that Values is not cleared, decoded into or destroyed.
// A default handle is absent: exists() is false, type() is kUndefined, everything else empty or zero. Asking a value for what
// its type does not have gives the empty answer too, so that `args[1]["app"].string()` is safe on any input.
class Value {
 public:
  Value() = default;

  bool exists() const { return values_ != nullptr; }
  Type type() const;
  bool is_number() const { return exists() && type() == Type::kNumber; }
  bool is_string() const { return exists() && (type() == Type::kString || type() == Type::kLongString); }
  // Object, ECMA array or typed object: what has named properties (RTMP-RPC-09).
  bool has_properties() const;

  double number() const;  // kNumber; kDate: milliseconds since 1970
  bool boolean() const;
  absl::string_view string() const;      // kString, kLongString, kXmlDocument; kAvmPlus: the bytes of the AMF3 value
  absl::string_view class_name() const;  // kTypedObject
  int16_t time_zone() const;             // kDate: as on the wire, to be ignored
  uint32_t declared_count() const;       // kEcmaArray: the count on the wire, an approximation at best
  uint16_t reference_index() const;      // kReference: an index into the message's complex values
  // kReference: the complex value it names, else the value itself. May lead to an enclosing value: never recurse on it unbounded.
  Value Resolve() const;

  // Where its marker stands in the decoded bytes.
  size_t offset() const;
  // The name of this property in its object; empty for elements and for top-level values.
  absl::string_view key() const;
  // Properties in wire order (duplicates kept), or elements of a strict array. A top-level value has no siblings: see Values.
  size_t size() const;
  Value first_child() const;
  Value next_sibling() const;
  Value child(size_t index) const;  // walks: to visit all, use the two above
  // The first property of that name, in an object, ECMA array or typed object.
  Value operator[](absl::string_view name) const;

 private:
  friend class Values;
  friend class Encoder;
  friend bool Equal(const Values& a, const Values& b);
  Value(const Values* values, uint32_t index) : values_(values), index_(index) {}
  const uint8_t* content() const;  // behind the marker
  bool Is(Type wanted) const { return exists() && type() == wanted; }
  const Values* values_ = nullptr;
  uint32_t index_ = 0;
};

// A sequence of values, as a command or data message holds them. It points into the decoded bytes, which must stay unchanged as
// long as it is read.
// Destruction and copying take time linear in the nodes, however they are nested or refer to each other.
class Values {
 public:
  size_t size() const { return roots_.size(); }
  bool empty() const { return roots_.empty(); }
  // Absent when there are fewer.
  Value operator[](size_t index) const;
  size_t node_count() const { return nodes_.size(); }
  // Whether an AMF3 value stands somewhere among them: see from_amf3.h.
  bool has_amf3() const { return has_amf3_; }
  void Clear();

 private:
  friend class Value;
  friend class Decoder;
  friend class Encoder;
  friend bool Equal(const Values& a, const Values& b);
  static constexpr uint32_t kNone = 0xffffffff;

  // Where a value stands; what it holds is read from the bytes when it is asked for. The nodes are in the order of the bytes, so
  // that a container's first child is the node behind it.
  struct Node {
    uint32_t offset = 0;  // of the marker; the key stands right in front of it
    uint32_t next_sibling = kNone;
    uint32_t count = 0;  // children; of kAvmPlus the length of the AMF3 value
    uint16_t key_length = 0;
    Type type = Type::kUndefined;
  };

  Bytes bytes_;
  std::vector<Node> nodes_;
  absl::InlinedVector<uint32_t, 8> roots_;  // top-level values
  bool has_amf3_ = false;
  absl::InlinedVector<uint32_t, 4>
      complex_;  // reference table: objects, typed objects, ECMA and strict arrays, in order of their start
};

// Same types, names, order and contents, bit for bit: a NaN equals itself, -0 does not equal 0, booleans are equal when both are
// true. References are compared by index.
bool Equal(const Values& a, const Values& b);

// One line for people and logs: `"connect" 1 {app: "live", ...}`, in the notation of the transcripts, cut at `max_length`.
std::string ToText(Value value, size_t max_length = 200);
std::string ToText(const Values& values, size_t max_length = 400);

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_VALUE_H_
