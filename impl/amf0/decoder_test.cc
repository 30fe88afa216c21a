#include "impl/amf0/decoder.h"

#include <cmath>
#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/amf0/testing.h"

namespace rtmp::amf0 {
namespace {

TEST(Amf0DecoderTest, NumberIsABigEndianDouble) {  // AMF0-01
  const auto number = [](absl::string_view hex) { return Decoded(hex).values[0].number(); };
  EXPECT_EQ(number("00 3ff8000000000000"), 1.5);
  EXPECT_EQ(number("00 0000000000000000"), 0);
  EXPECT_TRUE(std::signbit(number("00 8000000000000000")));
  EXPECT_EQ(number("00 7ff0000000000000"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(number("00 fff0000000000000"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(number("00 7ff8000000000000")));
  EXPECT_EQ(number("00 0000000000000001"), std::numeric_limits<double>::denorm_min());
}

TEST(Amf0DecoderTest, AnyByteButZeroIsTrue) {  // AMF0-02
  const Decoded decoded("01 00  01 01  01 02  01 ff");
  EXPECT_FALSE(decoded.values[0].boolean());
  EXPECT_TRUE(decoded.values[1].boolean());
  EXPECT_TRUE(decoded.values[2].boolean());
  EXPECT_TRUE(decoded.values[3].boolean());
}

TEST(Amf0DecoderTest, StringLengthsCountBytes) {  // AMF0-03, AMF0-04
  const Decoded decoded("02 0000  02 0001 61  02 0006 e697a5 e69cac");
  EXPECT_EQ(decoded.values[0].string(), "");
  EXPECT_TRUE(decoded.values[0].is_string());
  EXPECT_EQ(decoded.values[1].string(), "a");
  EXPECT_EQ(decoded.values[2].string(), "日本");

  Buffer longest = {0x02, 0xff, 0xff};
  longest.resize(3 + 65535, 'x');
  EXPECT_EQ(Decoded(Bytes(longest)).values[0].string(), std::string(65535, 'x'));
}

TEST(Amf0DecoderTest, StringsAreKeptWhetherUtf8OrNot) {  // AMF0-05
  const Decoded decoded("02 0002 c080  02 0003 eda080  02 0001 f5  02 0003 610062");
  EXPECT_EQ(decoded.values[0].string(), "\xc0\x80");
  EXPECT_EQ(decoded.values[1].string(), "\xed\xa0\x80");
  EXPECT_EQ(decoded.values[2].string(), "\xf5");
  EXPECT_EQ(decoded.values[3].string(), absl::string_view("a\0b", 3));
}

TEST(Amf0DecoderTest, LongStringMayBeShort) {  // AMF0-06
  const Decoded decoded("0c 00000003 616263");
  EXPECT_EQ(decoded.values[0].type(), Type::kLongString);
  EXPECT_TRUE(decoded.values[0].is_string());
  EXPECT_EQ(decoded.values[0].string(), "abc");
}

TEST(Amf0DecoderTest, XmlDocumentIsALongString) {  // AMF0-25
  const Decoded decoded("0f 00000004 3c612f3e");
  EXPECT_EQ(decoded.values[0].type(), Type::kXmlDocument);
  EXPECT_EQ(decoded.values[0].string(), "<a/>");
  EXPECT_FALSE(decoded.values[0].is_string());
}

TEST(Amf0DecoderTest, ObjectsNest) {  // AMF0-08
  const Decoded decoded("03 000009  03 0001 61 03 0001 62 05 000009 0001 63 06 000009");
  EXPECT_EQ(decoded.text(), "{} {a: {b: null}, c: undefined}");
  EXPECT_EQ(decoded.values[1].size(), 2u);
  EXPECT_EQ(decoded.values[1]["a"]["b"].type(), Type::kNull);
  EXPECT_EQ(decoded.values[1]["c"].key(), "c");
}

TEST(Amf0DecoderTest, ObjectWithoutItsEndIsTruncated) {  // AMF0-09
  EXPECT_EQ(Decoded("03 0001 61 05").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("03 0001 61 05 00").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("03 0001 61 05 0000").code(), ErrorCode::kAmfTruncated);
}

TEST(Amf0DecoderTest, EmptyNameInFrontOfAValueIsAName) {  // AMF0-10
  const Decoded decoded("03 0000 05 0001 61 01 01 000009");
  EXPECT_EQ(decoded.text(), R"({"": null, a: true})");
  EXPECT_TRUE(decoded.values[0][""].exists());
}

TEST(Amf0DecoderTest, OfEqualNamesTheFirstIsFoundAndAllAreKept) {  // AMF0-11, AMF0-31
  const Decoded decoded("03 0001 61 01 01  0001 62 05  0001 61 01 00 000009");
  EXPECT_EQ(decoded.values[0].size(), 3u);
  EXPECT_TRUE(decoded.values[0]["a"].boolean());
  EXPECT_EQ(decoded.text(), "{a: true, b: null, a: false}");
}

TEST(Amf0DecoderTest, NamesAreComparedWithTheirCase) {  // AMF0-32
  const Decoded decoded("03 0001 61 05 000009");
  EXPECT_TRUE(decoded.values[0]["a"].exists());
  EXPECT_FALSE(decoded.values[0]["A"].exists());
}

TEST(Amf0DecoderTest, ObjectEndElsewhereIsAnError) {  // AMF0-12
  EXPECT_EQ(Decoded("09").error, (ProtocolError{ErrorCode::kAmfMarker, 0, ""}));
  EXPECT_EQ(Decoded("05 000009").code(), ErrorCode::kAmfTruncated) << "00 begins a number there";
  EXPECT_EQ(Decoded("0a 00000001 09").error, (ProtocolError{ErrorCode::kAmfMarker, 5, ""}));
  EXPECT_EQ(Decoded("03 0001 61 09").error, (ProtocolError{ErrorCode::kAmfMarker, 4, ""}));
}

TEST(Amf0DecoderTest, EcmaArrayEndsAtItsEndMarkerWhateverItsCount) {  // AMF0-13
  const Decoded none("08 00000000 0001 61 05 0001 62 05 0001 63 05 000009 01 01");
  EXPECT_EQ(none.text(), "ecma(count=0){a: null, b: null, c: null} true");
  EXPECT_EQ(none.values[0].declared_count(), 0u);
  EXPECT_EQ(none.values[0].size(), 3u);

  const Decoded many("08 00000063 0001 61 05 000009 01 01");
  EXPECT_EQ(many.text(), "ecma(count=99){a: null} true");
}

TEST(Amf0DecoderTest, EcmaArrayMayEndWithTheMessageAtItsCount) {  // AMF0-14
  EXPECT_EQ(Decoded("08 00000001 0001 61 05").text(), "ecma{a: null}");
  EXPECT_EQ(Decoded("08 00000000").text(), "ecma{}");
  EXPECT_EQ(Decoded("08 00000001 0001 61 08 00000001 0001 62 05").text(), "ecma{a: ecma{b: null}}");
  EXPECT_EQ(Decoded("0a 00000001 08 00000001 0001 61 05").text(), "[ecma{a: null}]");
  // Not at the count, or not the whole message.
  EXPECT_EQ(Decoded("08 00000002 0001 61 05").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("08 00000000 0001 61 05").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("08 00000001 0001 61 05 00").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("03 0001 61 08 00000000").code(), ErrorCode::kAmfTruncated) << "the object's own end is missing";
}

TEST(Amf0DecoderTest, StrictArrayHasExactlyItsCount) {  // AMF0-15
  EXPECT_EQ(Decoded("0a 00000000 05").text(), "[] null");
  EXPECT_EQ(Decoded("0a 00000003 05 06 01 01 05").text(), "[null, undefined, true] null");
  EXPECT_EQ(Decoded("0a 00000002 0a 00000001 05 0a 00000000").text(), "[[null], []]");
  EXPECT_EQ(Decoded("0a 00000003 05 06").code(), ErrorCode::kAmfTruncated);
  const Decoded decoded("0a 00000003 05 06 01 01");
  EXPECT_TRUE(decoded.values[0].child(2).boolean());
  EXPECT_FALSE(decoded.values[0].child(3).exists());
}

TEST(Amf0DecoderTest, DateKeepsItsZone) {  // AMF0-17
  const Decoded decoded("0b 4271ed8a777a0000 0000  0b 0000000000000000 fde4  0b 7ff8000000000000 8000");
  EXPECT_EQ(decoded.values[0].number(), 1231995500448.0);
  EXPECT_EQ(decoded.values[0].time_zone(), 0);
  EXPECT_EQ(decoded.values[1].time_zone(), -540);
  EXPECT_TRUE(std::isnan(decoded.values[2].number()));
  EXPECT_EQ(decoded.values[2].time_zone(), std::numeric_limits<int16_t>::min());
  EXPECT_FALSE(decoded.values[0].is_number());
}

TEST(Amf0DecoderTest, NullUndefinedAndUnsupportedDiffer) {  // AMF0-18, AMF0-23
  const Decoded decoded("05 06 0d 03 0001 61 0d 000009");
  EXPECT_EQ(decoded.values[0].type(), Type::kNull);
  EXPECT_EQ(decoded.values[1].type(), Type::kUndefined);
  EXPECT_EQ(decoded.values[2].type(), Type::kUnsupported);
  EXPECT_EQ(decoded.values[3]["a"].type(), Type::kUnsupported);
  EXPECT_TRUE(decoded.values[1].exists()) << "undefined is not absent";
}

TEST(Amf0DecoderTest, TypedObjectHasAClassName) {  // AMF0-26
  const Decoded decoded("10 0003 466f6f 0001 61 05 000009 01 01");
  EXPECT_EQ(decoded.values[0].type(), Type::kTypedObject);
  EXPECT_EQ(decoded.values[0].class_name(), "Foo");
  EXPECT_EQ(decoded.values[0].string(), "");
  EXPECT_TRUE(decoded.values[0].has_properties());
  EXPECT_EQ(decoded.text(), "Foo{a: null} true");
}

TEST(Amf0DecoderTest, AvmPlusTakesOneAmf3Value) {  // AMF0-27, RTMP-MT-04
  const Decoded decoded("05 11 09 03 01 04 05 02 0001 61");
  ASSERT_EQ(decoded.error, std::nullopt);
  EXPECT_EQ(decoded.values.size(), 3u);
  EXPECT_EQ(decoded.values[1].type(), Type::kAvmPlus);
  EXPECT_EQ(decoded.values[1].string(), "\x09\x03\x01\x04\x05");
  EXPECT_EQ(decoded.values[1].size(), 0u);
  EXPECT_EQ(decoded.values[2].string(), "a");
  EXPECT_TRUE(decoded.values.has_amf3());
  EXPECT_FALSE(Decoded("05").values.has_amf3());
  EXPECT_EQ(Decoded("03 0001 61 11 04 05 000009 05").text(), "{a: amf3(hex(0405))} null");
  EXPECT_EQ(Decoded("0a 00000002 11 04 05 03 000009").text(), "[amf3(hex(0405)), {}]");
}

TEST(Amf0DecoderTest, ErrorsInsideOfAmf3) {  // H43
  EXPECT_EQ(Decoded("11").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("05 11 12").error, (ProtocolError{ErrorCode::kAmfMarker, 2, ""}));
  EXPECT_EQ(Decoded("05 11 06 00").error, (ProtocolError{ErrorCode::kAmfReference, 2, ""}));
  EXPECT_EQ(Decoded("05 11 06 05 61").error, (ProtocolError{ErrorCode::kAmfTruncated, 5, ""}));
  // Each value has tables of its own (A39).
  EXPECT_EQ(Decoded("11 06 03 61 11 06 00").error, (ProtocolError{ErrorCode::kAmfReference, 5, ""}));
  // Depth and nodes count together.
  EXPECT_EQ(Decoded("0a 00000001 11 09 01 01", {1, 100}).code(), ErrorCode::kAmfDepth);
  EXPECT_EQ(Decoded("0a 00000001 11 09 01 01", {2, 3}).code(), std::nullopt);
  EXPECT_EQ(Decoded("0a 00000001 11 09 01 01", {2, 2}).code(), ErrorCode::kAmfNodes);
  EXPECT_EQ(Decoded("11 09 01 01 05", {2, 2}).code(), ErrorCode::kAmfNodes);
}

// AMF0-24, AMF0-28: 0x04 and 0x0e are reserved, 0x12 and above do not exist.
TEST(Amf0DecoderTest, EveryOtherMarkerIsAnError) {
  for (int marker = 0; marker < 256; ++marker) {
    const bool known = marker <= 0x11 && marker != 0x04 && marker != 0x09 && marker != 0x0e;
    // Alone, the known ones are complete or truncated; 07 has nothing to refer to.
    const Buffer alone = {static_cast<uint8_t>(marker)};
    const std::optional<ErrorCode> code = Decoded(Bytes(alone)).code();
    EXPECT_EQ(code == ErrorCode::kAmfMarker, !known) << marker;
    const Buffer in_object = {0x03, 0x00, 0x01, 'a', static_cast<uint8_t>(marker)};
    EXPECT_EQ(Decoded(Bytes(in_object)).code() == ErrorCode::kAmfMarker, !known) << marker;
  }
}

TEST(Amf0DecoderTest, EmptyMessageHasNoValues) {
  const Decoded decoded("");
  EXPECT_EQ(decoded.error, std::nullopt);
  EXPECT_TRUE(decoded.values.empty());
  EXPECT_FALSE(decoded.values[0].exists());
}

TEST(Amf0DecoderTest, AfterAnErrorTheValuesBeforeItRemain) {
  const Decoded decoded("02 0001 61  03 0001 62 0a 00000001 05 000009  03 0001 61 03 0001 62 04");
  EXPECT_EQ(decoded.error, (ProtocolError{ErrorCode::kAmfMarker, 25, ""}));
  EXPECT_EQ(decoded.text(), R"("a" {b: [null]})");
  EXPECT_EQ(decoded.values.node_count(), 4u);
}

TEST(Amf0DecoderTest, AValueKnowsWhereItStands) {
  const Decoded decoded("05 03 0001 61 01 01 000009");
  EXPECT_EQ(decoded.values[0].offset(), 0u);
  EXPECT_EQ(decoded.values[1].offset(), 1u);
  EXPECT_EQ(decoded.values[1]["a"].offset(), 5u);
}

TEST(Amf0DecoderTest, DecodingAgainForgetsTheValuesBefore) {
  const Buffer first = ParseHex("03 0001 61 05 000009 05").value();
  const Buffer second = ParseHex("01 01").value();
  Values values;
  ASSERT_EQ(Decode(first, {}, &values), std::nullopt);
  ASSERT_EQ(Decode(second, {}, &values), std::nullopt);
  EXPECT_EQ(ToText(values), "true");
  values.Clear();
  EXPECT_TRUE(values.empty());
}

// Safe on any input: the absent value and the wrong type answer with nothing.
TEST(Amf0ValueTest, WhatATypeDoesNotHaveIsEmpty) {
  const Value absent;
  EXPECT_FALSE(absent.exists());
  EXPECT_EQ(absent.type(), Type::kUndefined);
  EXPECT_EQ(absent["a"].child(3).first_child().next_sibling().Resolve().string(), "");
  EXPECT_EQ(absent.number(), 0);
  EXPECT_EQ(absent.key(), "");
  EXPECT_EQ(absent.offset(), 0u);

  const Decoded decoded("01 01  00 4000000000000000  02 0001 61  03 0001 61 05 000009");
  EXPECT_EQ(decoded.values[0].number(), 0);
  EXPECT_EQ(decoded.values[0].string(), "");
  EXPECT_FALSE(decoded.values[1].boolean());
  EXPECT_EQ(decoded.values[1].time_zone(), 0);
  EXPECT_EQ(decoded.values[1].declared_count(), 0u);
  EXPECT_FALSE(decoded.values[2]["a"].exists());
  EXPECT_FALSE(decoded.values[3]["b"].exists());
  EXPECT_EQ(decoded.values[3].class_name(), "");
  EXPECT_EQ(decoded.values[3].reference_index(), 0);
  EXPECT_FALSE(decoded.values[3].next_sibling().exists());
}

TEST(Amf0ValueTest, EveryTypeHasAName) {
  for (int marker = 0; marker <= 0x11; ++marker) {
    const bool known = marker != 0x04 && marker != 0x09 && marker != 0x0e;
    EXPECT_EQ(!TypeName(static_cast<Type>(marker)).empty(), known) << marker;
  }
}

}  // namespace
}  // namespace rtmp::amf0
