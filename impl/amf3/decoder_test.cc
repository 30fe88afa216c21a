#include "impl/amf3/decoder.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "impl/amf3/testing.h"

namespace rtmp::amf3 {
namespace {

TEST(Amf3DecoderTest, OneByteValues) {  // AMF3-25
  EXPECT_EQ(Decoded("00").root().type(), Type::kUndefined);
  EXPECT_EQ(Decoded("01").root().type(), Type::kNull);
  EXPECT_FALSE(Decoded("02").root().boolean());
  EXPECT_TRUE(Decoded("03").root().boolean());
  EXPECT_EQ(Decoded("03").consumed, 1u);
}

TEST(Amf3DecoderTest, TakesOneValueAndLeavesTheRest) {
  const Decoded decoded("06 03 61 ff ff");
  EXPECT_EQ(decoded.code(), std::nullopt);
  EXPECT_EQ(decoded.consumed, 3u);
  EXPECT_EQ(decoded.root().string(), "a");
}

TEST(Amf3DecoderTest, U29) {  // AMF3-01, AMF3-02, AMF3-03
  const std::pair<const char*, int32_t> cases[] = {
      {"04 00", 0},
      {"04 7f", 0x7f},
      {"04 81 00", 0x80},
      {"04 ff 7f", 0x3fff},
      {"04 81 80 00", 0x4000},
      {"04 ff ff 7f", 0x1fffff},
      {"04 80 c0 80 00", 0x200000},
      {"04 bf ff ff ff", 0x0fffffff},
      {"04 c0 80 80 00", -0x10000000},
      {"04 ff ff ff ff", -1},
      {"04 80 80 80 05", 5},  // longer than it needs to be
      {"04 80 00", 0},
  };
  for (const auto& [hex, value] : cases) {
    const Decoded decoded(hex);
    EXPECT_EQ(decoded.root().integer(), value) << hex;
    EXPECT_EQ(decoded.root().number(), value) << hex;
    EXPECT_EQ(decoded.consumed, decoded.size) << hex;
  }
  for (const char* hex : {"04", "04 80", "04 ff ff", "04 80 80 80"}) {
    EXPECT_EQ(Decoded(hex).code(), ErrorCode::kAmfTruncated) << hex;
  }
}

TEST(Amf3DecoderTest, Doubles) {
  EXPECT_EQ(Decoded("05 3ff8000000000000").root().number(), 1.5);
  EXPECT_TRUE(std::isnan(Decoded("05 7ff8000000000000").root().number()));
  EXPECT_EQ(Decoded("05 3ff80000000000").code(), ErrorCode::kAmfTruncated);
}

TEST(Amf3DecoderTest, StringsAndTheirTable) {  // AMF3-05, AMF3-06, AMF3-08
  // "", "a", "", then references 0 and 1: the empty string is in no table, the key "k" is in the one that values use.
  const Decoded decoded("09 0b  03 6b 06 01  01  06 01  06 03 61  06 01  06 00  06 02");
  EXPECT_EQ(decoded.text(), R"([k: "", "", "a", "", "k", "a"])");
  EXPECT_EQ(Decoded("06 00").error, (ProtocolError{ErrorCode::kAmfReference, 0, ""}));  // AMF3-07
  EXPECT_EQ(Decoded("09 05 01 06 03 61 06 02").error, (ProtocolError{ErrorCode::kAmfReference, 6, ""}));
  EXPECT_EQ(Decoded("06 05 61").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("06 ff ff ff ff 61").code(), ErrorCode::kAmfTruncated);
}

TEST(Amf3DecoderTest, Arrays) {  // AMF3-17
  const Decoded decoded("09 05  03 61 04 03  01  04 01 04 02");
  EXPECT_EQ(decoded.text(), "[a: 3, 1, 2]");
  EXPECT_EQ(decoded.root()["a"].integer(), 3);
  EXPECT_EQ(decoded.root().size(), 3u);
  EXPECT_FALSE(decoded.root().first_child().next_sibling().has_key());
  EXPECT_EQ(Decoded("09 01 01").text(), "[]");
  EXPECT_EQ(Decoded("09 05 01 04 01").code(), ErrorCode::kAmfTruncated);
  // H46: a count of 2^28 - 1, and associative elements that never end.
  EXPECT_EQ(Decoded("09 ff ff ff ff 01 04 01").error, (ProtocolError{ErrorCode::kAmfTruncated, 8, ""}));
  EXPECT_EQ(Decoded("09 01 03 61 04 01 03 62 04 02").code(), ErrorCode::kAmfTruncated);
}

TEST(Amf3DecoderTest, ObjectsInEveryForm) {  // AMF3-11, AMF3-12
  // Sealed x and y, then dynamic z.
  const Decoded decoded("0a 2b 07 466f6f 03 78 03 79  04 01 04 02  03 7a 04 03 01");
  EXPECT_EQ(decoded.text(), "Foo{x: 1, y: 2, z: 3}");
  EXPECT_EQ(decoded.root().class_name(), "Foo");
  EXPECT_EQ(decoded.root().sealed_size(), 2u);
  EXPECT_TRUE(decoded.root().is_dynamic());
  // Sealed alone; then its traits by reference; then the object by reference.
  const Decoded traits("09 07 01  0a 13 01 03 78 04 01   0a 01 04 02  0a 02");
  EXPECT_EQ(traits.text(), "[{x: 1}, {x: 2}, ref(1)]");
  EXPECT_FALSE(traits.root().first_child().is_dynamic());
  const Value reference = traits.root().first_child().next_sibling().next_sibling();
  EXPECT_TRUE(reference.is_reference());
  EXPECT_EQ(reference.Resolve()["x"].integer(), 1);
  EXPECT_EQ(Decoded("0a 0b 01 01").text(), "{}");
  EXPECT_EQ(Decoded("0a 05").error, (ProtocolError{ErrorCode::kAmfReference, 0, ""}));  // traits 1
  EXPECT_EQ(Decoded("0a 00").error, (ProtocolError{ErrorCode::kAmfReference, 0, ""}));  // object 0
}

TEST(Amf3DecoderTest, ExternalizableIsRefused) {  // AMF3-14, H47
  const Decoded decoded("09 05 01 04 01 0a 07 07 466f6f 01");
  EXPECT_EQ(decoded.error, (ProtocolError{ErrorCode::kAmfUnsupported, 5, ""}));
  EXPECT_NE(decoded.text().find("'Foo'"), std::string::npos);
  EXPECT_FALSE(decoded.root().exists());
}

TEST(Amf3DecoderTest, KnownWrappersAreRead) {  // AMF3-15
  const std::string name = "flex.messaging.io.ArrayCollection";
  const Decoded decoded(absl::StrCat("0a 07 43 ", ToHex(ToBytes(name)), " 09 03 01 04 05"));
  EXPECT_EQ(decoded.text(), R"("flex.messaging.io.ArrayCollection"{"": [5]})");
  EXPECT_TRUE(decoded.root().is_externalizable());
  EXPECT_EQ(decoded.consumed, decoded.size);
}

TEST(Amf3DecoderTest, TraitsWithMoreNamesThanBytes) {  // AMF3-16, H47
  EXPECT_EQ(Decoded("0a ff ff ff f3 01 03 61").error, (ProtocolError{ErrorCode::kAmfTruncated, 8, ""}));
}

TEST(Amf3DecoderTest, AnObjectThatContainsItself) {  // AMF3-13, AMF3-27, H45
  const Decoded decoded("0a 13 01 03 78 0a 00");
  EXPECT_EQ(decoded.text(), "{x: ref(0)}");
  EXPECT_EQ(decoded.root()["x"].Resolve()["x"].reference_index(), 0u);
  // An array that is still being read, and one that has not begun.
  EXPECT_EQ(Decoded("09 03 01 09 00").text(), "[ref(0)]");
  EXPECT_EQ(Decoded("09 03 01 09 02").code(), ErrorCode::kAmfReference);
}

TEST(Amf3DecoderTest, AReferenceToAnotherType) {
  EXPECT_EQ(Decoded("09 03 01 0a 00").error, (ProtocolError{ErrorCode::kAmfReference, 3, ""}));
}

TEST(Amf3DecoderTest, DatesXmlAndByteArrays) {  // AMF3-18, AMF3-19, AMF3-20, H49
  EXPECT_EQ(Decoded("09 05 01 08 01 4059000000000000 08 02").text(), "[date(100), ref(1)]");
  EXPECT_EQ(Decoded("07 09 3c612f3e").text(), R"(xml"<a/>")");
  EXPECT_EQ(Decoded("09 05 01 0b 09 3c612f3e 0b 02").text(), R"([xml"<a/>", ref(1)])");
  EXPECT_EQ(Decoded("0c 05 00ff").root().string(), absl::string_view("\x00\xff", 2));
  EXPECT_EQ(Decoded("0c 01").text(), "bytes()");
  EXPECT_EQ(Decoded("0c ff ff ff ff 00").error, (ProtocolError{ErrorCode::kAmfTruncated, 6, ""}));  // H48
  // XML is in no table of strings.
  EXPECT_EQ(Decoded("09 05 01 0b 09 3c612f3e 06 00").code(), ErrorCode::kAmfReference);
}

TEST(Amf3DecoderTest, VectorsOfNumbers) {  // AMF3-21, AMF3-24, H48
  const Decoded ints("0d 05 01 ffffffff 00000002");
  EXPECT_EQ(ints.text(), "int[-1, 2]");
  EXPECT_TRUE(ints.root().is_fixed());
  EXPECT_EQ(ints.root().vector_size(), 2u);
  EXPECT_EQ(ints.root().vector_number(0), -1);
  EXPECT_EQ(ints.root().vector_number(2), 0);
  EXPECT_EQ(ints.root().size(), 0u);
  EXPECT_EQ(Decoded("0e 03 00 ffffffff").text(), "uint[4294967295]");
  EXPECT_EQ(Decoded("0f 03 00 3ff8000000000000").text(), "double[1.5]");
  EXPECT_EQ(Decoded("09 05 01 0d 01 00 0d 02").text(), "[int[], ref(1)]") << "it has its place in the table";
  for (const char* hex : {"0d ff ff ff ff 00", "0e 05 00 00000001 000000", "0f 03 00 00000000000000", "0d 03", "0f 01"}) {
    EXPECT_EQ(Decoded(hex).code(), ErrorCode::kAmfTruncated) << hex;
  }
}

TEST(Amf3DecoderTest, VectorsOfObjects) {  // AMF3-22
  EXPECT_EQ(Decoded("10 05 00 03 2a  04 01 10 01 00 01").text(), "vector[1, vector[]]");
  const Decoded typed("10 03 01 07 466f6f  0a 01");
  EXPECT_EQ(typed.code(), ErrorCode::kAmfReference);
  EXPECT_EQ(Decoded("10 01 01 07 466f6f").root().class_name(), "Foo");
  EXPECT_EQ(Decoded("10 ff ff ff ff 00 01 04 01").code(), ErrorCode::kAmfTruncated);
}

TEST(Amf3DecoderTest, Dictionaries) {  // AMF3-23
  const Decoded decoded("11 05 01  06 03 61 04 01   0a 0b 01 01 04 02");
  EXPECT_EQ(decoded.text(), R"(dictionary{"a", 1, {}, 2})");
  EXPECT_TRUE(decoded.root().has_weak_keys());
  EXPECT_EQ(decoded.root().size(), 4u);
  EXPECT_EQ(Decoded("11 ff ff ff ff 00 04 01").code(), ErrorCode::kAmfTruncated);
  EXPECT_EQ(Decoded("11 03 00 04 01").code(), ErrorCode::kAmfTruncated) << "a key without a value";
}

TEST(Amf3DecoderTest, EveryOtherMarkerIsAnError) {  // AMF3-26
  for (int marker = 0x12; marker < 256; ++marker) {
    const Buffer alone = {static_cast<uint8_t>(marker)};
    EXPECT_EQ(Decoded(Bytes(alone)).error, (ProtocolError{ErrorCode::kAmfMarker, 0, ""})) << marker;
  }
}

// Every proper beginning of a value is truncated, never read beyond.
TEST(Amf3DecoderTest, TruncatedAtEveryByte) {
  const Buffer whole = ParseHex(R"(
      09 0f  03 6b 0a 2b 07 466f6f 03 78 03 79 04 81 00 05 3ff8000000000000 03 7a 03 01  01
      06 00  08 01 4059000000000000  0c 05 00ff  0d 03 01 00000001  10 03 00 01 01  11 03 00 04 01 01  0b 09 3c612f3e)")
                           .value();
  ASSERT_EQ(Decoded(Bytes(whole)).code(), std::nullopt) << Decoded(Bytes(whole)).text();
  for (size_t size = 0; size < whole.size(); ++size) {
    const Decoded decoded(Bytes(whole).subspan(0, size));
    EXPECT_EQ(decoded.code(), ErrorCode::kAmfTruncated) << size;
    EXPECT_EQ(decoded.error->offset, size);
    EXPECT_EQ(decoded.values.node_count(), 0u);
  }
}

TEST(Amf3DecoderTest, EachValueHasTablesOfItsOwn) {  // AMF3-09, AMF3-10
  Values values;
  size_t consumed = 0;
  const Buffer first = ParseHex("06 03 61").value();
  const Buffer second = ParseHex("06 00").value();
  ASSERT_EQ(Decode(first, {}, &values, &consumed), std::nullopt);
  EXPECT_EQ(Decode(second, {}, &values, &consumed), (ProtocolError{ErrorCode::kAmfReference, 0, ""}));
}

}  // namespace
}  // namespace rtmp::amf3
