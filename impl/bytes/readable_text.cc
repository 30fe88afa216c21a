#include "impl/bytes/readable_text.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace rtmp {

void ReadableText::Add(absl::string_view piece) {
  // One byte more than allowed is enough to know that something is missing.
  if (!full()) absl::StrAppend(&text_, piece.substr(0, max_length_ + 1 - text_.size()));
}

void ReadableText::AddNumber(double number) {
  if (std::isnan(number)) return Add("nan");  // to_chars would show its sign
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number);
  Add(absl::string_view(digits, static_cast<size_t>(end.ptr - digits)));
}

void ReadableText::AddQuoted(absl::string_view string) {
  Add("\"");
  for (const char c : string) {
    if (full()) return;
    switch (c) {
      case '\n':
        Add("\\n");
        break;
      case '\t':
        Add("\\t");
        break;
      case '"':
        Add("\\\"");
        break;
      case '\\':
        Add("\\\\");
        break;
      default:
        if (absl::ascii_isprint(static_cast<unsigned char>(c))) {
          Add(absl::string_view(&c, 1));
        } else {
          Add("\\x");
          AddHex(absl::string_view(&c, 1));
        }
    }
  }
  Add("\"");
}

void ReadableText::AddHex(absl::string_view bytes) {
  for (const char c : bytes) {
    if (full()) return;
    Add(absl::StrCat(absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2)));
  }
}

void ReadableText::AddName(absl::string_view name) {
  bool bare = !name.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(name[0]));
  for (const char c : name.substr(0, max_length_))
    bare = bare && (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_');
  bare ? Add(name) : AddQuoted(name);
}

std::string ReadableText::Take() && {
  if (full()) {
    text_.resize(max_length_);
    for (size_t i = 0; i < 3 && i < max_length_; ++i) text_[max_length_ - 1 - i] = '.';
  }
  return std::move(text_);
}

}  // namespace rtmp
