#include "fuzz/support/finding.h"

#include <cstdio>
#include <cstdlib>

namespace rtmp {

std::string& StatePath() {
  static std::string& path = *new std::string;
  return path;
}

void PropertyFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: property does not hold: %s\n", file, line, condition);
  if (!StatePath().empty()) std::fprintf(stderr, "states: %s\n", StatePath().c_str());
  std::abort();
}

}  // namespace rtmp
