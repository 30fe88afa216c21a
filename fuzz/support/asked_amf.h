// What programs of AMF0 and AMF3 take alike from an input.
#ifndef RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF_H_
#define RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF_H_

#include <cstdint>
#include <limits>
#include <string>

#include "absl/base/casts.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "fuzz/support/fuzz_input.h"

namespace rtmp {

inline uint64_t BitsOf(double number) { return absl::bit_cast<uint64_t>(number); }
inline double DoubleOf(uint64_t bits) { return absl::bit_cast<double>(bits); }

// One of those that are special, or any.
inline double TakeDouble(FuzzInput& in) {
  constexpr double kSpecial[] = {
      0, -0.0, 1, -1.5, 1e300, 4294967295.0, std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()};
  const uint8_t which = in.TakeByte();
  return which < 8 ? kSpecial[which] : DoubleOf(in.TakeU64());
}

// Bytes of the input, or a text about as long as a short AMF0 string may be: a view of either.
inline absl::string_view TakeText(FuzzInput& in) {
  static const std::string& long_text = *new std::string(65536 + 8, 'x');
  const uint8_t length = in.TakeByte();
  if (length == 250) return absl::string_view(long_text).substr(0, 65536 - 8 + in.TakeByte() % 16);
  return ToStringView(in.TakeBytes(length % 64));
}

// What ToText gives for at most `length` bytes.
inline void CheckReadable(absl::string_view text, size_t length) {
  FUZZ_CHECK(text.size() <= length);
  for (const char c : text) FUZZ_CHECK(absl::ascii_isprint(static_cast<unsigned char>(c)));
}

// The bytes that a program asks for, into memory that is kept: asking for it is what a run would take most of its time for.
template <typename Encoder, typename Program>
void Write(const Program& program, Buffer* bytes) {
  bytes->clear();
  Encoder encoder(bytes);
  program.Write(&encoder);
}

// Another text, without a copy.
inline absl::string_view Changed(absl::string_view text) { return text.empty() ? "x" : text.substr(0, text.size() - 1); }

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_ASKED_AMF_H_
