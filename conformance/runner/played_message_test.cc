#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using testing::Hex;
using testing::Line;

// "csid/msid/type payload", or the error.
std::string Built(absl::string_view line, Side sender = Side::kClient, const Bindings& bindings = Bindings()) {
  const absl::StatusOr<PlayedMessage> message = BuildMessage(Line(line), sender, bindings);
  if (!message.ok()) return std::string(absl::StatusCodeToString(message.status().code()));
  return absl::StrCat(message->chunk_stream_id, "/", message->message_stream_id, "/", message->type_id, " ",
                      rtmp::ToHex(message->payload));
}

TEST(PlayedMessageTest, Control) {
  EXPECT_EQ(Built("SetChunkSize 4096"), "2/0/1 00001000");
  EXPECT_EQ(Built("SetChunkSize 0"), "2/0/1 00000000");
  EXPECT_EQ(Built("Abort 6"), "2/0/2 00000006");
  EXPECT_EQ(Built("Ack 100"), "2/0/3 00000064");
  EXPECT_EQ(Built("WindowAckSize ?2500"), "2/0/5 000009c4");
  EXPECT_EQ(Built("SetPeerBandwidth 2500 hard"), "2/0/6 000009c400");
  EXPECT_EQ(Built("SetPeerBandwidth ?2500 ?dynamic"), "2/0/6 000009c402");
  EXPECT_EQ(Built("SetPeerBandwidth 2500 7"), "2/0/6 000009c407");
  EXPECT_EQ(Built("SetChunkSize 128 csid=3 msid=1"), "3/1/1 00000080");
}

TEST(PlayedMessageTest, UserControl) {
  EXPECT_EQ(Built("StreamBegin 1"), "2/0/4 000000000001");
  EXPECT_EQ(Built("SetBufferLength 1 3000"), "2/0/4 00030000000100000bb8");
  EXPECT_EQ(Built("PingRequest 0xffffffff"), "2/0/4 0006ffffffff");
  EXPECT_EQ(Built("UserControl event=31 hex(00000001)"), "2/0/4 001f00000001");
  EXPECT_EQ(Built("UserControl event=31"), "2/0/4 001f");
}

TEST(PlayedMessageTest, Commands) {
  EXPECT_EQ(Built("createStream txn=2 null"), "3/0/20 02000c63726561746553747265616d00400000000000000005");
  // Without txn= the id is left out altogether.
  EXPECT_EQ(Built("_result null"), "3/0/20 0200075f726573756c7405");
  EXPECT_EQ(Built("command \"no such\" null"), "3/0/20 0200076e6f207375636805");
  // E-RTMP v2, "AMF3": a format byte in front.
  EXPECT_EQ(Built("_result type=17 null"), "3/0/17 000200075f726573756c7405");
}

TEST(PlayedMessageTest, StreamCommandsGoToTheStream) {
  Bindings bindings;
  bindings.SetNumber("msid", 7);
  for (const char* name :
       {"publish", "play", "play2", "closeStream", "pause", "seek", "receiveAudio", "receiveVideo", "onStatus"}) {
    EXPECT_THAT(Built(name, Side::kClient, bindings), ::testing::StartsWith("8/7/20 ")) << name;
    EXPECT_THAT(Built(name, Side::kServer, bindings), ::testing::StartsWith("5/7/20 ")) << name;
    EXPECT_THAT(Built(name, Side::kClient), ::testing::StartsWith("8/1/20 ")) << name;
  }
  for (const char* name : {"connect", "createStream", "deleteStream", "releaseStream", "FCPublish", "FCUnpublish", "FCSubscribe",
                           "getStreamLength", "_checkbw", "_result", "_error", "onBWDone", "unheardOf"}) {
    EXPECT_THAT(Built(name, Side::kClient, bindings), ::testing::StartsWith("3/0/20 ")) << name;
  }
  EXPECT_THAT(Built("publish msid=0"), ::testing::StartsWith("3/0/20 "));
}

TEST(PlayedMessageTest, MediaAndData) {
  Bindings bindings;
  bindings.SetNumber("msid", 3);
  EXPECT_EQ(Built("audio aac_header", Side::kClient, bindings), "4/3/8 af001210");
  EXPECT_EQ(Built("video empty", Side::kClient, bindings), "6/3/9 ");
  EXPECT_EQ(Built("data \"ab\"", Side::kClient, bindings), "5/3/18 0200026162");
  EXPECT_EQ(Built("message type=21 hex(0102)"), "3/0/21 0102");
  EXPECT_EQ(Built("message type=8 hex(0102)"), "4/1/8 0102");
  EXPECT_EQ(Built("message type=22 hex(0102)"), "6/1/22 0102");
  EXPECT_EQ(Built("message type=1 hex(0102)"), "2/0/1 0102");
}

TEST(PlayedMessageTest, Time) {
  Bindings bindings;
  bindings.SetNumber("t", 4294967290.0);
  const absl::StatusOr<PlayedMessage> message = BuildMessage(Line("audio time=$t+10 aac_header"), Side::kClient, bindings);
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(message->timestamp, 4u);
  EXPECT_FALSE(message->delta.has_value());
  const absl::StatusOr<PlayedMessage> delta = BuildMessage(Line("audio delta=20 aac_header"), Side::kClient, bindings);
  ASSERT_TRUE(delta.ok());
  EXPECT_EQ(delta->delta, 20u);
}

TEST(PlayedMessageTest, WhatCannotBePlayed) {
  for (const char* line :
       {"audio aac_header csid=1", "audio aac_header csid=65600", "audio time=-1 aac_header", "audio time=1 delta=1 aac_header",
        "audio prefix=hex(af)", "audio", "SetChunkSize", "SetChunkSize 1 2", "SetChunkSize 4294967296", "connect txn=1 ?",
        "audio $nope", "message hex(00)", "SetPeerBandwidth 1 256"}) {
    const std::string text = absl::StrCat("transcript 1\ntitle t\nrows RTMP-CN-02\npeer server\nC: ", line, "\n");
    absl::StatusOr<Transcript> transcript = ParseTranscript(text, "t", "t");
    if (!transcript.ok()) continue;  // The language refuses it before.
    const Message& message = std::get<MessageStep>(transcript->steps[0].what).message;
    EXPECT_FALSE(BuildMessage(message, Side::kClient, Bindings()).ok()) << line;
  }
}

}  // namespace
}  // namespace rtmpspec
