// What the two ends say of Enhanced RTMP in connect, and ReconnectRequest.
#include "impl/command/capabilities.h"
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr absl::string_view kReconnect =
    R"(csid 3 "onStatus" 0 null {level: "status", code: "NetConnection.Connect.ReconnectRequest")";

Buffer ConnectPayload(const Capabilities& capabilities) {
  Buffer payload = Amf("connect", 1.0);
  amf0::Encoder amf(&payload);
  amf.BeginObject();
  amf.Property("app", "live");
  amf.Property("tcUrl", "rtmp://h/live");
  EncodeCapabilities(capabilities, &amf);
  amf.EndObject();
  return payload;
}

PeerBytes ConnectedWith(const Capabilities& capabilities) {
  return PeerBytes::Client().Message(20, 0, 0, ConnectPayload(capabilities));
}

std::string ConnectResult(const Shown& shown) { return shown.messages().at(4); }

TEST(EnhancedConnectTest, ServerAnswersWithItsOwnCapabilities) {  // ERTMP-35
  Capabilities client;
  client.caps_ex = 3;
  const Shown shown = ServeEveryWay(ConnectedWith(client));
  EXPECT_THAT(ConnectResult(shown), HasSubstr(R"(videoFourCcInfoMap: {"*": 4}, audioFourCcInfoMap: {"*": 4}, capsEx: 15})"));
}

TEST(EnhancedConnectTest, EitherWayToSayItHasTheSameAnswer) {  // ERTMP-52
  Capabilities list;
  list.four_cc_list = {"hvc1"};
  Capabilities map;
  map.video = {{"hvc1", kCanDecode}};
  EXPECT_EQ(ConnectResult(ServeEveryWay(ConnectedWith(list))), ConnectResult(ServeEveryWay(ConnectedWith(map))));
}

TEST(EnhancedConnectTest, LegacyClientGetsALegacyAnswer) {
  EXPECT_THAT(ConnectResult(ServeEveryWay(PeerBytes::Connected())), Not(HasSubstr("capsEx")));
}

// ERTMP-37.
TEST(EnhancedConnectTest, ServerToldToSayNothing) {
  Capabilities client;
  client.caps_ex = 1;
  ServerOptions options;
  options.capabilities = {};
  EXPECT_THAT(ConnectResult(ServeEveryWay(ConnectedWith(client), options)), Not(HasSubstr("capsEx")));
}

TEST(EnhancedConnectTest, TheUserGetsTheClientsCapabilities) {  // ERTMP-34
  Capabilities client;
  client.audio = {{"Opus", kCanDecode}, {"*", kCanForward}};
  Capabilities seen;
  ServerConnection server = ServerAfter(ConnectedWith(client), {}, [&](ServerConnection&, const Event& event) {
    if (const auto* connected = std::get_if<ClientConnected>(&event)) seen = *connected->capabilities;
  });
  EXPECT_THAT(seen.audio, ElementsAre(Pair("Opus", kCanDecode), Pair("*", kCanForward)));
}

TEST(EnhancedConnectTest, RequestReconnectBytes) {  // ERTMP-41, ERTMP-51
  Capabilities client;
  client.caps_ex = kCapsReconnect;
  const Shown shown = ServeEveryWay(ConnectedWith(client), {}, [](ServerConnection& server, const Event& event) {
    if (!std::holds_alternative<ClientConnected>(event)) return;
    EXPECT_EQ(server.RequestReconnect("rtmp://other/live", "Moving."), absl::OkStatus());
  });
  EXPECT_EQ(shown.messages().back(), absl::StrCat(kReconnect, R"(, tcUrl: "rtmp://other/live", description: "Moving."})"));
  EXPECT_EQ(shown.state, State::kConnected) << "the old session goes on";
}

TEST(EnhancedConnectTest, RequestReconnectNeedsAClientThatUnderstandsIt) {  // ERTMP-42
  Capabilities other;
  other.caps_ex = kCapsMultitrack;
  for (const PeerBytes& peer : {PeerBytes::Client(), PeerBytes::Connected(), ConnectedWith(other)}) {
    ServerConnection server = ServerAfter(peer);
    EXPECT_EQ(server.RequestReconnect("", "").code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(server.send_buf().empty());
  }
}

ClientOptions Publisher(uint32_t caps_ex) {
  ClientOptions options;
  options.app = "live";
  options.tc_url = "rtmp://h:1935/live";
  options.stream_name = "cam";
  options.capabilities.caps_ex = caps_ex;
  return options;
}

// A server's bytes up to a session that publishes, then a ReconnectRequest on this message stream.
PeerBytes AskedToReconnect(uint32_t message_stream_id, const Object& information) {
  return PeerBytes::Client()
      .Command(0, "_result", 1.0, Object{}, Object{{{"level", "status"}, {"code", "NetConnection.Connect.Success"}}})
      .Command(0, "_result", 4.0, nullptr, 1.0)
      .Command(1, "onStatus", 0.0, nullptr, Object{{{"level", "status"}, {"code", "NetStream.Publish.Start"}}})
      .Command(message_stream_id, "onStatus", 0.0, nullptr, information);
}
Object ReconnectInformation(const char* tc_url) {
  Object object{{{"level", "status"}, {"code", "NetConnection.Connect.ReconnectRequest"}}};
  if (tc_url != nullptr) object.properties.emplace_back("tcUrl", tc_url);
  return object;
}

TEST(EnhancedConnectTest, ClientSaysWhatItCan) {  // ERTMP-32, RTMP-HS-30
  ClientOptions options = Publisher(kCapsReconnect);
  options.capabilities.four_cc_list = {"hvc1"};
  const Shown shown = FeedEveryWay<ClientConnection>(PeerBytes::Client().bytes(), options, nullptr);
  EXPECT_THAT(shown.messages().back(), HasSubstr(R"(objectEncoding: 0, fourCcList: ["hvc1"], capsEx: 1})"));
  EXPECT_EQ(shown.output[0], kRtmpVersion);
}

TEST(EnhancedConnectTest, ClientPassesAReconnectRequestOn) {  // ERTMP-39, ERTMP-40
  const std::pair<const char*, const char*> cases[] = {
      {"rtmp://b/app", "ReconnectRequested rtmp://b/app "},
      {"//b/app", "ReconnectRequested rtmp://b/app "},
      {"/app", "ReconnectRequested rtmp://h:1935/app "},
      {nullptr, "ReconnectRequested rtmp://h:1935/live "},
  };
  for (const auto& [tc_url, event] : cases) {
    const PeerBytes server = AskedToReconnect(0, ReconnectInformation(tc_url));
    const Shown shown = FeedEveryWay<ClientConnection>(server.bytes(), Publisher(kCapsReconnect), nullptr);
    EXPECT_EQ(shown.events.back(), event);
    EXPECT_EQ(shown.state, State::kPublishing) << "the client leaves at a media boundary of its own";
  }
}

TEST(EnhancedConnectTest, ClientWithoutTheBitIgnoresIt) {  // ERTMP-42
  const PeerBytes server = AskedToReconnect(0, ReconnectInformation("/app"));
  const Shown shown = FeedEveryWay<ClientConnection>(server.bytes(), Publisher(0), nullptr);
  EXPECT_EQ(shown.events.back(), "StatusReceived status NetConnection.Connect.ReconnectRequest ");
  EXPECT_EQ(shown.state, State::kPublishing);
}

TEST(EnhancedConnectTest, ClientCannotFollowWhatIsNoUrl) {
  const PeerBytes server = AskedToReconnect(0, ReconnectInformation("not a url"));
  const Shown shown = FeedEveryWay<ClientConnection>(server.bytes(), Publisher(kCapsReconnect), nullptr);
  EXPECT_EQ(shown.events.back(), "StatusReceived status NetConnection.Connect.ReconnectRequest ");
}

TEST(EnhancedConnectTest, ClientReadsTheServersCapabilitiesFromEitherObject) {  // A44
  Capabilities server;
  server.caps_ex = 5;
  for (const bool in_properties : {true, false}) {
    Buffer payload = Amf("_result", 1.0);
    amf0::Encoder amf(&payload);
    for (const bool properties : {true, false}) {
      amf.BeginObject();
      if (properties == in_properties) EncodeCapabilities(server, &amf);
      if (!properties) amf.Property("code", "NetConnection.Connect.Success");
      amf.EndObject();
    }
    ClientConnection client(Publisher(0));
    Shown shown;
    FeedPiece<ClientConnection>(client, PeerBytes::Client().Message(20, 0, 0, payload).bytes(), nullptr, &shown);
    EXPECT_EQ(client.server_capabilities().caps_ex, 5u) << in_properties;
    EXPECT_EQ(client.state(), State::kConnected);
  }
}

TEST(EnhancedConnectTest, ClientThatDeclaresMultitrackGetsItsTracks) {  // ERTMP-48
  ClientOptions options = Publisher(kCapsMultitrack);
  options.mode = ClientOptions::Mode::kPlay;
  PeerBytes server = PeerBytes::Client()
                         .Command(0, "_result", 1.0, Object{}, Object{{{"code", "NetConnection.Connect.Success"}}})
                         .Command(0, "_result", 2.0, nullptr, 1.0)
                         .Command(1, "onStatus", 0.0, nullptr, Object{{{"level", "status"}, {"code", "NetStream.Play.Start"}}});
  const Buffer two_tracks = ParseHex("96 11 61766331 00 000002 aabb 01 000001 cc").value();
  server.Message(9, 1, 40, two_tracks).Event(UserControlType::kPingRequest, 7);
  const Shown shown = FeedEveryWay<ClientConnection>(server.bytes(), options, nullptr);
  EXPECT_EQ(shown.events.back(), absl::StrCat("VideoReceived stream 1 time 40 17 bytes ", ToHex(two_tracks)));
  EXPECT_EQ(shown.messages().back(), "csid 2 UserControl 000700000007");
}

}  // namespace
}  // namespace rtmp
