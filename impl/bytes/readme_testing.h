// For tests only: a README.md shows what the code says, between two comments. RTMPSPEC_UPDATE_DOCS=1 in the environment writes
// it.
#ifndef RTMPSPEC_IMPL_BYTES_README_TESTING_H_
#define RTMPSPEC_IMPL_BYTES_README_TESTING_H_

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace rtmp {

// The text between <!-- block --> and <!-- end of block -->.
inline void ExpectInReadme(const std::string& path, const std::string& block, const std::string& text) {
  const std::string begin = absl::StrCat("<!-- ", block, " -->\n");
  const std::string end = absl::StrCat("<!-- end of ", block, " -->\n");
  std::stringstream all;
  all << std::ifstream(path).rdbuf();
  std::string readme = all.str();
  const size_t from = readme.find(begin);
  const size_t to = readme.find(end);
  ASSERT_NE(from, std::string::npos) << begin;
  ASSERT_NE(to, std::string::npos) << end;
  const size_t start = from + begin.size();
  if (std::getenv("RTMPSPEC_UPDATE_DOCS") != nullptr) {
    readme.replace(start, to - start, text);
    std::ofstream(path) << readme;
    return;
  }
  EXPECT_EQ(readme.substr(start, to - start), text) << "regenerate it with RTMPSPEC_UPDATE_DOCS=1";
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_README_TESTING_H_
