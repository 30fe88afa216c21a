#include "impl/connection/data_message.h"

#include <gtest/gtest.h>

#include <string>

namespace rtmp {
namespace {

std::string Text(absl::string_view text) {
  return std::string("\x02") + '\0' + static_cast<char>(text.size()) + std::string(text);
}

std::optional<DataMessage> Read(const std::string& bytes) {
  static amf0::Values values;
  return ReadDataMessage(ToBytes(bytes), amf0::Limits(), &values);
}

TEST(DataMessageTest, TheFirstStringIsTheHandler) {
  const std::string bytes = Text("onMetaData") + '\x05';
  const auto data = Read(bytes);
  ASSERT_TRUE(data.has_value());
  EXPECT_EQ(data->handler, "onMetaData");
  EXPECT_EQ(ToStringView(data->payload), bytes);
}

// RTMP-MT-08: what is passed on starts behind "@setDataFrame".
TEST(DataMessageTest, SetDataFrameIsTakenOff) {
  const std::string rest = Text("onMetaData") + '\x05';
  const std::string bytes = Text("@setDataFrame") + rest;
  const auto data = Read(bytes);
  ASSERT_TRUE(data.has_value());
  EXPECT_EQ(data->handler, "onMetaData");
  EXPECT_EQ(ToStringView(data->payload), rest);
}

// The same name as a long string: its length field is four bytes.
TEST(DataMessageTest, SetDataFrameAsALongString) {
  const std::string rest = Text("onMetaData");
  const std::string bytes = std::string("\x0c\x00\x00\x00\x0d", 5) + "@setDataFrame" + rest;
  const auto data = Read(bytes);
  ASSERT_TRUE(data.has_value());
  EXPECT_EQ(ToStringView(data->payload), rest);
}

TEST(DataMessageTest, OtherHandlersStayAsTheyAre) {
  const std::string bytes = Text("@clearDataFrame") + Text("onMetaData");
  const auto data = Read(bytes);
  ASSERT_TRUE(data.has_value());
  EXPECT_EQ(data->handler, "@clearDataFrame");
  EXPECT_EQ(ToStringView(data->payload), bytes);
}

TEST(DataMessageTest, NothingToRead) {
  EXPECT_FALSE(Read("").has_value());
  EXPECT_FALSE(Read(std::string(4, '\0')).has_value());   // RTMP-DF-10: a number that is cut short
  EXPECT_FALSE(Read("\x05").has_value());                 // null is no handler
  EXPECT_FALSE(Read(Text("@setDataFrame")).has_value());  // nothing behind it
  EXPECT_FALSE(Read(Text("@setDataFrame") + '\x05').has_value());
  EXPECT_FALSE(Read(Text("onMetaData") + "\x02\xff").has_value());  // RTMP-MT-23: bytes that are no value
}

}  // namespace
}  // namespace rtmp
