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

// RTMP-PB-07.
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

// RTMP-ST-08.
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

// RTMP-CM-27, CB-09: however a message of three chunks, or a basic header, is cut by the end of the connection, nobody gets a
// part.
TEST(RelayWireTest, AMessageThatTheEndCutsReachesNobody) {
  const size_t prelude = PeerBytes::Publish().bytes().size();
  const PeerBytes whole = PeerBytes::Publish().Video(1, 0, Key('a') + std::string(300, 'x'));
  for (size_t size = prelude; size <= whole.bytes().size(); ++size) {
    Relay relay(RelayOptions{});
    Wire player(relay, PeerBytes::Play());
    const ConnectionId publisher = relay.Open("peer");
    relay.Receive(publisher, Bytes(whole.bytes()).first(size));
    relay.Close(publisher, "gone");
    ASSERT_EQ(player.Media().size(), size == whole.bytes().size() ? 1u : 0u) << size - prelude;
  }
  for (const char* basic_header : {"00", "01", "01 05", "c0", "41 05"}) {
    Relay relay(RelayOptions{});
    Wire player(relay, PeerBytes::Play());
    const Wire publisher(relay, PeerBytes::Publish().Hex(basic_header));
    relay.Close(publisher.id(), "gone");
    EXPECT_THAT(player.Media(), IsEmpty());
    EXPECT_EQ(relay.connection_count(), 1u);
  }
}

// RTMP-CM-23, CM-25, CM-26: a stream may begin anywhere and jump forward across 2^32 or back; times arrive as they were sent.
TEST(RelayWireTest, TimesMayDoWhatTheyWant) {
  Relay relay(RelayOptions{});
  Wire player(relay, PeerBytes::Play());
  PeerBytes bytes = PeerBytes::Publish();
  for (const uint32_t time : {123456789u, 4000000000u, 10000u, 5000u, 1000u}) bytes.Audio(1, time, Aac('a'));
  const Wire publisher(relay, bytes);
  const std::string rest = " audio af0161";
  EXPECT_THAT(player.Media(),
              ElementsAre("csid 4 msid 1 t 123456789" + rest, "csid 4 msid 1 t 4000000000" + rest, "csid 4 msid 1 t 10000" + rest,
                          "csid 4 msid 1 t 5000" + rest, "csid 4 msid 1 t 1000" + rest));
}

// ERTMP-43, ERTMP-44, ERTMP-45, FLV-16, FLV-20, AMF0-31: an ECMA array or an object, codec ids as FourCCs, maps of tracks:
// whatever metadata holds reaches those who play and those who come later as it was written.
TEST(RelayWireTest, MetadataIsNotWrittenAnew) {
  for (const bool ecma : {true, false}) {
    Buffer metadata = Amf("onMetaData");
    amf0::Encoder amf(&metadata);
    ecma ? amf.BeginEcmaArray(9) : amf.BeginObject();
    amf.Property("width", 1920.0);
    amf.Property("videocodecid", 1635135537.0);
    amf.Property("audiocodecid", 1332770163.0);
    amf.Key("videoTrackIdInfoMap");
    amf.BeginObject();
    amf.Key("1");
    amf.BeginObject();
    amf.Property("width", 640.0);
    amf.EndObject();
    amf.EndObject();
    amf.Property("encoder", "x");
    amf.Property("a before b", "no order is imposed");
    amf.EndObject();
    Buffer order = Amf("@setDataFrame");
    order.insert(order.end(), metadata.begin(), metadata.end());
    Relay relay(RelayOptions{});
    Wire early(relay, PeerBytes::Play());
    const Wire publisher(relay, PeerBytes::Publish().Message(18, 1, 0, order));
    Wire late(relay, PeerBytes::Play());
    for (Wire* player : {&early, &late}) {
      amf0::Values values;
      ASSERT_EQ(amf0::Decode(metadata, {}, &values), std::nullopt);
      EXPECT_THAT(player->Messages(), Contains("csid 5 msid 1 data " + amf0::ToText(values, 1000)));
    }
  }
}

// ERTMP-13: colorInfo stays in front of the frames that it speaks of, a new one takes its place, and who comes late gets the
// last.
TEST(RelayWireTest, VideoMetadataKeepsItsPlace) {
  const std::string first = std::string("\x94hvc1\x02\0\x09", 8) + "colorInfo1";
  const std::string second = std::string("\x94hvc1\x02\0\x09", 8) + "colorInfo2";
  Relay relay(RelayOptions{});
  Wire early(relay, PeerBytes::Play());
  const Wire publisher(
      relay, PeerBytes::Publish().Video(1, 0, first).Video(1, 0, "\x93hvc1K").Video(1, 40, second).Video(1, 40, "\xa3hvc1P"));
  Wire late(relay, PeerBytes::Play());
  const std::string head = "csid 6 msid 1 ";
  EXPECT_THAT(early.Media(), ElementsAre(head + "video " + ToHex(ToBytes(first)), head + "video 93687663314b",
                                         head + "t 40 video " + ToHex(ToBytes(second)), head + "t 40 video a36876633150"));
  EXPECT_THAT(late.Media(), ElementsAre(head + "t 40 video " + ToHex(ToBytes(second))));
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
