#include "impl/message/shared_object.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"

namespace rtmp {
namespace {

using ::testing::ElementsAre;

constexpr char kUse[] = "0004 63686174 00000003 00000002 00000000  01 00000000  06 00000003 020000";

TEST(SharedObjectTest, HeadAndEvents) {  // RTMP-MT-10, MT-11
  const Buffer body = ParseHex(kUse).value();
  const auto message = std::get<SharedObjectMessage>(ParseSharedObject(body));
  EXPECT_EQ(message.name, "chat");
  EXPECT_EQ(message.version, 3u);
  EXPECT_TRUE(message.persistent);
  SharedObjectReader reader(message.events);
  std::vector<std::string> events;
  while (const auto event = reader.Next()) {
    events.push_back(absl::StrCat(SharedObjectEventTypeName(event->type), " ", ToHex(event->data)));
  }
  EXPECT_THAT(events, ElementsAre("Use ", "SendMessage 020000"));
  EXPECT_EQ(reader.error(), std::nullopt);

  Buffer again;
  EncodeSharedObject(message, &again);
  EXPECT_EQ(again, body);
}

TEST(SharedObjectTest, EventsAreWritten) {
  Buffer out;
  const Buffer data = {1, 2};
  AppendSharedObjectEvent({4, data}, &out);
  EXPECT_EQ(ToHex(out), "04000000020102");
}

TEST(SharedObjectTest, EveryEventHasAName) {
  EXPECT_EQ(SharedObjectEventTypeName(1), "Use");
  EXPECT_EQ(SharedObjectEventTypeName(5), "Success");
  EXPECT_EQ(SharedObjectEventTypeName(11), "UseSuccess");
  EXPECT_EQ(SharedObjectEventTypeName(0), "");
  EXPECT_EQ(SharedObjectEventTypeName(12), "");
}

TEST(SharedObjectTest, LengthsThatLie) {  // RTMP-MT-11
  const Buffer head = ParseHex("0004 63686174 00000003 00000002 00000000").value();
  for (size_t size = 0; size < head.size(); ++size) {
    const auto parsed = ParseSharedObject(Bytes(head).subspan(0, size));
    EXPECT_EQ(std::get<ProtocolError>(parsed), (ProtocolError{ErrorCode::kMalformedSharedObject, size, ""})) << size;
  }
  for (const char* hex : {"01", "01 000000", "01 00000001", "01 ffffffff 00"}) {
    const Buffer events = ParseHex(hex).value();
    SharedObjectReader reader(events);
    EXPECT_FALSE(reader.Next().has_value()) << hex;
    EXPECT_EQ(reader.error(), (ProtocolError{ErrorCode::kMalformedSharedObject, 0, ""})) << hex;
    EXPECT_FALSE(reader.Next().has_value());
  }
}

}  // namespace
}  // namespace rtmp
