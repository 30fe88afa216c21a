#include "impl/bytes/hex.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace rtmp {
namespace {

// The value of a hexadecimal digit, -1 for any other character.
int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

absl::StatusOr<Buffer> ParseHex(absl::string_view text) {
  Buffer bytes;
  int line = 1;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '|') {
      while (i < text.size() && text[i] != '\n') ++i;
      continue;
    }
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      line += c == '\n';
      ++i;
      continue;
    }
    const int high = DigitValue(c);
    if (high < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", line, ": '", absl::CHexEscape(text.substr(i, 1)), "' is no hexadecimal digit"));
    }
    const int low = i + 1 < text.size() ? DigitValue(text[i + 1]) : -1;
    if (low < 0) return absl::InvalidArgumentError(absl::StrCat("line ", line, ": half a byte, '", text.substr(i, 1), "'"));
    bytes.push_back(static_cast<uint8_t>(high << 4 | low));
    i += 2;
  }
  return bytes;
}

std::string ToHex(Bytes bytes) { return absl::BytesToHexString(ToStringView(bytes)); }

}  // namespace rtmp
