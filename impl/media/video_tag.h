// The body of a video message as FLV has it (FLV 10.1 E.4.3).
#ifndef RTMPSPEC_IMPL_MEDIA_VIDEO_TAG_H_
#define RTMPSPEC_IMPL_MEDIA_VIDEO_TAG_H_

#include <cstdint>
#include <variant>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

enum class FrameType : uint8_t { kKey = 1, kInter = 2, kDisposable = 3, kGeneratedKey = 4, kCommand = 5 };

inline constexpr uint8_t kCodecAvc = 7;
inline constexpr uint8_t kCodecHevc = 12;  // de facto, before Enhanced RTMP (FLV-21): laid out as AVC

inline constexpr uint8_t kAvcSequenceHeader = 0;
inline constexpr uint8_t kAvcNalu = 1;
inline constexpr uint8_t kAvcEndOfSequence = 2;

// A tag, its header in fields.
struct VideoTag {
  FrameType frame_type = FrameType::kKey;
  uint8_t codec_id = kCodecAvc;  // 0..15
  // AVC and HEVC only, and not in commands.
  uint8_t avc_packet_type = 0;
  int32_t composition_time = 0;  // milliseconds, signed 24 bits; means something for NALUs alone (FLV-09)
  uint8_t command = 0;           // kCommand: 0 start, 1 end of client-side seeking
  Bytes body;                    // behind the header, borrowed
};

// Whether the message has the header of Enhanced RTMP (enhanced_tag.h) instead. False for an empty one.
bool IsEnhancedVideo(Bytes message);

// Frame types 0, 6 and 7, AVC packet types above 2, and the header of Enhanced RTMP are kMediaField. Codec ids are kept, known or
// not.
std::variant<VideoTag, ProtocolError> ParseVideoTag(Bytes message);
void EncodeVideoTag(const VideoTag& tag, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_VIDEO_TAG_H_
