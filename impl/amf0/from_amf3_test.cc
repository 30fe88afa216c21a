#include "impl/amf0/from_amf3.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "impl/amf0/testing.h"

namespace rtmp::amf0 {
namespace {

// What `hex`, AMF0 with AMF3 in it, is in AMF0 alone; the error's name otherwise.
std::string Expanded(absl::string_view hex, const Limits& limits = {}) {
  const Decoded decoded(hex);
  if (decoded.error.has_value()) return absl::StrCat("not decoded: ", decoded.error->text);
  Buffer out;
  if (const auto error = ExpandAmf3(decoded.values, limits, &out)) {
    return absl::StrCat(ErrorCodeName(error->code), "@", error->offset);
  }
  const Decoded again{Bytes(out)};
  EXPECT_EQ(again.error, std::nullopt) << ToHex(out);
  EXPECT_FALSE(again.values.has_amf3());
  return again.text();
}

TEST(FromAmf3Test, ValuesWithoutAnythingInThem) {
  EXPECT_EQ(Expanded("02 0001 61 11 04 05 11 05 3ff8000000000000 11 00 11 01 11 02 11 03"),
            R"("a" 5 1.5 undefined null false true)");
  EXPECT_EQ(Expanded("11 06 03 61 11 07 03 78 11 0b 03 78 11 0c 05 00ff 11 08 01 4059000000000000"),
            R"("a" xml"x" xml"x" "\x00\xff" date(100))");
  EXPECT_EQ(Expanded("11 04 ff ff ff ff"), "-1");
}

TEST(FromAmf3Test, Objects) {
  EXPECT_EQ(Expanded("11 0a 0b 01 03 61 04 01 03 62 06 03 78 01"), R"({a: 1, b: "x"})");
  EXPECT_EQ(Expanded("11 0a 1b 07 466f6f 03 78 04 01 03 7a 04 02 01 05"), "Foo{x: 1, z: 2} null");
  // AMF0 around it goes on, with names and all.
  EXPECT_EQ(Expanded("03 0001 6b 11 0a 0b 01 01 0001 6c 05 000009 02 0001 79"), R"({k: {}, l: null} "y")");
}

TEST(FromAmf3Test, ArraysVectorsDictionaries) {
  EXPECT_EQ(Expanded("11 09 05 01 04 01 04 02"), "[1, 2]");
  EXPECT_EQ(Expanded("11 09 01 01"), "[]");
  EXPECT_EQ(Expanded("11 09 05 03 61 04 03 01 04 01 04 02"), R"(ecma{a: 3, "0": 1, "1": 2})");
  EXPECT_EQ(Expanded("11 0d 05 00 ffffffff 00000002 11 0f 03 00 3ff8000000000000"), "[-1, 2] [1.5]");
  EXPECT_EQ(Expanded("11 10 05 00 01 04 01 09 01 01"), "[1, []]");
  EXPECT_EQ(Expanded("11 11 05 00 06 03 61 04 01 04 07 0a 0b 01 01"), R"(ecma{a: 1, "7": {}})");
  EXPECT_EQ(Expanded("05 11 11 03 00 0a 0b 01 01 04 01"), "kAmfUnsupported@5");
}

// References keep what they name, whatever stands between and around.
TEST(FromAmf3Test, References) {
  EXPECT_EQ(Expanded("11 0a 13 01 03 78 0a 00"), "{x: ref(0)}") << "a cycle";
  // AMF0's own reference, behind an AMF3 array that takes places 1 and 2.
  EXPECT_EQ(Expanded("03 000009 11 09 03 01 09 01 01 0a 00000001 07 0000 07 0001"), "{} [[]] [ref(0)] ref(3)");
  // To a vector, which is an array in AMF0; to a date, which AMF0 cannot name.
  EXPECT_EQ(Expanded("11 09 09 01 0d 01 00 0d 02 08 01 4059000000000000 08 04"), "[[], ref(1), date(100), date(100)]");
}

TEST(FromAmf3Test, WhatIsWrappedIsNamed) {  // AMF3-15
  const std::string name = "flex.messaging.io.ArrayList";
  EXPECT_EQ(Expanded(absl::StrCat("11 0a 07 37 ", ToHex(ToBytes(name)), " 09 03 01 04 05")),
            R"("flex.messaging.io.ArrayList"{source: [5]})");
}

// A string of 60 bytes, named a thousand times by two bytes each.
TEST(FromAmf3Test, StringsThatMultiplyAreLimited) {
  std::string hex = absl::StrCat("11 09 8f 51 01 06 79 ", ToHex(ToBytes(std::string(60, 'a'))));
  for (int i = 0; i < 999; ++i) absl::StrAppend(&hex, " 06 00");
  EXPECT_EQ(Expanded(hex, {32, 65536, 63005}).substr(0, 3), "[\"a");
  Limits narrow;
  narrow.max_expanded_bytes = 20000;
  EXPECT_EQ(Expanded(hex, narrow).substr(0, 9), "kAmfBytes");
}

}  // namespace
}  // namespace rtmp::amf0
