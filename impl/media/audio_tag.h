// The body of an audio message as FLV has it (FLV 10.1 E.4.2).
#ifndef RTMPSPEC_IMPL_MEDIA_AUDIO_TAG_H_
#define RTMPSPEC_IMPL_MEDIA_AUDIO_TAG_H_

#include <cstdint>
#include <variant>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

enum class SoundFormat : uint8_t {
  kLinearPcm = 0,
  kAdpcm = 1,
  kMp3 = 2,
  kLinearPcmLittleEndian = 3,
  kNellymoser16kHz = 4,
  kNellymoser8kHz = 5,
  kNellymoser = 6,
  kG711ALaw = 7,
  kG711MuLaw = 8,
  kExHeader = 9,  // Enhanced RTMP: see enhanced_tag.h
  kAac = 10,
  kSpeex = 11,
  kMp3_8kHz = 14,
  kDeviceSpecific = 15,
};

inline constexpr uint8_t kAacSequenceHeader = 0;
inline constexpr uint8_t kAacRaw = 1;

// A tag, its header in fields.
struct AudioTag {
  SoundFormat format = SoundFormat::kAac;
  uint8_t rate = 3;  // 5.5 kHz << rate; to be ignored for AAC (FLV-03)
  bool is_16_bit = true;
  bool is_stereo = true;
  uint8_t aac_packet_type = 0;  // AAC only
  Bytes body;                   // behind the header, borrowed
};

// Formats 12 and 13, which do not exist, and 9, which is another header, are kMediaField, and so is an AAC packet type above 1
// (FLV-04). An empty message is silence and no tag (ERTMP-30): kMediaTruncated.
std::variant<AudioTag, ProtocolError> ParseAudioTag(Bytes message);
void EncodeAudioTag(const AudioTag& tag, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_AUDIO_TAG_H_
