#include "conformance/runner/player.h"

#include <string>

#include "conformance/runner/script_testing.h"
#include "conformance/runner/wire_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using testing::Hex;
using testing::Line;
using testing::ParseStepAs;

class PlayerTest : public ::testing::Test {
 protected:
  // The bytes of the lines, one after the other.
  std::string Play(std::initializer_list<const char*> lines) {
    Buffer out;
    for (const char* line : lines) {
      const absl::Status status = player_.Play(Line(line), bindings_, &out);
      EXPECT_TRUE(status.ok()) << line << ": " << status;
    }
    return rtmp::ToHex(out);
  }

  std::string Chunks(const char* step) {
    Buffer out;
    const absl::Status status = player_.PlayChunks(ParseStepAs<ChunksStep>(step), bindings_, &out);
    EXPECT_TRUE(status.ok()) << step << ": " << status;
    return rtmp::ToHex(out);
  }

  absl::Status Refused(const char* line) {
    Buffer out = Hex("aa");
    absl::Status status = player_.Play(Line(line), bindings_, &out);
    EXPECT_EQ(out, Hex("aa")) << line;
    return status;
  }

  Bindings bindings_;
  Player player_{Side::kClient};
};

std::string Bytes(const char* annotated) { return rtmp::ToHex(Hex(annotated)); }

// RTMP 1.0 5.3.1.2: type 0 first, then type 1 with the delta of that chunk stream.
TEST_F(PlayerTest, Type0ThenType1) {
  EXPECT_EQ(Play({"audio time=1000 hex(aabb)", "audio time=1040 hex(cc)", "audio time=1040 csid=7 hex(dd)"}), Bytes(R"(
      04 0003e8 000002 08 01000000 aabb | type 0, chunk stream 4
      44 000028 000001 08 cc            | type 1: 40 later
      07 000410 000001 08 01000000 dd   | another chunk stream: type 0
  )"));
}

TEST_F(PlayerTest, ANewMessageStreamTakesType0) {
  EXPECT_EQ(Play({"audio hex(aa)", "audio msid=2 time=10 hex(bb)", "audio msid=2 time=30 hex(cc)"}), Bytes(R"(
      04 000000 000001 08 01000000 aa
      04 00000a 000001 08 02000000 bb
      44 000014 000001 08 cc
  )"));
}

// 5.3.1.2.1: a timestamp that goes backward takes type 0; one that wraps at 2^32 goes forward.
TEST_F(PlayerTest, BackwardTakesType0AndTheWrapDoesNot) {
  EXPECT_EQ(Play({"audio time=5000 hex(aa)", "audio time=1000 hex(bb)"}), Bytes(R"(
      04 001388 000001 08 01000000 aa
      04 0003e8 000001 08 01000000 bb
  )"));
  EXPECT_EQ(Play({"video time=0xfffffff0 hex(aa)", "video time=0x10 hex(bb)"}), Bytes(R"(
      06 ffffff 000001 09 01000000 fffffff0 aa
      46 000020 000001 09 bb
  )"));
}

TEST_F(PlayerTest, LongMessagesAreCutAtTheChunkSize) {
  const std::string payload(256, 'a');
  EXPECT_EQ(Play({"video time=1 fill(300, 0xaa)"}),
            Bytes("06 000001 00012c 09 01000000") + payload + "c6" + payload + "c6" + payload.substr(0, 88));
}

// An exact multiple of the chunk size ends with its last chunk (RTMP-CM-15), an empty message with its header (RTMP-CM-16).
TEST_F(PlayerTest, NoChunkIsEmptyButThatOfAnEmptyMessage) {
  EXPECT_EQ(Play({"video fill(4, 1) @chunk=2"}), Bytes("06 000000 000004 09 01000000 0101 c6 0101"));
  EXPECT_EQ(Play({"audio empty"}), Bytes("04 000000 000000 08 01000000"));
}

TEST_F(PlayerTest, FormatIsAsAsked) {
  EXPECT_EQ(Play({"audio time=1000 hex(aa)", "audio time=1020 hex(bb) @fmt=2", "audio hex(cc) @fmt=3",
                  "audio delta=5 hex(dd) @fmt=1", "audio time=1100 hex(ee)", "audio time=1200 hex(ff) @fmt=0"}),
            Bytes(R"(
      04 0003e8 000001 08 01000000 aa
      84 000014 bb                    | 1020
      c4 cc                           | 1040: the delta again
      44 000005 000001 08 dd          | 1045
      44 000037 000001 08 ee          | 1100: 55 later
      04 0004b0 000001 08 01000000 ff
  )"));
}

// RTMP 1.0 5.3.1.2.4: after a type 0 chunk its timestamp is the delta.
TEST_F(PlayerTest, Type3AfterType0AddsItsTimestamp) {
  EXPECT_EQ(Play({"audio time=26 hex(aa)", "audio hex(bb) @fmt=3", "audio time=60 hex(cc)"}), Bytes(R"(
      04 00001a 000001 08 01000000 aa
      c4 bb                           | 52
      44 000008 000001 08 cc          | 60
  )"));
}

TEST_F(PlayerTest, FormatsOnAFreshChunkStream) {
  EXPECT_EQ(Play({"video csid=50 hex(aa) @fmt=3"}), Bytes("f2 aa"));
  EXPECT_EQ(Play({"video csid=51 time=7 hex(aa) @fmt=2"}), Bytes("b3 000007 aa"));
}

TEST_F(PlayerTest, BasicHeaderForms) {
  EXPECT_EQ(Play({"audio csid=65 hex(aa)"}), Bytes("00 01 000000 000001 08 01000000 aa"));
  EXPECT_EQ(Play({"audio csid=65 hex(bb) @basic=3"}), Bytes("41 0100 000000 000001 08 bb"));
  EXPECT_EQ(Play({"audio csid=365 hex(aa)"}), Bytes("01 2d01 000000 000001 08 01000000 aa"));
  EXPECT_EQ(Play({"audio csid=65 fill(2, 1) @basic=3 @chunk=1"}), Bytes("41 0100 000000 000002 08 01 c1 0100 01"));
  EXPECT_FALSE(Refused("audio csid=4 hex(aa) @basic=2").ok());
  EXPECT_FALSE(Refused("audio csid=64 hex(aa) @basic=1").ok());
  EXPECT_FALSE(Refused("audio csid=320 hex(aa) @basic=2").ok());
}

// RTMP 1.0 5.3.1.2.1 and 5.3.1.3: 0xffffff and beyond take the extended field, repeated in type 3 chunks.
TEST_F(PlayerTest, ExtendedTimestampBoundary) {
  EXPECT_EQ(Play({"audio time=0xfffffe hex(aa)"}), Bytes("04 fffffe 000001 08 01000000 aa"));
  EXPECT_EQ(Play({"audio csid=7 time=0xffffff hex(aa)"}), Bytes("07 ffffff 000001 08 01000000 00ffffff aa"));
  EXPECT_EQ(Play({"audio csid=8 time=0x01000000 fill(2, 1) @chunk=1"}),
            Bytes("08 ffffff 000002 08 01000000 01000000 01 c8 01000000 01"));
  EXPECT_EQ(Play({"audio csid=9 time=0x01000000 fill(2, 1) @chunk=1 @ext=omit"}),
            Bytes("09 ffffff 000002 08 01000000 01000000 01 c9 01"));
}

// 5.3.1.2.5: types 1 and 2 extend the delta.
TEST_F(PlayerTest, ExtendedDelta) {
  EXPECT_EQ(Play({"audio time=11000 hex(aa)", "audio time=16788216 hex(bb)", "audio hex(cc) @fmt=3"}), Bytes(R"(
      04 002af8 000001 08 01000000 aa
      44 ffffff 000001 08 01000000 bb
      c4 01000000 cc
  )"));
}

TEST_F(PlayerTest, ExtendedFieldByForce) {
  EXPECT_EQ(Play({"audio time=5 fill(2, 1) @ext=force @chunk=1"}),
            Bytes("04 ffffff 000002 08 01000000 00000005 01 c4 00000005 01"));
  EXPECT_EQ(Play({"audio time=6 fill(1, 1)"}), Bytes("44 000001 000001 08 01"));
}

// The most recent type 0, 1 or 2 chunk of the chunk stream decides.
TEST_F(PlayerTest, APlainType1EndsTheExtendedField) {
  EXPECT_EQ(Play({"audio time=0x01000000 hex(aa)", "audio time=0x01000010 fill(2, 1) @chunk=1", "audio hex(bb) @fmt=3"}),
            Bytes(R"(
      04 ffffff 000001 08 01000000 01000000 aa
      44 000010 000002 08 01 c4 01
      c4 bb
  )"));
}

TEST_F(PlayerTest, AnnouncedLength) {
  EXPECT_EQ(Play({"audio hex(aabb) @length=+1"}), Bytes("04 000000 000003 08 01000000 aabb"));
  EXPECT_EQ(Play({"audio hex(aabb) csid=7 @length=-1"}), Bytes("07 000000 000001 08 01000000 aabb"));
  EXPECT_EQ(Play({"audio hex(aabb) csid=8 @length=0xffffff"}), Bytes("08 000000 ffffff 08 01000000 aabb"));
}

TEST_F(PlayerTest, StopCutsAndTheStateStays) {
  EXPECT_EQ(Play({"audio time=9 hex(aabb) @stop=13", "audio time=19 hex(cc)"}), Bytes(R"(
      04 000009 000002 08 01000000 aa
      44 00000a 000001 08 cc
  )"));
  EXPECT_EQ(Play({"audio time=20 hex(aa) @stop=99"}), Bytes("44 000001 000001 08 aa"));
}

TEST_F(PlayerTest, ContinuationTypes) {
  EXPECT_EQ(Play({"audio time=9 fill(2, 1) @chunk=1 @cont=0"}),
            Bytes("04 000009 000002 08 01000000 01 04 000009 000002 08 01000000 01"));
  EXPECT_EQ(Play({"audio csid=7 time=9 fill(2, 1) @chunk=1 @cont=1"}),
            Bytes("07 000009 000002 08 01000000 01 47 000000 000002 08 01"));
  EXPECT_EQ(Play({"audio csid=8 time=9 fill(2, 1) @chunk=1 @cont=2"}), Bytes("08 000009 000002 08 01000000 01 88 000000 01"));
}

TEST_F(PlayerTest, NoHeaderIsForgotten) {
  EXPECT_EQ(Play({"audio time=9 hex(aa) @noheader", "audio time=10 hex(bb)"}), Bytes(R"(
      04 000009 000001 08 01000000 aa
      04 00000a 000001 08 01000000 bb
  )"));
}

TEST_F(PlayerTest, SetChunkSizeCountsBehindItself) {
  EXPECT_EQ(Play({"SetChunkSize 2", "audio fill(3, 1)"}), Bytes(R"(
      02 000000 000004 01 00000000 00000002
      04 000000 000003 08 01000000 0101 c4 01
  )"));
  EXPECT_EQ(player_.chunk_size(), 2u);
}

// RTMP 1.0 5.4.1: what no receiver can follow does not change how we cut.
TEST_F(PlayerTest, SizesThatNobodyCanFollowChangeNothing) {
  for (const char* line : {"SetChunkSize 0", "SetChunkSize 0x80000080", "message type=1 hex(0001)", "SetChunkSize 5 @stop=3"}) {
    Play({line});
    EXPECT_EQ(player_.chunk_size(), 128u) << line;
  }
  Play({"SetChunkSize 0x7fffffff"});
  EXPECT_EQ(player_.chunk_size(), 0x7fffffffu);
}

TEST_F(PlayerTest, NamesPlayTheirMessage) {
  ASSERT_TRUE(player_.Let("V", Line("video csid=9 time=5 hex(aa) @ext=force")).ok());
  EXPECT_EQ(Play({"V"}), Bytes("09 ffffff 000001 09 01000000 00000005 aa"));
  EXPECT_EQ(Play({"V time=7"}), Bytes("49 ffffff 000001 09 00000002 aa"));
  ASSERT_NE(player_.Find("V"), nullptr);
  EXPECT_EQ(player_.Find("V")->kind, "video");
  EXPECT_EQ(player_.Find("W"), nullptr);
}

// RTMP-CM-13: chunks of several messages in turn.
TEST_F(PlayerTest, ChunksInterleave) {
  Play({"SetChunkSize 2"});
  ASSERT_TRUE(player_.Let("V", Line("video time=1 fill(5, 0xaa)")).ok());
  ASSERT_TRUE(player_.Let("A", Line("audio time=2 fill(3, 0xbb)")).ok());
  EXPECT_EQ(Chunks("C: chunks V A V A V"), Bytes(R"(
      06 000001 000005 09 01000000 aaaa
      04 000002 000003 08 01000000 bbbb
      c6 aaaa
      c4 bb
      c6 aa
  )"));
  // Complete: the next one begins anew.
  EXPECT_EQ(Chunks("C: chunks A*"), Bytes("44 000000 000003 08 bbbb c4 bb"));
}

// RTMP-PC-07: a new chunk size counts for the rest of a message already begun.
TEST_F(PlayerTest, ChunkSizeChangesInsideAMessage) {
  ASSERT_TRUE(player_.Let("V", Line("video csid=6 avc_key(1000, 3)")).ok());
  Buffer out = Hex(Chunks("C: chunks V V"));
  EXPECT_EQ(out.size(), 12u + 128 + 1 + 128);
  const Buffer rest = [&] {
    Buffer bytes = Hex(Play({"SetChunkSize 500"}));
    const Buffer chunks = Hex(Chunks("C: chunks V*"));
    EXPECT_EQ(chunks.size(), 1u + 500 + 1 + 244);
    bytes.insert(bytes.end(), chunks.begin(), chunks.end());
    return bytes;
  }();
  out.insert(out.end(), rest.begin(), rest.end());
  WireReader reader;
  reader.Feed(out);
  ASSERT_TRUE(reader.Next().has_value());  // SetChunkSize
  const std::optional<WireMessage> video = reader.Next();
  ASSERT_TRUE(video.has_value()) << reader.error();
  EXPECT_EQ(video->payload, *BuildPayload(testing::ScriptValue("avc_key(1000, 3)")));
}

TEST_F(PlayerTest, AbandonForgetsTheRest) {
  ASSERT_TRUE(player_.Let("V", Line("video fill(200, 1)")).ok());
  Chunks("C: chunks V");
  EXPECT_TRUE(player_.Abandon("V").ok());
  EXPECT_EQ(player_.Abandon("V").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Chunks("C: chunks V").size(), 2u * (8 + 128));
}

TEST_F(PlayerTest, ChunksOfUnknownNames) {
  Buffer out;
  EXPECT_EQ(player_.PlayChunks(ParseStepAs<ChunksStep>("C: chunks V"), bindings_, &out).code(), absl::StatusCode::kNotFound);
}

TEST_F(PlayerTest, WhatContradictsItselfIsRefused) {
  EXPECT_FALSE(Refused("audio time=5 hex(aa) @fmt=3").ok());
  EXPECT_FALSE(Refused("audio delta=5 hex(aa) @fmt=0").ok());
  EXPECT_FALSE(Refused("audio hex(aa) @fmt=4").ok());
  EXPECT_FALSE(Refused("audio hex(aa) @chunk=0").ok());
  EXPECT_FALSE(Refused("audio hex(aa) @ext=sometimes").ok());
  // And left nothing behind: this is still the first message of its chunk stream.
  EXPECT_EQ(Play({"audio hex(aa)"}), Bytes("04 000000 000001 08 01000000 aa"));
}

TEST_F(PlayerTest, SendSharesTheChunkStreamsState) {
  Buffer out;
  PlayedMessage pong{4, 0, 2, 0, std::nullopt, Hex("0007 00000001")};
  player_.Send(pong, &out);
  player_.Send(pong, &out);
  EXPECT_EQ(rtmp::ToHex(out), Bytes("02 000000 000006 04 00000000 0007 00000001  42 000000 000006 04 0007 00000001"));
}

}  // namespace
}  // namespace rtmpspec
