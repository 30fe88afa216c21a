// What sequence headers and MultichannelConfig hold.
#include <variant>

#include "gtest/gtest.h"
#include "impl/bytes/hex.h"
#include "impl/media/aac_config.h"
#include "impl/media/avc_config.h"
#include "impl/media/multichannel_config.h"

namespace rtmp {
namespace {

template <typename T>
std::optional<ErrorCode> CodeOf(const std::variant<T, ProtocolError>& parsed) {
  const auto* error = std::get_if<ProtocolError>(&parsed);
  return error != nullptr ? std::optional<ErrorCode>(error->code) : std::nullopt;
}

constexpr char kAvc[] = "01 64001f ff e1 0004 67640017 01 0002 68ee fdf8f800";

TEST(AvcConfigTest, ParsesAndBuilds) {  // FLV-10
  const Buffer record = ParseHex(kAvc).value();
  const auto config = std::get<AvcConfig>(ParseAvcConfig(record));
  EXPECT_EQ(config.profile, 0x64);
  EXPECT_EQ(config.level, 0x1f);
  EXPECT_EQ(config.nalu_length_size, 4);
  ASSERT_EQ(config.sps.size(), 1u);
  EXPECT_EQ(ToHex(config.sps[0]), "67640017");
  ASSERT_EQ(config.pps.size(), 1u);
  EXPECT_EQ(ToHex(config.pps[0]), "68ee");
  EXPECT_EQ(ToHex(config.extension), "fdf8f800");
  Buffer again;
  EncodeAvcConfig(config, &again);
  EXPECT_EQ(again, record);
}

TEST(AvcConfigTest, ShortOrWrong) {  // FLV-10, FLV-11
  const Buffer record = ParseHex(kAvc).value();
  for (size_t size = 0; size < record.size() - 4; ++size) {
    EXPECT_EQ(CodeOf(ParseAvcConfig(Bytes(record).subspan(0, size))), ErrorCode::kMediaTruncated) << size;
  }
  Buffer wrong = record;
  wrong[0] = 2;
  EXPECT_EQ(CodeOf(ParseAvcConfig(wrong)), ErrorCode::kMediaField);
  wrong = record;
  wrong[4] = 0xfe;
  EXPECT_EQ(CodeOf(ParseAvcConfig(wrong)), ErrorCode::kMediaField);
  EXPECT_EQ(CodeOf(ParseAvcConfig(ParseHex("01 64001f ff e1 ffff 67").value())), ErrorCode::kMediaTruncated);
}

TEST(AacConfigTest, ParsesAndBuilds) {
  struct Case {
    const char* hex;
    AacConfig config;
  };
  const Case cases[] = {
      {"1210", {2, 44100, 2}}, {"1188", {2, 48000, 1}}, {"0f80 5dc0 1000", {1, 48000, 2}}, {"f940 40", {42, 96000, 2}}};
  for (const Case& c : cases) {
    const Buffer bytes = ParseHex(c.hex).value();
    const auto parsed = ParseAacConfig(bytes);
    ASSERT_EQ(CodeOf(parsed), std::nullopt) << c.hex;
    const auto& config = std::get<AacConfig>(parsed);
    EXPECT_EQ(config.object_type, c.config.object_type) << c.hex;
    EXPECT_EQ(config.sample_rate, c.config.sample_rate) << c.hex;
    EXPECT_EQ(config.channel_configuration, c.config.channel_configuration) << c.hex;
    Buffer again;
    EncodeAacConfig(config, &again);
    const auto parsed_again = ParseAacConfig(again);
    EXPECT_EQ(std::get<AacConfig>(parsed_again).sample_rate, config.sample_rate);
    EXPECT_EQ(std::get<AacConfig>(parsed_again).object_type, config.object_type);
    EXPECT_EQ(std::get<AacConfig>(parsed_again).channel_configuration, config.channel_configuration);
  }
  Buffer usual;
  EncodeAacConfig({2, 44100, 2}, &usual);
  EXPECT_EQ(ToHex(usual), "1210");
}

TEST(AacConfigTest, ShortOrWrong) {
  for (const char* hex : {"", "12", "0f80 5dc0", "f8"}) {
    EXPECT_EQ(CodeOf(ParseAacConfig(ParseHex(hex).value())), ErrorCode::kMediaTruncated) << hex;
  }
  EXPECT_EQ(CodeOf(ParseAacConfig(ParseHex("0210").value())), ErrorCode::kMediaField) << "object type 0";
  EXPECT_EQ(CodeOf(ParseAacConfig(ParseHex("1690").value())), ErrorCode::kMediaField) << "rate index 13";
}

TEST(MultichannelConfigTest, EveryOrder) {  // ERTMP-28
  const Buffer native = ParseHex("01 06 0000003f").value();
  EXPECT_EQ(std::get<MultichannelConfig>(ParseMultichannelConfig(native)).channel_flags, 0x3fu);
  const Buffer custom = ParseHex("02 03 000102").value();
  EXPECT_EQ(ToHex(std::get<MultichannelConfig>(ParseMultichannelConfig(custom)).channel_mapping), "000102");
  const Buffer unspecified = ParseHex("00 ff").value();
  EXPECT_EQ(std::get<MultichannelConfig>(ParseMultichannelConfig(unspecified)).channel_count, 255);
  const Buffer none = ParseHex("02 00").value();
  for (const Buffer& bytes : {native, custom, unspecified, none}) {
    const auto parsed = ParseMultichannelConfig(bytes);
    Buffer again;
    EncodeMultichannelConfig(std::get<MultichannelConfig>(parsed), &again);
    EXPECT_EQ(again, bytes);
  }
  for (const char* hex : {"", "01", "01 02 000000", "02 03 0001", "02 ff"}) {
    EXPECT_EQ(CodeOf(ParseMultichannelConfig(ParseHex(hex).value())), ErrorCode::kMediaTruncated) << hex;
  }
  EXPECT_EQ(CodeOf(ParseMultichannelConfig(ParseHex("03 02").value())), ErrorCode::kMediaField);
}

}  // namespace
}  // namespace rtmp
