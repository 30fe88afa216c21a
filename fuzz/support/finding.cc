#include "fuzz/support/finding.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

// The sanitizers call these, where they are linked, before they report.
extern "C" void __asan_on_error();
extern "C" void __ubsan_on_report();

namespace rtmp {

std::vector<absl::string_view>& StatePath() {
  static std::vector<absl::string_view>& path = *new std::vector<absl::string_view>;
  return path;
}

void ExplainFinding() {
  if (kFuzzLayer != nullptr) std::fprintf(stderr, "layer:  %s\n", kFuzzLayer);
  if (StatePath().empty()) return;
  const std::string states = absl::StrJoin(absl::MakeConstSpan(StatePath()).subspan(1), " > ");
  std::fprintf(stderr, "states: %s\n", absl::StrCat(StatePath().front(), " ", states).c_str());
}

void PropertyFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: property does not hold: %s\n", file, line, condition);
  ExplainFinding();
  std::abort();
}

}  // namespace rtmp

void __asan_on_error() { rtmp::ExplainFinding(); }
void __ubsan_on_report() { rtmp::ExplainFinding(); }
