#include "impl/bytes/hex.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ParseHexTest, BlanksAndLineEndsBetweenBytesMeanNothing) {
  EXPECT_THAT(*ParseHex("  04 000010\t\r\n\nAAbb"), ElementsAre(0x04, 0x00, 0x00, 0x10, 0xaa, 0xbb));
}

TEST(ParseHexTest, ABarStartsACommentToTheEndOfTheLine) {
  EXPECT_THAT(*ParseHex("01 | 02 is no byte, nor is zz\n03|\n04|"), ElementsAre(0x01, 0x03, 0x04));
}

TEST(ParseHexTest, NoTextIsNoBytes) {
  EXPECT_THAT(*ParseHex(""), IsEmpty());
  EXPECT_THAT(*ParseHex("| only a comment"), IsEmpty());
}

TEST(ParseHexTest, HalfAByteIsAnError) {
  for (absl::string_view text : {"0", "01 2", "0 1", "0\n1", "0|1"}) {
    EXPECT_EQ(ParseHex(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseHexTest, TheErrorNamesTheLineAndTheCharacter) {
  EXPECT_THAT(ParseHex("01\n02 | fine\n0g").status().message(), HasSubstr("line 3: half a byte, '0'"));
  EXPECT_THAT(ParseHex("01\nx2").status().message(), HasSubstr("line 2: 'x'"));
  EXPECT_THAT(ParseHex("\x80").status().message(), HasSubstr("line 1: '\\x80'"));
}

TEST(ToHexTest, WritesLowerCaseWithoutBlanks) {
  EXPECT_EQ(ToHex(Buffer{0x00, 0x0f, 0xab, 0xff}), "000fabff");
  EXPECT_EQ(ToHex(Bytes()), "");
}

TEST(ToHexTest, IsReadBackByParseHex) {
  Buffer all(256);
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<uint8_t>(i);
  EXPECT_EQ(*ParseHex(ToHex(all)), all);
}

}  // namespace
}  // namespace rtmp
