// The handshake, connect and close, commands before connect (RTMP 1.0 5.2, 7.2.1.1).
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ServerConnectTest, FreshConnectionIsHandshakingAndSilent) {
  const Shown shown = ServeEveryWay(PeerBytes());
  EXPECT_THAT(shown.events, ElementsAre("StateChanged Handshaking"));
  EXPECT_THAT(shown.output, IsEmpty());
  EXPECT_EQ(shown.state, State::kHandshaking);
}

// RTMP-HS-24.
TEST(ServerConnectTest, HandshakeBytes) {
  const Shown shown = ServeEveryWay(PeerBytes::Client());
  EXPECT_THAT(shown.events, ElementsAre("StateChanged Handshaking", "StateChanged Connecting"));
  ASSERT_EQ(shown.output.size(), kHandshakeSize);
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(0, 9)), "030000000000000000");  // S0; S1's time and its zeros
  // S2 is C1's time, the time at which it was read, and C1's random bytes (5.2.4).
  EXPECT_EQ(ToHex(Bytes(shown.output).subspan(1537, 12)), "5a5a5a5a000000005a5a5a5a");
  EXPECT_EQ(shown.output.back(), 0x5a);
}

// The whole answer to connect, byte for byte, in the order of 7.2.1.1's figure.
// RTMP-CN-02, CN-04, CN-05, RPC-06, MT-02, PC-01, PC-09, PC-33, UC-01, UC-03, UC-04, UC-05, CB-07.
TEST(ServerConnectTest, ConnectBytes) {
  const Shown shown = ServeEveryWay(PeerBytes::Connected());
  EXPECT_THAT(shown.events, ElementsAre("StateChanged Handshaking", "StateChanged Connecting", "StateChanged Connected",
                                        "ClientConnected live tcUrl rtmp://h/live flashVer test"));
  EXPECT_EQ(ToHex(shown.chunks()), ToHex(ParseHex(R"(
      02 000000 000004 05 00000000  004c4b40               | WindowAcknowledgementSize 5000000
      42 000000 000005 06  004c4b40 00                     | SetPeerBandwidth 5000000, hard
      42 000000 000004 01  00001000                        | SetChunkSize 4096
      42 000000 000006 04  0000 00000000                   | StreamBegin 0
      03 000000 0000cd 14 00000000                         | one chunk of the new size
        02 0007 5f726573756c74  00 3ff0000000000000        | "_result" 1
        03 0006 666d73566572 02 000d 464d532f332c302c312c313233                    | fmsVer: "FMS/3,0,1,123"
           000c 6361706162696c6974696573 00 403f000000000000                       | capabilities: 31
           0004 6d6f6465 00 3ff0000000000000  0000 09                              | mode: 1
        03 0005 6c6576656c 02 0006 737461747573                                    | level: "status"
           0004 636f6465 02 001d 4e6574436f6e6e656374696f6e2e436f6e6e6563742e53756363657373
           000b 6465736372697074696f6e 02 0015 436f6e6e656374696f6e207375636365656465642e
           000e 6f626a656374456e636f64696e67 00 0000000000000000  0000 09           | objectEncoding: 0
  )")
                                             .value()));
}

TEST(ServerConnectTest, SizesAreTheOptions) {
  ServerOptions options;
  options.window_size = 2500000;
  options.chunk_size = 128;
  const Shown shown = ServeEveryWay(PeerBytes::Connected(), options);
  const std::vector<std::string> messages = shown.messages();
  ASSERT_EQ(messages.size(), 5u);
  EXPECT_EQ(messages[0], "csid 2 WindowAckSize 002625a0");
  EXPECT_EQ(messages[1], "csid 2 SetPeerBandwidth 002625a000");
  EXPECT_EQ(messages[2], "csid 2 SetChunkSize 00000080");
}

// RTMP-CB-08, CB-11: no chunk stream has a meaning of its own, and answers are on ours.
TEST(ServerConnectTest, AnyChunkStreamWillDo) {
  PeerBytes peer = PeerBytes::Client();
  ChunkEncoder encoder;
  const auto send = [&](uint32_t chunk_stream_id, uint8_t type_id, uint32_t message_stream_id, const Buffer& payload) {
    Buffer bytes;
    encoder.Encode({chunk_stream_id, 0, type_id, message_stream_id, payload}, &bytes);
    peer.Raw(bytes);
  };
  send(20, 20, 0, Amf("connect", 1.0, PeerBytes::ConnectObject()));
  send(63, 20, 0, Amf("createStream", 2.0, nullptr));
  send(3, 20, 1, Amf("publish", 3.0, nullptr, "cam", "live"));
  send(40, 8, 1, {0xaf});
  send(41, 9, 1, {0x27});
  send(2, 8, 1, {0xae});
  const Shown shown = ServeEveryWay(peer);
  EXPECT_EQ(shown.messages(), ServeEveryWay(PeerBytes::Publish()).messages());
  EXPECT_THAT(shown.EventsAfter(ServeEveryWay(PeerBytes::Publish())),
              ElementsAre("AudioReceived stream 1 time 0 1 bytes af", "VideoReceived stream 1 time 0 1 bytes 27",
                          "AudioReceived stream 1 time 0 1 bytes ae"));
}

// RTMP-CN-03, RPC-01: the transaction id comes back as the same double.
TEST(ServerConnectTest, AnyTransactionId) {
  const Shown shown = ServeEveryWay(PeerBytes::Client().Command(0, "connect", 7.5, PeerBytes::ConnectObject()));
  EXPECT_THAT(shown.messages().back(), HasSubstr("\"_result\" 7.5 {"));
  EXPECT_EQ(shown.state, State::kConnected);
}

// RTMP-CN-07, CN-11, CN-15: little or much in the command object.
TEST(ServerConnectTest, MinimalAndExtendedConnect) {
  const Object minimal = {{{"app", "live"}, {"tcUrl", "rtmp://h/live"}}};
  EXPECT_EQ(ServeEveryWay(PeerBytes::Client().Command(0, "connect", 1.0, minimal)).state, State::kConnected);
  const Object app_only = {{{"app", "live"}}};
  EXPECT_EQ(ServeEveryWay(PeerBytes::Client().Command(0, "connect", 1.0, app_only)).state, State::kConnected);
  const Object more = {{{"app", "live"}, {"x", 1.0}, {"y", "z"}, {"objectEncoding", 3.0}}};
  const Shown shown = ServeEveryWay(PeerBytes::Client().Command(0, "connect", 1.0, more, minimal, "user", true));
  EXPECT_EQ(shown.state, State::kConnected);
  EXPECT_THAT(shown.messages().back(), HasSubstr("objectEncoding: 0"));  // RTMP-CN-14
}

// RTMP-RPC-09.
TEST(ServerConnectTest, EcmaArrayAsCommandObject) {
  Buffer payload;
  amf0::Encoder amf(&payload);
  amf.String("connect"), amf.Number(1), amf.BeginEcmaArray(1), amf.Property("app", "live"), amf.EndObject();
  EXPECT_EQ(ServeEveryWay(PeerBytes::Client().Message(20, 0, 0, payload)).state, State::kConnected);
}

// RTMP-MT-03: type 17 is a format byte of 0 and AMF0; the answer may be type 20.
TEST(ServerConnectTest, ConnectInAnAmf3Command) {
  Buffer payload = Amf("connect", 1.0, PeerBytes::ConnectObject());
  payload.insert(payload.begin(), 0);
  const Shown shown = ServeEveryWay(PeerBytes::Client().Message(17, 0, 0, payload));
  EXPECT_EQ(shown.state, State::kConnected);
  EXPECT_THAT(shown.messages().back(), HasSubstr("\"_result\" 1"));
  payload[0] = 3;
  // RTMP-CM-16: a message without a body is no command.
  const Shown ignored = ServeEveryWay(PeerBytes::Client().Message(17, 0, 0, payload).Message(17, 0, 0, {}).Message(20, 0, 0, {}));
  EXPECT_THAT(ignored.events, ElementsAre("StateChanged Handshaking", "StateChanged Connecting",
                                          "MessageIgnored type 17 stream 0: its first byte is not 0",
                                          "MessageIgnored type 17 stream 0: empty", "MessageIgnored type 20 stream 0: empty"));
}

// RTMP-CN-08, CN-09: refused with an answer; no protocol error.
TEST(ServerConnectTest, ConnectWithoutAnAppIsRefused) {
  const Shown shown = ServeEveryWay(PeerBytes::Client().Command(0, "connect", 1.0, Object{{{"tcUrl", "rtmp://h/live"}}}));
  ASSERT_EQ(shown.messages().size(), 1u);
  EXPECT_THAT(shown.messages()[0], HasSubstr(R"("_error" 1 null {level: "error", code: "NetConnection.Connect.Rejected")"));
  ASSERT_EQ(shown.events.size(), 4u);
  EXPECT_EQ(shown.events[2], "StateChanged Disconnecting");
  EXPECT_THAT(shown.events[3], HasSubstr("CommandIgnored connect stream 0: kMissingArgument"));
  EXPECT_EQ(shown.error, std::nullopt);
}

TEST(ServerConnectTest, ConnectWithWrongTypesIsRefused) {
  const auto refused = [](const PeerBytes& peer) { return ServeEveryWay(peer).events.back(); };
  EXPECT_THAT(refused(PeerBytes::Client().Command(0, "connect", 1.0, Object{{{"app", 3.0}}})), HasSubstr("kWrongArgumentType"));
  EXPECT_THAT(refused(PeerBytes::Client().Command(0, "connect", 1.0, Object{{{"app", "live"}, {"tcUrl", 3.0}}})),
              HasSubstr("kWrongArgumentType"));
  EXPECT_THAT(refused(PeerBytes::Client().Command(0, "connect", 1.0, nullptr)), HasSubstr("kWrongArgumentType"));
  EXPECT_THAT(refused(PeerBytes::Client().Command(0, "connect", 1.0)), HasSubstr("kMissingArgument"));
}

// RTMP-CN-06.
TEST(ServerConnectTest, UnknownAppIsRefused) {
  ServerOptions options;
  options.apps = {"vod", "live"};
  EXPECT_EQ(ServeEveryWay(PeerBytes::Connected(), options).state, State::kConnected);
  for (const char* same : {"live/", "live?token=1", "live/?token=1"}) {
    const PeerBytes peer = PeerBytes::Client().Command(0, "connect", 1.0, Object{{{"app", same}}});
    EXPECT_EQ(ServeEveryWay(peer, options).state, State::kConnected) << same;
  }
  options.apps = {"vod"};
  const Shown shown = ServeEveryWay(PeerBytes::Connected(), options);
  EXPECT_THAT(shown.messages(),
              ElementsAre(R"(csid 3 "_error" 1 null {level: "error", code: "NetConnection.Connect.InvalidApp", )"
                          R"(description: "No such application."})"));
  EXPECT_EQ(shown.state, State::kDisconnecting);
  EXPECT_EQ(shown.error, std::nullopt);
}

// Section 15: the second connect is refused and the state kept. The model went back to Connected.
// RTMP-CN-13.
TEST(ServerConnectTest, SecondConnectIsRefusedAndTheStateKept) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Shown shown = ServeEveryWay(PeerBytes::Publish().Command(0, "connect", 9.0, PeerBytes::ConnectObject()));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre(HasSubstr(R"("_error" 9 null {level: "error", code: "NetConnection.Connect.Rejected")")));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("CommandIgnored connect stream 0: already connected"));
  EXPECT_EQ(shown.state, State::kPublishing);
}

// RTMP-CN-12: never a stream id, and the session goes on. RTMP-RPC-04: nothing for transaction id 0.
TEST(ServerConnectTest, CommandsBeforeConnectAreRefused) {
  const Shown shown = ServeEveryWay(PeerBytes::Client()
                                        .Command(0, "createStream", 2.0, nullptr)
                                        .Command(1, "publish", 0.0, nullptr, "cam", "live")
                                        .Command(0, "close", 0.0, nullptr)
                                        .Command(0, "connect", 1.0, PeerBytes::ConnectObject()));
  const std::vector<std::string> messages = shown.messages();
  ASSERT_EQ(messages.size(), 6u);
  EXPECT_EQ(messages[0],
            R"(csid 3 "_error" 2 null {level: "error", code: "NetConnection.Call.Failed", description: "Not connected."})");
  EXPECT_EQ(messages[1], "csid 2 WindowAckSize 004c4b40");
  EXPECT_THAT(
      shown.events,
      ElementsAre("StateChanged Handshaking", "StateChanged Connecting", "CommandIgnored createStream stream 0: not connected",
                  "CommandIgnored publish stream 1: not connected", "CommandIgnored close stream 0: not connected",
                  "StateChanged Connected", "ClientConnected live tcUrl rtmp://h/live flashVer test"));
}

// RTMP-ST-07; and in Disconnecting everything is read and nothing happens.
TEST(ServerConnectTest, CloseEndsTheSession) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  PeerBytes peer = PeerBytes::Publish().Command(0, "close", 0.0, nullptr);
  peer.Command(0, "connect", 9.0, PeerBytes::ConnectObject()).Audio(1, 0, "x").Hex("ff ff ff ff ff");
  const Shown shown = ServeEveryWay(peer);
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("StateChanged Disconnecting", "DisconnectedByPeer close"));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_EQ(shown.error, std::nullopt);
}

// RTMP-RPC-02: answers are never answered, before connect or after it.
TEST(ServerConnectTest, AnswersAreNotAnswered) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown = ServeEveryWay(PeerBytes::Connected()
                                        .Command(0, "_result", 99.0, nullptr, 1.0)
                                        .Command(0, "_error", 99.0, nullptr, nullptr)
                                        .Command(1, "onStatus", 99.0, nullptr, nullptr));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("CommandIgnored _result stream 0: nothing was asked",
                                                     "CommandIgnored _error stream 0: nothing was asked",
                                                     "CommandIgnored onStatus stream 1: nothing was asked"));
  EXPECT_THAT(ServeEveryWay(PeerBytes::Client().Command(0, "_result", 1.0, nullptr)).messages(), IsEmpty());
}

// RTMP-RPC-03, RPC-04.
TEST(ServerConnectTest, UnknownCommands) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown =
      ServeEveryWay(PeerBytes::Connected().Command(0, "noSuchMethod", 42.0, nullptr, 1.0).Command(0, "noSuchMethod", 0.0));
  EXPECT_THAT(shown.MessagesAfter(before),
              ElementsAre(R"(csid 3 "_error" 42 null {level: "error", code: "NetConnection.Call.Failed", )"
                          R"(description: "Method not found."})"));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("CommandIgnored noSuchMethod stream 0: unknown command",
                                                     "CommandIgnored noSuchMethod stream 0: unknown command"));
}

}  // namespace
}  // namespace rtmp
