#include "impl/command/play.h"

#include <limits>

#include "gtest/gtest.h"
#include "impl/command/testing.h"

namespace rtmp {
namespace {

using amf0::Encoder;

class PlayTest : public testing::Test {
 protected:
  // The command with a null object, then what `write` adds.
  template <typename Write>
  const Command& Make(absl::string_view name, Write write) {
    payload_ = CommandBytes(name, 4, [&](Encoder& e) {
      e.Null();
      write(e);
    });
    EXPECT_EQ(ParseCommand(payload_, {}, &values_, &command_), std::nullopt);
    return command_;
  }
  template <typename Write>
  std::variant<PlayCommand, ProtocolError> Play(Write write) {
    return ParsePlay(Make("play", [&](Encoder& e) {
      e.String("s");
      write(e);
    }));
  }

 private:
  Buffer payload_;
  amf0::Values values_;
  Command command_;
};

TEST_F(PlayTest, ArgumentsAreOptional) {  // RTMP-PL-05
  const auto play = std::get<PlayCommand>(Play([](Encoder&) {}));
  EXPECT_EQ(play.transaction_id, 4);
  EXPECT_EQ(play.stream_name, "s");
  EXPECT_EQ(play.start, -2);
  EXPECT_EQ(play.duration, -1);
  EXPECT_TRUE(play.reset);

  const auto empty = std::get<PlayCommand>(Play([](Encoder& e) { e.Null(), e.Undefined(), e.Null(); }));
  EXPECT_EQ(empty.start, -2);
  EXPECT_EQ(empty.duration, -1);
  EXPECT_TRUE(empty.reset);
}

TEST_F(PlayTest, ParsesAllArguments) {
  const auto play = std::get<PlayCommand>(Play([](Encoder& e) { e.Number(10.5), e.Number(2), e.Boolean(false), e.Null(); }));
  EXPECT_EQ(play.start, 10.5);
  EXPECT_EQ(play.duration, 2);
  EXPECT_FALSE(play.reset);
}

TEST_F(PlayTest, ResetIsABooleanOrANumber) {
  const auto reset = [&](auto write) {
    return std::get<PlayCommand>(Play([&](Encoder& e) { e.Number(-1), e.Number(-1), write(e); })).reset;
  };
  EXPECT_TRUE(reset([](Encoder& e) { e.Boolean(true); }));
  EXPECT_TRUE(reset([](Encoder& e) { e.Number(1); }));
  EXPECT_TRUE(reset([](Encoder& e) { e.Number(3); }));
  EXPECT_FALSE(reset([](Encoder& e) { e.Number(0); }));
}

TEST_F(PlayTest, NotANumberCountsAsAbsent) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto play = std::get<PlayCommand>(Play([&](Encoder& e) { e.Number(nan), e.Number(nan), e.Number(nan); }));
  EXPECT_EQ(play.start, -2);
  EXPECT_EQ(play.duration, -1);
  EXPECT_TRUE(play.reset);
}

TEST_F(PlayTest, ErrorsAreTyped) {  // RTMP-PL-06
  EXPECT_EQ(CodeOf(ParsePlay(Make("play", [](Encoder&) {}))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParsePlay(Make("play", [](Encoder& e) { e.String(""); }))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParsePlay(Make("play", [](Encoder& e) { e.Boolean(false); }))), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(CodeOf(Play([](Encoder& e) { e.String("-2"); })), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(CodeOf(Play([](Encoder& e) { e.Number(0), e.Boolean(true); })), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(CodeOf(Play([](Encoder& e) { e.Number(0), e.Number(0), e.String("true"); })), ErrorCode::kWrongArgumentType);
}

TEST_F(PlayTest, EncodesWhatDiffersFromTheDefaults) {  // RTMP-PL-20
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) {
              EncodePlay({4, "s", -2, -1, true}, out);
            })),
            ToHex(ParseHex("02 0004 706c6179 00 4010000000000000 05 02 0001 73 00 c000000000000000").value()));
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodePlay({4, "s", 0, 5, true}, out); }), R"("play" 4 null "s" 0 5)");
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodePlay({4, "s", -1, -1, false}, out); }), R"("play" 4 null "s" -1 -1 false)");
}

TEST_F(PlayTest, Play2) {  // RTMP-PL-10
  const auto play = std::get<Play2Command>(ParsePlay2(Make("play2", [](Encoder& e) {
    e.BeginObject();
    e.Property("streamName", "high");
    e.Property("oldStreamName", "low");
    e.Property("transition", "switch");
    e.Property("start", 3.0);
    e.Property("len", true);
    e.EndObject();
  })));
  EXPECT_EQ(play.stream_name, "high");
  EXPECT_EQ(play.old_stream_name, "low");
  EXPECT_EQ(play.transition, "switch");
  EXPECT_EQ(play.start, 3);
  EXPECT_EQ(play.length, -1);
  EXPECT_EQ(CodeOf(ParsePlay2(Make("play2", [](Encoder&) {}))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParsePlay2(Make("play2", [](Encoder& e) { e.String("high"); }))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParsePlay2(Make("play2",
                                   [](Encoder& e) {
                                     e.BeginObject();
                                     e.Property("streamName", 1.0);
                                     e.EndObject();
                                   }))),
            ErrorCode::kWrongArgumentType);
}

TEST_F(PlayTest, ReceiveAudioAndVideo) {  // RTMP-PL-11, PL-12
  const auto off = std::get<ReceiveCommand>(ParseReceive(Make("receiveAudio", [](Encoder& e) { e.Boolean(false); })));
  EXPECT_FALSE(off.enabled);
  EXPECT_EQ(off.transaction_id, 4);
  EXPECT_TRUE(std::get<ReceiveCommand>(ParseReceive(Make("receiveVideo", [](Encoder& e) { e.Boolean(true); }))).enabled);
  EXPECT_FALSE(std::get<ReceiveCommand>(ParseReceive(Make("receiveVideo", [](Encoder& e) { e.Number(0); }))).enabled);
  EXPECT_EQ(CodeOf(ParseReceive(Make("receiveAudio", [](Encoder&) {}))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParseReceive(Make("receiveAudio", [](Encoder& e) { e.Null(); }))), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(ToHex(Encoded([](Buffer* out) { EncodeReceiveAudio(0, false, out); })),
            ToHex(ParseHex("02 000c 72656365697665417564696f 00 0000000000000000 05 01 00").value()));
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeReceiveVideo(0, true, out); }), R"("receiveVideo" 0 null true)");
}

TEST_F(PlayTest, Pause) {  // RTMP-PL-14
  const auto pause = std::get<PauseCommand>(ParsePause(Make("pause", [](Encoder& e) { e.Boolean(true), e.Number(1200); })));
  EXPECT_TRUE(pause.paused);
  EXPECT_EQ(pause.milliseconds, 1200);
  const auto unpause = std::get<PauseCommand>(ParsePause(Make("pauseRaw", [](Encoder& e) { e.Boolean(false); })));
  EXPECT_FALSE(unpause.paused);
  EXPECT_EQ(unpause.milliseconds, 0);
  EXPECT_EQ(CodeOf(ParsePause(Make("pause", [](Encoder&) {}))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParsePause(Make("pause", [](Encoder& e) { e.Boolean(true), e.String("1"); }))), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodePause(0, true, 1200, out); }), R"("pause" 0 null true 1200)");
}

TEST_F(PlayTest, Seek) {  // RTMP-PL-13
  EXPECT_EQ(std::get<SeekCommand>(ParseSeek(Make("seek", [](Encoder& e) { e.Number(5000); }))).milliseconds, 5000);
  EXPECT_EQ(CodeOf(ParseSeek(Make("seek", [](Encoder&) {}))), ErrorCode::kMissingArgument);
  EXPECT_EQ(CodeOf(ParseSeek(Make("seek", [](Encoder& e) { e.Null(); }))), ErrorCode::kWrongArgumentType);
  EXPECT_EQ(EncodedText([](Buffer* out) { EncodeSeek(0, 5000, out); }), R"("seek" 0 null 5000)");
}

}  // namespace
}  // namespace rtmp
