// Aggregates and shared objects on a connection (RTMP 1.0 7.1.3, 7.1.6).
#include "impl/connection/session_testing.h"
#include "impl/message/aggregate.h"
#include "impl/message/shared_object.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;

Buffer Aggregate(std::initializer_list<AggregatePart> parts) {
  Buffer payload;
  for (const AggregatePart& part : parts) AppendAggregatePart(part, &payload);
  return payload;
}
const Buffer kAudio = {0xaf, 0x01};
const Buffer kVideo = {0x27, 0x01};

TEST(AggregateMessageTest, PartsArriveAsIfSentAlone) {  // RTMP-MT-13, MT-14, MT-17
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Buffer data = Amf("onTextData", "x");
  const Buffer payload = Aggregate({{8, 100, kAudio}, {9, 120, kVideo}, {18, 140, data}, {8, 160, {}}});
  const Shown shown = ServeEveryWay(PeerBytes::Publish().Message(22, 1, 5000, payload).Audio(1, 6000, "z"));
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("AudioReceived stream 1 time 5000 2 bytes af01", "VideoReceived stream 1 time 5020 2 bytes 2701",
                          absl::StrCat("DataReceived stream 1 time 5040 17 bytes onTextData ", ToHex(data)),
                          "AudioReceived stream 1 time 5060 0 bytes ", "AudioReceived stream 1 time 6000 1 bytes 7a"));
}

TEST(AggregateMessageTest, OnlyMediaAndData) {  // RTMP-MT-20
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  const Buffer inner = Aggregate({{8, 0, kAudio}});
  const Buffer size = {0, 0, 0, 1};
  const Buffer command = Amf("createStream", 9.0, nullptr);
  const Shown shown = ServeEveryWay(
      PeerBytes::Publish().Message(22, 1, 0, Aggregate({{22, 0, inner}, {1, 0, size}, {20, 0, command}, {9, 0, kVideo}})));
  EXPECT_THAT(shown.MessagesAfter(before), ElementsAre());
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("MessageIgnored type 22 stream 1: inside of an aggregate",
                                                     "MessageIgnored type 1 stream 1: inside of an aggregate",
                                                     "MessageIgnored type 20 stream 1: inside of an aggregate",
                                                     "VideoReceived stream 1 time 0 2 bytes 2701"));
}

TEST(AggregateMessageTest, AMalformedRestIsLeftOut) {  // RTMP-MT-19
  const Shown before = ServeEveryWay(PeerBytes::Publish());
  Buffer payload = Aggregate({{8, 0, kAudio}});
  const Buffer lie = ParseHex("09 ffffff 000000 00 000000 aa").value();
  payload.insert(payload.end(), lie.begin(), lie.end());
  const Shown shown = ServeEveryWay(PeerBytes::Publish().Message(22, 1, 7, payload).Audio(1, 8, "z"));
  EXPECT_THAT(shown.EventsAfter(before),
              ElementsAre("AudioReceived stream 1 time 7 2 bytes af01",
                          "MessageIgnored type 22 stream 1: kMalformedAggregate: a part of 16777215 bytes, 1 are left",
                          "AudioReceived stream 1 time 8 1 bytes 7a"));
  EXPECT_EQ(shown.error, std::nullopt);
}

TEST(AggregateMessageTest, OfAStreamThatDoesNotPublish) {
  const Shown before = ServeEveryWay(PeerBytes::Created());
  EXPECT_THAT(ServeEveryWay(PeerBytes::Created().Message(22, 1, 0, Aggregate({{8, 0, kAudio}}))).EventsAfter(before),
              ElementsAre("MessageIgnored type 22 stream 1: not publishing"));
}

TEST(AggregateMessageTest, TheViewsOutliveTheCallersBytes) {
  ServerConnection server = ServerAfter(PeerBytes::Publish());
  PeerBytes peer = PeerBytes::Publish();
  const size_t before = peer.bytes().size();
  peer.Message(22, 1, 0, Aggregate({{8, 0, kAudio}, {9, 0, kVideo}}));
  Buffer piece(peer.bytes().begin() + static_cast<std::ptrdiff_t>(before), peer.bytes().end());
  Bytes input = piece;
  EXPECT_EQ(ShownEvent(server.NextEvent(input).value()), "AudioReceived stream 1 time 0 2 bytes af01");
  std::fill(piece.begin(), piece.end(), uint8_t{0xee});
  Bytes other;
  EXPECT_EQ(ShownEvent(server.NextEvent(other).value()), "VideoReceived stream 1 time 0 2 bytes 2701");
}

PeerBytes Playing() {
  return PeerBytes::Client()
      .Command(0, "_result", 1.0, Object{}, Object{{{"level", "status"}, {"code", "NetConnection.Connect.Success"}}})
      .Command(0, "_result", 2.0, nullptr, 1.0)
      .Command(1, "onStatus", 0.0, nullptr, Object{{{"level", "status"}, {"code", "NetStream.Play.Start"}}});
}
Shown Play(const PeerBytes& server) {
  ClientOptions options;
  options.mode = ClientOptions::Mode::kPlay;
  options.app = "live";
  options.stream_name = "cam";
  return FeedEveryWay<ClientConnection>(server.bytes(), options, nullptr);
}

TEST(AggregateMessageTest, OfAServer) {
  const Shown before = Play(Playing());
  const Shown shown =
      Play(Playing().Message(22, 1, 40, Aggregate({{9, 0, kVideo}, {20, 0, {}}, {8, 20, kAudio}})).Message(22, 2, 0, {}));
  EXPECT_THAT(
      shown.EventsAfter(before),
      ElementsAre("VideoReceived stream 1 time 40 2 bytes 2701", "MessageIgnored type 20 stream 1: inside of an aggregate",
                  "AudioReceived stream 1 time 60 2 bytes af01", "MessageIgnored type 22 stream 2: not playing"));
}

Buffer SharedObject(bool amf3) {
  const Buffer events = ParseHex("01 00000000").value();
  Buffer body;
  if (amf3) body.push_back(0);
  SharedObjectMessage message;
  message.name = "chat";
  message.version = 3;
  message.events = events;
  EncodeSharedObject(message, &body);
  return body;
}

// RTMP-MT-25.
TEST(SharedObjectMessageTest, IsAnEvent) {  // RTMP-MT-10
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown =
      ServeEveryWay(PeerBytes::Connected().Message(19, 0, 0, SharedObject(false)).Message(16, 0, 0, SharedObject(true)));
  EXPECT_THAT(shown.EventsAfter(before), ElementsAre("SharedObjectReceived stream 0 chat version 3 5 bytes",
                                                     "SharedObjectReceived stream 0 chat version 3 5 bytes"));
  const Shown played = Play(Playing().Message(19, 0, 0, SharedObject(false)));
  EXPECT_EQ(played.events.back(), "SharedObjectReceived stream 0 chat version 3 5 bytes");
}

TEST(SharedObjectMessageTest, MalformedOrTooEarly) {  // RTMP-MT-11
  const Shown before = ServeEveryWay(PeerBytes::Connected());
  const Shown shown = ServeEveryWay(
      PeerBytes::Connected().Message(19, 0, 0, Buffer{0xff, 0xff, 'a'}).Message(16, 0, 0, Buffer{1, 2}).Message(16, 0, 0, {}));
  EXPECT_THAT(
      shown.EventsAfter(before),
      ElementsAre("MessageIgnored type 19 stream 0: kMalformedSharedObject: the message ends inside of the shared object's name",
                  "MessageIgnored type 16 stream 0: its first byte is not 0",
                  "MessageIgnored type 16 stream 0: its first byte is not 0"));
  EXPECT_EQ(ServeEveryWay(PeerBytes::Client().Message(19, 0, 0, SharedObject(false))).events.back(),
            "MessageIgnored type 19 stream 0: not connected");
}

}  // namespace
}  // namespace rtmp
