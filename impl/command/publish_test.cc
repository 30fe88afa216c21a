#include "impl/command/publish.h"

#include <string>

#include "gtest/gtest.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

using amf0::Encoder;

class PublishTest : public testing::Test {
 protected:
  template <typename Write>
  std::variant<PublishCommand, ProtocolError> Parse(Write write) {
    payload_ = CommandBytes("publish", 5, [&](Encoder& e) {
      e.Null();
      write(e);
    });
    EXPECT_EQ(ParseCommand(payload_, {}, &values_, &command_), std::nullopt);
    return ParsePublish(command_);
  }

 private:
  Buffer payload_;
  amf0::Values values_;
  Command command_;
};

TEST_F(PublishTest, ParsesNameAndType) {
  for (const char* type : {"live", "record", "append"}) {
    const auto publish = std::get<PublishCommand>(Parse([&](Encoder& e) { e.String("cam?key=1"), e.String(type); }));
    EXPECT_EQ(publish.transaction_id, 5);
    EXPECT_EQ(publish.stream_name, "cam?key=1");  // RTMP-PB-06
    EXPECT_EQ(publish.type, type);
  }
}

TEST_F(PublishTest, TypeIsLiveUnlessKnown) {  // RTMP-PB-03
  const auto type = [&](auto write) { return std::get<PublishCommand>(Parse(write)).type; };
  EXPECT_EQ(type([](Encoder& e) { e.String("s"); }), "live");
  EXPECT_EQ(type([](Encoder& e) { e.String("s"), e.Null(); }), "live");
  EXPECT_EQ(type([](Encoder& e) { e.String("s"), e.Undefined(); }), "live");
  EXPECT_EQ(type([](Encoder& e) { e.String("s"), e.String(""); }), "live");
  EXPECT_EQ(type([](Encoder& e) { e.String("s"), e.String("Record"); }), "live");
  EXPECT_EQ(type([](Encoder& e) { e.String("s"), e.String("record"), e.String("more"); }), "record");
}

TEST_F(PublishTest, NameMayBeAnyBytes) {
  EXPECT_EQ(std::get<PublishCommand>(Parse([](Encoder& e) { e.String("\xff\xfe"); })).stream_name, "\xff\xfe");
  const std::string longest(70000, 'x');
  EXPECT_EQ(std::get<PublishCommand>(Parse([&](Encoder& e) { e.String(longest); })).stream_name, longest);
}

TEST_F(PublishTest, ErrorsAreTyped) {  // RTMP-PB-05
  EXPECT_EQ(CodeOf(Parse([](Encoder&) {})), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(Parse([](Encoder& e) { e.String(""); })), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(Parse([](Encoder& e) { e.Null(); })), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(CodeOf(Parse([](Encoder& e) { e.Number(1); })), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(CodeOf(Parse([](Encoder& e) { e.String("s"), e.Boolean(false); })), ErrorCode::kWrongArgumentType);
}

TEST_F(PublishTest, Encodes) {
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) {
              EncodePublish({5, "s", "live"}, out);
            })),
            ToHex(ParseHex("02 0007 7075626c697368 00 4014000000000000 05 02 0001 73 02 0004 6c697665").value()));
}

}  // namespace
}  // namespace rtmp
