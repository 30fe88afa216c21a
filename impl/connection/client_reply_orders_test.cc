// A client and every order in which servers answer (RTMP-CN-18, PL-18): connect's companions before or behind `_result`, or left
// out; publish and play the same.
#include <algorithm>
#include <functional>
#include <vector>

#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using Part = std::function<void(PeerBytes&)>;

Object Status(const char* code) { return {{{"level", "status"}, {"code", code}}}; }

ClientOptions Options(ClientOptions::Mode mode) {
  ClientOptions options;
  options.mode = mode;
  options.app = "live";
  options.tc_url = "rtmp://h/live";
  options.stream_name = "cam";
  return options;
}

// What the client got to with `server`'s bytes, whole: the bytes of every order are cut by the other tests.
std::pair<State, std::vector<std::string>> Follow(const PeerBytes& server, ClientOptions::Mode mode) {
  ClientConnection client(Options(mode));
  Shown shown;
  FeedPiece<ClientConnection>(client, server.bytes(), nullptr, &shown);
  EXPECT_EQ(client.error(), nullptr);
  return {client.state(), shown.events};
}

// Calls `check` with the bytes of `before` and then of the parts in every order, each of `optional` in it or not. Returns how
// often.
size_t EveryOrder(const PeerBytes& before, const std::vector<Part>& required, const std::vector<Part>& optional,
                  const std::function<void(PeerBytes&)>& check) {
  size_t orders = 0;
  for (unsigned chosen = 0; chosen < 1u << optional.size(); ++chosen) {
    std::vector<const Part*> parts;
    parts.reserve(required.size() + optional.size());
    for (const Part& part : required) parts.push_back(&part);
    for (size_t i = 0; i < optional.size(); ++i) {
      if ((chosen >> i & 1) != 0) parts.push_back(&optional[i]);
    }
    std::sort(parts.begin(), parts.end());
    do {
      PeerBytes server = before;
      for (const Part* part : parts) (*part)(server);
      check(server);
      ++orders;
    } while (std::next_permutation(parts.begin(), parts.end()));
  }
  return orders;
}

const Part kConnectResult = [](PeerBytes& p) { p.Command(0, "_result", 1.0, Object{}, Status("NetConnection.Connect.Success")); };
const Part kWindow = [](PeerBytes& p) { p.Control(WindowAcknowledgementSize{2500000}); };
const Part kBandwidth = [](PeerBytes& p) { p.Control(SetPeerBandwidth{2500000, LimitType::kDynamic}); };
const Part kChunkSize = [](PeerBytes& p) { p.Control(SetChunkSize{60000}); };
const Part kOnBwDone = [](PeerBytes& p) { p.Command(0, "onBWDone", 0.0, nullptr); };
const Part kStreamBegin0 = [](PeerBytes& p) { p.Event(UserControlType::kStreamBegin, 0); };

TEST(ClientReplyOrdersTest, Connect) {
  const size_t orders = EveryOrder(PeerBytes::Client(), {kConnectResult},
                                   {kWindow, kBandwidth, kChunkSize, kOnBwDone, kStreamBegin0}, [](PeerBytes& server) {
                                     EXPECT_EQ(Follow(server, ClientOptions::Mode::kPublish).first, State::kConnected);
                                     server.Command(0, "_result", 4.0, nullptr, 1.0);
                                     EXPECT_EQ(Follow(server, ClientOptions::Mode::kPublish).first, State::kPublishPending);
                                   });
  EXPECT_EQ(orders, 1631u);
}

PeerBytes Asked(double create_stream_transaction_id) {
  PeerBytes server = PeerBytes::Client();
  kConnectResult(server);
  server.Command(0, "_result", create_stream_transaction_id, nullptr, 1.0);
  return server;
}

const Part kStreamBegin1 = [](PeerBytes& p) { p.Event(UserControlType::kStreamBegin, 1); };

// RTMP-DF-08.
TEST(ClientReplyOrdersTest, Publish) {
  const Part start = [](PeerBytes& p) { p.Command(1, "onStatus", 0.0, nullptr, Status("NetStream.Publish.Start")); };
  const Part result = [](PeerBytes& p) { p.Command(1, "_result", 5.0, nullptr, Status("NetStream.Publish.Start")); };
  const Part on_fc_publish = [](PeerBytes& p) { p.Command(0, "onFCPublish", 0.0, nullptr, Status("NetStream.Publish.Start")); };
  const Part release_stream = [](PeerBytes& p) { p.Command(0, "_error", 2.0, nullptr, Object{}); };
  const size_t orders =
      EveryOrder(Asked(4), {start}, {result, on_fc_publish, release_stream, kStreamBegin1, kChunkSize},
                 [](PeerBytes& server) { EXPECT_EQ(Follow(server, ClientOptions::Mode::kPublish).first, State::kPublishing); });
  EXPECT_EQ(orders, 1631u);
}

// Reset left out or late, StreamBegin before or behind Start, media before Start: all of the media arrives.
TEST(ClientReplyOrdersTest, Play) {
  const Part start = [](PeerBytes& p) { p.Command(1, "onStatus", 0.0, nullptr, Status("NetStream.Play.Start")); };
  const Part reset = [](PeerBytes& p) { p.Command(1, "onStatus", 0.0, nullptr, Status("NetStream.Play.Reset")); };
  const Part recorded = [](PeerBytes& p) { p.Event(UserControlType::kStreamIsRecorded, 1); };
  const Part media = [](PeerBytes& p) { p.Video(1, 40, "\x17\x01"); };
  const Part sample_access = [](PeerBytes& p) { p.Data(1, "|RtmpSampleAccess", true, true); };
  const size_t orders =
      EveryOrder(Asked(2), {start, media}, {reset, recorded, kStreamBegin1, sample_access}, [](PeerBytes& server) {
        const auto [state, events] = Follow(server, ClientOptions::Mode::kPlay);
        EXPECT_EQ(state, State::kPlaying);
        EXPECT_THAT(events, testing::Contains("VideoReceived stream 1 time 40 2 bytes 1701"));
      });
  EXPECT_EQ(orders, 1370u);
}

}  // namespace
}  // namespace rtmp
