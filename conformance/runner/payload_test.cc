#include "conformance/runner/payload.h"

#include <cstdlib>
#include <fstream>

#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using testing::Hex;
using testing::ScriptValue;

Buffer Payload(absl::string_view text) {
  absl::StatusOr<Buffer> payload = BuildPayload(ScriptValue(text));
  EXPECT_TRUE(payload.ok()) << text << ": " << payload.status();
  return payload.ok() ? *payload : Buffer();
}

// FLV 10.1 E.4.3.2 and ISO 14496-15: a decoder configuration record whose levels agree with its parameter set's.
TEST(PayloadTest, AvcHeader) {
  EXPECT_EQ(Payload("avc_header"), Hex(R"(
      17 00 000000            | key frame, AVC; sequence header; composition time
      01 42 c0 1e ff          | version 1; profile, compatibility, level; lengths of 4 bytes
      e1 0008 6742c01eda0507e4 | one sequence parameter set
      01 0004 68ce3880        | one picture parameter set
  )"));
}

TEST(PayloadTest, OtherHeadersForOtherArguments) {
  EXPECT_NE(Payload("avc_header(1)"), Payload("avc_header"));
  EXPECT_EQ(Payload("avc_header(0)"), Payload("avc_header"));
  EXPECT_EQ(Payload("avc_header(1)")[8], 31);
  EXPECT_EQ(Payload("avc_header(1)")[16], 31);
  EXPECT_EQ(Payload("aac_header(12)"), Hex("af 00 11 90"));  // 48,000 Hz
}

TEST(PayloadTest, AacHeader) { EXPECT_EQ(Payload("aac_header"), Hex("af 00 12 10")); }

TEST(PayloadTest, FramesAreWholeTagBodies) {
  const Buffer key = Payload("avc_key(300, 7)");
  ASSERT_EQ(key.size(), 300u);
  EXPECT_EQ(Buffer(key.begin(), key.begin() + 10), Hex("17 01 000000 00000123 65"));
  const Buffer inter = Payload("avc_inter(10, 7)");
  EXPECT_EQ(inter, Hex("27 01 000000 00000001 41"));
  const Buffer aac = Payload("aac(90, 2)");
  ASSERT_EQ(aac.size(), 90u);
  EXPECT_EQ(aac[0], 0xaf);
  EXPECT_EQ(aac[1], 0x01);
}

TEST(PayloadTest, BytesDependOnSeedAndPosition) {
  const Buffer one = Payload("avc_key(4000, 1)");
  const Buffer two = Payload("avc_key(4000, 2)");
  size_t same = 0;
  for (size_t i = 10; i < one.size(); ++i) same += one[i] == two[i];
  EXPECT_LT(same, 60u);
  // A position keeps its byte whatever the length, and no two stretches of a payload agree: lost chunks show.
  const Buffer longer = Payload("avc_key(5000, 1)");
  EXPECT_TRUE(std::equal(one.begin() + 10, one.end(), longer.begin() + 10));
  for (size_t shift : {1u, 64u, 128u, 256u, 1024u}) {
    EXPECT_FALSE(std::equal(one.begin() + 10, one.begin() + 26, one.begin() + 10 + shift)) << shift;
  }
}

TEST(PayloadTest, NoZeroBytesSoNoStartCodes) {
  const Buffer key = Payload("avc_key(70000, 3)");
  EXPECT_EQ(std::count(key.begin() + 10, key.end(), 0), 0);
}

TEST(PayloadTest, FillHexEmpty) {
  EXPECT_EQ(Payload("fill(3, 0xaa)"), Hex("aa aa aa"));
  EXPECT_EQ(Payload("fill(0, 1)"), Buffer());
  EXPECT_EQ(Payload("hex(05 09)"), Hex("05 09"));
  EXPECT_EQ(Payload("empty"), Buffer());
}

TEST(PayloadTest, WhatCannotBe) {
  for (const char* text : {"avc_key(9, 1)", "avc_inter(9, 1)", "aac(2, 1)", "avc_key(16777216, 1)", "fill(3, 256)", "fill(-1, 0)",
                           "avc_key(10.5, 1)", "avc_key(nan, 1)", "file(\"/etc/passwd\")", "file(\"../secret\")",
                           "file(\"no such file\")", "\"text\"", "5", "null", "unheard_of"}) {
    absl::StatusOr<Value> value = ParseValue(text);
    if (!value.ok()) continue;  // The language refuses it before.
    EXPECT_EQ(BuildPayload(*value).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  Value unknown;
  unknown.kind = Value::Kind::kCall;
  unknown.text = "avc_magic";
  EXPECT_THAT(BuildPayload(unknown).status().message(), ::testing::HasSubstr("unknown payload avc_magic"));
}

TEST(PayloadTest, FilesLieBelowTheCorpus) {
  const std::string directory = ::testing::TempDir();
  std::ofstream(directory + "/payload_test.bin", std::ios::binary) << "\x17\x01";
  SetCorpusDirectory(directory);
  EXPECT_EQ(Payload("file(\"payload_test.bin\")"), Hex("17 01"));
}

}  // namespace
}  // namespace rtmpspec
