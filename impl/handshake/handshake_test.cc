#include "impl/handshake/handshake.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmp {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr size_t kC1 = 1;  // where the second byte stream's packets begin
constexpr size_t kC2 = 1 + kHandshakePacketSize;

// A clock that moves on by 1000 ms at every look, and random bytes that count up from `first`.
HandshakeOptions Options(uint32_t time, uint8_t first) {
  HandshakeOptions options;
  options.clock_ms = [time]() mutable {
    const uint32_t now = time;
    time += 1000;
    return now;
  };
  options.random = [first](absl::Span<uint8_t> bytes) {
    for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(first + i);
  };
  return options;
}

// C0, C1 and C2, or S0, S1 and S2, with other bytes in each packet.
Buffer PeerBytes(uint8_t version = 3) {
  Buffer bytes(kHandshakeSize);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i * 7 + i / 1536);
  bytes[0] = version;
  return bytes;
}

Bytes Packet(const Buffer& bytes, size_t at) { return Bytes(bytes).subspan(at, kHandshakePacketSize); }

// What a handshake said and sent after each byte count, for a stream cut at `cuts`.
struct Outcome {
  HandshakeResult result = HandshakeResult::kNeedBytes;
  Buffer out;
  size_t left = 0;

  friend bool operator==(const Outcome& a, const Outcome& b) {
    return a.result == b.result && a.out == b.out && a.left == b.left;
  }
};

template <typename Handshake>
Outcome FeedInPieces(Handshake handshake, const Buffer& stream, const std::vector<size_t>& cuts) {
  Outcome outcome;
  size_t begin = 0;
  auto feed = [&](size_t end) {
    const Buffer piece(stream.begin() + begin, stream.begin() + end);
    Bytes input = piece;
    outcome.result = handshake.Feed(input, &outcome.out);
    outcome.left += input.size();
    begin = end;
  };
  for (size_t cut : cuts) feed(cut);
  feed(stream.size());
  return outcome;
}

template <typename Handshake>
Outcome FeedEveryWay(const HandshakeOptions& options, const Buffer& stream) {
  Outcome whole = FeedInPieces(Handshake(options), stream, {});
  std::vector<size_t> every_byte;
  for (size_t i = 1; i < stream.size(); ++i) {
    every_byte.push_back(i);
    EXPECT_EQ(FeedInPieces(Handshake(options), stream, {i}), whole) << "split at " << i;
  }
  EXPECT_EQ(FeedInPieces(Handshake(options), stream, every_byte), whole) << "byte by byte";
  return whole;
}

// RTMP 1.0 5.2.2 - 5.2.4 (RTMP-HS-01, HS-14, HS-16, HS-18, HS-20).
TEST(ServerHandshakeTest, AnswersWithVersionTimeAndEcho) {
  const Buffer peer = PeerBytes();
  const Outcome outcome = FeedEveryWay<ServerHandshake>(Options(0x01020304, 0x80), peer);
  EXPECT_EQ(outcome.result, HandshakeResult::kDone);
  ASSERT_EQ(outcome.out.size(), kHandshakeSize);
  EXPECT_EQ(outcome.out[0], 3);
  const Bytes s1 = Packet(outcome.out, kC1);
  EXPECT_THAT(s1.subspan(0, 10), ElementsAre(1, 2, 3, 4, 0, 0, 0, 0, 0x80, 0x81));
  const Bytes s2 = Packet(outcome.out, kC2);
  EXPECT_EQ(s2.subspan(0, 4), Packet(peer, kC1).subspan(0, 4));
  EXPECT_THAT(s2.subspan(4, 4), ElementsAre(1, 2, 6, 0xec));  // 1000 ms later
  EXPECT_EQ(s2.subspan(8), Packet(peer, kC1).subspan(8));
}

// RTMP-HS-05: a client of RTMPS on the wrong port learns it at once.
TEST(ServerHandshakeTest, ATlsClientHelloGetsNoByte) {
  Buffer hello = PeerBytes(0x16);
  hello[1] = 3;
  hello[2] = 1;
  for (const std::vector<size_t>& cuts : {std::vector<size_t>{}, std::vector<size_t>{1}, std::vector<size_t>{1, 2}}) {
    const Outcome outcome = FeedInPieces(ServerHandshake({}), hello, cuts);
    EXPECT_EQ(outcome.result, HandshakeResult::kError);
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_EQ(outcome.left, hello.size() - 3) << "what says that it is TLS, and no byte more";
  }
  hello[2] = 5;
  EXPECT_EQ(FeedEveryWay<ServerHandshake>({}, hello).result, HandshakeResult::kDone) << "a version that does not exist";
}

// 5.2.1 (RTMP-HS-07 .. HS-10): what may be sent when. S0 and S1 wait for as much of C1 as says whether it is signed.
TEST(ServerHandshakeTest, SendsNoPacketEarly) {
  const Buffer with_version = PeerBytes();
  Buffer plain = with_version;
  for (size_t i = 4; i < 8; ++i) plain.at(kC1 + i) = 0;
  for (const Buffer& peer : {plain, with_version}) {
    const size_t s1_at = peer == plain ? kC1 + 8 : kC2;
    ServerHandshake handshake({});
    Buffer out;
    for (size_t i = 0; i < peer.size(); ++i) {
      ASSERT_EQ(out.size(), i < s1_at ? 0 : i < kC2 ? kC2 : kHandshakeSize) << "after " << i << " bytes";
      ASSERT_FALSE(handshake.done());
      Bytes input = Bytes(peer).subspan(i, 1);
      ASSERT_EQ(handshake.Feed(input, &out), i + 1 < peer.size() ? HandshakeResult::kNeedBytes : HandshakeResult::kDone);
    }
    EXPECT_TRUE(handshake.done());
    EXPECT_EQ(out.size(), kHandshakeSize);
  }
}

// RTMP-HS-25: what follows C2 is the chunk stream's.
TEST(ServerHandshakeTest, LeavesTheBytesThatFollow) {
  Buffer peer = PeerBytes();
  peer.insert(peer.end(), {0xaa, 0xbb});
  Bytes input = peer;
  Buffer out;
  ServerHandshake handshake({});
  EXPECT_EQ(handshake.Feed(input, &out), HandshakeResult::kDone);
  EXPECT_THAT(input, ElementsAre(0xaa, 0xbb));
  EXPECT_EQ(handshake.Feed(input, &out), HandshakeResult::kDone);
  EXPECT_THAT(input, ElementsAre(0xaa, 0xbb));
  EXPECT_EQ(out.size(), kHandshakeSize);
}

// 5.2.2 (RTMP-HS-03, HS-04): 0..31 get version 3.
// RTMP-CX-09.
TEST(ServerHandshakeTest, UnknownVersionsAreAnsweredWith3) {
  for (int version = 0; version < 32; ++version) {
    const Outcome outcome = FeedInPieces(ServerHandshake({}), PeerBytes(static_cast<uint8_t>(version)), {});
    EXPECT_EQ(outcome.result, HandshakeResult::kDone) << version;
    EXPECT_EQ(outcome.out[0], 3) << version;
  }
}

// 5.2.2 (RTMP-HS-05): 32..255 are other protocols.
TEST(ServerHandshakeTest, OtherProtocolsGetNoByte) {
  for (int version = 32; version < 256; ++version) {
    ServerHandshake handshake({});
    Buffer out;
    const Buffer peer = PeerBytes(static_cast<uint8_t>(version));
    Bytes input = peer;
    EXPECT_EQ(handshake.Feed(input, &out), HandshakeResult::kError) << version;
    ASSERT_TRUE(handshake.error().has_value());
    EXPECT_EQ(*handshake.error(), (ProtocolError{ErrorCode::kNotRtmp, 0, ""}));
    const size_t left = input.size();
    EXPECT_EQ(handshake.Feed(input, &out), HandshakeResult::kError);
    EXPECT_EQ(input.size(), left);
    EXPECT_THAT(out, IsEmpty());
    EXPECT_FALSE(handshake.done());
  }
}

// 5.2.3 (RTMP-HS-15, HS-21, HS-23): any time, any zero field, any random bytes.
TEST(ServerHandshakeTest, TakesAnyC1) {
  for (uint8_t fill : {0x00, 0x80, 0xff}) {
    Buffer peer(kHandshakeSize, fill);
    peer[0] = 3;
    const Outcome outcome = FeedInPieces(ServerHandshake({}), peer, {});
    EXPECT_EQ(outcome.result, HandshakeResult::kDone);
    EXPECT_THAT(Packet(outcome.out, kC2).subspan(8), Each(fill));
  }
}

TEST(ServerHandshakeTest, WithoutAClockTheTimesAreZero) {
  const Outcome outcome = FeedInPieces(ServerHandshake({}), PeerBytes(), {});
  EXPECT_THAT(Packet(outcome.out, kC1).subspan(0, 8), Each(0));
  EXPECT_THAT(Packet(outcome.out, kC2).subspan(4, 4), Each(0));
}

// RTMP-HS-26: off by default, and then the first byte that differs is named.
TEST(ServerHandshakeTest, RefusesAWrongEchoOnlyWhenAsked) {
  HandshakeOptions options = Options(5, 1);
  EXPECT_EQ(FeedInPieces(ServerHandshake(options), PeerBytes(), {}).result, HandshakeResult::kDone);
  options.require_echo = true;
  for (size_t wrong : {size_t{8}, size_t{700}, size_t{1535}}) {
    Buffer peer = PeerBytes();
    for (size_t i = 0; i < 1528; ++i) peer[kC2 + 8 + i] = static_cast<uint8_t>(1 + i);
    EXPECT_EQ(FeedEveryWay<ServerHandshake>(options, peer).result, HandshakeResult::kDone);
    peer[kC2 + wrong] ^= 0x10;
    EXPECT_EQ(FeedEveryWay<ServerHandshake>(options, peer).result, HandshakeResult::kError);
    ServerHandshake handshake(options);
    Buffer out;
    Bytes input = peer;
    handshake.Feed(input, &out);
    ASSERT_TRUE(handshake.error().has_value());
    EXPECT_EQ(*handshake.error(), (ProtocolError{ErrorCode::kHandshakeMismatch, kC2 + wrong, ""}));
    EXPECT_EQ(handshake.Feed(input, &out), HandshakeResult::kError);
  }
}

// RTMP-HS-02, HS-13, HS-14.
TEST(ClientHandshakeTest, StartsWithC0AndC1) {
  ClientHandshake handshake(Options(0x01020304, 0x40));
  Buffer out;
  handshake.Start(&out);
  ASSERT_EQ(out.size(), kC2);
  EXPECT_EQ(out[0], 3);
  EXPECT_THAT(Packet(out, kC1).subspan(0, 10), ElementsAre(1, 2, 3, 4, 0, 0, 0, 0, 0x40, 0x41));
}

// 5.2.1, 5.2.4 (RTMP-HS-11, HS-17, HS-19).
TEST(ClientHandshakeTest, AnswersS1WhenItIsComplete) {
  const Buffer peer = PeerBytes();
  ClientHandshake handshake(Options(7, 0));
  Buffer out;
  for (size_t i = 0; i < peer.size(); ++i) {
    ASSERT_EQ(out.size(), i < kC2 ? 0 : kHandshakePacketSize) << "after " << i << " bytes";
    Bytes input = Bytes(peer).subspan(i, 1);
    ASSERT_EQ(handshake.Feed(input, &out), i + 1 < peer.size() ? HandshakeResult::kNeedBytes : HandshakeResult::kDone);
  }
  ASSERT_EQ(out.size(), kHandshakePacketSize);
  EXPECT_EQ(Bytes(out).subspan(0, 4), Packet(peer, kC1).subspan(0, 4));
  EXPECT_THAT(Bytes(out).subspan(4, 4), ElementsAre(0, 0, 0, 7));
  EXPECT_EQ(Bytes(out).subspan(8), Packet(peer, kC1).subspan(8));
}

TEST(ClientHandshakeTest, AllCutsAgreeAndTheRestIsLeft) {
  Buffer peer = PeerBytes();
  peer.insert(peer.end(), {0xaa, 0xbb});
  const Outcome outcome = FeedEveryWay<ClientHandshake>(Options(7, 0), peer);
  EXPECT_EQ(outcome.result, HandshakeResult::kDone);
  EXPECT_EQ(outcome.left, 2u);
}

// RTMP-HS-27: the client as the server.
TEST(ClientHandshakeTest, RefusesAWrongEchoOnlyWhenAsked) {
  HandshakeOptions options = Options(5, 1);
  // `flip` is combined with the last byte of an S2 that echoes C1.
  const auto answered = [&](uint8_t flip) {
    ClientHandshake handshake(options);
    Buffer out;
    handshake.Start(&out);
    Buffer peer = PeerBytes();
    std::copy(out.begin() + kC1 + 8, out.begin() + kC2, peer.begin() + kC2 + 8);
    peer.back() ^= flip;
    Bytes input = peer;
    return handshake.Feed(input, &out);
  };
  EXPECT_EQ(answered(0x10), HandshakeResult::kDone);
  options.require_echo = true;
  EXPECT_EQ(answered(0), HandshakeResult::kDone);
  EXPECT_EQ(answered(0x10), HandshakeResult::kError);
}

// RTMP-HS-06.
TEST(ClientHandshakeTest, AnyOtherVersionIsAnError) {
  for (int version = 0; version < 256; ++version) {
    ClientHandshake handshake({});
    Buffer out;
    const Buffer peer = PeerBytes(static_cast<uint8_t>(version));
    Bytes input = peer;
    EXPECT_EQ(handshake.Feed(input, &out), version == 3 ? HandshakeResult::kDone : HandshakeResult::kError) << version;
    if (version == 3) continue;
    ASSERT_TRUE(handshake.error().has_value());
    EXPECT_EQ(*handshake.error(), (ProtocolError{ErrorCode::kUnsupportedVersion, 0, ""}));
    EXPECT_THAT(out, IsEmpty());
  }
}

// The two halves together, and RTMP-HS-22: each side's random bytes are its own, even without a source.
TEST(HandshakePairTest, ClientAndServerComplete) {
  HandshakeOptions strict;
  strict.require_echo = true;
  ClientHandshake client(strict);
  ServerHandshake server(strict);
  Buffer to_server, to_client;
  client.Start(&to_server);
  Bytes input = to_server;
  EXPECT_EQ(server.Feed(input, &to_client), HandshakeResult::kNeedBytes);
  const Buffer c1 = to_server;
  input = to_client;
  to_server.clear();
  EXPECT_EQ(client.Feed(input, &to_server), HandshakeResult::kDone);
  input = to_server;
  EXPECT_EQ(server.Feed(input, &to_client), HandshakeResult::kDone);
  EXPECT_FALSE(Packet(c1, kC1).subspan(8) == Packet(to_client, kC1).subspan(8));
}

// RTMP-HS-28: how long a peer takes is the driver's business; what it can make us hold is not.
TEST(HandshakePairTest, EmptyInputsChangeNothing) {
  ServerHandshake server({});
  ClientHandshake client({});
  Buffer out;
  Bytes nothing;
  EXPECT_EQ(server.Feed(nothing, &out), HandshakeResult::kNeedBytes);
  EXPECT_EQ(client.Feed(nothing, &out), HandshakeResult::kNeedBytes);
  EXPECT_THAT(out, IsEmpty());
}

}  // namespace
}  // namespace rtmp
