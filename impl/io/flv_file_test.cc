#include "impl/io/flv_file.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace rtmp::io {
namespace {

constexpr char kHeader[] = "464c5601050000000900000000";
constexpr char kTag[] =
    "08"
    "000002"
    "000010"
    "01"
    "000000"
    "af01"
    "0000000d";

// FLV-17.
TEST(FlvReaderTest, TimestampsHaveTheirHighByteLast) {
  const std::string file = absl::HexStringToBytes(std::string(kHeader) + kTag);
  FlvReader reader(ToBytes(file));
  const std::optional<FlvTag> tag = reader.Next();
  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(tag->type, 8);
  EXPECT_EQ(tag->timestamp, 0x01000010u);
  EXPECT_EQ(absl::BytesToHexString(ToStringView(tag->payload)), "af01");
  EXPECT_FALSE(reader.Next().has_value());
}

TEST(FlvReaderTest, ACutFileEndsBeforeTheCutTag) {
  const std::string file = absl::HexStringToBytes(std::string(kHeader) + kTag + kTag);
  const size_t second = file.size() - absl::HexStringToBytes(kTag).size();
  for (size_t size = 0; size < file.size(); ++size) {
    FlvReader reader(ToBytes(file).first(size));
    int tags = 0;
    while (reader.Next().has_value()) ++tags;
    EXPECT_EQ(tags, size >= second ? 1 : 0) << size;
  }
}

// FLV-18.
TEST(FlvReaderTest, OtherBytesHaveNoTags) {
  const std::string file = absl::HexStringToBytes(std::string("464c57") + (kHeader + 6) + kTag);
  EXPECT_FALSE(FlvReader(ToBytes(file)).Next().has_value());
}

// ERTMP-46: a script tag of AMF3 is the body of a message of type 15. The stream id means nothing (FLV-19), nor does the filter
// bit.
TEST(FlvReaderTest, Amf3ScriptTagsAreMessagesOfType15) {
  const std::string file = absl::HexStringToBytes(std::string(kHeader) +
                                                  "0f00000100000000"
                                                  "000007"
                                                  "00"
                                                  "0000000c");
  FlvReader reader(ToBytes(file));
  const std::optional<FlvTag> tag = reader.Next();
  ASSERT_TRUE(tag.has_value());
  EXPECT_EQ(tag->type, 15);
  EXPECT_EQ(tag->payload.size(), 1u);
}

}  // namespace
}  // namespace rtmp::io
