// The field that most receivers get wrong: RTMP 1.0 5.3.1.3, catalogue rows RTMP-XT.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/decode_every_way_testing.h"

namespace rtmp {
namespace {

using testing::ElementsAre;

ChunkDecoderOptions Peek() {
  ChunkDecoderOptions options;
  options.peek_extended_timestamp = true;
  return options;
}

const std::string kAa128(128, '\xaa');

// 5.3.1.2.1: "greater than or equal" (RTMP-XT-02, XT-03), and smaller values are taken too (RTMP-XT-12).
TEST(ExtendedTimestampTest, FollowsTheMarkerOnly) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  fffffe 000001 08 01000000 aa
      04  ffffff 000001 08 01000000 00ffffff bb
      04  ffffff 000001 08 01000000 00000005 cc
  )"),
              ElementsAre(Audio(0xfffffe, "\xaa"), Audio(0xffffff, "\xbb"), Audio(5, "\xcc")));
}

// RTMP-XT-06: in types 1 and 2 it is a delta. And the sum wraps (RTMP-XT-14).
TEST(ExtendedTimestampTest, IsADeltaInTypes1And2) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  002af8 000001 08 01000000 aa
      44  ffffff 000001 08 01000000 bb
      84  ffffff ff000000 cc
  )"),
              ElementsAre(Audio(11000, "\xaa"), Audio(16788216, "\xbb"), Audio(11000, "\xcc")));
}

// RTMP-XT-04: continuations repeat the field; what stands in it changes nothing there.
TEST(ExtendedTimestampTest, IsRepeatedInsideAMessage) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 ffffff 000102 09 01000000 01000000", Fill("aa", 128),  //
                                          "c4 01000000", Fill("bb", 128),                            //
                                          "c4 77777777 cccc",                                        //
                                          "84 000001", Fill("aa", 128), "c4", Fill("bb", 128), "c4 dddd")),
              ElementsAre(Video(0x1000000, kAa128 + std::string(128, '\xbb') + "\xcc\xcc"),
                          Video(0x1000001, kAa128 + std::string(128, '\xbb') + "\xdd\xdd")));
}

// RTMP-XT-07: the repeated field is the delta again.
TEST(ExtendedTimestampTest, IsTheDeltaOfANewType3AfterType1Or2) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  000001 000001 08 01000000 aa
      84  ffffff 01000000 bb
      c4  01000000 cc
      c4  00000010 dd | another delta than before: what is here counts
  )"),
              ElementsAre(Audio(1, "\xaa"), Audio(0x1000001, "\xbb"), Audio(0x2000001, "\xcc"), Audio(0x2000011, "\xdd")));
}

// RTMP-XT-08, CM-08: after type 0 its timestamp is the delta, whatever the field repeats.
TEST(ExtendedTimestampTest, AfterType0ANewType3AddsTheTimestamp) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  ffffff 000001 08 01000000 01000000 aa
      c4  01000000 bb
      c4  02000000 cc
  )"),
              ElementsAre(Audio(0x1000000, "\xaa"), Audio(0x2000000, "\xbb"), Audio(0x3000000, "\xcc")));
}

// RTMP-XT-09: the latest type 0, 1 or 2 decides, in both directions.
TEST(ExtendedTimestampTest, TheLatestHeaderDecides) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 ffffff 000001 08 01000000 01000000 aa",       //
                                          "44 000001 000081 08", Fill("aa", 128), "c4 01",  //
                                          "c4", Fill("aa", 128), "c4 02",                   //
                                          "84 ffffff 00ffffff", Fill("aa", 128), "c4 00ffffff 03")),
              ElementsAre(Audio(0x1000000, "\xaa"), Audio(0x1000001, kAa128 + "\1"), Audio(0x1000002, kAa128 + "\2"),
                          Audio(0x2000001, kAa128 + "\3")));
}

// RTMP-XT-10: a running timestamp that passes 0xffffff brings no field.
TEST(ExtendedTimestampTest, SmallDeltasNeverBringIt) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 fffff0 000081 08 01000000", Fill("aa", 128), "c4 01",  //
                                          "84 000028", Fill("aa", 128), "c4 02")),
              ElementsAre(Audio(0xfffff0, kAa128 + "\1"), Audio(0x1000018, kAa128 + "\2")));
}

// RTMP-XT-11.
TEST(ExtendedTimestampTest, BelongsToItsChunkStream) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 000000 000081 08 01000000", Fill("aa", 128),           //
                                          "06 ffffff 000081 09 01000000 01000000", Fill("aa", 128),  //
                                          "c4 01  c6 01000000 02")),
              ElementsAre(Audio(0, kAa128 + "\1"), Video(0x1000000, kAa128 + "\2")));
}

// RTMP-XT-05: without the option, what an encoder of the older text sends as payload is taken as the field.
TEST(ExtendedTimestampTest, StrictDecodingTakesFourBytesAlways) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 ffffff 000084 08 01000000 01000000", Fill("aa", 128), "c4 01020304 05060708")),
              ElementsAre(Audio(0x1000000, kAa128 + "\5\6\7\x8")));
}

TEST(ExtendedTimestampTest, PeekingTakesTheFieldWhenItIsThere) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 ffffff 000084 08 01000000 01000000", Fill("aa", 128), "c4 01000000 05060708",  //
                                          "c4 01000000", Fill("aa", 128), "c4 01000000 05060708"),
                             Peek()),
              ElementsAre(Audio(0x1000000, kAa128 + "\5\6\7\x8"), Audio(0x2000000, kAa128 + "\5\6\7\x8")));
}

// The bytes differ from the field in the first, a middle and the last byte.
TEST(ExtendedTimestampTest, PeekingLeavesPayloadThatDiffers) {
  EXPECT_THAT(
      DecodeEveryWay(absl::StrCat("04 ffffff 000104 08 01000000 01000000", Fill("aa", 128),  //
                                  "c4 0100ff00", Fill("bb", 124),                            //
                                  "c4 01000001",                                             //
                                  "84 ffffff 01000000", Fill("aa", 128),                     //
                                  "c4 ff000000", Fill("bb", 124), "c4 00000000"),
                     Peek()),
      ElementsAre(
          Audio(0x1000000, kAa128 + std::string("\1\0\xff\0", 4) + std::string(124, '\xbb') + std::string("\1\0\0\1", 4)),
          Audio(0x2000000, kAa128 + std::string("\xff\0\0\0", 4) + std::string(124, '\xbb') + std::string("\0\0\0\0", 4))));
}

// The last chunk is shorter than the field and begins like it: the bytes of the chunks behind it decide.
TEST(ExtendedTimestampTest, PeekingLooksBeyondAShortChunk) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("04 ffffff 000081 08 01000000 04c40000", Fill("aa", 128),  //
                                          "c4 04",                                                   // payload
                                          "c4", Fill("aa", 128),                                     // a new message
                                          "c4 07"),
                             Peek()),
              ElementsAre(Audio(0x4c40000, kAa128 + "\4"), Audio(0x9880000, kAa128 + "\7")));
}

// The bytes held back are payload, a header, and the beginning of another message.
TEST(ExtendedTimestampTest, BytesHeldBackAreReadAgain) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("05 000000 000001 09 01000000 ee",                         //
                                          "04 ffffff 000081 08 01000000 07c509ff", Fill("aa", 128),  //
                                          "c4 07  c5 09  c5 0a"),
                             Peek()),
              ElementsAre(Video(0, "\xee"), Audio(0x7c509ff, kAa128 + "\7"), Video(0, "\x09"), Video(0, "\x0a")));
}

// RTMP-XT-13: payload that equals the field cannot be told from it. Whoever peeks accepts that.
TEST(ExtendedTimestampTest, PeekingIsFooledByPayloadThatEqualsTheField) {
  const Decoded decoded =
      DecodeEveryWay(absl::StrCat("04 ffffff 000084 08 01000000 01000000", Fill("aa", 128), "c4 01000000"), Peek());
  EXPECT_THAT(decoded, testing::IsEmpty());
  EXPECT_EQ(decoded.buffered_bytes, 128u + 64u);
}

}  // namespace
}  // namespace rtmp
