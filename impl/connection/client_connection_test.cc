// A client against a scripted server (RTMP 1.0 7.2.1, 7.2.2).
#include "impl/connection/client_connection.h"

#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ClientOptions Publisher() {
  ClientOptions options;
  options.app = "live";
  options.tc_url = "rtmp://h/live";
  options.stream_name = "cam";
  return options;
}
ClientOptions Player() {
  ClientOptions options = Publisher();
  options.mode = ClientOptions::Mode::kPlay;
  return options;
}

Object Information(const char* level, const char* code) { return {{{"level", level}, {"code", code}, {"description", "text"}}}; }

// A server's bytes. The first 3073 stand for S0, S1 and S2, and have the size of C0, C1 and C2.
PeerBytes Handshaken() { return PeerBytes::Client(); }
PeerBytes Connected() {
  return Handshaken().Command(0, "_result", 1.0, Object{}, Information("status", "NetConnection.Connect.Success"));
}
PeerBytes PublishPending(double id = 1) { return Connected().Command(0, "_result", 4.0, nullptr, id); }
PeerBytes PlayPending(double id = 1) { return Connected().Command(0, "_result", 2.0, nullptr, id); }
PeerBytes Publishing() {
  return PublishPending().Command(1, "onStatus", 0.0, nullptr, Information("status", "NetStream.Publish.Start"));
}
PeerBytes Playing() { return PlayPending().Command(1, "onStatus", 0.0, nullptr, Information("status", "NetStream.Play.Start")); }

Shown Follow(const PeerBytes& server, const ClientOptions& options) {
  return FeedEveryWay<ClientConnection>(server.bytes(), options, nullptr);
}

TEST(ClientConnectionTest, StartsWithC0AndC1) {
  const Shown shown = Follow(PeerBytes(), Publisher());
  EXPECT_THAT(shown.events, ElementsAre("StateChanged Handshaking"));
  ASSERT_EQ(shown.output.size(), 1537u);
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(0, 9)), "030000000000000000");
}

// RTMP-HS-12: nothing behind C2 before all of S2 has come.
TEST(ClientConnectionTest, NoConnectBeforeS2) {
  ClientConnection client(Publisher());
  Shown shown;
  FeedPiece(client, Bytes(Handshaken().bytes()).first(kHandshakeSize - 1), {}, &shown);
  EXPECT_EQ(client.send_buf().size(), kHandshakeSize);
  EXPECT_EQ(client.state(), State::kHandshaking);
}

// RTMP-CN-01, PC-05: SetChunkSize, then connect with transaction id 1 in one chunk of that size.
// RTMP-CN-22.
TEST(ClientConnectionTest, ConnectBytesOfAPublisher) {
  const Shown shown = Follow(Handshaken(), Publisher());
  EXPECT_EQ(ToHex(shown.chunks()), ToHex(ParseHex(R"(
      02 000000 000004 01 00000000  00001000
      03 000000 000092 14 00000000
        02 0007 636f6e6e656374  00 3ff0000000000000                                | "connect" 1
        03 0003 617070 02 0004 6c697665                                            | app: "live"
           0004 74797065 02 000a 6e6f6e70726976617465                              | type: "nonprivate"
           0008 666c617368566572 02 001f 464d4c452f332e302028636f6d70617469626c653b2072746d707370656329
           0005 746355726c 02 000d 72746d703a2f2f682f6c697665                      | tcUrl: "rtmp://h/live"
           000e 6f626a656374456e636f64696e67 00 0000000000000000  0000 09    | objectEncoding: 0
  )")
                                             .value()));
  EXPECT_EQ(shown.state, State::kConnecting);
}

// RTMP-CN-22.
TEST(ClientConnectionTest, ConnectOfAPlayer) {
  EXPECT_THAT(Follow(Handshaken(), Player()).messages(),
              ElementsAre("csid 2 SetChunkSize 00001000",
                          R"x(csid 3 "connect" 1 {app: "live", flashVer: "FMLE/3.0 (compatible; rtmpspec)", )x"
                          R"x(tcUrl: "rtmp://h/live", fpad: false, capabilities: 15, audioCodecs: 4095, videoCodecs: 255, )x"
                          R"x(videoFunction: 1, objectEncoding: 0})x"));
}

// RTMP-CN-17, ST-12: nothing before connect is answered; then everything up to createStream.
// RTMP-PB-11, PB-15.
TEST(ClientConnectionTest, PublishersWay) {
  const Shown handshaken = Follow(Handshaken(), Publisher());
  const Shown connected = Follow(Connected(), Publisher());
  EXPECT_THAT(connected.MessagesAfter(handshaken),
              ElementsAre("csid 3 \"releaseStream\" 2 null \"cam\"", "csid 3 \"FCPublish\" 3 null \"cam\"",
                          "csid 3 \"createStream\" 4 null"));
  const Shown pending = Follow(PublishPending(), Publisher());
  EXPECT_THAT(pending.MessagesAfter(connected), ElementsAre("csid 8 msid 1 \"publish\" 5 null \"cam\" \"live\""));
  const Shown publishing = Follow(Publishing(), Publisher());
  EXPECT_THAT(publishing.MessagesAfter(pending), IsEmpty());
  EXPECT_THAT(publishing.events,
              ElementsAre("StateChanged Handshaking", "StateChanged Connecting", "StateChanged Connected",
                          "StateChanged MediaStreamCreated", "StateChanged PublishPending", "StateChanged Publishing"));
}

// RTMP-UC-10, PL-20.
TEST(ClientConnectionTest, PlayersWay) {
  const Shown connected = Follow(Connected(), Player());
  EXPECT_THAT(connected.MessagesAfter(Follow(Handshaken(), Player())), ElementsAre("csid 3 \"createStream\" 2 null"));
  const Shown pending = Follow(PlayPending(), Player());
  EXPECT_THAT(pending.MessagesAfter(connected),
              ElementsAre("csid 2 UserControl 00030000000100000bb8", HasSubstr("csid 8 msid 1 \"play\" 3 null \"cam\" -2")));
  EXPECT_THAT(Follow(Playing(), Player()).EventsAfter(connected),
              ElementsAre("StateChanged MediaStreamCreated", "StateChanged PlayPending", "StateChanged Playing"));
}

// RTMP-ST-11: the id of the answer. The model always took 2.
TEST(ClientConnectionTest, UsesTheIdOfTheAnswer) {
  for (const double id : {2.0, 5.0, 66051.0, 4294967295.0}) {
    const Shown shown = Follow(PublishPending(id), Publisher());
    EXPECT_THAT(shown.messages().back(), HasSubstr(absl::StrCat("msid ", static_cast<uint32_t>(id), " \"publish\"")));
  }
}

TEST(ClientConnectionTest, AnAnswerWithoutAnId) {
  for (const double id : {0.0, -1.0, 1.5, 4294967296.0}) {
    const Shown shown = Follow(PublishPending(id), Publisher());
    EXPECT_EQ(shown.events.back(), "DisconnectedByPeer createStream: the answer holds no message stream id");
    EXPECT_EQ(shown.state, State::kDisconnecting);
    EXPECT_EQ(shown.error, std::nullopt);
  }
}

// RTMP-CN-16. The model did not know _error.
TEST(ClientConnectionTest, RefusedConnect) {
  const Shown before = Follow(Handshaken(), Publisher());
  const Shown shown = Follow(
      Handshaken().Command(0, "_error", 1.0, nullptr, Information("error", "NetConnection.Connect.Rejected")), Publisher());
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("StateChanged Disconnecting", "DisconnectedByPeer connect: NetConnection.Connect.Rejected text"));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_EQ(shown.error, std::nullopt);
}

TEST(ClientConnectionTest, RefusedCreateStream) {
  const Shown shown = Follow(Connected().Command(0, "_error", 4.0, nullptr, Information("error", "X")), Publisher());
  EXPECT_EQ(shown.events.back(), "DisconnectedByPeer createStream: X text");
}

// RTMP-PB-10, PL-19.
TEST(ClientConnectionTest, RefusedPublishAndPlay) {
  const auto status = [](PeerBytes server) {
    return server.Command(1, "onStatus", 0.0, nullptr, Information("error", "NetStream.Publish.BadName"));
  };
  EXPECT_EQ(Follow(status(PublishPending()), Publisher()).events.back(),
            "DisconnectedByPeer onStatus: NetStream.Publish.BadName text");
  EXPECT_EQ(Follow(status(Publishing()), Publisher()).state, State::kDisconnecting);
  EXPECT_EQ(Follow(status(PlayPending()), Player()).state, State::kDisconnecting);
  EXPECT_EQ(Follow(PlayPending().Command(1, "_error", 3.0, nullptr, Information("error", "Y")), Player()).events.back(),
            "DisconnectedByPeer play: Y text");
}

// RTMP-DF-07: what a server says of releaseStream and FCPublish does not matter.
TEST(ClientConnectionTest, ErrorsThatDoNotMatter) {
  PeerBytes server = Connected();
  server.Command(0, "_error", 2.0, nullptr, Information("error", "NetConnection.Call.Failed"));
  server.Command(0, "_error", 3.0, nullptr).Command(0, "_result", 4.0, nullptr, 1.0);
  const Shown shown = Follow(server, Publisher());
  EXPECT_EQ(shown.state, State::kPublishPending);
  EXPECT_THAT(shown.events, testing::Contains("StatusReceived error NetConnection.Call.Failed text"));
}

// RTMP-CN-18, CN-19, RPC-11, A23: orders and extras that servers use.
TEST(ClientConnectionTest, OrdersOfServers) {
  PeerBytes server = Handshaken();
  server.Command(0, "onBWDone", 0.0, nullptr);
  server.Command(0, "_result", 1.0, nullptr, nullptr);
  server.Control(WindowAcknowledgementSize{5000000}).Control(SetPeerBandwidth{4000000, LimitType::kDynamic});
  server.Control(SetChunkSize{4096}).Event(UserControlType::kStreamBegin, 0);
  server.Command(0, "onFCPublish", 0.0, nullptr, Information("status", "NetStream.Publish.Start"));
  server.Command(0, "_result", 4.0, nullptr, 1.0);
  server.Command(1, "_result", 5.0, Object{}, Information("status", "NetStream.Publish.Start"));
  server.Command(0, "_result", 77.0, nullptr);
  server.Command(1, "onStatus", 5.0, nullptr, Information("status", "NetStream.Publish.Start"));
  const Shown shown = Follow(server, Publisher());
  EXPECT_THAT(shown.events, ElementsAre("StateChanged Handshaking", "StateChanged Connecting",
                                        "CommandIgnored onBWDone stream 0: not for a client", "StateChanged Connected",
                                        "UserControlEventIgnored 0", "CommandIgnored onFCPublish stream 0: not for a client",
                                        "StateChanged MediaStreamCreated", "StateChanged PublishPending",
                                        "CommandIgnored _result stream 0: nothing was asked", "StateChanged Publishing"));
}

// RTMP-PC-30.
TEST(ClientConnectionTest, AnswersControlMessages) {
  const Shown before = Follow(Connected(), Publisher());
  const Shown shown = Follow(Connected()
                                 .Control(SetPeerBandwidth{4000000, LimitType::kHard})
                                 .Event(UserControlType::kPingRequest, 9)
                                 .Control(WindowAcknowledgementSize{1}),
                             Publisher());
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre("csid 2 WindowAckSize 003d0900", "csid 2 UserControl 000700000009", HasSubstr("csid 2 Ack ")));
}

// RTMP-OS-05.
TEST(ClientConnectionTest, StatusThatChangesNothing) {
  const Shown before = Follow(Playing(), Player());
  PeerBytes server = Playing();
  server.Command(1, "onStatus", 0.0, nullptr, Information("status", "NetStream.Play.UnpublishNotify"));
  server.Command(1, "onStatus", 0.0, nullptr, Information("warning", "NetStream.Strange"));
  server.Command(9, "onStatus", 0.0, nullptr, Information("error", "NetStream.Play.Failed"));
  EXPECT_THAT(
      Follow(server, Player()).EventsAfter(before),
      ElementsAre("StatusReceived status NetStream.Play.UnpublishNotify text", "StatusReceived warning NetStream.Strange text",
                  "CommandIgnored onStatus stream 9: not our message stream"));
}

// RTMP-PL-18: also before Play.Start, never of another message stream.
TEST(ClientConnectionTest, MediaOfItsStream) {
  for (const PeerBytes& base :
       {PlayPending(5), PlayPending(5).Command(5, "onStatus", 0.0, nullptr, Information("status", "NetStream.Play.Start"))}) {
    PeerBytes server = base;
    server.Audio(5, 16, "a").Video(5, 20, "v").Data(5, "onMetaData", nullptr).Audio(1, 16, "a").Data(5, 1.0);
    EXPECT_THAT(Follow(server, Player()).EventsAfter(Follow(base, Player())),
                ElementsAre("AudioReceived stream 5 time 16 1 bytes 61", "VideoReceived stream 5 time 20 1 bytes 76",
                            "DataReceived stream 5 time 0 14 bytes onMetaData 02000a6f6e4d6574614461746105",
                            "MessageIgnored type 8 stream 1: not playing", "MessageIgnored type 18 stream 5: malformed data"));
  }
}

TEST(ClientConnectionTest, APublisherGetsNoMedia) {
  EXPECT_EQ(Follow(Publishing().Audio(1, 0, "a"), Publisher()).events.back(), "MessageIgnored type 8 stream 1: not playing");
}

ClientConnection ClientAfter(const PeerBytes& server, const ClientOptions& options) {
  ClientConnection client(options);
  Shown shown;
  FeedPiece(client, server.bytes(), {}, &shown);
  client.AdvanceSendBuf(client.send_buf().size());
  return client;
}

TEST(ClientConnectionTest, SendsMediaWhilePublishing) {
  ClientConnection client = ClientAfter(Publishing(), Publisher());
  const Buffer metadata = Amf("onMetaData", nullptr);
  EXPECT_EQ(client.SendMetadata(0, metadata), absl::OkStatus());
  EXPECT_EQ(client.SendAudio(16, ToBytes("\xaf\x01")), absl::OkStatus());
  EXPECT_EQ(client.SendVideo(20, ToBytes("\x17")), absl::OkStatus());
  EXPECT_EQ(ToHex(client.send_buf()), ToHex(ParseHex(R"(
      05 000000 00001e 12 01000000  02 000d 40736574446174614672616d65  02 000a 6f6e4d65746144617461 05
      04 000010 000002 08 01000000  af01
      06 000014 000001 09 01000000  17
  )")
                                                .value()));
}

// RTMP-PB-09.
TEST(ClientConnectionTest, SendsNoMediaInOtherStates) {
  for (const PeerBytes& server : {PeerBytes(), Handshaken(), Connected(), PublishPending()}) {
    ClientConnection client = ClientAfter(server, Publisher());
    EXPECT_EQ(client.SendAudio(0, {}).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(client.SendVideo(0, {}).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(client.SendMetadata(0, {}).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(client.send_buf().empty());
  }
  ClientConnection player = ClientAfter(Playing(), Player());
  EXPECT_EQ(player.SendAudio(0, {}).code(), absl::StatusCode::kFailedPrecondition);
  ClientConnection publisher = ClientAfter(Publishing(), Publisher());
  EXPECT_EQ(publisher.SendAudio(0, Buffer(kMaxMessageLength + 1)).code(), absl::StatusCode::kInvalidArgument);
}

// RTMP-PB-12.
TEST(ClientConnectionTest, CloseOfAPublisher) {
  ClientConnection client = ClientAfter(Publishing(), Publisher());
  client.Close();
  client.Close();
  EXPECT_EQ(client.state(), State::kDisconnecting);
  EXPECT_EQ(ToHex(client.send_buf()), ToHex(ParseHex(R"(
      43 000000 00001e 14  02 000b 4643556e7075626c697368 00 4018000000000000 05 02 0003 63616d
      43 000000 000022 14  02 000c 64656c65746553747265616d 00 401c000000000000 05 00 3ff0000000000000
  )")
                                                .value()));
  Bytes nothing;
  EXPECT_EQ(EventText(client.NextEvent(nothing).value()), "StateChanged Disconnecting");
  Bytes more = ToBytes("anything");
  EXPECT_TRUE(IsNeedBytes(client.NextEvent(more).value()));
  EXPECT_TRUE(more.empty());
}

TEST(ClientConnectionTest, CloseBeforeThereIsAStream) {
  ClientConnection client = ClientAfter(Connected(), Player());
  client.Close();
  EXPECT_TRUE(client.send_buf().empty());
  EXPECT_EQ(client.state(), State::kDisconnecting);
}

TEST(ClientConnectionTest, CloseOfTheServer) {
  EXPECT_EQ(Follow(Publishing().Command(0, "close", 0.0, nullptr), Publisher()).events.back(), "DisconnectedByPeer close");
}

TEST(ClientConnectionTest, ErrorsOfTheServer) {
  const Shown version = Follow(PeerBytes().Hex("06"), Publisher());
  EXPECT_EQ(version.error, ErrorCode::kUnsupportedVersion);
  EXPECT_EQ(version.error_offset, 0u);
  const Shown chunk = Follow(Handshaken().Hex("c5"), Publisher());
  EXPECT_EQ(chunk.error, ErrorCode::kNoPreviousHeader);
  EXPECT_EQ(chunk.error_offset, 3073u);
  const Shown command = Follow(Connected().Message(20, 0, 0, ParseHex("05").value()), Publisher());
  EXPECT_EQ(command.error, ErrorCode::kMalformedCommand);
  EXPECT_THAT(command.MessagesAfter(Follow(Connected(), Publisher())), IsEmpty());
}

}  // namespace
}  // namespace rtmp
