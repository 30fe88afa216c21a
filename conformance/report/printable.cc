#include "conformance/report/printable.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_format.h"

namespace rtmpspec {
namespace {

// Length of the printable character at the front of `text`, 0 if there is none.
size_t PrintableLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
  if (length == 0 || first > 0xf4 || text.size() < length) return 0;
  uint32_t code_point = first & (0xff >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    code_point = code_point << 6 | (byte(i) & 0x3f);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code_point < kSmallest[length] || code_point > 0x10ffff) return 0;  // overlong, out of range
  if (code_point < 0xa0) return 0;                                        // the second set of control characters
  if (code_point >= 0xd800 && code_point <= 0xdfff) return 0;             // surrogates
  if ((code_point & 0xfffe) == 0xfffe) return 0;                          // not characters; XML 1.0 forbids U+FFFE and U+FFFF
  return length;
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const size_t length = PrintableLength(text); length > 0) {
      out.append(text.data(), length);
      text.remove_prefix(length);
    } else {
      absl::StrAppendFormat(&out, "\\x%02x", static_cast<uint8_t>(text[0]));
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace rtmpspec
