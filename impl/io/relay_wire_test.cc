// What a well-behaved client never sends: several streams on one connection, switches, media too early.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "impl/connection/session_testing.h"
#include "impl/io/relay.h"

namespace rtmp::io {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Codec bytes that a relay looks at, then one byte that tells the message from others.
std::string Key(char c) { return std::string("\x17\x01\0\0\0", 5) + c; }
std::string Frame(char c) { return std::string("\x27\x01\0\0\0", 5) + c; }
std::string Aac(char c) { return std::string("\xaf\x01") + c; }

// One connection: everything that was sent to it so far, and its media as MessageLines writes them.
class Wire {
 public:
  Wire(Relay& relay, const PeerBytes& peer) : relay_(relay), id_(relay.Open("peer")), peer_(peer) { Flush(); }

  // For what it sends next; Flush sends it.
  PeerBytes& peer() { return peer_; }
  void Flush() {
    relay_.Receive(id_, Bytes(peer_.bytes()).subspan(sent_));
    sent_ = peer_.bytes().size();
  }

  std::vector<std::string> Messages() {
    const Bytes bytes = relay_.send_buf(id_);
    output_.insert(output_.end(), bytes.begin(), bytes.end());
    relay_.AdvanceSendBuf(id_, bytes.size());
    return MessageLines(Bytes(output_).subspan(std::min(output_.size(), kHandshakeSize)));
  }
  std::vector<std::string> Media() {
    std::vector<std::string> lines = Messages();
    const auto other = [](const std::string& line) {
      return !absl::StrContains(line, " audio ") && !absl::StrContains(line, " video ");
    };
    lines.erase(std::remove_if(lines.begin(), lines.end(), other), lines.end());
    return lines;
  }

  ConnectionId id() const { return id_; }

 private:
  Relay& relay_;
  const ConnectionId id_;
  PeerBytes peer_;
  size_t sent_ = 0;
  Buffer output_;
};

TEST(RelayWireTest, MediaBeforePublishAndAfterItsEndGoesNowhere) {
  Relay relay(RelayOptions{});
  Wire player(relay, PeerBytes::Play());
  PeerBytes publisher = PeerBytes::Created();
  publisher.Audio(1, 1, Aac('a'));
  publisher.Command(1, "publish", 3.0, nullptr, "cam", "live").Audio(1, 2, Aac('b'));
  publisher.Command(0, "deleteStream", 4.0, nullptr, 1.0).Audio(1, 3, Aac('c'));
  const Wire wire(relay, publisher);
  EXPECT_THAT(player.Media(), ElementsAre("csid 4 msid 1 t 2 audio af0162"));
}

TEST(RelayWireTest, OneConnectionPublishesAndPlaysAtOnce) {
  Relay relay(RelayOptions{});
  Wire other(relay, PeerBytes::Play());
  PeerBytes bytes = PeerBytes::Publish();
  bytes.Command(0, "createStream", 4.0, nullptr).Command(2, "play", 5.0, nullptr, "cam");
  bytes.Command(0, "createStream", 6.0, nullptr).Command(3, "play", 7.0, nullptr, "cam");
  bytes.Video(1, 40, Key('a') + std::string(1000, 'x')).Audio(1, 41, Aac('b'));
  Wire both(relay, bytes);
  const std::string video = absl::StrCat("t 40 video ", ToHex(ToBytes(Key('a') + std::string(1000, 'x'))));
  EXPECT_THAT(both.Media(), ElementsAre("csid 6 msid 2 " + video, "csid 6 msid 3 " + video, "csid 4 msid 2 t 41 audio af0162",
                                        "csid 4 msid 3 t 41 audio af0162"));
  EXPECT_THAT(other.Media(), ElementsAre("csid 6 msid 1 " + video, "csid 4 msid 1 t 41 audio af0162"));
  relay.Close(both.id(), "gone");
  EXPECT_THAT(other.Messages(), Contains(HasSubstr("NetStream.Play.UnpublishNotify")));
}

// RTMP-PL-12.
TEST(RelayWireTest, VideoThatWasOffComesBackWithAKeyFrameAndAudioGoesOn) {
  Relay relay(RelayOptions{});
  Wire player(relay, PeerBytes::Play());
  Wire publisher(relay, PeerBytes::Publish());
  publisher.peer().Video(1, 0, Key('a'));
  publisher.Flush();
  player.peer().Command(1, "receiveVideo", 0.0, nullptr, false);
  player.Flush();
  publisher.peer().Video(1, 40, Frame('b')).Audio(1, 41, Aac('c'));
  publisher.Flush();
  player.peer().Command(1, "receiveVideo", 0.0, nullptr, true);
  player.Flush();
  publisher.peer().Video(1, 80, Frame('d')).Audio(1, 81, Aac('e')).Video(1, 120, Key('f'));
  publisher.Flush();
  EXPECT_THAT(player.Media(), ElementsAre("csid 6 msid 1 video 170100000061", "csid 4 msid 1 t 41 audio af0163",
                                          "csid 4 msid 1 t 81 audio af0165", "csid 6 msid 1 t 120 video 170100000066"));
}

TEST(RelayWireTest, AStreamThatIsDeletedPlaysNoMore) {
  Relay relay(RelayOptions{});
  PeerBytes bytes = PeerBytes::Play();
  bytes.Command(0, "deleteStream", 4.0, nullptr, 1.0);
  Wire player(relay, bytes);
  Wire publisher(relay, PeerBytes::Publish().Audio(1, 1, Aac('a')));
  EXPECT_THAT(player.Media(), IsEmpty());
  EXPECT_THAT(player.Messages(), Not(Contains(HasSubstr("PublishNotify"))));
}

// Enhanced RTMP: hvc1 SequenceStart, Opus SequenceStart.
TEST(RelayWireTest, EnhancedHeadersAreKeptForLatePlayers) {
  Relay relay(RelayOptions{});
  PeerBytes bytes = PeerBytes::Publish();
  bytes.Video(1, 0, "\x90hvc1H").Audio(1, 0, "\x90OpusH").Video(1, 0, "\x93hvc1K").Video(1, 40, "\xa3hvc1P");
  Wire publisher(relay, bytes);
  Wire player(relay, PeerBytes::Play());
  EXPECT_THAT(player.Media(), ElementsAre("csid 6 msid 1 t 40 video 906876633148", "csid 4 msid 1 t 40 audio 904f70757348"));
}

// A peer that never reads and asks for a stream over and over: what it makes the relay keep is bounded.
TEST(RelayWireTest, PlayingOverAndOverWithoutReadingEndsTheConnection) {
  RelayOptions options;
  options.max_player_queue = 10000;
  options.server.max_queued_replies = 10000;
  options.server.chunk.max_message_length = 10000;
  std::vector<std::string> log;
  options.log = [&](absl::string_view line) {
    if (absl::StrContains(line, "reads nothing")) log.push_back(std::string(line));
  };
  Relay relay(options);
  Wire publisher(relay,
                 PeerBytes::Publish().Video(1, 0, std::string("\x17\0", 2) + std::string(8000, 'h')).Video(1, 0, Key('k')));
  const ConnectionId greedy = relay.Open("greedy");
  relay.Receive(greedy, PeerBytes::Created().bytes());
  PeerBytes bytes;
  for (int i = 0; i < 1000; ++i) bytes.Command(1, "play", 3.0, nullptr, "cam").Command(1, "closeStream", 0.0, nullptr);
  size_t sent = 0;
  while (!relay.wants_close(greedy) && sent < (size_t{3} << 20)) {
    relay.Receive(greedy, bytes.bytes());
    sent += bytes.bytes().size();
  }
  EXPECT_TRUE(relay.wants_close(greedy));
  EXPECT_LT(relay.send_buf(greedy).size(), size_t{3} << 20);
  EXPECT_THAT(log, ElementsAre(HasSubstr("greedy reads nothing: ")));
  relay.Close(greedy, "gone");
  publisher.peer().Audio(1, 1, Aac('a'));
  publisher.Flush();
  EXPECT_EQ(relay.connection_count(), 1u);
}

}  // namespace
}  // namespace rtmp::io
