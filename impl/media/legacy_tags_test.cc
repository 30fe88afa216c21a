// FLV's own tag headers (FLV 10.1 E.4.2, E.4.3).
#include <variant>

#include "gtest/gtest.h"
#include "impl/bytes/hex.h"
#include "impl/media/audio_tag.h"
#include "impl/media/video_tag.h"

namespace rtmp {
namespace {

template <typename T>
std::optional<ErrorCode> CodeOf(const std::variant<T, ProtocolError>& parsed) {
  const auto* error = std::get_if<ProtocolError>(&parsed);
  return error != nullptr ? std::optional<ErrorCode>(error->code) : std::nullopt;
}

TEST(AudioTagTest, EveryFormatRateSizeAndType) {  // FLV-01, FLV-06
  for (int byte = 0; byte < 256; ++byte) {
    const Buffer message = {static_cast<uint8_t>(byte), 0x01, 0xaa};
    const auto parsed = ParseAudioTag(message);
    const int format = byte >> 4;
    if (format == 9 || format == 12 || format == 13) {
      EXPECT_EQ(CodeOf(parsed), ErrorCode::kMediaField) << byte;
      continue;
    }
    const auto& tag = std::get<AudioTag>(parsed);
    EXPECT_EQ(static_cast<int>(tag.format), format);
    EXPECT_EQ(tag.rate, byte >> 2 & 3);
    EXPECT_EQ(tag.is_16_bit, (byte & 2) != 0);
    EXPECT_EQ(tag.is_stereo, (byte & 1) != 0);
    EXPECT_EQ(tag.body.size(), format == 10 ? 1u : 2u);
    Buffer again;
    EncodeAudioTag(tag, &again);
    EXPECT_EQ(again, message);
  }
}

TEST(AudioTagTest, Aac) {  // FLV-02, FLV-03, FLV-04, FLV-05
  const Buffer header = ParseHex("af 00 12 10").value();
  const auto config = std::get<AudioTag>(ParseAudioTag(header));
  EXPECT_EQ(config.aac_packet_type, kAacSequenceHeader);
  EXPECT_EQ(ToHex(config.body), "1210");
  EXPECT_EQ(std::get<AudioTag>(ParseAudioTag(ParseHex("a0 01 ff").value())).aac_packet_type, kAacRaw);
  EXPECT_EQ(CodeOf(ParseAudioTag(ParseHex("af 05").value())), ErrorCode::kMediaField);
  EXPECT_EQ(CodeOf(ParseAudioTag(ParseHex("af").value())), ErrorCode::kMediaTruncated);
  EXPECT_EQ(CodeOf(ParseAudioTag({})), ErrorCode::kMediaTruncated);
}

// FLV-21.
TEST(VideoTagTest, EveryFrameTypeAndCodec) {  // FLV-07
  for (int byte = 0; byte < 128; ++byte) {
    const Buffer message = {static_cast<uint8_t>(byte), 0x01, 0xff, 0xff, 0xd8, 0xaa};
    const auto parsed = ParseVideoTag(message);
    const int frame_type = byte >> 4, codec = byte & 15;
    if (frame_type == 0 || frame_type > 5) {
      EXPECT_EQ(CodeOf(parsed), ErrorCode::kMediaField) << byte;
      continue;
    }
    const auto& tag = std::get<VideoTag>(parsed);
    EXPECT_EQ(static_cast<int>(tag.frame_type), frame_type);
    EXPECT_EQ(tag.codec_id, codec);
    EXPECT_EQ(tag.body.size(), frame_type == 5 ? 4u : codec == 7 || codec == 12 ? 1u : 5u);
    Buffer again;
    EncodeVideoTag(tag, &again);
    EXPECT_EQ(again, message);
  }
}

TEST(VideoTagTest, CompositionTimeIsSigned) {  // FLV-08, FLV-09
  const std::pair<const char*, int32_t> cases[] = {
      {"27 01 ffffd8", -40}, {"27 01 000000", 0}, {"27 01 7fffff", 8388607}, {"27 01 800000", -8388608}, {"17 00 ffffff", -1}};
  for (const auto& [hex, time] : cases) {
    EXPECT_EQ(std::get<VideoTag>(ParseVideoTag(ParseHex(hex).value())).composition_time, time) << hex;
  }
}

TEST(VideoTagTest, ShortAndWrong) {  // FLV-14
  for (const char* hex : {"", "17", "17 01", "17 01 00", "17 01 0000", "57"}) {
    EXPECT_EQ(CodeOf(ParseVideoTag(ParseHex(hex).value())), ErrorCode::kMediaTruncated) << hex;
  }
  EXPECT_EQ(CodeOf(ParseVideoTag(ParseHex("17 03 000000").value())), ErrorCode::kMediaField);
  EXPECT_EQ(CodeOf(ParseVideoTag(ParseHex("90 68766331").value())), ErrorCode::kMediaField);
  EXPECT_TRUE(IsEnhancedVideo(ParseHex("90").value()));
  EXPECT_FALSE(IsEnhancedVideo({}));
  EXPECT_EQ(std::get<VideoTag>(ParseVideoTag(ParseHex("57 01").value())).command, 1);
}

TEST(VideoTagTest, EndOfSequenceAndCommands) {  // FLV-12, FLV-13
  const Buffer end = ParseHex("17 02 000000").value();
  const auto tag = std::get<VideoTag>(ParseVideoTag(end));
  EXPECT_EQ(tag.avc_packet_type, kAvcEndOfSequence);
  EXPECT_TRUE(tag.body.empty());
  Buffer again;
  EncodeVideoTag(tag, &again);
  EXPECT_EQ(again, end);
  for (const char* hex : {"52 00", "52 01", "57 00"}) {
    const Buffer seek = ParseHex(hex).value();
    const auto command = std::get<VideoTag>(ParseVideoTag(seek));
    EXPECT_EQ(command.frame_type, FrameType::kCommand);
    EXPECT_EQ(command.command, seek[1]);
  }
}

}  // namespace
}  // namespace rtmp
