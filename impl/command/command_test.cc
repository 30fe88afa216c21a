#include "impl/command/command.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

ParsedCommand Parse(absl::string_view hex) { return ParsedCommand(ParseHex(hex).value()); }

TEST(CommandTest, HasNameTransactionIdObjectAndArguments) {
  const Buffer payload = ParseHex("02 0004 706c6179  00 4014000000000000  05  02 0001 73  00 c000000000000000").value();
  amf0::Values values;
  Command command;
  ASSERT_EQ(ParseCommand(payload, {}, &values, &command), std::nullopt);
  EXPECT_EQ(command.name, "play");
  EXPECT_EQ(command.kind(), CommandKind::kPlay);
  EXPECT_EQ(command.transaction_id, 5);
  EXPECT_EQ(command.object().type(), amf0::Type::kNull);
  ASSERT_EQ(command.argument_count(), 2u);
  EXPECT_EQ(command.argument(0).string(), "s");
  EXPECT_EQ(command.argument(1).number(), -2);
  EXPECT_FALSE(command.argument(2).exists());
}

TEST(CommandTest, ObjectAndArgumentsMayBeAbsent) {
  const ParsedCommand parsed = Parse("02 0001 78  00 0000000000000000");
  ASSERT_EQ(parsed.error, std::nullopt);
  EXPECT_FALSE(parsed.command.object().exists());
  EXPECT_EQ(parsed.command.argument_count(), 0u);
}

// RTMP-RPC-01: a transaction id is any double and comes back bit for bit.
TEST(CommandTest, TransactionIdsAreDoubles) {
  EXPECT_EQ(Parse("02 0001 78  00 401e000000000000").command.transaction_id, 7.5);
  EXPECT_EQ(Parse("02 0001 78  00 433fffffffffffff").command.transaction_id, 9007199254740991.0);
}

TEST(CommandTest, WithoutNameOrTransactionIdItIsMalformed) {  // RTMP-RPC-07
  EXPECT_EQ(Parse("").error, (ProtocolError{ErrorCode::kMalformedCommand, 0, ""}));
  EXPECT_EQ(Parse("05").error, (ProtocolError{ErrorCode::kMalformedCommand, 0, ""}));
  EXPECT_EQ(Parse("00 3ff0000000000000 00 3ff0000000000000").error, (ProtocolError{ErrorCode::kMalformedCommand, 0, ""}));
  EXPECT_EQ(Parse("02 0001 78").error, (ProtocolError{ErrorCode::kMalformedCommand, 0, ""}));
  EXPECT_EQ(Parse("02 0001 78  05").error, (ProtocolError{ErrorCode::kMalformedCommand, 4, ""}));
  EXPECT_EQ(Parse("02 0001 78  02 0001 31").error, (ProtocolError{ErrorCode::kMalformedCommand, 4, ""}));
}

TEST(CommandTest, NameMayBeEmptyOrALongString) {
  EXPECT_EQ(Parse("02 0000  00 3ff0000000000000").error, std::nullopt);
  EXPECT_EQ(Parse("0c 00000001 78  00 3ff0000000000000").error, std::nullopt);
}

TEST(CommandTest, WhatIsNoAmf0IsAnAmfError) {
  EXPECT_EQ(Parse("02 0001 78  00 3ff0000000000000  04").error, (ProtocolError{ErrorCode::kAmfMarker, 13, ""}));
  EXPECT_EQ(Parse("02 0009 78").error, (ProtocolError{ErrorCode::kAmfTruncated, 4, ""}));
}

TEST(CommandTest, HeadIsNameAndTransactionId) {
  EXPECT_EQ(ToHex(CommandBytes("x", 2, [](amf0::Encoder&) {})),
            "020001780040"
            "00000000000000");
}

TEST(CommandKindTest, NamesAreComparedWithTheirCase) {
  EXPECT_EQ(CommandKindOf("connect"), CommandKind::kConnect);
  EXPECT_EQ(CommandKindOf("Connect"), CommandKind::kUnknown);
  EXPECT_EQ(CommandKindOf("connect "), CommandKind::kUnknown);
  EXPECT_EQ(CommandKindOf(""), CommandKind::kUnknown);
  EXPECT_EQ(CommandKindOf(absl::string_view("play\0", 5)), CommandKind::kUnknown);
  EXPECT_EQ(CommandKindOf("pause"), CommandKind::kPause);
  EXPECT_EQ(CommandKindOf("pauseRaw"), CommandKind::kPause);  // RTMP-PL-15
  EXPECT_EQ(CommandKindOf("pauseraw"), CommandKind::kPause);
  EXPECT_EQ(CommandKindOf("_result"), CommandKind::kResult);
  EXPECT_EQ(CommandKindOf("_checkbw"), CommandKind::kCheckBandwidth);
  EXPECT_EQ(CommandKindOf("FCPublish"), CommandKind::kFcPublish);
}

TEST(MessageStreamIdTest, IsAnIntegerOf32Bits) {  // RTMP-ST-05
  const auto id = [](double number) {
    Buffer bytes;
    amf0::Encoder(&bytes).Number(number);
    amf0::Values values;
    amf0::Decode(bytes, {}, &values);
    return ToMessageStreamId(values[0]);
  };
  EXPECT_EQ(id(0), 0u);
  EXPECT_EQ(id(-0.0), 0u);
  EXPECT_EQ(id(1), 1u);
  EXPECT_EQ(id(4294967295.0), 4294967295u);
  EXPECT_EQ(id(4294967296.0), std::nullopt);
  EXPECT_EQ(id(-1), std::nullopt);
  EXPECT_EQ(id(1.5), std::nullopt);
  EXPECT_EQ(id(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
  EXPECT_EQ(id(std::numeric_limits<double>::infinity()), std::nullopt);
  EXPECT_EQ(id(1e300), std::nullopt);
  EXPECT_EQ(ToMessageStreamId(amf0::Value()), std::nullopt);
}

}  // namespace
}  // namespace rtmp
