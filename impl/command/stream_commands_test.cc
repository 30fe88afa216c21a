#include "impl/command/stream_commands.h"

#include <limits>

#include "gtest/gtest.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

using amf0::Encoder;

TEST(DeleteStreamTest, ParsesTheId) {
  const ParsedCommand parsed(Encoded([](Buffer* out) { EncodeDeleteStream(0, 0x01000001, out); }));
  ASSERT_EQ(parsed.command.kind(), CommandKind::kDeleteStream);
  EXPECT_EQ(std::get<DeleteStreamCommand>(ParseDeleteStream(parsed.command)).message_stream_id, 0x01000001u);
}

TEST(DeleteStreamTest, ANumberThatIsNoIdIsHarmless) {  // RTMP-ST-05
  for (const double number : {-1.0, 0.5, 1e10, std::numeric_limits<double>::quiet_NaN()}) {
    const ParsedCommand parsed(CommandBytes("deleteStream", 0, [&](Encoder& e) { e.Null(), e.Number(number); }));
    EXPECT_EQ(std::get<DeleteStreamCommand>(ParseDeleteStream(parsed.command)).message_stream_id, std::nullopt) << number;
  }
}

TEST(DeleteStreamTest, MissingAndMistyped) {
  const ParsedCommand missing(CommandBytes("deleteStream", 0, [](Encoder& e) { e.Null(); }));
  EXPECT_EQ(CodeOf(ParseDeleteStream(missing.command)), ErrorCode::kMissingArgument);
  const ParsedCommand text(CommandBytes("deleteStream", 0, [](Encoder& e) { e.Null(), e.String("1"); }));
  // 24 bytes of head, and the null.
  EXPECT_EQ(std::get<ProtocolError>(ParseDeleteStream(text.command)), (ProtocolError{ErrorCode::kWrongArgumentType, 25, ""}));
}

TEST(StreamNameTest, Parses) {  // RTMP-DF-01, DF-02
  const ParsedCommand parsed(Encoded([](Buffer* out) { EncodeReleaseStream(2, "cam?key=1", out); }));
  ASSERT_EQ(parsed.command.kind(), CommandKind::kReleaseStream);
  const auto command = std::get<StreamNameCommand>(ParseStreamName(parsed.command));
  EXPECT_EQ(command.transaction_id, 2);
  EXPECT_EQ(command.stream_name, "cam?key=1");
  const ParsedCommand missing(CommandBytes("FCPublish", 3, [](Encoder& e) { e.Null(); }));
  EXPECT_EQ(CodeOf(ParseStreamName(missing.command)), ErrorCode::kMissingArgument);
  const ParsedCommand null(CommandBytes("FCPublish", 3, [](Encoder& e) { e.Null(), e.Null(); }));
  EXPECT_EQ(CodeOf(ParseStreamName(null.command)), ErrorCode::kWrongArgumentType);
}

TEST(StreamCommandsTest, Encode) {
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeCreateStream(4, out); })),
            ToHex(ParseHex("02 000c 63726561746553747265616d 00 4010000000000000 05").value()));
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeDeleteStream(0, 1, out); })),
            ToHex(ParseHex("02 000c 64656c65746553747265616d 00 0000000000000000 05 00 3ff0000000000000").value()));
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeCloseStream(0, out); }), R"("closeStream" 0 null)");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeReleaseStream(2, "s", out); }), R"("releaseStream" 2 null "s")");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeFcPublish(3, "s", out); }), R"("FCPublish" 3 null "s")");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeFcUnpublish(6, "s", out); }), R"("FCUnpublish" 6 null "s")");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeFcSubscribe(6, "s", out); }), R"("FCSubscribe" 6 null "s")");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeGetStreamLength(5, "s", out); }), R"("getStreamLength" 5 null "s")");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeCheckBandwidth(7, out); }), R"("_checkbw" 7 null)");
}

TEST(StreamCommandsTest, EncodeTheServersCalls) {
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeOnFcPublish("s", out); }),
            R"("onFCPublish" 0 null {code: "NetStream.Publish.Start", description: "s"})");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeOnFcUnpublish("s", out); }),
            R"("onFCUnpublish" 0 null {code: "NetStream.Unpublish.Success", description: "s"})");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeOnFcSubscribe("s", out); }),
            R"("onFCSubscribe" 0 null {code: "NetStream.Play.Start", description: "s"})");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeOnBwDone(out); }), R"("onBWDone" 0 null)");
}

}  // namespace
}  // namespace rtmp
