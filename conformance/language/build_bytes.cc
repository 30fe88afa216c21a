// Annotated hex: `03 | C0`, `?:4`, `$x=?:4`, `$x`, `$x:1528`.
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "conformance/language/builder.h"

namespace rtmpspec {
namespace {

// A run may not stand for more than a hundred mebibytes: a length is a number that somebody wrote.
constexpr size_t kLongestRun = 100 << 20;

bool TakeLength(absl::string_view* text, size_t* length) {
  if (!absl::ConsumePrefix(text, ":")) return false;
  size_t size = 0;
  while (size < text->size() && absl::ascii_isdigit((*text)[size])) ++size;
  if (!absl::SimpleAtoi(text->substr(0, size), length) || *length == 0 || *length > kLongestRun) return false;
  text->remove_prefix(size);
  return true;
}

// One item of a line that is not hex: ?:4 $x=?:4 $x:1528 $x
bool ParseRun(absl::string_view text, BytesStep::Item* item) {
  if (absl::ConsumePrefix(&text, "$")) {
    size_t size = 0;
    while (size < text.size() && (absl::ascii_isalnum(text[size]) || text[size] == '_')) ++size;
    if (size == 0 || absl::ascii_isdigit(text[0])) return false;
    item->variable = std::string(text.substr(0, size));
    text.remove_prefix(size);
    if (text.empty()) return true;
    item->capture = absl::ConsumePrefix(&text, "=?");
    return TakeLength(&text, &item->length) && text.empty();
  }
  return absl::ConsumePrefix(&text, "?") && TakeLength(&text, &item->length) && text.empty();
}

bool IsHex(absl::string_view word) {
  for (const char c : word) {
    if (!absl::ascii_isxdigit(c)) return false;
  }
  return word.size() % 2 == 0;
}

}  // namespace

void Builder::BuildByteLine(const SyntaxNode& at, absl::string_view line, BytesStep* bytes) {
  const absl::string_view hex = line.substr(0, line.find_first_of("|#"));
  for (size_t i = 0; i < hex.size();) {
    if (absl::ascii_isspace(hex[i])) {
      ++i;
      continue;
    }
    const size_t end = std::min(hex.size(), hex.find_first_of(" \t\r", i));
    const absl::string_view word = hex.substr(i, end - i);
    SyntaxNode place = at;
    place.column += static_cast<int>(i);
    BytesStep::Item item;
    if (IsHex(word)) {
      item.bytes = BuildHex(place, word);
      // Hex words that follow each other are one run.
      const bool joins = !bytes->items.empty() && !bytes->items.back().bytes.empty();
      if (joins) {
        bytes->items.back().bytes.insert(bytes->items.back().bytes.end(), item.bytes.begin(), item.bytes.end());
      } else {
        bytes->items.push_back(std::move(item));
      }
    } else if (ParseRun(word, &item)) {
      bytes->items.push_back(std::move(item));
    } else {
      Fail(place, "expected bytes by twos, ?:LENGTH, $x=?:LENGTH, $x or $x:LENGTH, and a note behind '|'");
    }
    i = end;
  }
}

BytesStep Builder::BuildBytes(const SyntaxNode& node, Side side) {
  BytesStep bytes;
  bytes.side = side;
  const SyntaxNode& lines = node.children.back();
  SyntaxNode at = lines;
  for (absl::string_view line : absl::StrSplit(lines.text, '\n')) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    at.column = static_cast<int>(text.data() - line.data()) + 1;
    if (!text.empty() && at.line != lines.line) {
      bytes.lines.emplace_back(text);
      BuildByteLine(at, text, &bytes);
    }
    ++at.line;
  }
  if (bytes.items.empty()) Fail(node, "expected at least one byte");
  return bytes;
}

}  // namespace rtmpspec
