// The client and the server against each other: each the other's peer, over a wire that cuts.
#include <random>

#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

template <typename Connection>
void Drain(Connection& connection, Bytes& input, const Reaction<Connection>& reaction, std::vector<std::string>* events) {
  for (;;) {
    absl::StatusOr<Event> event = connection.NextEvent(input);
    ASSERT_TRUE(event.ok()) << event.status();
    if (IsNeedBytes(*event)) return;
    events->push_back(ShownEvent(*event));
    if (reaction) reaction(connection, *event);
  }
}

struct Pair {
  Pair(ServerOptions server_options, ClientOptions client_options, unsigned seed)
      : server(std::move(server_options)), client(std::move(client_options)), random(seed) {}

  // Moves bytes in random portions until neither side has any.
  void Run() {
    bool moved = true;
    while (moved) {
      moved = Move(client, server, on_server, &server_events);
      moved = Move(server, client, {}, &client_events) || moved;
    }
  }

  ServerConnection server;
  ClientConnection client;
  Reaction<ServerConnection> on_server = AcceptAll();
  std::vector<std::string> server_events;
  std::vector<std::string> client_events;
  std::mt19937 random;

 private:
  template <typename From, typename To>
  bool Move(From& from, To& to, const Reaction<To>& reaction, std::vector<std::string>* events) {
    const Bytes waiting = from.send_buf();
    const size_t count = std::min<size_t>(waiting.size(), 1 + random() % 700);
    const Buffer portion(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
    from.AdvanceSendBuf(count);
    Bytes input = portion;
    Drain(to, input, reaction, events);
    return count > 0;
  }
};

ClientOptions Options(ClientOptions::Mode mode) {
  ClientOptions options;
  options.mode = mode;
  options.app = "live";
  options.tc_url = "rtmp://h/live";
  options.stream_name = "cam";
  return options;
}

TEST(PairTest, PublishAndMedia) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Pair pair({}, Options(ClientOptions::Mode::kPublish), seed);
    pair.Run();
    ASSERT_EQ(pair.client.state(), State::kPublishing);
    ASSERT_EQ(pair.server.state(), State::kPublishing);
    pair.server_events.clear();
    const Buffer metadata = Amf("onMetaData", nullptr);
    EXPECT_EQ(pair.client.SendMetadata(0, metadata), absl::OkStatus());
    EXPECT_EQ(pair.client.SendAudio(16, ToBytes("a")), absl::OkStatus());
    EXPECT_EQ(pair.client.SendVideo(0xffffff, ToBytes(std::string(10000, 'v'))), absl::OkStatus());
    pair.Run();
    EXPECT_THAT(pair.server_events, ElementsAre("DataReceived stream 1 time 0 14 bytes onMetaData 02000a6f6e4d6574614461746105",
                                                "AudioReceived stream 1 time 16 1 bytes 61",
                                                testing::StartsWith("VideoReceived stream 1 time 16777215 10000 bytes 7676")));
    pair.server_events.clear();
    pair.client.Close();
    pair.Run();
    EXPECT_THAT(pair.server_events,
                ElementsAre("StateChanged MediaStreamCreated", "PublishFinished stream 1", "StateChanged Connected"));
  }
}

TEST(PairTest, PlayAndMedia) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Pair pair({}, Options(ClientOptions::Mode::kPlay), seed);
    pair.Run();
    ASSERT_EQ(pair.client.state(), State::kPlaying);
    pair.client_events.clear();
    EXPECT_EQ(pair.server.SendAudio(1, 5, ToBytes("a")), absl::OkStatus());
    EXPECT_EQ(pair.server.SendVideo(1, 9, {}), absl::OkStatus());
    EXPECT_EQ(pair.server.EndOfStream(1), absl::OkStatus());
    pair.Run();
    EXPECT_THAT(pair.client_events,
                ElementsAre("AudioReceived stream 1 time 5 1 bytes 61", "VideoReceived stream 1 time 9 0 bytes ",
                            "UserControlEventIgnored 1",
                            "StatusReceived status NetStream.Play.UnpublishNotify The stream is no longer published."));
    pair.client.Close();
    pair.Run();
    EXPECT_THAT(pair.server_events, Contains("PlayFinished stream 1"));
  }
}

TEST(PairTest, Rejected) {
  for (const auto mode : {ClientOptions::Mode::kPublish, ClientOptions::Mode::kPlay}) {
    Pair pair({}, Options(mode), 1);
    pair.on_server = RejectAll("not today");
    pair.Run();
    EXPECT_EQ(pair.client.state(), State::kDisconnecting);
    EXPECT_EQ(pair.server.state(), State::kDisconnecting);
    const char* code = mode == ClientOptions::Mode::kPublish ? "NetStream.Publish.BadName" : "NetStream.Play.StreamNotFound";
    EXPECT_EQ(pair.client_events.back(), absl::StrCat("DisconnectedByPeer onStatus: ", code, " not today"));
  }
}

TEST(PairTest, UnknownApp) {
  ServerOptions options;
  options.apps = {"vod"};
  Pair pair(options, Options(ClientOptions::Mode::kPlay), 1);
  pair.Run();
  EXPECT_EQ(pair.client_events.back(), "DisconnectedByPeer connect: NetConnection.Connect.InvalidApp No such application.");
}

// Both sides keep count: the windows that they give each other are enough to require acknowledgements.
TEST(PairTest, AcknowledgementsFlow) {
  ServerOptions server_options;
  server_options.window_size = 5000;
  server_options.require_acknowledgements = true;
  Pair pair(server_options, Options(ClientOptions::Mode::kPlay), 7);
  pair.Run();
  const Buffer payload(3000, 1);
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(pair.server.SendVideo(1, i * 40, payload), absl::OkStatus());
    pair.Run();
  }
  EXPECT_EQ(pair.server.error(), nullptr);
}

}  // namespace
}  // namespace rtmp
