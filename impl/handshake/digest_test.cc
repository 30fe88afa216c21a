// The digest handshake: its arithmetic, on recorded sessions, and both sides of ours (RTMP-CX-01..10).
#include "impl/handshake/digest.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

using handshake::DigestScheme;
using handshake::Side;
using ::testing::UnorderedElementsAre;

constexpr size_t kC1 = 1;
constexpr size_t kC2 = 1 + kHandshakePacketSize;
constexpr DigestScheme kSchemes[] = {DigestScheme::k0, DigestScheme::k1};

Bytes Packet(const Buffer& bytes, size_t at) { return Bytes(bytes).subspan(at, kHandshakePacketSize); }

// A packet 1 with a version, its offset bytes set so that their sum is `sum`, signed.
Buffer SignedPacket1(DigestScheme scheme, Side side, uint32_t sum) {
  Buffer packet(kHandshakePacketSize);
  for (size_t i = 8; i < packet.size(); ++i) packet[i] = static_cast<uint8_t>(i * 31 + i / 256);
  packet[handshake::kVersionOffset] = 9;
  const size_t block = scheme == DigestScheme::k0 ? 772 : 8;
  for (size_t i = 0; i < 4; ++i, sum -= std::min(sum, 255u)) packet[block + i] = static_cast<uint8_t>(std::min(sum, 255u));
  handshake::SignPacket1(absl::MakeSpan(packet), scheme, side);
  return packet;
}

TEST(DigestTest, OffsetsOfBothSchemes) {  // RTMP-CX-05
  const struct {
    uint32_t sum;
    size_t offset0, offset1;
  } cases[] = {{0, 776, 12}, {727, 1503, 739}, {728, 776, 12}, {1020, 1068, 304}};
  for (const auto& c : cases) {
    EXPECT_EQ(handshake::DigestOffset(SignedPacket1(DigestScheme::k0, Side::kClient, c.sum), DigestScheme::k0), c.offset0)
        << c.sum;
    EXPECT_EQ(handshake::DigestOffset(SignedPacket1(DigestScheme::k1, Side::kClient, c.sum), DigestScheme::k1), c.offset1)
        << c.sum;
  }
}

TEST(DigestTest, IsFoundInItsSchemeAndOfItsSide) {
  for (const DigestScheme scheme : kSchemes) {
    for (const uint32_t sum : {0u, 1u, 727u, 728u, 1020u}) {
      const Buffer packet = SignedPacket1(scheme, Side::kClient, sum);
      EXPECT_EQ(handshake::FindDigest(packet, Side::kClient), scheme);
      EXPECT_EQ(handshake::FindDigest(packet, Side::kServer), std::nullopt);
    }
  }
}

TEST(DigestTest, AnyBitThatIsWrongMakesItPlain) {  // RTMP-CX-04
  const Buffer packet = SignedPacket1(DigestScheme::k1, Side::kClient, 100);
  for (size_t i = 8; i < packet.size(); i += 7) {
    Buffer flipped = packet;
    flipped[i] ^= static_cast<uint8_t>(1 << i % 8);
    EXPECT_EQ(handshake::FindDigest(flipped, Side::kClient), std::nullopt) << i;
  }
}

TEST(DigestTest, AVersionOfZeroIsPlain) {  // RTMP-CX-10
  Buffer packet = SignedPacket1(DigestScheme::k0, Side::kClient, 100);
  packet[handshake::kVersionOffset] = 0;
  handshake::SignPacket1(absl::MakeSpan(packet), DigestScheme::k0, Side::kClient);
  EXPECT_EQ(handshake::DigestIn(packet, DigestScheme::k0), handshake::ComputeDigest(packet, DigestScheme::k0, Side::kClient));
  EXPECT_EQ(handshake::FindDigest(packet, Side::kClient), std::nullopt);
}

Buffer ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Buffer(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// What real stacks sent: every digest in the recorded sessions, and every response, is what we compute.
TEST(DigestTest, RecordedSessions) {
  std::vector<std::string> signed_sessions;
  for (const auto& entry : std::filesystem::directory_iterator(RTMPSPEC_SOURCE_DIR "/corpus/captures")) {
    const std::string name = entry.path().filename().string();
    const size_t suffix = name.find(".c2s.bin");
    if (suffix == std::string::npos) continue;
    const std::string session = name.substr(0, suffix);
    const Buffer client = ReadFile(entry.path());
    const Buffer server = ReadFile(entry.path().parent_path() / (session + ".s2c.bin"));
    if (client.size() < kHandshakeSize || server.size() < kHandshakeSize) continue;
    const auto scheme = handshake::FindDigest(Packet(client, kC1), Side::kClient);
    if (!scheme.has_value()) continue;
    const auto answer = handshake::FindDigest(Packet(server, kC1), Side::kServer);
    if (!answer.has_value()) continue;
    EXPECT_EQ(answer, scheme) << session;
    const Bytes c2 = Packet(client, kC2), s1 = Packet(server, kC1);
    EXPECT_TRUE(handshake::IsResponse(Packet(server, kC2), handshake::DigestIn(Packet(client, kC1), *scheme), Side::kServer))
        << session;
    // FFmpeg signs C2 in one of them, and echoes S1 in the others (RTMP-CX-08).
    const bool response = handshake::IsResponse(c2, handshake::DigestIn(s1, *scheme), Side::kClient);
    EXPECT_NE(response, c2 == s1) << session;
    signed_sessions.push_back(session + (scheme == DigestScheme::k0 ? " scheme 0" : " scheme 1") +
                              (response ? ", signed" : ", echo"));
  }
  EXPECT_THAT(signed_sessions, UnorderedElementsAre("ffmpeg_play__nginx scheme 1, signed", "ffmpeg_pub__nginx scheme 1, echo",
                                                    "ffmpeg_play__nms4 scheme 1, echo", "ffmpeg_pub__nms4 scheme 1, echo"));
}

// Everything a side sent and said, the other side's bytes fed in pieces of this size.
struct Sides {
  Buffer from_client, from_server;
  HandshakeResult client = HandshakeResult::kNeedBytes, server = HandshakeResult::kNeedBytes;
  std::optional<ProtocolError> client_error, server_error;
};
Sides Shake(const HandshakeOptions& client_options, const HandshakeOptions& server_options, size_t piece) {
  Sides sides;
  ClientHandshake client(client_options);
  ServerHandshake server(server_options);
  client.Start(&sides.from_client);
  size_t read_by_client = 0, read_by_server = 0;
  bool moved = true;
  while (moved) {
    moved = false;
    const auto feed = [&](auto& side, const Buffer& from, size_t* read, Buffer* out, HandshakeResult* result) {
      const std::string bytes(ToStringView(Bytes(from).subspan(*read, piece)));
      if (bytes.empty()) return;
      Bytes input = ToBytes(bytes);
      *result = side.Feed(input, out);
      *read += bytes.size();
      moved = true;
    };
    feed(server, sides.from_client, &read_by_server, &sides.from_server, &sides.server);
    feed(client, sides.from_server, &read_by_client, &sides.from_client, &sides.client);
  }
  sides.client_error = client.error();
  sides.server_error = server.error();
  return sides;
}

HandshakeOptions Client(std::optional<DigestScheme> scheme, bool require = false) {
  HandshakeOptions options;
  options.digest = scheme;
  options.require_digest = require;
  return options;
}

TEST(DigestHandshakeTest, BothSidesSign) {  // RTMP-CX-01, CX-02, CX-08
  for (const DigestScheme scheme : kSchemes) {
    const Sides whole = Shake(Client(scheme, true), {}, 5000);
    EXPECT_EQ(whole.client, HandshakeResult::kDone);
    EXPECT_EQ(whole.server, HandshakeResult::kDone);
    const Bytes c1 = Packet(whole.from_client, kC1), s1 = Packet(whole.from_server, kC1);
    EXPECT_EQ(handshake::FindDigest(c1, Side::kClient), scheme);
    EXPECT_EQ(handshake::FindDigest(s1, Side::kServer), scheme);
    EXPECT_TRUE(handshake::IsResponse(Packet(whole.from_server, kC2), handshake::DigestIn(c1, scheme), Side::kServer));
    EXPECT_TRUE(handshake::IsResponse(Packet(whole.from_client, kC2), handshake::DigestIn(s1, scheme), Side::kClient));
    for (const size_t piece : {1, 7, 1535, 1536, 1537}) {
      const Sides cut = Shake(Client(scheme, true), {}, piece);
      EXPECT_EQ(cut.from_client, whole.from_client) << piece;
      EXPECT_EQ(cut.from_server, whole.from_server) << piece;
    }
  }
}

TEST(DigestHandshakeTest, ASignedC2CountsAsAnEcho) {
  HandshakeOptions strict;
  strict.require_echo = true;
  EXPECT_EQ(Shake(Client(DigestScheme::k0), strict, 5000).server, HandshakeResult::kDone);
  HandshakeOptions strict_client = Client(DigestScheme::k1);
  strict_client.require_echo = true;
  EXPECT_EQ(Shake(strict_client, {}, 5000).client, HandshakeResult::kDone);
}

TEST(DigestHandshakeTest, APlainServerGetsAPlainC2) {  // RTMP-CX-03, CX-07
  HandshakeOptions plain;
  plain.answer_digests = false;
  plain.require_echo = true;
  const Sides sides = Shake(Client(DigestScheme::k0), plain, 100);
  EXPECT_EQ(sides.client, HandshakeResult::kDone);
  EXPECT_EQ(sides.server, HandshakeResult::kDone) << "C2 is the echo";
  EXPECT_EQ(Packet(sides.from_server, kC2).subspan(8), Packet(sides.from_client, kC1).subspan(8));
  EXPECT_EQ(ToStringView(Packet(sides.from_server, kC1).subspan(4, 4)), absl::string_view("\0\0\0\0", 4));

  const Sides refused = Shake(Client(DigestScheme::k0, true), plain, 100);
  EXPECT_EQ(refused.client_error, (ProtocolError{ErrorCode::kHandshakeMismatch, 5, ""}));
  EXPECT_EQ(refused.from_client.size(), 1 + kHandshakePacketSize) << "no C2";
}

// C1 as given, then any C2: what the server answers.
Buffer Served(const Buffer& c1) {
  ServerHandshake server({});
  Buffer bytes = {3};
  bytes.insert(bytes.end(), c1.begin(), c1.end());
  bytes.resize(kHandshakeSize);
  Bytes input = bytes;
  Buffer out;
  EXPECT_EQ(server.Feed(input, &out), HandshakeResult::kDone);
  return out;
}

TEST(DigestHandshakeTest, AWrongDigestFallsBackToThePlainEcho) {  // RTMP-CX-04, HS-15
  Buffer c1 = SignedPacket1(DigestScheme::k1, Side::kClient, 100);
  c1[handshake::DigestOffset(c1, DigestScheme::k1)] ^= 1;
  const Buffer out = Served(c1);
  EXPECT_EQ(Packet(out, kC2).subspan(8), Bytes(c1).subspan(8));
  EXPECT_EQ(handshake::FindDigest(Packet(out, kC1), Side::kServer), std::nullopt);
}

TEST(DigestHandshakeTest, BothSchemesAtOnceAreAnsweredInScheme0) {  // RTMP-CX-06
  // The digest of scheme 1 covers that of scheme 0 and the other way round; a packet that both are valid in cannot be signed
  // one after the other. One that says so in its arithmetic alone is answered by the scheme that is found first.
  Buffer c1 = SignedPacket1(DigestScheme::k1, Side::kClient, 100);
  handshake::SignPacket1(absl::MakeSpan(c1), DigestScheme::k0, Side::kClient);
  EXPECT_EQ(handshake::FindDigest(c1, Side::kClient), DigestScheme::k0);
  EXPECT_EQ(handshake::FindDigest(Packet(Served(c1), kC1), Side::kServer), DigestScheme::k0);
}

TEST(DigestHandshakeTest, AServerThatSignsWrongIsRefusedWhereItIsRequired) {
  const Sides sides = Shake(Client(DigestScheme::k0), {}, 5000);
  Buffer s = sides.from_server;
  s.back() ^= 1;
  for (const bool require : {false, true}) {
    ClientHandshake client(Client(DigestScheme::k0, require));
    Buffer out;
    client.Start(&out);
    Bytes input = s;
    EXPECT_EQ(client.Feed(input, &out), require ? HandshakeResult::kError : HandshakeResult::kDone);
    if (!require) continue;
    EXPECT_EQ(*client.error(), (ProtocolError{ErrorCode::kHandshakeMismatch, kHandshakeSize - 32, ""}));
  }
}

TEST(DigestHandshakeTest, RandomnessIsAskedOncePerPacket1) {
  int calls = 0;
  HandshakeOptions options;
  options.random = [&](absl::Span<uint8_t> bytes) {
    ++calls;
    std::fill(bytes.begin(), bytes.end(), uint8_t{1});
  };
  Shake({}, options, 1);
  EXPECT_EQ(calls, 1);
  Shake(Client(DigestScheme::k1), options, 1);
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace rtmp
