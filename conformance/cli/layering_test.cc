// Reads every #include of the tree and fails on one that points upward:
//
//   bytes -> amf3 -> amf0, handshake, chunk -> media -> message -> command -> connection -> io
//   requirements -> language, report -> runner -> peers, faults -> cli            above impl/
//   fuzz, bench                                                                   above both
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A folder may include itself and what has a smaller number.
const std::map<std::string, int>& Floors() {
  static const auto& floors = *new std::map<std::string, int>{
      {"impl/bytes", 1},
      {"impl/amf3", 2},
      {"impl/amf0", 3},
      {"impl/handshake", 3},
      {"impl/chunk", 3},
      {"impl/media", 4},
      {"impl/message", 5},
      {"impl/command", 6},
      {"impl/connection", 7},
      {"impl/io", 8},
      {"impl/example", 9},
      {"conformance/requirements", 10},
      {"conformance/language", 11},
      {"conformance/report", 11},
      {"conformance/runner", 12},
      {"conformance/faults", 13},
      {"conformance/peers", 13},
      {"conformance/cli", 14},
      {"fuzz", 20},
      {"bench", 20},
  };
  return floors;
}

// "impl/chunk" of impl/chunk/chunk_decoder.h, "fuzz" of fuzz/support/cuts.h.
std::string FolderOf(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  if (parts.size() < 2) return "";
  return parts[0] == "impl" || parts[0] == "conformance" ? absl::StrCat(parts[0], "/", parts[1]) : std::string(parts[0]);
}

// The layers below io/ know no sockets, clocks, threads or randomness: all of that is handed to them.
bool IsOutsideWorld(absl::string_view header) {
  constexpr absl::string_view kHeaders[] = {
      "asio.hpp", "poll.h", "netdb.h", "thread", "mutex",   "condition_variable", "future",     "chrono",
      "ctime",    "time.h", "random",  "atomic", "fstream", "iostream",           "filesystem", "absl/time/clock.h"};
  constexpr absl::string_view kPrefixes[] = {"asio/", "sys/", "netinet/", "arpa/", "boost/asio"};
  return std::find(std::begin(kHeaders), std::end(kHeaders), header) != std::end(kHeaders) ||
         std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](absl::string_view p) { return absl::StartsWith(header, p); });
}

// chunk_decoder_test.cc, relay_test_hub.h, session_testing.h.
bool IsTestOnly(absl::string_view path) { return absl::StrContains(path.substr(path.rfind('/') + 1), "_test"); }

// "" if `path` may include `header`, else why not.
std::string WhyForbidden(absl::string_view path, absl::string_view header, bool quoted) {
  const std::string from = FolderOf(path), to = FolderOf(header);
  const bool is_test = IsTestOnly(path);
  if (!is_test && IsTestOnly(header)) return "that is for tests only";
  if (!quoted || Floors().count(to) == 0) {
    if (absl::StartsWith(header, "impl/") || absl::StartsWith(header, "conformance/")) return "that folder is in no layer";
    const bool below_io = absl::StartsWith(from, "impl/") && Floors().at(from) < Floors().at("impl/io");
    if (below_io && !is_test && IsOutsideWorld(header)) return "only impl/io knows the outside world";
    if (quoted && (absl::StartsWith(header, ".") || !absl::StrContains(header, '/'))) return "write the path from the top";
    return "";
  }
  if (from == to) return "";
  if (Floors().at(to) < Floors().at(from)) return "";
  return absl::StrCat(from, " stands below or beside ", to);
}

std::vector<std::string> ForbiddenIncludes(absl::string_view path, absl::string_view source) {
  std::vector<std::string> findings;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(source, '\n')) {
    ++number;
    if (!absl::ConsumePrefix(&line, "#include ")) continue;
    const bool quoted = absl::StartsWith(line, "\"");
    line.remove_prefix(1);
    const absl::string_view header = line.substr(0, line.find_first_of("\">"));
    if (const std::string why = WhyForbidden(path, header, quoted); !why.empty()) {
      findings.push_back(absl::StrCat(path, ":", number, ": ", header, ": ", why));
    }
  }
  return findings;
}

TEST(LayeringTest, NoIncludePointsUpward) {
  namespace fs = std::filesystem;
  const fs::path top(RTMPSPEC_SOURCE_DIR);
  std::vector<std::string> findings;
  int files = 0;
  for (const char* folder : {"impl", "conformance", "fuzz", "bench"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / folder)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cc") continue;
      const std::string path = entry.path().lexically_relative(top).generic_string();
      ASSERT_GT(Floors().count(FolderOf(path)), 0u) << path << " is in no layer: add its folder to the list above";
      std::ifstream file(entry.path());
      std::stringstream text;
      text << file.rdbuf();
      for (std::string& finding : ForbiddenIncludes(path, text.str())) findings.push_back(std::move(finding));
      ++files;
    }
  }
  EXPECT_GT(files, 50) << "the tree was not found";
  EXPECT_THAT(findings, IsEmpty());
}

TEST(LayeringTest, SeesAnArrowThatPointsBack) {
  const absl::string_view planted =
      "// impl/chunk\n"
      "#include \"impl/chunk/chunk_header.h\"\n"
      "#include \"impl/bytes/bytes.h\"\n"
      "#include \"impl/message/message.h\"\n";
  EXPECT_THAT(
      ForbiddenIncludes("impl/chunk/chunk_decoder.cc", planted),
      ElementsAre("impl/chunk/chunk_decoder.cc:4: impl/message/message.h: impl/chunk stands below or beside impl/message"));
  EXPECT_THAT(ForbiddenIncludes("impl/message/aggregate.cc", planted), IsEmpty());
}

TEST(LayeringTest, SeesTheOtherForbiddenIncludes) {
  EXPECT_THAT(ForbiddenIncludes("impl/amf0/decoder.h", "#include \"impl/chunk/chunk_header.h\"\n"),
              ElementsAre(HasSubstr("beside")));
  EXPECT_THAT(ForbiddenIncludes("impl/io/server.cc", "#include \"conformance/runner/peer.h\"\n"),
              ElementsAre(HasSubstr("below")));
  EXPECT_THAT(ForbiddenIncludes("conformance/runner/sync.cc", "#include \"conformance/cli/selection.h\"\n"),
              ElementsAre(HasSubstr("below")));
  EXPECT_THAT(ForbiddenIncludes("impl/connection/state.cc", "#include <chrono>\n"), ElementsAre(HasSubstr("outside world")));
  EXPECT_THAT(ForbiddenIncludes("impl/io/server.cc", "#include <chrono>\n"), IsEmpty());
  EXPECT_THAT(ForbiddenIncludes("impl/io/server.cc", "#include \"impl/io/relay_test_hub.h\"\n"),
              ElementsAre(HasSubstr("tests only")));
  EXPECT_THAT(ForbiddenIncludes("impl/io/server.cc", "#include \"server.h\"\n"), ElementsAre(HasSubstr("from the top")));
  EXPECT_THAT(ForbiddenIncludes("impl/io/server.cc", "#include \"impl/elsewhere/x.h\"\n"), ElementsAre(HasSubstr("no layer")));
  EXPECT_THAT(ForbiddenIncludes("fuzz/amf0_fuzzer.cc", "#include \"bench/support/memcpy.h\"\n"),
              ElementsAre(HasSubstr("beside")));
  EXPECT_THAT(ForbiddenIncludes("fuzz/amf0_fuzzer.cc", "#include \"fuzz/support/cuts.h\"\n#include \"impl/amf0/decoder.h\"\n"),
              IsEmpty());
}

}  // namespace
}  // namespace rtmpspec
