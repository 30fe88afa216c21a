// A program for the AMF0 encoder, and whether what was decoded is what it asked for.
#ifndef RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF0_H_
#define RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF0_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "fuzz/support/fuzz_input.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"

namespace rtmp {

struct AskedAmf0 {
  amf0::Type type = amf0::Type::kNull;
  absl::string_view key;   // as asked for: more than 65,535 bytes are cut
  absl::string_view text;  // string, class name, AMF3 value
  double number = 0;
  int16_t time_zone = 0;
  bool boolean = false;
  bool in_one = false;    // key and value by one call
  uint32_t declared = 0;  // count of an ECMA array, index of a reference
  uint32_t complex = 0;   // of a reference: how many values it may name
  uint32_t children = 0;
};

class Amf0Program {
 public:
  // Takes up to 200 values, nested up to 40 deep, in place of those that it had.
  void Take(FuzzInput& in);

  void Write(amf0::Encoder* encoder) const;
  // Checks the first roots against what was asked for, all that can be asked of each value.
  void Check(const amf0::Values& values) const;
  // Changes one thing, so that the values are no longer equal. Requires that there is a value.
  void Change(FuzzInput& in);

  size_t roots() const { return roots_; }
  // As Limits count them: with those of AMF3.
  size_t nodes() const;
  size_t depth() const { return depth_; }

 private:
  void TakeValue(FuzzInput& in, size_t depth, bool named);
  size_t WriteValue(size_t index, bool named, amf0::Encoder* encoder) const;

  std::vector<AskedAmf0> values_;  // a container stands in front of its children
  uint32_t complex_ = 0;
  size_t roots_ = 0;
  size_t depth_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF0_H_
