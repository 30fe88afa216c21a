// MultichannelConfig: which channel is which (Enhanced RTMP, "Enhanced Audio").
#ifndef RTMPSPEC_IMPL_MEDIA_MULTICHANNEL_CONFIG_H_
#define RTMPSPEC_IMPL_MEDIA_MULTICHANNEL_CONFIG_H_

#include <cstdint>
#include <variant>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

enum class ChannelOrder : uint8_t {
  kUnspecified = 0,  // only their number is known
  kNative = 1,       // in the order of the bits of channel_flags
  kCustom = 2,       // as channel_mapping says
};

// The order of the channels; views into what it was parsed from.
struct MultichannelConfig {
  ChannelOrder order = ChannelOrder::kUnspecified;
  uint8_t channel_count = 0;
  uint32_t channel_flags = 0;  // kNative
  Bytes channel_mapping;       // kCustom: a byte for each channel, borrowed
};

// `body`: the data of a track with packet type kAudioPacketMultichannelConfig. kMediaTruncated; kMediaField for another order.
// Bytes that follow are ignored.
std::variant<MultichannelConfig, ProtocolError> ParseMultichannelConfig(Bytes body);
void EncodeMultichannelConfig(const MultichannelConfig& config, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_MULTICHANNEL_CONFIG_H_
