// SetChunkSize and Abort, the two messages that a chunk decoder obeys (RTMP 1.0 5.4.1, 5.4.2).
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/decode_every_way_testing.h"

namespace rtmp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string SetChunkSize(uint32_t size) { return absl::StrFormat("02 000000 000004 01 00000000 %08x", size); }
std::string Abort(uint32_t csid) { return absl::StrFormat("02 000000 000004 02 00000000 %08x", csid); }

auto ControlMessage(uint8_t type_id, const std::string& payload) { return Message(type_id, 0, 0, payload); }
auto SizeSet(const std::string& payload) { return ControlMessage(1, payload); }
auto Aborted(const std::string& payload) { return ControlMessage(2, payload); }

TEST(SetChunkSizeTest, Is128AtFirst) {
  EXPECT_EQ(ChunkDecoder().chunk_size(), 128u);
  EXPECT_EQ(kDefaultChunkSize, 128u);
}

// RTMP-PC-03: from the next chunk on.
TEST(SetChunkSizeTest, TakesEffectAtOnce) {
  const Decoded decoded = DecodeEveryWay(absl::StrCat(SetChunkSize(200), "04 000000 0000c8 08 01000000", Fill("aa", 200)));
  EXPECT_THAT(decoded, ElementsAre(SizeSet(std::string("\0\0\0\xc8", 4)), Audio(0, std::string(200, '\xaa'))));
  EXPECT_EQ(decoded.chunk_size, 200u);
}

// RTMP-PC-07: the rest of a message already begun comes in chunks of the new size.
TEST(SetChunkSizeTest, AppliesToTheRestOfBegunMessages) {
  EXPECT_THAT(
      DecodeEveryWay(absl::StrCat("06 000000 000190 09 01000000", Fill("aa", 128),  // 400 bytes
                                  "c6", Fill("bb", 128),                            //
                                  SetChunkSize(100),                                //
                                  "c6", Fill("cc", 100),                            //
                                  "c6", Fill("dd", 44))),
      ElementsAre(SizeSet(std::string("\0\0\0\x64", 4)), Video(0, std::string(128, '\xaa') + std::string(128, '\xbb') +
                                                                      std::string(100, '\xcc') + std::string(44, '\xdd'))));
}

// Smaller than what has come already, which broke a server that kept its buffers by chunk size.
TEST(SetChunkSizeTest, MayShrinkBelowWhatIsBuffered) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000000 000083 09 01000000", Fill("aa", 128), SetChunkSize(1),  //
                                          "c6 b1  c6 b2  c6 b3",                                             //
                                          "02 000000 000004 01 00000000 00 c2 00 c2 00 c2 80",               //
                                          "04 000000 000003 08 01000000 010203")),
              ElementsAre(SizeSet(std::string("\0\0\0\1", 4)), Video(0, std::string(128, '\xaa') + "\xb1\xb2\xb3"),
                          SizeSet(std::string("\0\0\0\x80", 4)), Audio(0, "\1\2\3")));
}

// 5.4.1 (RTMP-PC-08).
TEST(SetChunkSizeTest, OneIsValid) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat(SetChunkSize(1), "04 000000 000004 08 01000000 aa c4 bb c4 cc c4 dd")),
              ElementsAre(SizeSet(std::string("\0\0\0\1", 4)), Audio(0, "\xaa\xbb\xcc\xdd")));
}

// 5.4.1 (RTMP-PC-10, PC-11).
TEST(SetChunkSizeTest, ZeroAndTheTopBitAreErrors) {
  for (uint32_t size : {0u, 0x80000000u, 0x80000080u, 0xffffffffu}) {
    const Decoded decoded = FailEveryWay(absl::StrCat("04 000000 000001 08 01000000 aa", SetChunkSize(size), "c4 bb"));
    EXPECT_THAT(decoded, ElementsAre(Audio(0, "\xaa"))) << size;
    EXPECT_THAT(decoded.error, IsError(ErrorCode::kInvalidChunkSize, 13)) << size;
    EXPECT_EQ(decoded.chunk_size, 128u);
  }
}

// 5.4.1 (RTMP-PC-12): equivalent, since no message is longer.
TEST(SetChunkSizeTest, SizesAboveTheLongestMessageAreClamped) {
  for (uint32_t size : {0xffffffu, 0x1000000u, 0x7fffffffu}) {
    EXPECT_EQ(DecodeEveryWay(SetChunkSize(size)).chunk_size, 0xffffffu) << size;
  }
}

// RTMP-PC-13, and a crash of several stacks.
TEST(SetChunkSizeTest, AShortPayloadIsAnError) {
  for (absl::string_view type : {"01", "02"}) {
    for (int length = 0; length < 4; ++length) {
      const Decoded decoded = FailEveryWay(
          absl::StrCat("02 000000 00000", length, type, "00000000", Fill("01", length), "04 000000 000000 08 01000000"));
      EXPECT_THAT(decoded.error, IsError(ErrorCode::kShortControlMessage, 0)) << type << " " << length;
      EXPECT_THAT(decoded, IsEmpty());
    }
  }
}

// RTMP-PC-13.
TEST(SetChunkSizeTest, OfALongPayloadTheFirstFourBytesCount) {
  const Decoded decoded = DecodeEveryWay("02 000000 000006 01 00000000 00000200 ffff");
  EXPECT_EQ(decoded.chunk_size, 512u);
  EXPECT_THAT(decoded, ElementsAre(SizeSet(std::string("\0\0\2\0\xff\xff", 6))));
}

// RTMP-PC-02, PC-04: on any streams, at any time.
TEST(SetChunkSizeTest, IsObeyedOnEveryStream) {
  EXPECT_EQ(DecodeEveryWay("05 fffffe 000004 01 07000000 00000300").chunk_size, 0x300u);
}

// RTMP-PC-31: in several chunks it counts when it is complete.
TEST(SetChunkSizeTest, CountsWhenItIsComplete) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat(SetChunkSize(2),                            //
                                          "02 000000 000004 01 00000000 0000",        //
                                          "04 000000 000003 08 01000000 aabb c4 cc",  //
                                          "c2 0003", "04 000000 000003 08 01000000 ddeeff")),
              ElementsAre(SizeSet(std::string("\0\0\0\2", 4)), Audio(0, "\xaa\xbb\xcc"), SizeSet(std::string("\0\0\0\3", 4)),
                          Audio(0, "\xdd\xee\xff")));
}

// 5.4.2 (RTMP-PC-14).
TEST(AbortTest, DropsTheUnfinishedMessage) {
  const Decoded decoded = DecodeEveryWay(absl::StrCat("06 000000 000190 09 01000000", Fill("aa", 128),  //
                                                      Abort(6),                                         //
                                                      "06 000005 000001 09 01000000 bb"));
  EXPECT_THAT(decoded, ElementsAre(Aborted(std::string("\0\0\0\6", 4)), Video(5, "\xbb")));
  EXPECT_EQ(decoded.buffered_bytes, 0u);
}

// RTMP-PC-16: what later headers inherit, the time of the dropped message included, stays.
TEST(AbortTest, KeepsTheHeaderState) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000064 000081 09 01000000", Fill("aa", 128), "c6 01",  //
                                          "86 00000a", Fill("bb", 128), Abort(6),                    //
                                          "c6", Fill("cc", 128), "c6 03")),
              ElementsAre(Video(100, std::string(128, '\xaa') + "\1"), Aborted(std::string("\0\0\0\6", 4)),
                          Video(120, std::string(128, '\xcc') + "\3")));
}

// RTMP-PC-15: nothing to drop, on a chunk stream that is idle, was never used, cannot exist, or is the Abort's own.
TEST(AbortTest, WithoutAnUnfinishedMessageIsHarmless) {
  EXPECT_THAT(DecodeEveryWay(
                  absl::StrCat("06 000064 000001 09 01000000 aa", Abort(6), Abort(9999), Abort(0xffffffff), Abort(2), "c6 bb")),
              ElementsAre(Video(100, "\xaa"), Aborted(std::string("\0\0\0\6", 4)), Aborted(std::string("\0\0\x27\x0f", 4)),
                          Aborted("\xff\xff\xff\xff"), Aborted(std::string("\0\0\0\2", 4)), Video(200, "\xbb")));
}

// An Abort never makes a chunk stream known.
TEST(AbortTest, GivesAnUnknownChunkStreamNoHeader) {
  EXPECT_THAT(FailEveryWay(absl::StrCat(Abort(9), "c9 aa")).error, IsError(ErrorCode::kNoPreviousHeader, 16));
}

TEST(AbortTest, LeavesOtherChunkStreamsAlone) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000000 000081 09 01000000", Fill("aa", 128),  //
                                          "05 000000 000081 08 01000000", Fill("bb", 128), Abort(6), "c5 b1")),
              ElementsAre(Aborted(std::string("\0\0\0\6", 4)), Audio(0, std::string(128, '\xbb') + "\xb1")));
}

}  // namespace
}  // namespace rtmp
