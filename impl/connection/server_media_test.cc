// Media and data, received and sent.
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ServerMediaTest, MediaOfAPublisherIsHandedOut) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(
      PeerBytes::Publish().Audio(1, 16, "\xaf\x01").Video(1, 20, std::string(300, 'v')).Audio(1, 0xffffffff, "\xaf"));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("AudioReceived stream 1 time 16 2 bytes af01",
                                                     HasSubstr("VideoReceived stream 1 time 20 300 bytes 7676"),
                                                     "AudioReceived stream 1 time 4294967295 1 bytes af"));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
}

// RTMP-CM-16, MT-22: the model made an empty message an error.
// ERTMP-30.
TEST(ServerMediaTest, EmptyMediaIsHandedOut) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  EXPECT_THAT(ServeEveryWay(PeerBytes::Publish().Audio(1, 5, "").Video(1, 6, "")).EventsAfter(before),
              ElementsAre("AudioReceived stream 1 time 5 0 bytes ", "VideoReceived stream 1 time 6 0 bytes "));
}

// RTMP-MT-08: the prefix is an order to the server.
TEST(ServerMediaTest, SetDataFrameIsTakenOff) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(PeerBytes::Publish()
                                        .Data(1, "@setDataFrame", "onMetaData", nullptr)
                                        .Data(1, "onTextData", nullptr)
                                        .Data(1, "@clearDataFrame", "onMetaData"));
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("DataReceived stream 1 time 0 14 bytes onMetaData 02000a6f6e4d6574614461746105",
                          "DataReceived stream 1 time 0 14 bytes onTextData 02000a6f6e546578744461746105",
                          HasSubstr("DataReceived stream 1 time 0 31 bytes @clearDataFrame")));
}

// RTMP-MT-23, DF-10, hostile inputs V32 and H50: ignored, never a reason to close.
TEST(ServerMediaTest, MalformedDataIsIgnored) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  PeerBytes peer = PeerBytes::Publish();
  peer.Message(18, 1, 0, Buffer(4, 0)).Message(18, 1, 0, {}).Data(1, 1.0, 2.0, "@setDataFrame", "onMetaData");
  peer.Message(18, 1, 0, ParseHex("02 0001 61 ff").value());
  const Shown shown = ServeEveryWay(peer);
  EXPECT_EQ(shown.EventsAfter(before), std::vector<std::string>(4, "MessageIgnored type 18 stream 1: malformed data"));
  EXPECT_EQ(shown.state, State::kPublishing);
}

// The model handed out media in every state, of every message stream.
// RTMP-CM-29, PB-07.
TEST(ServerMediaTest, MediaOfOthersIsIgnored) {
  const auto ignored = [](const PeerBytes& before) {
    PeerBytes peer = before;
    for (const uint32_t id : {0, 1, 2}) peer.Audio(id, 0, "a").Video(id, 0, "v").Data(id, "onMetaData", nullptr);
    const Shown shown = ServeEveryWay(peer);
    for (const std::string& event : shown.EventsAfter(ServeEveryWay(before))) EXPECT_THAT(event, HasSubstr("not publishing"));
    EXPECT_EQ(shown.error, std::nullopt);
    return shown.EventsAfter(ServeEveryWay(before)).size();
  };
  EXPECT_EQ(ignored(PeerBytes::Client()), 9u);
  EXPECT_EQ(ignored(PeerBytes::Connected()), 9u);
  EXPECT_EQ(ignored(PeerBytes::Created()), 9u);
  EXPECT_EQ(ignored(PeerBytes::Play()), 9u);
}

// RTMP-CM-28, MT-10, MT-13: what is not known or not supported is told and skipped.
// RTMP-MT-21.
TEST(ServerMediaTest, OtherTypesAreIgnored) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  for (const int type : {0, 7, 10, 11, 12, 13, 14, 21, 23, 255}) {
    const Shown shown = ServeEveryWay(PeerBytes::Publish().Message(type, 1, 0, Buffer(3, 0x55)).Audio(1, 0, "a"));
    EXPECT_THAT(shown.EventsAfter(before), ElementsAre(absl::StrCat("MessageIgnored type ", type, " stream 1: unknown type"),
                                                       "AudioReceived stream 1 time 0 1 bytes 61"));
  }
}

// RTMP-CB-07.
TEST(ServerMediaTest, SentToAPlayer) {
  ServerConnection server = ServerAfter(PeerBytes::Play());
  const Buffer metadata = Amf("onMetaData", nullptr);
  EXPECT_EQ(server.SendData(1, 0, metadata), absl::OkStatus());
  EXPECT_EQ(server.SendAudio(1, 16, ToBytes("\xaf\x01")), absl::OkStatus());
  EXPECT_EQ(server.SendVideo(1, 20, {}), absl::OkStatus());
  EXPECT_EQ(ToHex(server.send_buf()), ToHex(ParseHex(R"(
      45 000000 00000e 12  02 000a 6f6e4d65746144617461 05   | chunk stream 5 after onStatus: type 1
      04 000010 000002 08 01000000  af01
      06 000014 000000 09 01000000
  )")
                                                .value()));
}

// RTMP-PL-08.
TEST(ServerMediaTest, NothingIsSentToOthers) {
  for (const PeerBytes& peer :
       {PeerBytes(), PeerBytes::Client(), PeerBytes::Connected(), PeerBytes::Created(), PeerBytes::Publish()}) {
    ServerConnection server = ServerAfter(peer);
    for (const uint32_t id : {0u, 1u, 2u}) {
      EXPECT_EQ(server.SendAudio(id, 0, {}).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.SendVideo(id, 0, {}).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.SendData(id, 0, {}).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.EndOfStream(id).code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.BeginOfStream(id).code(), absl::StatusCode::kFailedPrecondition);
    }
    EXPECT_TRUE(server.send_buf().empty());
  }
}

TEST(ServerMediaTest, WhatAPlayerSwitchedOffIsSkipped) {
  ServerConnection server = ServerAfter(PeerBytes::Play().Command(1, "receiveVideo", 0.0, nullptr, false));
  EXPECT_EQ(server.SendVideo(1, 0, {}), absl::OkStatus());
  EXPECT_TRUE(server.send_buf().empty());
  EXPECT_EQ(server.SendAudio(1, 0, {}), absl::OkStatus());
  EXPECT_EQ(server.send_buf().size(), 12u);

  ServerConnection paused = ServerAfter(PeerBytes::Play().Command(1, "pause", 0.0, nullptr, true, 0.0));
  EXPECT_EQ(paused.SendVideo(1, 0, {}), absl::OkStatus());
  EXPECT_EQ(paused.SendAudio(1, 0, {}), absl::OkStatus());
  EXPECT_TRUE(paused.send_buf().empty());
}

TEST(ServerMediaTest, AMessageHasAtMost24BitsOfLength) {
  ServerConnection server = ServerAfter(PeerBytes::Play());
  const Buffer payload(kMaxMessageLength + 1, 0);
  EXPECT_EQ(server.SendVideo(1, 0, payload).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(server.send_buf().empty());
  EXPECT_EQ(server.SendVideo(1, 0, Bytes(payload).subspan(1)), absl::OkStatus());
  EXPECT_EQ(server.error(), nullptr);
}

// RTMP-UC-07, PL-16.
TEST(ServerMediaTest, TheSourceEndsAndBegins) {
  const auto react = [](ServerConnection& server, const Event& event) {
    if (Asking(event) == 0) return;
    EXPECT_EQ(server.Accept(1), absl::OkStatus());
    EXPECT_EQ(server.EndOfStream(1), absl::OkStatus());
    EXPECT_EQ(server.BeginOfStream(1), absl::OkStatus());
  };
  const Shown before = ServeEveryWay(PeerBytes::Play());
  EXPECT_THAT(
      ServeEveryWay(PeerBytes::Play(), {}, react).MessagesAfter(before),
      ElementsAre("csid 2 UserControl 000100000001",
                  HasSubstr(R"(csid 5 msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Play.UnpublishNotify")"),
                  "csid 2 UserControl 000000000001",
                  HasSubstr(R"(csid 5 msid 1 "onStatus" 0 null {level: "status", code: "NetStream.Play.PublishNotify")")));
}

}  // namespace
}  // namespace rtmp
