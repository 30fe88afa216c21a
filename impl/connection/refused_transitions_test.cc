// What state_table.cc has no row for changes nothing: a session goes on as if it had not been asked, but for the answer that
// refuses.
#include "impl/connection/session_testing.h"
#include "impl/connection/state_table.h"

namespace rtmp {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

using Send = std::function<void(PeerBytes&)>;

// A server that was brought to `state`, and what a client that goes its usual way sends from there on.
struct Situation {
  State state;
  PeerBytes before;
  bool accepts;  // else publish and play stay pending
  std::vector<Send> rest;
};

std::vector<Situation> Situations() {
  const Send connect = [](PeerBytes& p) { p.Command(0, "connect", 1.0, PeerBytes::ConnectObject()); };
  const Send create = [](PeerBytes& p) { p.Command(0, "createStream", 2.0, nullptr); };
  const Send publish = [](PeerBytes& p) { p.Command(1, "publish", 3.0, nullptr, "cam", "live"); };
  const Send audio = [](PeerBytes& p) { p.Audio(1, 40, "a"); };
  const Send ping = [](PeerBytes& p) { p.Event(UserControlType::kPingRequest, 7); };
  const Send remove = [](PeerBytes& p) { p.Command(0, "deleteStream", 9.0, nullptr, 1.0); };
  return {
      {State::kConnecting, PeerBytes::Client(), true, {connect, create, publish, audio, remove}},
      {State::kConnected, PeerBytes::Connected(), true, {create, publish, audio, remove}},
      {State::kMediaStreamCreated, PeerBytes::Created(), true, {publish, audio, remove}},
      {State::kPublishPending, PeerBytes::Publish(), false, {audio, remove, ping}},
      {State::kPublishing, PeerBytes::Publish(), true, {audio, remove}},
      {State::kPlayPending, PeerBytes::Play(), false, {ping, remove}},
      {State::kPlaying, PeerBytes::Play(), true, {ping, remove}},
  };
}

struct Asked {
  StateInput input;
  const char* name;
  Send send;
};
std::vector<Asked> Inputs() {
  return {
      {StateInput::kConnectAccepted, "connect", [](PeerBytes& p) { p.Command(0, "connect", 70.0, PeerBytes::ConnectObject()); }},
      {StateInput::kCreateStream, "createStream", [](PeerBytes& p) { p.Command(0, "createStream", 71.0, nullptr); }},
      {StateInput::kPublish, "publish", [](PeerBytes& p) { p.Command(1, "publish", 72.0, nullptr, "other", "live"); }},
      {StateInput::kPlay, "play", [](PeerBytes& p) { p.Command(1, "play", 73.0, nullptr, "other"); }},
      {StateInput::kCloseStream, "closeStream", [](PeerBytes& p) { p.Command(1, "closeStream", 0.0, nullptr); }},
      {StateInput::kDeleteStream, "deleteStream", [](PeerBytes& p) { p.Command(0, "deleteStream", 0.0, nullptr, 1.0); }},
  };
}

std::vector<std::string> Without(std::vector<std::string> lines, const std::vector<std::string>& extra) {
  for (const std::string& line : extra) {
    const auto found = std::find(lines.begin(), lines.end(), line);
    if (found != lines.end()) lines.erase(found);
  }
  return lines;
}

TEST(RefusedTransitionsTest, OnTheWire) {
  int refused = 0;
  for (const Situation& situation : Situations()) {
    const auto serve = [&](const PeerBytes& peer) {
      return ServeEveryWay(peer, {}, situation.accepts ? AcceptAll() : Reaction<ServerConnection>());
    };
    const Shown before = serve(situation.before);
    ASSERT_EQ(before.state, situation.state);
    PeerBytes usual = situation.before;
    for (const Send& send : situation.rest) send(usual);
    const Shown expected = serve(usual);
    for (const Asked& asked : Inputs()) {
      // createStream makes a stream of its own, wherever the latest one stands.
      const bool another_stream = asked.input == StateInput::kCreateStream && situation.state != State::kConnecting;
      if (another_stream || NextState(situation.state, asked.input).has_value()) continue;
      SCOPED_TRACE(absl::StrCat(StateName(situation.state), " x ", asked.name));
      ++refused;
      PeerBytes peer = situation.before;
      asked.send(peer);
      const Shown at_once = serve(peer);
      EXPECT_EQ(at_once.state, situation.state);
      EXPECT_EQ(at_once.error, std::nullopt);
      const std::vector<std::string> said = at_once.MessagesAfter(before);
      const std::vector<std::string> told = at_once.EventsAfter(before);
      EXPECT_LE(said.size(), 1u);
      for (const std::string& line : said) EXPECT_THAT(line, AnyOf(HasSubstr("\"_error\""), HasSubstr("level: \"error\"")));
      EXPECT_THAT(told, testing::ElementsAre(HasSubstr(absl::StrCat("CommandIgnored ", asked.name))));
      for (const Send& send : situation.rest) send(peer);
      const Shown shown = serve(peer);
      EXPECT_EQ(Without(shown.messages(), said), expected.messages());
      EXPECT_EQ(Without(shown.events, told), expected.events);
      EXPECT_EQ(shown.state, expected.state);
    }
  }
  EXPECT_EQ(refused, 23);
}

TEST(RefusedTransitionsTest, ByTheUser) {
  std::vector<Situation> situations = Situations();
  situations.push_back({State::kHandshaking, PeerBytes(), true, {}});
  situations.push_back({State::kDisconnecting, PeerBytes::Connected().Command(0, "close", 0.0, nullptr), true, {}});
  for (const Situation& situation : situations) {
    SCOPED_TRACE(StateName(situation.state));
    ServerConnection server = ServerAfter(situation.before, {}, situation.accepts ? AcceptAll() : Reaction<ServerConnection>());
    ASSERT_EQ(server.state(), situation.state);
    const bool pending = situation.state == State::kPublishPending || situation.state == State::kPlayPending;
    const bool plays = situation.state == State::kPlaying;
    for (const uint32_t id : {0u, 1u, 2u}) {
      const auto refuses = [&](bool granted, const absl::Status& status) {
        if (granted && id == 1) return;
        EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << id;
        EXPECT_EQ(server.state(), situation.state);
        EXPECT_TRUE(server.send_buf().empty());
      };
      if (!pending || id != 1) refuses(false, server.Accept(id));
      if (!pending || id != 1) refuses(false, server.Reject(id, "no"));
      if (!plays || id != 1) refuses(false, server.SendAudio(id, 0, {}));
      if (!plays || id != 1) refuses(false, server.SendVideo(id, 0, {}));
      if (!plays || id != 1) refuses(false, server.SendData(id, 0, {}));
      if (!plays || id != 1) refuses(false, server.EndOfStream(id));
      if (!plays || id != 1) refuses(false, server.BeginOfStream(id));
      refuses(false, server.RequestReconnect("", ""));
    }
  }
}

// A client, and answers that nobody waits for there.
TEST(RefusedTransitionsTest, OfAClient) {
  const Object success = {{{"level", "status"}, {"code", "NetConnection.Connect.Success"}}};
  const Object started = {{{"level", "status"}, {"code", "NetStream.Publish.Start"}}};
  const std::vector<Send> way = {
      [&](PeerBytes& p) { p.Command(0, "_result", 1.0, Object{}, success); },
      [&](PeerBytes& p) { p.Command(0, "_result", 4.0, nullptr, 1.0); },
      [&](PeerBytes& p) { p.Command(1, "onStatus", 0.0, nullptr, started); },
      [&](PeerBytes& p) { p.Event(UserControlType::kPingRequest, 7); },
  };
  ClientOptions options;
  options.app = "live";
  options.tc_url = "rtmp://h/live";
  options.stream_name = "cam";
  const auto follow = [&](const PeerBytes& server) {
    return FeedEveryWay<ClientConnection>(server.bytes(), options, Reaction<ClientConnection>());
  };
  const State states[] = {State::kConnecting, State::kConnected, State::kPublishPending, State::kPublishing, State::kPublishing};
  PeerBytes usual = PeerBytes::Client();
  for (const Send& send : way) send(usual);
  const Shown expected = follow(usual);
  for (size_t at = 0; at <= way.size(); ++at) {
    const std::vector<std::pair<std::string, Send>> out_of_place = {
        {"an answer to nothing", [](PeerBytes& p) { p.Command(0, "_result", 77.0, nullptr, 5.0); }},
        {"an error of nothing", [](PeerBytes& p) { p.Command(0, "_error", 78.0, nullptr, nullptr); }},
        {"connect's answer", [&](PeerBytes& p) { p.Command(0, "_result", 1.0, Object{}, success); }},
        {"createStream's answer", [](PeerBytes& p) { p.Command(0, "_result", 4.0, nullptr, 9.0); }},
        {"another stream's status", [&](PeerBytes& p) { p.Command(3, "onStatus", 0.0, nullptr, started); }},
    };
    for (const auto& [name, send] : out_of_place) {
      const bool in_place = (name == "connect's answer" && at == 0) || (name == "createStream's answer" && at == 1);
      if (in_place) continue;
      SCOPED_TRACE(absl::StrCat(name, " as ", StateName(states[at])));
      PeerBytes before = PeerBytes::Client();
      for (size_t i = 0; i < at; ++i) way[i](before);
      PeerBytes with = before;
      send(with);
      const Shown at_once = follow(with);
      EXPECT_EQ(at_once.state, states[at]);
      const Shown shown_before = follow(before);
      const std::vector<std::string> told = at_once.EventsAfter(shown_before);
      EXPECT_TRUE(at_once.MessagesAfter(shown_before).empty());
      for (size_t i = at; i < way.size(); ++i) way[i](with);
      const Shown shown = follow(with);
      EXPECT_EQ(shown.messages(), expected.messages());
      EXPECT_EQ(Without(shown.events, told), expected.events);
    }
  }
}

}  // namespace
}  // namespace rtmp
