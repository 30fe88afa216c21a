// Chunks become messages: headers, inheritance, timestamps, interleaving. See chunk_decoder_control_test.cc for SetChunkSize and
// Abort, chunk_decoder_limits_test.cc for limits, memory and pauses.
#include "impl/chunk/chunk_decoder.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/chunk/decode_every_way_testing.h"

namespace rtmp {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

// RTMP 1.0 5.3.1.2.1. The message stream id is little-endian (RTMP-CM-01).
TEST(ChunkDecoderTest, Type0CarriesEveryField) {
  const Decoded decoded = DecodeEveryWay(R"(
      04  0003e8 000002 12 01020304 | type 0, chunk stream 4: t=1000, 2 bytes, data, message stream 0x04030201
      aabb                          | payload
  )");
  EXPECT_THAT(decoded, ElementsAre(Message(18, 0x04030201, 1000, "\xaa\xbb")));
  EXPECT_EQ(decoded[0].chunk_stream_id, 4u);
  EXPECT_EQ(decoded.bytes_consumed, 14u);
}

// 5.3.1.2.2 (RTMP-CM-05).
TEST(ChunkDecoderTest, Type1InheritsTheMessageStreamOnly) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  000064 000002 08 01000000 aabb | audio, t=100
      44  000014 000003 09          ccddee | type 1: t+20, 3 bytes, video
  )"),
              ElementsAre(Audio(100, "\xaa\xbb"), Video(120, "\xcc\xdd\xee")));
}

// 5.3.1.2.3 (RTMP-CM-06); after a type 1 the new type and length are what is inherited (RTMP-CM-21).
TEST(ChunkDecoderTest, Type2InheritsLengthAndType) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  000064 000002 08 01000000 aabb
      84  000014                    ccdd | type 2: t+20
      44  000001 000001 09          ee   | type 1: t+1, 1 byte, video
      84  000005                    ff   | type 2: t+5
  )"),
              ElementsAre(Audio(100, "\xaa\xbb"), Audio(120, "\xcc\xdd"), Video(121, "\xee"), Video(126, "\xff")));
}

// 5.3.1.2.4, 5.3.2.1 (RTMP-CM-07).
TEST(ChunkDecoderTest, Type3BeginsAMessageByAddingTheDeltaAgain) {
  EXPECT_THAT(DecodeEveryWay(R"(
      03  0003e8 000001 08 01000000 01
      83  000014 02
      c3  03
      c3  04
  )"),
              ElementsAre(Audio(1000, "\1"), Audio(1020, "\2"), Audio(1040, "\3"), Audio(1060, "\4")));
}

// 5.3.1.2.4: after a type 0 chunk, a type 3 chunk's delta is that chunk's timestamp (RTMP-CM-08).
TEST(ChunkDecoderTest, Type3AfterType0AddsItsTimestampAgain) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  000010 000002 08 01000000 | type 0, chunk stream 4: t=16, 2 bytes, audio, message stream 1
      aabb                          | payload
      c4                            | type 3, chunk stream 4
      ccdd                          | payload
      c4  eeff                      | and again
  )"),
              ElementsAre(Audio(16, "\xaa\xbb"), Audio(32, "\xcc\xdd"), Audio(48, "\xee\xff")));
}

// 5.3.1.2.4, 5.3.2.2 (RTMP-CM-09): the next delta counts from the message's own time.
TEST(ChunkDecoderTest, Type3InsideAMessageAddsNoTime) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000064 000102 09 01000000", Fill("aa", 128),  //
                                          "c6", Fill("bb", 128),                            //
                                          "c6", Fill("cc", 2),                              //
                                          "46 000014 000001 09 dd")),
              ElementsAre(Video(100, std::string(128, '\xaa') + std::string(128, '\xbb') + "\xcc\xcc"), Video(120, "\xdd")));
}

// 5.3.1.2.5 (RTMP-CM-15): no empty chunk follows an exact multiple.
TEST(ChunkDecoderTest, AMessageEndsWithItsLastByte) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000000 00007f 09 01000000", Fill("a1", 127),           //
                                          "06 000000 000080 09 01000000", Fill("a2", 128),           //
                                          "06 000000 000081 09 01000000", Fill("a3", 128), "c6 a3",  //
                                          "06 000000 000100 09 01000000", Fill("a4", 128), "c6", Fill("a4", 128))),
              ElementsAre(Video(0, std::string(127, '\xa1')), Video(0, std::string(128, '\xa2')),
                          Video(0, std::string(129, '\xa3')), Video(0, std::string(256, '\xa4'))));
}

// RTMP-CM-16: Enhanced RTMP gives a message without payload a meaning.
TEST(ChunkDecoderTest, AMessageWithoutPayloadIsDelivered) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  000001 000000 08 01000000
      84  000002
      c4
      04  000009 000001 08 01000000 aa
  )"),
              ElementsAre(Audio(1, ""), Audio(3, ""), Audio(5, ""), Audio(9, "\xaa")));
}

// 5.1, 5.3.1.2.5 (RTMP-CM-18, CM-19).
TEST(ChunkDecoderTest, Type0MovesAChunkStreamToAnotherMessageStream) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  000001 000001 08 01000000 aa
      04  000002 000001 08 02000000 bb
      44  000003 000001 08 cc
  )"),
              ElementsAre(Message(8, 1, 1, "\xaa"), Message(8, 2, 2, "\xbb"), Message(8, 2, 5, "\xcc")));
}

// 5.3 (RTMP-CM-13): chunks of three chunk streams, each with its own header state.
TEST(ChunkDecoderTest, ChunkStreamsInterleave) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000064 000082 09 01000000", Fill("aa", 128),  // video begins
                                          "05 000032 000081 08 01000000", Fill("bb", 128),  // audio begins
                                          "04 000007 000001 12 01000000 cc",                // data, whole
                                          "c5 b1",                                          // audio ends
                                          "45 000005 000001 08 dd",                         // audio, whole
                                          "c6 a1a2",                                        // video ends
                                          "86 00000a", Fill("ee", 128), "c6 e1e2")),
              ElementsAre(Message(18, 1, 7, "\xcc"), Audio(50, std::string(128, '\xbb') + "\xb1"), Audio(55, "\xdd"),
                          Video(100, std::string(128, '\xaa') + "\xa1\xa2"), Video(110, std::string(128, '\xee') + "\xe1\xe2")));
}

// A run of chunks is copied in one go; a chunk of another chunk stream in its middle must end the run.
TEST(ChunkDecoderTest, AMessageWholeInsideALongRun) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("06 000000 000280 09 01000000", Fill("01", 128),  //
                                          "c6", Fill("02", 128), "c6", Fill("03", 128),     //
                                          "04 000009 000002 08 01000000 c6c6",              //
                                          "c6", Fill("04", 128), "c6", Fill("05", 128))),
              ElementsAre(Audio(9, "\xc6\xc6"), Video(0, std::string(128, 1) + std::string(128, 2) + std::string(128, 3) +
                                                             std::string(128, 4) + std::string(128, 5))));
}

// 5.3.1.1 (RTMP-CB-01 .. CB-03).
// RTMP-CB-12.
TEST(ChunkDecoderTest, ChunkStreamIdsInAllThreeForms) {
  const auto csid = [](uint32_t id) { return Field(&DecodedMessage::chunk_stream_id, id); };
  EXPECT_THAT(DecodeEveryWay(R"(
      02     000000 000001 08 01000000 aa
      3f     000000 000001 08 01000000 aa
      00 00  000000 000001 08 01000000 aa
      00 ff  000000 000001 08 01000000 aa
      01 0001 000000 000001 08 01000000 aa
      01 2d01 000000 000001 08 01000000 aa
      01 ffff 000000 000001 08 01000000 aa
  )"),
              ElementsAre(csid(2), csid(63), csid(64), csid(319), csid(320), csid(365), csid(65599)));
}

// 5.3.1.1 (RTMP-CB-05): begun in two bytes, continued in three, and the other way round.
TEST(ChunkDecoderTest, BothFormsOfAnIdNameTheSameChunkStream) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("00 01  000000 000081 08 01000000", Fill("aa", 128), "c1 0100 a1",  //
                                          "01 ff00 000000 000081 08 01000000", Fill("bb", 128), "c0 ff b1")),
              ElementsAre(Audio(0, std::string(128, '\xaa') + "\xa1"), Audio(0, std::string(128, '\xbb') + "\xb1")));
}

// RTMP-CB-04: 65 is 01 0100, 320 is 01 0001.
TEST(ChunkDecoderTest, ThreeByteIdsAreLittleEndian) {
  EXPECT_THAT(DecodeEveryWay(absl::StrCat("01 0100 000001 000081 08 01000000", Fill("aa", 128),  //
                                          "01 0001 000002 000081 08 01000000", Fill("bb", 128),  //
                                          "c1 0100 a1  c1 0001 b1")),
              ElementsAre(Audio(1, std::string(128, '\xaa') + "\xa1"), Audio(2, std::string(128, '\xbb') + "\xb1")));
}

// Section 4 (RTMP-CM-22): timestamps wrap at 2^32.
TEST(ChunkDecoderTest, TimestampsWrap) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  ffffff 000001 08 01000000 fffffff0 aa
      84  000020 bb
      c4  cc
  )"),
              ElementsAre(Audio(0xfffffff0, "\xaa"), Audio(0x10, "\xbb"), Audio(0x30, "\xcc")));
}

// RTMP-CM-24, CM-26: any 32-bit time, forward or back.
TEST(ChunkDecoderTest, Type0SetsAnyTimestamp) {
  EXPECT_THAT(DecodeEveryWay(R"(
      04  ffffff 000001 08 01000000 7ffffff0 aa
      04  ffffff 000001 08 01000000 80000010 bb
      04  000005 000001 08 01000000 cc
  )"),
              ElementsAre(Audio(0x7ffffff0, "\xaa"), Audio(0x80000010, "\xbb"), Audio(5, "\xcc")));
}

// 5.3.1.2.1 (RTMP-CM-03).
TEST(ChunkDecoderTest, OnlyType0StartsAChunkStream) {
  EXPECT_THAT(FailEveryWay("72 000000 000001 08 aa").error, IsError(ErrorCode::kNoPreviousHeader, 0));
  EXPECT_THAT(FailEveryWay("b2 000000 aa").error, IsError(ErrorCode::kNoPreviousHeader, 0));
  const Decoded decoded = FailEveryWay("04 000000 000001 08 01000000 aa  f2 bb");
  EXPECT_THAT(decoded, ElementsAre(Audio(0, "\xaa")));
  EXPECT_THAT(decoded.error, IsError(ErrorCode::kNoPreviousHeader, 13));
  EXPECT_EQ(decoded.bytes_consumed, 14u);  // the header, and no more
}

// 5.3.1.2.4 (RTMP-CM-11, CM-12).
TEST(ChunkDecoderTest, NoHeaderInsideAMessage) {
  const std::string begun = absl::StrCat("04 000000 0003e8 08 01000000", Fill("aa", 128));
  for (absl::string_view header :
       {"04 000000 0003e8 08 01000000", "04 000000 00000a 08 01000000", "44 000000 0f4240 08", "84 000000"}) {
    const Decoded decoded = FailEveryWay(absl::StrCat(begun, header, Fill("bb", 10)));
    EXPECT_THAT(decoded, IsEmpty()) << header;
    EXPECT_THAT(decoded.error, IsError(ErrorCode::kHeaderInsideMessage, 140)) << header;
  }
}

TEST(ChunkDecoderTest, AnErrorIsFinal) {
  ChunkDecoder decoder;
  RawMessage message;
  const Buffer bad = *ParseHex("c4 aa");
  Bytes input = bad;
  EXPECT_EQ(decoder.Next(input, &message), ChunkDecoder::Result::kError);
  const Buffer good = *ParseHex("04 000000 000001 08 01000000 aa");
  input = good;
  EXPECT_EQ(decoder.Next(input, &message), ChunkDecoder::Result::kError);
  EXPECT_EQ(input.size(), good.size());
  EXPECT_THAT(decoder.error(), IsError(ErrorCode::kNoPreviousHeader, 0));
  EXPECT_EQ(decoder.bytes_consumed(), 1u);
}

}  // namespace
}  // namespace rtmp
