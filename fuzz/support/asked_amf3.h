// A program for the AMF3 encoder, whether what was decoded is what it asked for, and what it is in AMF0.
#ifndef RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF3_H_
#define RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF3_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "fuzz/support/fuzz_input.h"
#include "impl/amf0/encoder.h"
#include "impl/amf3/encoder.h"
#include "impl/amf3/value.h"

namespace rtmp {

struct AskedAmf3 {
  amf3::Type type = amf3::Type::kNull;
  bool is_reference = false;
  uint32_t reference = 0;  // among the complex values
  bool has_key = false;
  absl::string_view key;
  absl::string_view text;   // string, XML, bytes, class name
  double number = 0;        // of what is a number, or a date
  bool as_integer = false;  // asked for by Integer(), though it may become a double
  bool flag = false;        // dynamic, fixed, weak keys
  bool wraps = false;       // an externalizable object
  uint32_t elements = 0;    // of a vector of numbers
  std::array<double, 4> vector = {};
  uint32_t keyed = 0;     // children: sealed members of an object, associative elements of an array
  uint32_t children = 0;  // all of them
  size_t end = 0;         // the index behind all that is in it
};

class Amf3Program {
 public:
  // Takes one value with up to 200 in it, nested up to 40 deep, in place of what it had.
  void Take(FuzzInput& in);

  void Write(amf3::Encoder* encoder) const;
  // Checks all that can be asked of each value.
  void Check(amf3::Value root) const;
  // Changes one thing, so that the values are no longer equal.
  void Change(FuzzInput& in);

  // What it is in AMF0 behind `complex` complex values, on which it counts: from_amf3.h's table, spelled out. False where AMF0
  // has no way to say it.
  bool WriteAsAmf0(amf0::Encoder* encoder, uint32_t* complex) const;

  // As Limits count them: values or the names in traits, whichever are more.
  size_t nodes() const;
  size_t depth() const { return depth_; }

 private:
  void TakeValue(FuzzInput& in, size_t depth, const absl::string_view* key);
  void TakeComplex(FuzzInput& in, size_t depth, AskedAmf3 value);
  size_t WriteValue(size_t index, amf3::Encoder* encoder) const;
  void ChangeReference(size_t index);
  void AppendNull(size_t index);

  std::vector<AskedAmf3> values_;    // a container stands in front of its children
  std::vector<amf3::Type> complex_;  // the table, in order of their starts
  size_t depth_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF3_H_
