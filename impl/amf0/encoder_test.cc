#include "impl/amf0/encoder.h"

#include <limits>
#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "impl/amf0/testing.h"

namespace rtmp::amf0 {
namespace {

template <typename Write>
std::string Encoded(Write write) {
  Buffer out;
  Encoder encoder(&out);
  write(encoder);
  return ToHex(out);
}

std::string Hex(absl::string_view hex) { return ToHex(ParseHex(hex).value()); }

TEST(Amf0EncoderTest, SimpleValues) {
  EXPECT_EQ(Encoded([](Encoder& e) { e.Number(1.5); }), Hex("00 3ff8000000000000"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.Number(-0.0); }), Hex("00 8000000000000000"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.Number(std::numeric_limits<double>::infinity()); }), Hex("00 7ff0000000000000"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.Boolean(true), e.Boolean(false); }), Hex("01 01 01 00"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.String(""), e.String("日本"); }), Hex("02 0000 02 0006 e697a5e69cac"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.LongString("a"), e.XmlDocument("b"); }), Hex("0c 00000001 61 0f 00000001 62"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.Null(), e.Undefined(), e.Unsupported(); }), Hex("05 06 0d"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.Date(0), e.Date(1, -540); }), Hex("0b 0000000000000000 0000 0b 3ff0000000000000 fde4"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.Reference(258); }), Hex("07 0102"));
  EXPECT_EQ(Encoded([](Encoder& e) { e.AvmPlus("\x0a\x0b"); }), Hex("11 0a0b"));
}

TEST(Amf0EncoderTest, Containers) {
  EXPECT_EQ(Encoded([](Encoder& e) {
              e.BeginObject();
              e.Property("n", 1.0);
              e.Property("s", "text");
              e.Property("v", absl::string_view("view"));
              e.Property("b", true);
              e.Key("o");
              e.BeginTypedObject("Foo");
              e.EndObject();
              e.EndObject();
            }),
            Hex(R"(03 0001 6e 00 3ff0000000000000  0001 73 02 0004 74657874  0001 76 02 0004 76696577  0001 62 01 01
                   0001 6f 10 0003 466f6f 000009  000009)"));
  EXPECT_EQ(Encoded([](Encoder& e) {
              e.BeginEcmaArray(1);
              e.Property("", false);
              e.EndObject();
              e.BeginStrictArray(2);
              e.Null();
              e.Null();
            }),
            Hex("08 00000001 0000 01 00 000009  0a 00000002 05 05"));
}

TEST(Amf0EncoderTest, AppendsToWhatIsThere) {
  Buffer out = {0xaa};
  Encoder(&out).Null();
  EXPECT_EQ(out, (Buffer{0xaa, 0x05}));
}

// AMF0-06: 65,535 bytes are the longest string, more is a long string.
TEST(Amf0EncoderTest, LongerStringsBecomeLongStrings) {
  const std::string longest(65535, 'x');
  const std::string longer(65536, 'x');
  EXPECT_EQ(Encoded([&](Encoder& e) { e.String(longest); }), Hex("02 ffff") + ToHex(ToBytes(longest)));
  EXPECT_EQ(Encoded([&](Encoder& e) { e.String(longer); }), Hex("0c 00010000") + ToHex(ToBytes(longer)));
  EXPECT_EQ(Encoded([&](Encoder& e) { e.Property("k", longest); }), Hex("0001 6b 02 ffff") + ToHex(ToBytes(longest)));
  EXPECT_EQ(Encoded([&](Encoder& e) { e.Property("k", longer); }), Hex("0001 6b 0c 00010000") + ToHex(ToBytes(longer)));
  const Buffer bytes = ParseHex(Encoded([&](Encoder& e) { e.String(longer); })).value();
  EXPECT_EQ(Decoded(Bytes(bytes)).values[0].string(), longer);
}

TEST(Amf0EncoderTest, NamesAreCutAtTheirLongestLength) {
  const std::string longer(65536, 'x');
  const std::string cut = Hex("ffff") + ToHex(ToBytes(longer.substr(1)));
  EXPECT_EQ(Encoded([&](Encoder& e) { e.Key(longer); }), cut);
  EXPECT_EQ(Encoded([&](Encoder& e) { e.BeginTypedObject(longer); }), "10" + cut);
  EXPECT_EQ(Encoded([&](Encoder& e) { e.Property(longer, true); }), cut + "0101");
  EXPECT_EQ(Encoded([&](Encoder& e) { e.Property(longer, 0.0); }), cut + Hex("00 0000000000000000"));
  EXPECT_EQ(Encoded([&](Encoder& e) { e.Property(longer, ""); }), cut + "020000");
}

}  // namespace
}  // namespace rtmp::amf0
