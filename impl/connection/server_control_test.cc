// Protocol control and user control messages on a whole connection (RTMP 1.0 5.4, 6.2, 7.1.7).
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Added(const PeerBytes& before, const PeerBytes& peer) {
  const size_t size = ServeEveryWay(before).output.size();
  return ToHex(Bytes(ServeEveryWay(peer).output).subspan(size));
}

// RTMP-UC-12, UC-13: the same four bytes, in every state behind the handshake.
TEST(ServerControlTest, PingBytes) {
  EXPECT_EQ(Added(PeerBytes::Client(), PeerBytes::Client().Event(UserControlType::kPingRequest, 0xffffffff)),
            ToHex(ParseHex("02 000000 000006 04 00000000  0007 ffffffff").value()));
  EXPECT_EQ(Added(PeerBytes::Publish(), PeerBytes::Publish().Event(UserControlType::kPingRequest, 7)),
            ToHex(ParseHex("c2 0007 00000007").value()));
}

// RTMP-UC-02, PC-04: timestamps of control messages mean nothing.
TEST(ServerControlTest, PingWithATimestamp) {
  const PeerBytes peer = PeerBytes::Publish().Message(4, 0, 0xffffffff, ParseHex("0006 00000007").value()).Audio(1, 9, "a");
  const Shown shown = ServeEveryWay(peer);
  EXPECT_EQ(shown.messages().back(), "csid 2 UserControl 000700000007");
  EXPECT_EQ(shown.events.back(), "AudioReceived stream 1 time 9 1 bytes 61");
}

// RTMP-UC-17, UC-18, hostile input H36.
TEST(ServerControlTest, PingsOfOddLengths) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  for (const char* cut_short : {"", "00", "0006", "0006 00", "0006 000000"}) {
    const Shown shown = ServeEveryWay(PeerBytes::Connected().Message(4, 0, 0, ParseHex(cut_short).value()));
    EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
    EXPECT_THAT(shown.EventsAfter(before), ElementsAre(HasSubstr("MessageIgnored type 4 stream 0: kShortControlMessage")));
  }
  Buffer longer = ParseHex("0006 00000009").value();
  longer.resize(1000);
  EXPECT_THAT(ServeEveryWay(PeerBytes::Connected().Message(4, 0, 0, longer)).MessagesAfter(before),
              ElementsAre("csid 2 UserControl 000700000009"));
}

// RTMP-UC-14, UC-15, UC-16: events that mean nothing here are told; SetBufferLength needs no word.
// RTMP-UC-09.
TEST(ServerControlTest, OtherUserControlEvents) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  PeerBytes peer = PeerBytes::Connected().Event(UserControlType::kSetBufferLength, 1, 3000);
  for (const char* event : {"0000", "0005", "0007", "001a", "001b", "001f", "0020", "ffff"}) {
    Buffer payload = ParseHex(event).value();
    payload.resize(6);
    peer.Message(4, 0, 0, payload);
  }
  const Shown shown = ServeEveryWay(peer);
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("UserControlEventIgnored 0", "UserControlEventIgnored 5", "UserControlEventIgnored 7",
                          "UserControlEventIgnored 26", "UserControlEventIgnored 27", "UserControlEventIgnored 31",
                          "UserControlEventIgnored 32", "UserControlEventIgnored 65535"));
}

// RTMP-PC-25: answered when the window is not the one that was sent last.
TEST(ServerControlTest, SetPeerBandwidthBytes) {
  const PeerBytes base = PeerBytes::Connected();
  EXPECT_EQ(Added(base, PeerBytes(base).Control(SetPeerBandwidth{1000000, LimitType::kHard})),
            ToHex(ParseHex("42 000000 000004 05  000f4240").value()));
  EXPECT_EQ(Added(base, PeerBytes(base).Control(SetPeerBandwidth{5000000, LimitType::kHard})), "");
  EXPECT_EQ(Added(base, PeerBytes(base).Control(SetPeerBandwidth{6000000, LimitType::kSoft})), "");
  EXPECT_EQ(Added(base, PeerBytes(base).Control(SetPeerBandwidth{1, LimitType::kDynamic})), "");
  EXPECT_EQ(Added(base, PeerBytes(base).Control(SetPeerBandwidth{0, LimitType::kHard})), "");
}

// A window that the peer set before connect is the one that connect's answer announces.
TEST(ServerControlTest, SetPeerBandwidthBeforeConnect) {
  PeerBytes peer = PeerBytes::Client().Control(SetPeerBandwidth{1000000, LimitType::kHard});
  peer.Command(0, "connect", 1.0, PeerBytes::ConnectObject());
  const std::vector<std::string> messages = ServeEveryWay(peer).messages();
  ASSERT_EQ(messages.size(), 6u);
  EXPECT_EQ(messages[0], "csid 2 WindowAckSize 000f4240");
  EXPECT_EQ(messages[1], "csid 2 WindowAckSize 000f4240");
}

// RTMP-PC-29: a limit type that nobody knows, or none, changes nothing.
TEST(ServerControlTest, SetPeerBandwidthThatNobodyCanRead) {
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown = ServeEveryWay(PeerBytes::Connected()
                                        .Message(6, 0, 0, ParseHex("000f4240 03").value())
                                        .Message(6, 0, 0, ParseHex("000f4240 ff").value())
                                        .Message(6, 0, 0, ParseHex("000f4240").value()));
  EXPECT_THAT(shown.MessagesAfter(before), IsEmpty());
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre(HasSubstr("MessageIgnored type 6 stream 0: kInvalidLimitType"),
                                                     HasSubstr("MessageIgnored type 6 stream 0: kInvalidLimitType"),
                                                     HasSubstr("MessageIgnored type 6 stream 0: kShortControlMessage")));
}

// A17: without the peer's window there is no Acknowledgement, however the bytes come.
TEST(ServerControlTest, NoAcknowledgementUnasked) {
  PeerBytes peer = PeerBytes::Publish().Control(SetChunkSize{65536});
  peer.Audio(1, 0, std::string(60000, 'a')).Audio(1, 1, std::string(60000, 'a'));
  EXPECT_THAT(ServeEveryWay(peer).MessagesAfter(ServeEveryWay(PeerBytes::Publish())), IsEmpty());
}

// RTMP-PC-17, PC-18: cumulative, from the first byte behind the handshake, by the chunk that crosses the window.
// RTMP-PC-19.
TEST(ServerControlTest, AcknowledgementBytes) {
  PeerBytes peer = PeerBytes::Publish().Control(WindowAcknowledgementSize{2500});
  std::vector<std::string> expected;
  uint64_t last = 0;
  for (int i = 0; i < 8; ++i) {
    peer.Audio(1, i * 40, std::string(1300, 'a'));
    // 1300 bytes are 11 chunks of up to 128; the Acknowledgement names the end of the chunk that reached the window.
    const uint64_t received = peer.bytes().size() - kHandshakeSize;
    if (received >= last + 2500) {
      const uint64_t chunk_ends = received - 20 - 1;  // the last chunk holds 20 bytes behind a header of one
      uint64_t at = received;
      for (uint64_t end = chunk_ends; end >= last + 2500; end -= 129) at = end;
      last = at;
      expected.push_back(absl::StrCat("csid 2 Ack ", absl::Hex(at, absl::kZeroPad8)));
    }
  }
  EXPECT_THAT(expected, ElementsAre(HasSubstr("Ack"), HasSubstr("Ack"), HasSubstr("Ack"), HasSubstr("Ack")));
  EXPECT_EQ(ServeEveryWay(peer).MessagesAfter(ServeEveryWay(PeerBytes::Publish())), expected);
}

// The Acknowledgement stands before the answer to the message that crosses the window.
TEST(ServerControlTest, AcknowledgementBeforeTheAnswer) {
  PeerBytes peer = PeerBytes::Connected().Control(WindowAcknowledgementSize{1});
  const size_t window_at = peer.bytes().size() - kHandshakeSize;
  peer.Event(UserControlType::kPingRequest, 5);
  const size_t ping_at = peer.bytes().size() - kHandshakeSize;
  EXPECT_THAT(ServeEveryWay(peer).MessagesAfter(ServeEveryWay(PeerBytes::Connected())),
              ElementsAre(absl::StrCat("csid 2 Ack ", absl::Hex(window_at, absl::kZeroPad8)),
                          absl::StrCat("csid 2 Ack ", absl::Hex(ping_at, absl::kZeroPad8)), "csid 2 UserControl 000700000005"));
}

// RTMP-PC-23, hostile input H32: windows of 0, 1 and 2^32-1.
TEST(ServerControlTest, ExtremeWindows) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  for (const uint32_t window : {0u, 0xffffffffu}) {
    EXPECT_THAT(ServeEveryWay(PeerBytes::Publish().Control(WindowAcknowledgementSize{window}).Audio(1, 0, std::string(9000, 'a')))
                    .MessagesAfter(before),
                IsEmpty());
  }
  // One Acknowledgement a chunk: 3 chunks of audio, and the chunk that asked.
  EXPECT_THAT(ServeEveryWay(PeerBytes::Publish().Control(WindowAcknowledgementSize{1}).Audio(1, 0, std::string(300, 'a')))
                  .MessagesAfter(before),
              testing::AllOf(testing::SizeIs(4), Each(HasSubstr("csid 2 Ack"))));
}

// RTMP-PC-20, PC-21: whatever the peer acknowledges, the session stays.
TEST(ServerControlTest, PeersAcknowledgements) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  PeerBytes peer = PeerBytes::Publish();
  for (const uint32_t value : {0u, 0xffffff00u, 0x100u, 100u, 100u, 50u, 0xffffffffu}) peer.Control(Acknowledgement{value});
  const Shown shown = ServeEveryWay(peer);
  EXPECT_EQ(shown.events, before.events);
  EXPECT_EQ(shown.output, before.output);
}

// RTMP-PC-02, PC-31, PC-32: on any chunk and message stream, in chunks of one byte, at any time.
TEST(ServerControlTest, ControlMessagesAnywhere) {
  PeerBytes peer = PeerBytes::Client().Control(SetChunkSize{1});
  peer.Command(0, "connect", 1.0, PeerBytes::ConnectObject()).Control(WindowAcknowledgementSize{1000000});
  peer.Hex("09 000000 000004 01 01000000 00 c9 00 c9 10 c9 00");  // SetChunkSize 4096, chunk stream 9, message stream 1
  peer.Hex("04 000000 000003 14 00000000 020000");                // in one chunk now
  EXPECT_EQ(ServeEveryWay(peer).error, ErrorCode::kMalformedCommand);
}

// RTMP-PC-14, PC-15: an aborted message is gone, and Abort of nothing is harmless.
TEST(ServerControlTest, Abort) {
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  PeerBytes peer = PeerBytes::Publish().Hex("06 000000 0000c8 09 01000000").Raw(Buffer(128, 0x77));
  peer.Hex("02 000000 000004 02 00000000 00000006").Hex("02 000000 000004 02 00000000 0000270f");
  peer.Hex("06 000010 000001 09 01000000 aa");
  EXPECT_THAT(ServeEveryWay(peer).EventsAfter(before), ElementsAre("VideoReceived stream 1 time 16 1 bytes aa"));
}

}  // namespace
}  // namespace rtmp
