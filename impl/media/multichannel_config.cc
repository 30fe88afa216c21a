#include "impl/media/multichannel_config.h"

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/media/media_error.h"

namespace rtmp {

std::variant<MultichannelConfig, ProtocolError> ParseMultichannelConfig(Bytes body) {
  ByteReader reader(body);
  MultichannelConfig config;
  uint8_t order = 0;
  if (!reader.ReadU8(&order) || !reader.ReadU8(&config.channel_count)) {
    return media::Truncated(body, "the multichannel configuration");
  }
  if (order > 2) return media::WrongField(0, absl::StrCat("channel order ", order, ", allowed are 0 to 2"));
  config.order = static_cast<ChannelOrder>(order);
  if (config.order == ChannelOrder::kCustom && !reader.ReadBytes(config.channel_count, &config.channel_mapping)) {
    return media::Truncated(body, "the channel mapping");
  }
  if (config.order == ChannelOrder::kNative && !reader.ReadU32(&config.channel_flags)) {
    return media::Truncated(body, "the channel flags");
  }
  return config;
}

void EncodeMultichannelConfig(const MultichannelConfig& config, Buffer* out) {
  ByteWriter writer(out);
  writer.WriteU8(static_cast<uint8_t>(config.order));
  writer.WriteU8(config.channel_count);
  if (config.order == ChannelOrder::kCustom) writer.WriteBytes(config.channel_mapping);
  if (config.order == ChannelOrder::kNative) writer.WriteU32(config.channel_flags);
}

}  // namespace rtmp
