#include "conformance/language/hints.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "conformance/language/syntax.h"

namespace rtmpspec {
namespace {

constexpr size_t kLongestWord = 40;
constexpr size_t kLongestLine = 160;

const std::vector<absl::string_view>& HeaderWords() {
  static const auto& words =
      *new std::vector<absl::string_view>{"title", "rows", "peer", "drive", "tags", "pin", "needs", "exact", "params", "cases"};
  return words;
}
const std::vector<absl::string_view>& StepWords() {
  static const auto& words = *new std::vector<absl::string_view>{
      "on", "use", "let", "abandon", "mark", "repeat", "state", "server", "client", "auto", "set", "sync", "alive", "quiet"};
  return words;
}
const std::vector<absl::string_view>& SideWords() {
  static const auto& words = *new std::vector<absl::string_view>{"bytes",   "chunks", "unordered", "ordered", "one",
                                                                 "nothing", "closes", "acks",      "serve",   "optional"};
  return words;
}

bool Contains(const std::vector<absl::string_view>& words, absl::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

absl::string_view FirstWord(absl::string_view text) {
  size_t size = 0;
  while (size < text.size() && (absl::ascii_isalnum(text[size]) || text[size] == '_' || text[size] == '-')) ++size;
  return text.substr(0, size);
}

// What stands there, for people.
std::string Describe(absl::string_view found) {
  if (found.empty()) return "the end of the file";
  if (found[0] == '\n' || found[0] == '\r') return "the end of the line";
  absl::string_view word = FirstWord(found);
  if (word.empty()) word = found.substr(0, 1);
  const auto byte = static_cast<unsigned char>(word[0]);
  if (word.size() == 1 && (byte < 0x20 || byte > 0x7e)) return absl::StrCat("a byte ", absl::Hex(byte, absl::kZeroPad2));
  return absl::StrCat("'", word.substr(0, kLongestWord), word.size() > kLongestWord ? "..." : "", "'");
}

// A step was wanted and this word is none.
std::string StepHint(absl::string_view word) {
  if (Contains(HeaderWords(), word)) return absl::StrCat("; header lines such as '", word, "' stand before the first step");
  if (word == "silence") return "; it stands only in an alternative of `S: one of`";
  if (Contains(SideWords(), word)) return absl::StrCat("; say whose: 'C: ", word, " ...' or 'S: ", word, " ...'");
  std::vector<absl::string_view> known = StepWords();
  known.insert(known.end(), HeaderWords().begin(), HeaderWords().end());
  const std::string closest = ClosestWord(word, known);
  if (!closest.empty()) return absl::StrCat("; did you mean '", closest, "'?");
  if (!word.empty() && word != "C" && word != "S") return "; messages begin with 'C:' or 'S:'";
  return "";
}

size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Hint(absl::string_view expected, absl::string_view found, char bracket, int bracket_line, int line) {
  if (absl::StartsWith(expected, "nested")) return std::string(expected);
  std::string text = absl::StrCat("expected ", expected, ", found ", Describe(found));
  if (absl::StartsWith(expected, "a step")) absl::StrAppend(&text, StepHint(FirstWord(found)));
  const bool closer = (bracket == '{' && absl::StrContains(expected, "'}'")) ||
                      (bracket == '[' && absl::StrContains(expected, "']'")) ||
                      (bracket == '(' && absl::StrContains(expected, "')'"));
  if (closer && line != bracket_line)
    absl::StrAppend(&text, "; the '", std::string(1, bracket), "' stands on line ", bracket_line);
  return text;
}

std::string ClosestWord(absl::string_view word, const std::vector<absl::string_view>& known) {
  if (word.empty() || word.size() > kLongestWord) return "";
  std::string best;
  size_t best_distance = word.size() <= 3 ? 2 : 3;  // one edit in a short word, two in a long one
  for (const absl::string_view candidate : known) {
    const size_t distance = EditDistance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = std::string(candidate);
    }
  }
  return best;
}

absl::Status ErrorAt(absl::string_view text, absl::string_view file, int line, int column, absl::string_view message) {
  for (int i = 1; i < line; ++i) text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  absl::string_view shown = text.substr(0, text.find('\n'));
  shown = absl::StripSuffix(shown, "\r");
  // A very long line is shown from a little before the error.
  const size_t offset = std::min<size_t>(column - 1, shown.size());
  const size_t skipped = offset > kLongestLine / 2 && shown.size() > kLongestLine ? offset - kLongestLine / 2 : 0;
  shown = shown.substr(skipped, kLongestLine);
  std::string caret;
  for (const char c : shown.substr(0, offset - skipped)) {
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) caret.push_back(c == '\t' ? '\t' : ' ');
  }
  return absl::InvalidArgumentError(absl::StrCat(file, ":", line, ":", column, ": ", message, "\n", shown, "\n", caret, "^"));
}

}  // namespace rtmpspec
