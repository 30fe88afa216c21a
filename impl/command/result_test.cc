// _result, _error and onStatus.
#include "impl/command/result.h"

#include "gtest/gtest.h"
#include "impl/command/on_status.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

using amf0::Encoder;

TEST(ResultTest, ParsesAnswersOfAnyShape) {  // RTMP-CN-19
  const ParsedCommand stream(Encoded([](Buffer* out) { EncodeNumberResult(4, 1, out); }));
  const Result result = ParseResult(stream.command);
  EXPECT_FALSE(result.is_error);
  EXPECT_EQ(result.transaction_id, 4);
  EXPECT_EQ(ToMessageStreamId(result.information), 1u);

  const ParsedCommand bare(CommandBytes("_error", 2, [](Encoder&) {}));
  const Result error = ParseResult(bare.command);
  EXPECT_TRUE(error.is_error);
  EXPECT_FALSE(error.properties.exists());
  EXPECT_FALSE(error.information.exists());
  EXPECT_EQ(StatusOf(error).code, "");
}

TEST(ResultTest, InformationMayBeAnEcmaArrayWithMoreInIt) {
  const ParsedCommand parsed(CommandBytes("_result", 1, [](Encoder& e) {
    e.Null();
    e.BeginEcmaArray(7);
    e.Property("code", "NetConnection.Connect.Success");
    e.Key("data");
    e.BeginEcmaArray(0);
    e.EndObject();
    e.EndObject();
  }));
  const StatusInfo status = StatusOf(ParseResult(parsed.command));
  EXPECT_EQ(status.code, kConnectSuccess);
  EXPECT_EQ(status.level, "");
  EXPECT_FALSE(status.is_error());
}

TEST(ResultTest, EncodesAnswers) {  // RTMP-RPC-06, ST-01, ST-13
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeNumberResult(2, 1, out); })),
            ToHex(ParseHex("02 0007 5f726573756c74 00 4000000000000000 05 00 3ff0000000000000").value()));
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeResult(2, out); })),
            ToHex(ParseHex("02 0007 5f726573756c74 00 4000000000000000 05 05").value()));
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeError(7.5, kCallFailed, "no such call", out); }),
            R"("_error" 7.5 null {level: "error", code: "NetConnection.Call.Failed", description: "no such call"})");
}

TEST(OnStatusTest, Encodes) {  // RTMP-OS-01, OS-02, OS-03
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeOnStatus(kLevelStatus, "c", "d", out); })), ToHex(ParseHex(R"(
      02 0008 6f6e537461747573  | "onStatus"
      00 0000000000000000
      05
      03
      0005 6c6576656c 02 0006 737461747573
      0004 636f6465 02 0001 63
      000b 6465736372697074696f6e 02 0001 64
      000009)")
                                                                                                        .value()));
}

TEST(OnStatusTest, Parses) {
  const ParsedCommand parsed(Encoded([](Buffer* out) { EncodeOnStatus(kLevelError, kPublishBadName, "taken", out); }));
  ASSERT_EQ(parsed.command.kind(), CommandKind::kOnStatus);
  const StatusInfo status = ParseOnStatus(parsed.command);
  EXPECT_EQ(status.level, "error");
  EXPECT_TRUE(status.is_error());
  EXPECT_EQ(status.code, "NetStream.Publish.BadName");
  EXPECT_EQ(status.description, "taken");
}

TEST(OnStatusTest, WhatIsMissingOrNoStringIsEmpty) {  // RTMP-OS-05
  const ParsedCommand parsed(CommandBytes("onStatus", 0, [](Encoder& e) {
    e.Null();
    e.BeginObject();
    e.Property("code", 3.0);
    e.Property("clientid", 1.0);
    e.Property("description", "d");
    e.EndObject();
  }));
  const StatusInfo status = ParseOnStatus(parsed.command);
  EXPECT_EQ(status.level, "");
  EXPECT_EQ(status.code, "");
  EXPECT_EQ(status.description, "d");

  const ParsedCommand nothing(CommandBytes("onStatus", 0, [](Encoder&) {}));
  EXPECT_EQ(ParseOnStatus(nothing.command).code, "");
  const ParsedCommand text(CommandBytes("onStatus", 0, [](Encoder& e) { e.Null(), e.String("code"); }));
  EXPECT_EQ(ParseOnStatus(text.command).code, "");
}

TEST(OnStatusTest, TheNullInFrontMayBeMissing) {
  const ParsedCommand parsed(CommandBytes("onStatus", 0, [](Encoder& e) { EncodeStatusObject({"status", "c", "d"}, &e); }));
  EXPECT_EQ(ParseOnStatus(parsed.command).code, "c");
}

}  // namespace
}  // namespace rtmp
