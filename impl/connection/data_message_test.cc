#include "impl/connection/data_message.h"

#include <gtest/gtest.h>

#include <string>

namespace rtmp {
namespace {

std::string Text(absl::string_view text) {
  return std::string("\x02") + '\0' + static_cast<char>(text.size()) + std::string(text);
}

std::optional<DataMessage> Read(const std::string& bytes, uint8_t type_id = 18) {
  static AmfScratch scratch;
  RawMessage message;
  message.type_id = type_id;
  message.payload = ToBytes(bytes);
  return ReadDataMessage(message, amf0::Limits(), &scratch);
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

// RTMP-DF-09.
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

// RTMP-MT-09: stacks send type 15 with the format byte and without it.
TEST(DataMessageTest, Type15WithAndWithoutItsFormatByte) {
  const std::string body = Text("onMetaData") + '\x05';
  for (const std::string& bytes : {body, '\0' + body}) {
    const auto data = Read(bytes, 15);
    ASSERT_TRUE(data.has_value());
    EXPECT_EQ(data->handler, "onMetaData");
    EXPECT_EQ(ToStringView(data->payload), body);
  }
  EXPECT_FALSE(Read('\0' + body, 18).has_value());
  EXPECT_FALSE(Read(std::string(1, '\0'), 15).has_value());
}

// RTMP-MT-04: what is passed on can be read by who knows AMF0 alone.
TEST(DataMessageTest, Amf3ValuesBecomeAmf0) {
  const std::string amf3 = std::string("\x11\x06\x1b") + "@setDataFrame" + "\x11\x06\x15" + "onMetaData" + "\x11\x04\x05";
  for (const uint8_t type_id : {15, 18}) {
    const auto data = Read(amf3, type_id);
    ASSERT_TRUE(data.has_value());
    EXPECT_EQ(data->handler, "onMetaData");
    EXPECT_EQ(ToStringView(data->payload), Text("onMetaData") + std::string("\0\x40\x14\0\0\0\0\0\0", 9));
  }
  EXPECT_FALSE(Read("\x11\x06").has_value());
}

}  // namespace
}  // namespace rtmp
