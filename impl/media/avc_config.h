// AVCDecoderConfigurationRecord: what an AVC sequence header holds (ISO/IEC 14496-15 5.3.3.1; FLV 10.1 E.4.3.2).
#ifndef RTMPSPEC_IMPL_MEDIA_AVC_CONFIG_H_
#define RTMPSPEC_IMPL_MEDIA_AVC_CONFIG_H_

#include <cstdint>
#include <variant>
#include <vector>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

// The record; views into what it was parsed from.
struct AvcConfig {
  uint8_t profile = 0;
  uint8_t compatibility = 0;
  uint8_t level = 0;
  uint8_t nalu_length_size = 4;  // 1, 2 or 4 bytes in front of each NALU
  std::vector<Bytes> sps;        // at most 31, each of at most 65,535 bytes; borrowed
  std::vector<Bytes> pps;        // at most 255
  Bytes extension;               // what follows: high profiles say more
};

// kMediaTruncated; kMediaField for a version other than 1 or a length size of 3.
std::variant<AvcConfig, ProtocolError> ParseAvcConfig(Bytes record);
void EncodeAvcConfig(const AvcConfig& config, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_AVC_CONFIG_H_
