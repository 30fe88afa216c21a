// AudioSpecificConfig: what an AAC sequence header holds (ISO/IEC 14496-3 1.6.2.1; FLV 10.1 E.4.2.2).
#ifndef RTMPSPEC_IMPL_MEDIA_AAC_CONFIG_H_
#define RTMPSPEC_IMPL_MEDIA_AAC_CONFIG_H_

#include <cstdint>
#include <variant>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

// Its beginning, which all of them have in common.
struct AacConfig {
  uint8_t object_type = 2;            // 1..30 and 32..95; 2 is AAC-LC
  uint32_t sample_rate = 44100;       // Hz
  uint8_t channel_configuration = 2;  // 0: said in the rest
};

// kMediaTruncated; kMediaField for an object type of 0 or a sample rate index of 13 or 14. What follows is not looked at.
std::variant<AacConfig, ProtocolError> ParseAacConfig(Bytes config);
// The beginning, and zeros to the end of the byte.
void EncodeAacConfig(const AacConfig& config, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_AAC_CONFIG_H_
