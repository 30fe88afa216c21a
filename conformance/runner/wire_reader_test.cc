#include "conformance/runner/wire_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Hex;
using ::testing::IsEmpty;

// What a reader made of some bytes: "csid/msid type@time:payload" a message, then violations and the error.
struct ReadResult {
  std::vector<std::string> messages;
  std::vector<std::string> violations;  // "RTMP-CM-02@3073"
  std::string text;                     // of all violations
  std::string error;
  uint64_t error_offset = 0;
  bool mid_message = false;

  bool operator==(const ReadResult& other) const {
    return messages == other.messages && violations == other.violations && text == other.text && error == other.error &&
           error_offset == other.error_offset && mid_message == other.mid_message;
  }
};

void Drain(WireReader& reader, ReadResult* result) {
  while (std::optional<WireMessage> message = reader.Next()) {
    result->messages.push_back(absl::StrCat(message->chunk_stream_id, "/", message->message_stream_id, " ", message->type_id, "@",
                                            message->timestamp, ":", rtmp::ToHex(message->payload)));
  }
  for (const Violation& violation : reader.TakeViolations()) {
    result->violations.push_back(absl::StrCat(violation.row, "@", violation.offset));
    absl::StrAppend(&result->text, violation.text, "\n");
  }
}

ReadResult ReadCut(rtmp::Bytes bytes, size_t piece, uint64_t start) {
  WireReader reader(start);
  ReadResult result;
  for (size_t i = 0; i < bytes.size(); i += piece) {
    reader.Feed(bytes.subspan(i, piece));
    Drain(reader, &result);
  }
  EXPECT_EQ(reader.bytes_fed(), start + bytes.size());
  result.error = reader.error();
  result.error_offset = reader.error_offset();
  result.mid_message = reader.mid_message();
  return result;
}

// Whole, a byte at a time, and by sevens: all the same.
ReadResult ReadEveryWay(const char* annotated, uint64_t start = 0) {
  const Buffer bytes = Hex(annotated);
  ReadResult whole = ReadCut(bytes, bytes.size() + 1, start);
  EXPECT_TRUE(whole == ReadCut(bytes, 1, start));
  EXPECT_TRUE(whole == ReadCut(bytes, 7, start));
  return whole;
}

// RTMP 1.0 5.3.1.2.4: after a type 0 chunk, a type 3 chunk's delta is that chunk's timestamp.
TEST(WireReaderTest, Type3AfterType0AddsItsTimestampAgain) {
  const ReadResult read = ReadEveryWay(R"(
      04  000010 000002 08 01000000 | type 0, chunk stream 4: t=16, 2 bytes, audio, message stream 1
      aabb                          | payload
      c4                            | type 3, chunk stream 4
      ccdd                          | payload
  )");
  EXPECT_THAT(read.messages, ElementsAre("4/1 8@16:aabb", "4/1 8@32:ccdd"));
  EXPECT_THAT(read.violations, IsEmpty());
  EXPECT_EQ(read.error, "");
}

TEST(WireReaderTest, TellsWhatTheBytesEndInside) {
  WireReader reader(3073);
  EXPECT_EQ(reader.Unfinished(), "");
  // The first chunk is cut. Its sender meant chunk stream 0, and type 15.
  reader.Feed(Hex("00 000050 000019 0f 00000000 0002"));
  while (reader.Next().has_value()) {
  }
  EXPECT_EQ(reader.Unfinished(), "the message @3073 on chunk stream 64, of type 0, is unfinished: 1 of 6415 bytes came");
  // One chunk of a message, and a whole message of another chunk stream behind it.
  WireReader chunks;
  chunks.Feed(Hex(absl::StrCat("05 000000 000081 09 01000000", std::string(256, 'a'), "04 000000 000001 08 01000000 bb")));
  while (chunks.Next().has_value()) {
  }
  EXPECT_EQ(chunks.Unfinished(), "the message @0 on chunk stream 5, of type 9, is unfinished: 128 of 129 bytes came");
  chunks.Feed(Hex("c5 cc"));
  EXPECT_TRUE(chunks.Next().has_value());
  EXPECT_EQ(chunks.Unfinished(), "");
}

TEST(WireReaderTest, InheritanceOfTypes1To3) {
  const ReadResult read = ReadEveryWay(R"(
      04 0003e8 000001 08 01000000 aa | 1000
      84 000014 bb                    | type 2: 1020
      c4 cc                           | type 3: 1040
      44 000005 000002 09 ddee        | type 1: 1045, another length and type
      c4 ff00                         | type 3: 1050
      04 00000a 000001 08 02000000 11 | type 0: another message stream
      44 000001 000002 08 2222
  )");
  EXPECT_THAT(read.messages, ElementsAre("4/1 8@1000:aa", "4/1 8@1020:bb", "4/1 8@1040:cc", "4/1 9@1045:ddee", "4/1 9@1050:ff00",
                                         "4/2 8@10:11", "4/2 8@11:2222"));
  EXPECT_THAT(read.violations, IsEmpty());
}

// 5.3.1.1: the three forms, and 65 in two of them is one stream.
TEST(WireReaderTest, BasicHeaders) {
  const ReadResult read = ReadEveryWay(R"(
      3f 000000 000000 08 01000000
      00 00 000000 000000 08 01000000
      00 ff 000000 000000 08 01000000
      01 0001 000000 000000 08 01000000
      01 2d01 000000 000000 08 01000000
      01 ffff 000000 000000 08 01000000
  )");
  EXPECT_THAT(read.messages, ElementsAre("63/1 8@0:", "64/1 8@0:", "319/1 8@0:", "320/1 8@0:", "365/1 8@0:", "65599/1 8@0:"));
  EXPECT_THAT(read.violations, IsEmpty());
}

TEST(WireReaderTest, LargerBasicHeadersAreCb06) {
  const ReadResult read = ReadEveryWay(R"(
      00 01 000000 000001 08 01000000 aa
      c1 0100 bb
  )",
                                       3073);
  EXPECT_THAT(read.messages, ElementsAre("65/1 8@0:aa", "65/1 8@0:bb"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-CB-06@3087"));
  EXPECT_THAT(read.text, HasSubstr("chunk stream 65 is named by 3 bytes; 2 would do"));
}

TEST(WireReaderTest, ChunksInterleave) {
  const ReadResult read = ReadEveryWay(R"(
      02 000000 000004 01 00000000 00000080
      06 000005 000081 09 01000000
      00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff
      00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff
      00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff
      04 000006 000001 08 01000000 aa
      c6 77
  )");
  ASSERT_EQ(read.messages.size(), 3u);
  EXPECT_EQ(read.messages[1], "4/1 8@6:aa");
  EXPECT_THAT(read.messages[2], ::testing::StartsWith("6/1 9@5:0011"));
  EXPECT_THAT(read.messages[2], ::testing::EndsWith("eeff77"));
  EXPECT_THAT(read.violations, IsEmpty());
}

TEST(WireReaderTest, OffsetsAndChunkCount) {
  WireReader reader(3073);
  reader.Feed(Hex("02 000000 000004 01 00000000 00000001  04 000000 000002 08 01000000 aa c4 bb"));
  ASSERT_TRUE(reader.Next().has_value());
  const std::optional<WireMessage> message = reader.Next();
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->offset, 3073u + 16);
  EXPECT_EQ(message->end_offset, 3073u + 16 + 13 + 2);
  EXPECT_EQ(message->chunks, 2u);
  EXPECT_EQ(message->header.format, 0);
  EXPECT_EQ(message->header.message_length, 2u);
  EXPECT_EQ(reader.chunk_size(), 1u);
  EXPECT_FALSE(reader.mid_message());
}

// 5.4.1: from the chunk behind it on, the rest of messages already begun included (RTMP-PC-07).
TEST(WireReaderTest, SetChunkSizeInsideAMessage) {
  const ReadResult read = ReadEveryWay(R"(
      02 000000 000004 01 00000000 00000002
      06 000000 000006 09 01000000 0102
      42 000000 000004 01 0000         | a SetChunkSize, itself cut
      c2 0003
      c6 030405
      c6 06
  )");
  EXPECT_THAT(read.messages, ElementsAre("2/0 1@0:00000002", "2/0 1@0:00000003", "6/1 9@0:010203040506"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-PC-09@0", "RTMP-CM-20@30", "RTMP-PC-09@30"));
}

// 5.4.2: what had come is dropped, the header's state stays.
TEST(WireReaderTest, Abort) {
  const ReadResult read = ReadEveryWay(R"(
      02 000000 000004 01 00000000 00000004
      06 00000a 000006 09 01000000 01020304
      02 000000 000004 02 00000000 00000006
      c6 11121314 c6 1516              | a new message, its delta 10 again
  )");
  EXPECT_THAT(read.messages, ElementsAre("2/0 1@0:00000004", "2/0 2@0:00000006", "6/1 9@20:111213141516"));
}

TEST(WireReaderTest, ExtendedTimestamps) {
  const ReadResult read = ReadEveryWay(R"(
      02 000000 000004 01 00000000 00000080
      04 ffffff 000001 08 01000000 00ffffff aa | exactly 0xffffff
      44 ffffff 000001 08 01000000 bb          | a delta of 0x1000000
      c4 01000000 cc                           | and again
      44 000001 000001 08 dd                   | no field from here on
      c4 ee
  )");
  EXPECT_THAT(read.messages, ElementsAre("2/0 1@0:00000080", "4/1 8@16777215:aa", "4/1 8@33554431:bb", "4/1 8@50331647:cc",
                                         "4/1 8@50331648:dd", "4/1 8@50331649:ee"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-CM-20@33", "RTMP-CM-20@52"));
}

TEST(WireReaderTest, TimestampsWrap) {
  const ReadResult read = ReadEveryWay("04 ffffff 000001 08 01000000 fffffff0 aa  44 000020 000001 08 bb");
  EXPECT_THAT(read.messages, ElementsAre("4/1 8@4294967280:aa", "4/1 8@16:bb"));
}

TEST(WireReaderTest, ExtendedFieldLeftOutIsXt04AndReadOn) {
  const ReadResult read = ReadEveryWay(R"(
      02 000000 000004 01 00000000 00000002
      04 ffffff 000006 08 01000000 01000000 aabb
      c4 01000000 ccdd                         | as it should be
      c4 eeff                                  | left out
      44 000001 000001 08 11
  )");
  EXPECT_THAT(read.messages, ElementsAre("2/0 1@0:00000002", "4/1 8@16777216:aabbccddeeff", "4/1 8@16777217:11"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-PC-09@0", "RTMP-XT-04@41"));
  EXPECT_THAT(read.text, HasSubstr("does not repeat the extended timestamp 0x01000000"));
}

TEST(WireReaderTest, SmallExtendedTimestampIsXt15) {
  const ReadResult read = ReadEveryWay("04 ffffff 000001 08 01000000 00000005 aa");
  EXPECT_THAT(read.messages, ElementsAre("4/1 8@5:aa"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-XT-15@0"));
}

TEST(WireReaderTest, NegativeDeltaIsCm04) {
  const ReadResult read = ReadEveryWay("04 000010 000001 08 01000000 aa  44 ffffff 000002 08 fffffff8 bbbb");
  EXPECT_THAT(read.messages, ElementsAre("4/1 8@16:aa", "4/1 8@8:bbbb"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-CM-04@13"));
  EXPECT_THAT(read.text, HasSubstr("delta 0xfffffff8"));
}

TEST(WireReaderTest, HeadersLongerThanNeededAreCm20) {
  const ReadResult read = ReadEveryWay(R"(
      04 000010 000001 08 01000000 aa
      04 000020 000002 08 01000000 bbbb  | type 1 would do
      44 000010 000002 08 cccc           | type 2 would do
      84 000010 dddd                     | type 3 would do, and means different things to different stacks
      04 000010 000002 08 01000000 eeee  | backward
      04 000010 000002 08 02000000 ffff  | another message stream
      05 000000 000001 08 01000000 aa
      05 fffffe 000002 08 01000000 bbbb  | type 1 would do
      06 000000 000001 08 01000000 aa
      06 ffffff 000002 08 01000000 01000000 bbbb | a delta that needs the extended field
  )");
  EXPECT_EQ(read.messages.size(), 10u);
  EXPECT_THAT(read.violations, ElementsAre("RTMP-CM-20@13", "RTMP-CM-20@27", "RTMP-CM-20@84"));
  EXPECT_THAT(read.text, HasSubstr("a type 0 chunk on chunk stream 4 where type 1 would do"));
}

TEST(WireReaderTest, FirstChunkOfType1IsReadOn) {
  const ReadResult read = ReadEveryWay("42 000005 000004 03 00000001  c2 00000002");
  EXPECT_THAT(read.messages, ElementsAre("2/0 3@5:00000001", "2/0 3@10:00000002"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-CM-02@0"));
  EXPECT_THAT(read.text, HasSubstr("the first chunk on chunk stream 2 is type 1"));
}

TEST(WireReaderTest, FirstChunkOfType2Or3IsIllFormed) {
  for (const char* bytes : {"04 000000 000000 08 01000000 85 000001", "04 000000 000000 08 01000000 c5"}) {
    const ReadResult read = ReadEveryWay(bytes, 100);
    EXPECT_THAT(read.messages, ElementsAre("4/1 8@0:"));
    EXPECT_THAT(read.violations, ElementsAre("RTMP-CM-02@112"));
    EXPECT_THAT(read.error, HasSubstr("on chunk stream 5, which never had a header"));
    EXPECT_EQ(read.error_offset, 112u);
  }
}

TEST(WireReaderTest, HeaderInsideAMessageIsCm10AndBeginsANewOne) {
  const ReadResult read = ReadEveryWay(R"(
      02 000000 000004 01 00000000 00000002
      04 00000a 000003 08 01000000 aabb
      04 000014 000002 08 01000000 ccdd
      44 000001 000001 08 ee
  )");
  EXPECT_THAT(read.messages, ElementsAre("2/0 1@0:00000002", "4/1 8@20:ccdd", "4/1 8@21:ee"));
  EXPECT_THAT(read.violations, ElementsAre("RTMP-PC-09@0", "RTMP-CM-10@30"));
  EXPECT_THAT(read.text, HasSubstr("type 0 chunk on chunk stream 4 after 2 of 3 bytes"));
}

TEST(WireReaderTest, ChunkSizesThatCannotBeFollowed) {
  for (const auto& [bytes, text] : std::vector<std::pair<const char*, const char*>>{
           {"02 000000 000004 01 00000000 00000000", "0x00000000 is no chunk size"},
           {"02 000000 000004 01 00000000 80000080", "0x80000080 is no chunk size"},
           {"02 000000 000002 01 00000000 0080", "of 2 bytes"},
       }) {
    const ReadResult read = ReadEveryWay(bytes);
    EXPECT_THAT(read.messages, IsEmpty());
    EXPECT_THAT(read.violations, ElementsAre("RTMP-PC-33@0"));
    EXPECT_THAT(read.error, HasSubstr(text));
  }
}

TEST(WireReaderTest, HugeChunkSizesReserveNothing) {
  const ReadResult read = ReadEveryWay("02 000000 000004 01 00000000 7fffffff  04 000000 ffffff 08 01000000 aabbcc");
  EXPECT_THAT(read.messages, ElementsAre("2/0 1@0:7fffffff"));
  EXPECT_EQ(read.error, "");
  EXPECT_TRUE(read.mid_message);
}

TEST(WireReaderTest, MidMessage) {
  EXPECT_FALSE(ReadEveryWay("").mid_message);
  EXPECT_FALSE(ReadEveryWay("04 000000 000001 08 01000000 aa").mid_message);
  EXPECT_TRUE(ReadEveryWay("04").mid_message);
  // Between two chunks of a message.
  WireReader reader;
  Buffer chunk = Hex("04 000000 000081 08 01000000");
  chunk.resize(chunk.size() + 128);
  reader.Feed(chunk);
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_TRUE(reader.mid_message());
}

TEST(WireReaderTest, AnErrorIsFinalAndBytesStillCount) {
  WireReader reader;
  reader.Feed(Hex("c5"));
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_FALSE(reader.error().empty());
  reader.Feed(Hex("04 000000 000000 08 01000000"));
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_EQ(reader.bytes_fed(), 13u);
  EXPECT_EQ(reader.error_offset(), 0u);
}

}  // namespace
}  // namespace rtmpspec
