// AMF3 values (AMF3 specification, 2013): one value as a flat sequence of nodes, read through small handles.
#ifndef RTMPSPEC_IMPL_AMF3_VALUE_H_
#define RTMPSPEC_IMPL_AMF3_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"

namespace rtmp::amf3 {

// 3.1.
enum class Type : uint8_t {
  kUndefined = 0x00,
  kNull = 0x01,
  kFalse = 0x02,
  kTrue = 0x03,
  kInteger = 0x04,
  kDouble = 0x05,
  kString = 0x06,
  kXmlDocument = 0x07,
  kDate = 0x08,
  kArray = 0x09,
  kObject = 0x0a,
  kXml = 0x0b,
  kByteArray = 0x0c,
  kVectorInt = 0x0d,
  kVectorUint = 0x0e,
  kVectorDouble = 0x0f,
  kVectorObject = 0x10,
  kDictionary = 0x11,
};
inline constexpr uint8_t kLastType = 0x11;

absl::string_view TypeName(Type type);

// Integers that fit 29 bits with a sign; others are sent as doubles (3.6).
inline constexpr int32_t kMinInteger = -(1 << 28);
inline constexpr int32_t kMaxInteger = (1 << 28) - 1;

class Values;

// A handle to one value inside a Values; copy it freely. Valid while that Values is not cleared, decoded into or destroyed.
// A default handle is absent: exists() is false, type() is kUndefined, everything else empty or zero. Asking a value for what its
// type does not have gives the empty answer too.
class Value {
 public:
  Value() = default;

  bool exists() const { return values_ != nullptr; }
  Type type() const;
  // Stands for a value that has begun before it, see Resolve. type() is that value's; everything else is empty.
  bool is_reference() const;
  uint32_t reference_index() const;  // into the complex values of the whole, in order of their start (2.2)
  // The value that a reference names, else the value itself. May lead to an enclosing value: never recurse on it unbounded.
  Value Resolve() const;

  bool is_number() const { return exists() && (type() == Type::kInteger || type() == Type::kDouble); }
  double number() const;    // kInteger, kDouble; kDate: milliseconds since 1970
  int32_t integer() const;  // kInteger: sign-extended from 29 bits
  bool boolean() const { return exists() && type() == Type::kTrue; }
  absl::string_view string() const;      // kString, kXmlDocument, kXml; kByteArray: its bytes
  absl::string_view class_name() const;  // kObject; kVectorObject: the type of its elements; may be empty
  bool is_dynamic() const;               // kObject (3.12)
  bool is_externalizable() const;        // kObject: one of those that decoder.h names; its one child is what it wraps
  bool is_fixed() const;                 // vectors (3.15)
  bool has_weak_keys() const;            // kDictionary (3.16)
  // kVectorInt, kVectorUint, kVectorDouble: the elements, which are no values of their own.
  size_t vector_size() const;
  double vector_number(size_t index) const;  // 0 beyond the end

  // Where its marker stands in the decoded bytes.
  size_t offset() const;
  // The name of this member or associative element; has_key() is false for dense elements and for what has no parent.
  bool has_key() const;
  absl::string_view key() const;
  // Children in wire order. kArray: the associative ones first, with keys, then the dense ones. kObject: sealed members, then
  // dynamic ones. kVectorObject: elements. kDictionary: key, value, key, value, ...
  size_t size() const;
  size_t sealed_size() const;  // kObject: how many of them are sealed
  Value first_child() const;
  Value next_sibling() const;
  // The first child of that name.
  Value operator[](absl::string_view name) const;

 private:
  friend class Values;
  friend class Encoder;
  friend bool Equal(const Values& a, const Values& b);
  Value(const Values* values, uint32_t index) : values_(values), index_(index) {}
  bool Is(Type wanted) const { return exists() && type() == wanted && !is_reference(); }
  bool IsVectorOfNumbers() const { return Is(Type::kVectorInt) || Is(Type::kVectorUint) || Is(Type::kVectorDouble); }
  const Values* values_ = nullptr;
  uint32_t index_ = 0;
};

// One value with all that is in it. It points into the decoded bytes, which must stay unchanged as long as it is read.
// Destruction and copying take time linear in the nodes, however they are nested or refer to each other.
class Values {
 public:
  // The value itself; absent before a successful Decode.
  Value root() const { return nodes_.empty() ? Value() : Value(this, 0); }
  size_t node_count() const { return nodes_.size(); }
  void Clear();

 private:
  friend class Value;
  friend class Decoder;
  friend class Encoder;
  friend bool Equal(const Values& a, const Values& b);
  static constexpr uint32_t kNone = 0xffffffff;

  struct Node {
    uint32_t offset = 0;  // of the marker
    uint32_t next_sibling = kNone;
    uint32_t count = 0;     // children; elements of a vector of numbers
    uint32_t data = kNone;  // by type: a text, the first byte of the content, a trait; of a reference its index
    uint32_t key = kNone;   // a text
    Type type = Type::kUndefined;
    bool reference = false;
    bool flag = false;  // fixed, weak keys
  };
  // A run of bytes_. The first is empty and stands for every empty string, which is in no table (1.3.2).
  struct Text {
    uint32_t offset = 0;
    uint32_t length = 0;
  };
  struct Trait {
    uint32_t class_name = 0;  // a text
    uint32_t first = 0;       // of its names in sealed_
    uint32_t count = 0;
    bool dynamic = false;
    bool externalizable = false;
  };
  absl::string_view text(uint32_t index) const {
    return ToStringView(bytes_.subspan(texts_[index].offset, texts_[index].length));
  }

  Bytes bytes_;
  std::vector<Node> nodes_;
  std::vector<Text> texts_;
  std::vector<uint32_t> sealed_;  // texts: the names of all traits, one behind the other
  std::vector<Trait> traits_;
  std::vector<uint32_t> complex_;  // nodes: the table of complex values
};

// Same types, names, order and contents, bit for bit: an integer does not equal the double of its value, a NaN equals itself.
// References are compared by index, traits by what they say.
bool Equal(const Values& a, const Values& b);

// One line for people and logs, in the notation of the transcripts where it has one, cut at `max_length`.
std::string ToText(const Values& values, size_t max_length = 200);

}  // namespace rtmp::amf3

#endif  // RTMPSPEC_IMPL_AMF3_VALUE_H_
