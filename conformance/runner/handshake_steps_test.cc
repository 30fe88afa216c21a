// Handshake packets and byte steps, played and checked (RTMP 1.0 5.2.2 to 5.2.4).
#include "conformance/runner/handshake_steps.h"

#include <algorithm>

#include "conformance/runner/bytes_steps.h"
#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"
#include "impl/bytes/hex.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;
using testing::Line;
using testing::ParseStepAs;

void Sevens(absl::Span<uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), 7); }

rtmp::Buffer Build(absl::string_view line, const HandshakePackets& packets = {}, const Bindings& bindings = {}) {
  absl::StatusOr<rtmp::Buffer> packet = BuildHandshakePacket(Line(line), bindings, packets, Sevens);
  EXPECT_TRUE(packet.ok()) << packet.status();
  return packet.value_or(rtmp::Buffer());
}

std::string Reason(absl::string_view line, const rtmp::Buffer& packet, const HandshakePackets& packets = {}) {
  Bindings bindings;
  const std::optional<PacketMismatch> mismatch = MatchHandshakePacket(Line(line), packet, packets, &bindings);
  return mismatch ? mismatch->reason : "";
}

TEST(HandshakeStepsTest, PlaysTheUsualPackets) {
  EXPECT_EQ(Build("C0 3"), rtmp::Buffer({3}));
  EXPECT_EQ(Build("C0 255"), rtmp::Buffer({255}));
  const rtmp::Buffer c1 = Build("C1 time=0x01020304");
  ASSERT_EQ(c1.size(), 1536u);
  EXPECT_EQ(rtmp::ToHex(rtmp::Bytes(c1).subspan(0, 12)), "010203040000000007070707");
  EXPECT_EQ(Build("C1 random=hex(0102)")[9], 2);
  EXPECT_EQ(Build("C1 zero=0x80000702")[4], 0x80);
}

TEST(HandshakeStepsTest, EchoesTheOtherSidesPacket) {
  rtmp::Buffer s1 = Build("S1 time=9 random=hex(0a0b)");
  s1[4] = 0xff;
  rtmp::Buffer expected = s1;
  std::fill(expected.begin() + 4, expected.begin() + 8, 0);  // time2
  EXPECT_EQ(Build("C2 echo of S1", {{"S1", s1}}), expected);
  EXPECT_EQ(Build("C2", {{"S1", s1}}), expected);
  EXPECT_FALSE(BuildHandshakePacket(Line("C2 echo of S1"), Bindings(), {}, Sevens).ok());
}

TEST(HandshakeStepsTest, ChecksFieldsThatAreWritten) {
  const rtmp::Buffer s1 = Build("S1 time=5 zero=1");
  EXPECT_EQ(Reason("S1", s1), "");
  EXPECT_EQ(Reason("S1 time=5", s1), "");
  EXPECT_EQ(Reason("S1 time=1..9", s1), "");
  EXPECT_EQ(Reason("S1 time=6", s1), "time is 5, expected 6");
  EXPECT_EQ(Reason("S1 zero=0", s1), "zero is 1, expected 0");
  EXPECT_EQ(Reason("S0 3", {6}), "version is 6");
  EXPECT_EQ(Reason("S0 ?", {6}), "");
}

TEST(HandshakeStepsTest, TheEchoLeavesTime2ToItsSender) {
  const rtmp::Buffer c1 = Build("C1 time=5");
  rtmp::Buffer s2 = c1;
  s2[5] = 99;
  EXPECT_EQ(Reason("S2 echo of C1", s2, {{"C1", c1}}), "");
  s2[1535] ^= 1;
  EXPECT_EQ(Reason("S2 echo of C1", s2, {{"C1", c1}}), "byte 1535 is 0x06, the echo of C1 has 0x07");
  s2[1535] ^= 1;
  s2[3] = 6;
  EXPECT_EQ(Reason("S2 echo of C1", s2, {{"C1", c1}}), "byte 3 is 0x06, the echo of C1 has 0x05");
  EXPECT_EQ(Reason("S2 echo of C1 time=?", s2, {{"C1", c1}}), "");
}

TEST(HandshakeStepsTest, CapturesOnlyOnSuccess) {
  Bindings bindings;
  const rtmp::Buffer s1 = Build("S1 time=5 zero=1");
  EXPECT_TRUE(MatchHandshakePacket(Line("S1 time=$t=? zero=0"), s1, {}, &bindings).has_value());
  EXPECT_EQ(bindings.Find("t"), nullptr);
  EXPECT_FALSE(MatchHandshakePacket(Line("S1 time=$t=? random=$r=?"), s1, {}, &bindings).has_value());
  ASSERT_NE(bindings.Find("t"), nullptr);
  EXPECT_EQ(bindings.Find("t")->number, 5);
  EXPECT_EQ(bindings.Find("r")->bytes.size(), 1528u);
}

TEST(BytesStepsTest, PlaysAndRemembersRandomBytes) {
  const auto step = ParseStepAs<BytesStep>("C: bytes\n   03 0102 | a note\n   $r:4 $r");
  Bindings bindings;
  absl::StatusOr<rtmp::Buffer> bytes = BuildBytes(step, Sevens, &bindings);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(rtmp::ToHex(*bytes), "0301020707070707070707");
}

TEST(BytesStepsTest, ComparesByteByByte) {
  const auto step = ParseStepAs<BytesStep>("S: bytes\n   03 ?:2 $x=?:2 ff");
  Bindings bindings;
  EXPECT_EQ(CountBytes(step, bindings).value_or(0), 6u);
  const std::optional<PacketMismatch> wrong = MatchBytes(step, *rtmp::ParseHex("03 aabb 0102 fe"), &bindings);
  ASSERT_TRUE(wrong.has_value());
  EXPECT_EQ(wrong->offset, 5u);
  EXPECT_EQ(wrong->reason, "byte 5 is 0xfe, expected 0xff");
  EXPECT_EQ(bindings.Find("x"), nullptr);
  EXPECT_FALSE(MatchBytes(step, *rtmp::ParseHex("03 aabb 0102 ff"), &bindings).has_value());
  EXPECT_EQ(bindings.Find("x")->bytes, std::vector<uint8_t>({1, 2}));
  const std::optional<PacketMismatch> few = MatchBytes(step, *rtmp::ParseHex("03 aa"), &bindings);
  ASSERT_TRUE(few.has_value());
  EXPECT_THAT(few->reason, HasSubstr("only 2 bytes"));
}

}  // namespace
}  // namespace rtmpspec
