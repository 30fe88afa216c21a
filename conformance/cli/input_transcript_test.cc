#include "conformance/cli/input_transcript.h"

#include <filesystem>
#include <string>

#include "conformance/cli/suite_files.h"
#include "conformance/language/lint.h"
#include "conformance/language/parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;

TEST(InputTranscriptTest, ChunksBehindTheStateThatTheLastByteNames) {
  // An audio message, and half of a header; 6: a stream that plays.
  const rtmp::Buffer input = rtmp::ParseHex("04 000000 000002 08 01000000 af01 04 00 0000 06").value();
  const auto text = InputTranscript("server_connection", input);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("peer     server"));
  EXPECT_THAT(*text,
              HasSubstr("use playing\nC: bytes\n  040000000000020801000000af01  | audio csid=4 msid=1 time=0 of 2 bytes\n"));
}

TEST(InputTranscriptTest, WhatIsNone) {
  EXPECT_EQ(InputTranscript("no_such", {}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(InputTranscript("pair", {}).status().message()), HasSubstr("pair_replay"));
  EXPECT_EQ(LayerOfTarget("amf0"), "AMF0");
  EXPECT_EQ(LayerOfTarget("no_such"), "");
}

// Every target has a layer; and what is made of the inputs in the corpus parses.
TEST(InputTranscriptTest, EveryInputOfTheCorpusParses) {
  namespace fs = std::filesystem;
  const fs::path top = RTMPSPEC_SOURCE_DIR;
  int parsed = 0;
  for (const auto& entry : fs::directory_iterator(top / "fuzz")) {
    const std::string file = entry.path().filename().string();
    if (file.size() < 10 || file.substr(file.size() - 10) != "_fuzzer.cc") continue;
    const std::string target = file.substr(0, file.size() - 10);
    EXPECT_NE(LayerOfTarget(target), "") << target;
    if (target == "transcript") continue;
    for (const auto& input : fs::directory_iterator(top / "corpus" / target)) {
      const auto bytes = ReadFile(input.path().string());
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      const auto text = InputTranscript(target, rtmp::ToBytes(*bytes));
      if (!text.ok()) {
        EXPECT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument) << text.status();
        break;  // programs
      }
      const auto transcript = ParseTranscript(*text, input.path().string(), "server/input");
      EXPECT_TRUE(transcript.ok()) << transcript.status() << "\n" << *text;
      ++parsed;
    }
  }
  EXPECT_GT(parsed, 500);
}

}  // namespace
}  // namespace rtmpspec
