#include "impl/message/aggregate.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Read {
  explicit Read(absl::string_view hex, uint32_t timestamp = 0) : payload(ParseHex(hex).value()) {
    AggregateReader reader(payload, timestamp);
    while (const auto part = reader.Next()) {
      parts.push_back(absl::StrCat(part->type_id, "@", part->timestamp, " ", ToHex(part->payload)));
    }
    error = reader.error();
  }
  Buffer payload;
  std::vector<std::string> parts;
  std::optional<ProtocolError> error;
};

TEST(AggregateTest, PartsAndTheirTimes) {  // RTMP-MT-13, MT-14
  const Read read(R"(
      08 000002 000064 00 000000  af01  0000000d
      09 000001 000078 00 000000  27    0000000c
      12 000000 00008c 00 000000        0000000b)",
                  5000);
  EXPECT_THAT(read.parts, ElementsAre("8@5000 af01", "9@5020 27", "18@5040 "));
  EXPECT_EQ(read.error, std::nullopt);
}

TEST(AggregateTest, TimesInFlvsOrder) {  // RTMP-MT-16
  EXPECT_THAT(Read("08 000000 000000 01 000000 0000000b 08 000000 000005 01 000000 0000000b", 0x01000000).parts,
              ElementsAre("8@16777216 ", "8@16777221 "));
  // Backwards, and across the wrap.
  EXPECT_THAT(Read("08 000000 000010 00 000000 0000000b 08 000000 000000 00 000000 0000000b", 8).parts,
              ElementsAre("8@8 ", "8@4294967288 "));
}

TEST(AggregateTest, StreamIdAndBackPointerDoNotMatter) {  // RTMP-MT-17, MT-18
  EXPECT_THAT(Read("08 000001 000000 00 ffffff aa deadbeef 08 000001 000000 00 000007 bb").parts,
              ElementsAre("8@0 aa", "8@0 bb"));
  EXPECT_THAT(Read("08 000001 000000 00 000000 aa 0000").parts, ElementsAre("8@0 aa"));
  EXPECT_THAT(Read("").parts, IsEmpty());
}

TEST(AggregateTest, APartThatIsTooLong) {  // RTMP-MT-19, H51
  const Read read("08 000001 000000 00 000000 aa 0000000c 09 ffffff 000000 00 000000 bbbb");
  EXPECT_THAT(read.parts, ElementsAre("8@0 aa"));
  EXPECT_EQ(read.error, (ProtocolError{ErrorCode::kMalformedAggregate, 16, ""}));
  for (const char* hex : {"08", "08 000001 000000 00 0000", "08 000001 000000 00 000000"}) {
    EXPECT_EQ(Read(hex).error, (ProtocolError{ErrorCode::kMalformedAggregate, 0, ""})) << hex;
  }
}

// RTMP-MT-15.
TEST(AggregateTest, WhatIsWrittenIsReadAgain) {
  const Buffer audio = {0xaf, 0x01}, video = {0x27};
  Buffer payload;
  AppendAggregatePart({8, 0x01020304, audio}, &payload);
  AppendAggregatePart({9, 0x01020318, video}, &payload);
  EXPECT_EQ(ToHex(payload),
            "0800000202030401000000"
            "af01"
            "0000000d"
            "0900000102031801000000"
            "27"
            "0000000c");
  EXPECT_THAT(Read(ToHex(payload), 0x01020304).parts, ElementsAre("8@16909060 af01", "9@16909080 27"));
}

}  // namespace
}  // namespace rtmp
