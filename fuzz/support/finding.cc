#include "fuzz/support/finding.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

namespace rtmp {

std::vector<absl::string_view>& StatePath() {
  static std::vector<absl::string_view>& path = *new std::vector<absl::string_view>;
  return path;
}

void PropertyFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: property does not hold: %s\n", file, line, condition);
  if (!StatePath().empty()) {
    const std::string states = absl::StrJoin(absl::MakeConstSpan(StatePath()).subspan(1), " > ");
    std::fprintf(stderr, "states: %s\n", absl::StrCat(StatePath().front(), " ", states).c_str());
  }
  std::abort();
}

}  // namespace rtmp
