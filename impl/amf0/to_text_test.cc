#include <string>

#include "gtest/gtest.h"
#include "impl/amf0/testing.h"
#include "impl/amf3/encoder.h"

namespace rtmp::amf0 {
namespace {

TEST(Amf0ToTextTest, IsTheNotationOfTheTranscripts) {
  const auto text = [](absl::string_view hex) { return Decoded(hex).text(); };
  EXPECT_EQ(text("02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0004 6c697665 000009"),
            R"("connect" 1 {app: "live"})");
  EXPECT_EQ(text("00 3fb999999999999a 00 8000000000000000 00 fff8000000000000 00 fff0000000000000"), "0.1 -0 nan -inf");
  EXPECT_EQ(text("01 01 01 00 05 06 0d"), "true false null undefined unsupported");
  EXPECT_EQ(text("0c 00000001 61 0f 00000001 62"), R"(long"a" xml"b")");
  EXPECT_EQ(text("0b 3ff0000000000000 0000"), "date(1)");
  EXPECT_EQ(text("11 0a0b0101"), "amf3(hex(0a0b0101))");
  EXPECT_EQ(text("08 00000000 000009 08 00000002 000009 0a 00000002 05 05 07 0001"),
            "ecma{} ecma(count=2){} [null, null] ref(1)");
  EXPECT_EQ(text("10 0003 466f6f 0001 61 05 000009 10 0003 612e62 000009"), R"(Foo{a: null} "a.b"{})");
  EXPECT_EQ(text("03 0003 6f6464 05 0003 612062 05 0001 31 05 000009"), R"({odd: null, "a b": null, "1": null})");
  EXPECT_EQ(text("0a 00000002 0a 00000002 05 03 000009 05"), "[[null, {}], null]");
}

TEST(Amf0ToTextTest, StringsCannotBreakTheLine) {
  EXPECT_EQ(Decoded("02 000a 0a09225c 00 1b 7f e9 61 0d").text(), R"("\n\t\"\\\x00\x1b\x7f\xe9a\x0d")");
}

TEST(Amf0ToTextTest, IsCutWithDots) {
  const Decoded decoded("02 000a 30313233343536373839 05");
  EXPECT_EQ(ToText(decoded.values, 17), R"("0123456789" null)");
  EXPECT_EQ(ToText(decoded.values, 16), R"("0123456789" ...)");
  EXPECT_EQ(ToText(decoded.values[0], 12), R"("0123456789")");
  EXPECT_EQ(ToText(decoded.values[0], 8), R"("0123...)");
  EXPECT_EQ(ToText(decoded.values[0], 2), "..");
  EXPECT_EQ(ToText(decoded.values[0], 0), "");
  EXPECT_EQ(ToText(Value()), "");
}

// A long message costs what is shown of it.
TEST(Amf0ToTextTest, LongValuesAreCutToo) {
  Buffer bytes;
  Encoder encoder(&bytes);
  encoder.LongString(std::string(1 << 20, 'a'));
  Buffer amf3;
  amf3::Encoder(&amf3).ByteArray(std::string(1 << 20, 'a'));
  encoder.AvmPlus(ToStringView(amf3));
  const Decoded decoded{Bytes(bytes)};
  EXPECT_EQ(ToText(decoded.values[0]).size(), 200u);
  EXPECT_EQ(ToText(decoded.values[1]).size(), 200u);
}

}  // namespace
}  // namespace rtmp::amf0
