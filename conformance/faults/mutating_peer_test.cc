// What a changed message looks like to the suite, and that everything before it is handed on to the byte.
#include "conformance/faults/mutating_peer.h"

#include <memory>

#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/wire_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/big_endian.h"
#include "impl/handshake/handshake.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = WireMutation::Kind;

// The in-process client speaks first once its handshake is through: a connect, and what follows the answers it does not get.
rtmp::Buffer ClientBytes(MutatingPeer& peer) {
  const auto connection = peer.Connect({"publisher", "s"});
  EXPECT_TRUE(connection.ok()) << connection.status();
  rtmp::Buffer c0c1;
  (*connection)->Read(&c0c1, absl::ZeroDuration());
  rtmp::Buffer answer = {3};
  answer.resize(1 + rtmp::kHandshakePacketSize, 0x11);        // S0, S1
  answer.insert(answer.end(), c0c1.begin() + 1, c0c1.end());  // S2
  rtmp::Buffer out = c0c1;
  (*connection)->Write(answer);
  while ((*connection)->Read(&out, absl::ZeroDuration()) == ReadEnd::kData) {
  }
  return out;
}

std::vector<WireMessage> MessagesIn(const rtmp::Buffer& bytes) {
  WireReader reader(rtmp::kHandshakeSize);
  reader.Feed(rtmp::Bytes(bytes).subspan(rtmp::kHandshakeSize));
  std::vector<WireMessage> messages;
  while (std::optional<WireMessage> message = reader.Next()) messages.push_back(*std::move(message));
  EXPECT_EQ(reader.error(), "");
  return messages;
}

std::vector<WireMessage> Mutated(Kind kind, size_t message, size_t offset = 0, uint8_t mask = 0) {
  MutatingPeer peer(MakeInProcessPeer(Side::kClient, 1));
  WireMutation mutation;
  mutation.kind = kind;
  mutation.message = message;
  mutation.offset = offset;
  mutation.mask = mask;
  peer.Arm(mutation);
  return MessagesIn(ClientBytes(peer));
}

TEST(MutatingPeerTest, WithoutAMutationEveryByteIsHandedOn) {
  MutatingPeer peer(MakeInProcessPeer(Side::kClient, 1));
  MutatingPeer again(MakeInProcessPeer(Side::kClient, 1));
  const rtmp::Buffer bytes = ClientBytes(peer);
  EXPECT_EQ(bytes, ClientBytes(again));
  ASSERT_THAT(peer.sent(), SizeIs(1));
  EXPECT_TRUE(peer.sent()[0].handshake);
  const std::vector<WireMessage> messages = MessagesIn(bytes);
  ASSERT_THAT(messages, SizeIs(peer.sent()[0].messages.size()));
  ASSERT_THAT(messages, ::testing::Not(IsEmpty()));
  EXPECT_EQ(messages[0].payload, peer.sent()[0].messages[0].payload);
  peer.Arm(std::nullopt);
  EXPECT_THAT(peer.sent(), IsEmpty()) << "Arm forgets";
}

TEST(MutatingPeerTest, OneMessageIsChangedAndNoOther) {
  MutatingPeer right(MakeInProcessPeer(Side::kClient, 1));
  const std::vector<WireMessage> before = MessagesIn(ClientBytes(right));
  ASSERT_THAT(before, SizeIs(2)) << "SetChunkSize and connect: then a client waits for the answer";

  EXPECT_THAT(Mutated(Kind::kDrop, 1), SizeIs(1));
  const std::vector<WireMessage> doubled = Mutated(Kind::kDouble, 1);
  ASSERT_THAT(doubled, SizeIs(3));
  EXPECT_EQ(doubled[1].payload, before[1].payload);
  EXPECT_EQ(doubled[2].payload, before[1].payload);
  EXPECT_EQ(Mutated(Kind::kTypeId, 1)[1].type_id, 200);
  EXPECT_EQ(Mutated(Kind::kTimestamp, 1)[1].timestamp, before[1].timestamp + 1000);
  EXPECT_EQ(Mutated(Kind::kMessageStreamId, 1)[1].message_stream_id, before[1].message_stream_id + 1);
  EXPECT_THAT(Mutated(Kind::kTruncate, 1)[1].payload, SizeIs(before[1].payload.size() - 1));
  rtmp::Buffer changed = before[1].payload;
  changed[5] ^= 0x20;
  EXPECT_EQ(Mutated(Kind::kPayloadByte, 1, 5, 0x20)[1].payload, changed);
  EXPECT_EQ(Mutated(Kind::kSwap, 1)[1].payload, before[1].payload) << "nothing came to change places with";
  EXPECT_EQ(Mutated(Kind::kDrop, 7)[1].payload, before[1].payload) << "there is no such message";
}

TEST(MutatingPeerTest, AByteOfTheHandshakeIsChanged) {
  MutatingPeer peer(MakeInProcessPeer(Side::kClient, 1));
  const rtmp::Buffer right = ClientBytes(peer);
  WireMutation mutation;
  mutation.kind = Kind::kHandshakeByte;
  mutation.offset = 5;
  mutation.mask = 0x01;
  MutatingPeer wrong(MakeInProcessPeer(Side::kClient, 1));
  wrong.Arm(mutation);
  rtmp::Buffer expected = right;
  expected[5] ^= 0x01;
  EXPECT_EQ(ClientBytes(wrong), expected);
  mutation.connection = 1;
  MutatingPeer other(MakeInProcessPeer(Side::kClient, 1));
  other.Arm(mutation);
  EXPECT_EQ(ClientBytes(other), right) << "only on the connection that is named";
}

std::vector<std::string> Fields(const SentMessage& message, bool last) {
  std::vector<std::string> fields;
  for (const WireMutation& mutation : MutationsOf(message, 0, 0, last)) fields.push_back(mutation.field);
  return fields;
}

TEST(WireMutationTest, EachFieldOfAMessageIsOne) {
  SentMessage ping;
  ping.type_id = 4;
  ping.payload = {0, 6, 0, 0, 0, 9};
  EXPECT_THAT(Fields(ping, false), ElementsAre("dropped", "doubled", "swapped with the next", "type id", "timestamp",
                                               "message stream id", "one byte short", "event type", "event data"));
  SentMessage silence;
  silence.type_id = 8;
  EXPECT_THAT(Fields(silence, true), ElementsAre("dropped", "doubled", "type id", "timestamp", "message stream id"));
  SentMessage command;  // "a" 1 {k: [true]}
  command.type_id = 20;
  command.payload = {2, 0, 1, 'a', 0, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 3, 0, 1, 'k', 10, 0, 0, 0, 1, 1, 1, 0, 0, 9};
  EXPECT_THAT(Fields(command, true), ElementsAre("dropped", "doubled", "type id", "timestamp", "message stream id",
                                                 "one byte short", "value 1", "value 2", "value 3.k[0]"));
}

}  // namespace
}  // namespace rtmpspec
