// Digests in scripts: `C1 digest=scheme1`, `S2 signed for C1`, `@flip=digest:N`.
#include <algorithm>

#include "conformance/runner/handshake_steps.h"
#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/handshake/digest.h"

namespace rtmpspec {
namespace {

using rtmp::handshake::DigestScheme;
using rtmp::handshake::Side;
using testing::Line;

void Sevens(absl::Span<uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), uint8_t{7}); }

rtmp::Buffer Build(absl::string_view line, const HandshakePackets& packets = {}) {
  absl::StatusOr<rtmp::Buffer> packet = BuildHandshakePacket(Line(line), Bindings(), packets, Sevens);
  EXPECT_TRUE(packet.ok()) << packet.status();
  return packet.value_or(rtmp::Buffer());
}

std::string Mismatch(absl::string_view line, const rtmp::Buffer& packet, const HandshakePackets& packets = {}) {
  Bindings bindings;
  const auto mismatch = MatchHandshakePacket(Line(line), packet, packets, &bindings);
  return mismatch.has_value() ? mismatch->reason : "";
}

TEST(HandshakeDigestTest, PlayedPacketsAreSigned) {
  for (const auto& [line, scheme] :
       {std::pair("C1 digest=scheme0", DigestScheme::k0), std::pair("C1 digest=scheme1", DigestScheme::k1)}) {
    const rtmp::Buffer c1 = Build(line);
    EXPECT_EQ(rtmp::handshake::FindDigest(c1, Side::kClient), scheme);
    EXPECT_EQ(c1[4], 0x80) << "the usual version";
  }
  EXPECT_EQ(rtmp::handshake::FindDigest(Build("S1 digest=scheme1 version=5"), Side::kServer), DigestScheme::k1);
}

TEST(HandshakeDigestTest, FlippedBits) {
  const rtmp::Buffer right = Build("C1 digest=scheme1");
  const rtmp::Buffer wrong = Build("C1 digest=scheme1 @flip=digest:9");
  const size_t offset = rtmp::handshake::DigestOffset(right, DigestScheme::k1);
  EXPECT_EQ(wrong[offset + 1], right[offset + 1] ^ 0x40);
  EXPECT_EQ(rtmp::handshake::FindDigest(wrong, Side::kClient), std::nullopt);
  EXPECT_FALSE(BuildHandshakePacket(Line("C1 digest=scheme1 @flip=digest:256"), Bindings(), {}, Sevens).ok());
  EXPECT_FALSE(BuildHandshakePacket(Line("C1 digest=scheme2"), Bindings(), {}, Sevens).ok());
}

TEST(HandshakeDigestTest, AnswersAreSignedAndChecked) {
  const HandshakePackets packets = {{"C1", Build("C1 digest=scheme0")}, {"S1", Build("S1 digest=scheme0")}};
  const rtmp::Buffer s2 = Build("S2 signed for C1", packets);
  const auto digest = rtmp::handshake::DigestIn(packets.at("C1"), DigestScheme::k0);
  EXPECT_TRUE(rtmp::handshake::IsResponse(s2, digest, Side::kServer));
  EXPECT_EQ(Mismatch("S2 signed for C1", s2, packets), "");
  EXPECT_EQ(Mismatch("S2 signed for S1", s2, packets), "the last 32 bytes are no signature for the digest in S1");
  rtmp::Buffer wrong = s2;
  wrong.back() ^= 1;
  EXPECT_NE(Mismatch("S2 signed for C1", wrong, packets), "");
  EXPECT_EQ(Mismatch("S2 signed for C1", s2, {}), "C1 has not come yet");
}

TEST(HandshakeDigestTest, ASignatureForAWrongDigestIsSeen) {
  const HandshakePackets packets = {{"C1", Build("C1 digest=scheme1 @flip=digest:0")}};
  rtmp::Buffer s2(1536, 1);
  rtmp::handshake::SignPacket2(absl::MakeSpan(s2), rtmp::handshake::DigestIn(packets.at("C1"), DigestScheme::k1), Side::kServer);
  EXPECT_EQ(Mismatch("S2 signed for C1", s2, packets), "");
}

TEST(HandshakeDigestTest, CheckedPackets) {
  const rtmp::Buffer signed1 = Build("S1 digest=scheme1");
  EXPECT_EQ(Mismatch("S1 digest=scheme1", signed1), "");
  EXPECT_EQ(Mismatch("S1 digest=?", signed1), "");
  EXPECT_EQ(Mismatch("S1 digest=scheme0", signed1), "the digest is of scheme 1");
  EXPECT_EQ(Mismatch("S1 digest=scheme1", Build("S1")), "S1 holds no valid digest");
}

}  // namespace
}  // namespace rtmpspec
