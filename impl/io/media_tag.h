// What a relay must know about a media message: is it a header that every decoder needs, or a frame that one can start with?
// Only the first bytes are looked at; nothing is decoded, and nothing is refused.
#ifndef RTMPSPEC_IMPL_IO_MEDIA_TAG_H_
#define RTMPSPEC_IMPL_IO_MEDIA_TAG_H_

#include <cstdint>

#include "impl/bytes/bytes.h"

namespace rtmp::io {

enum class MediaKind : uint8_t {
  kHeader,    // AVC or AAC sequence header, Enhanced RTMP SequenceStart, video Metadata, audio MultichannelConfig
  kKeyFrame,  // coded video that needs none before it
  kFrame,     // other coded video; all coded audio
  kOther,     // empty messages (RTMP-CM-16), ends of sequence, video commands, tags too short to tell
};

// What was seen.
struct MediaTag {
  MediaKind kind = MediaKind::kOther;
  // Headers only. A header replaces the one that came before with the same slot (RTMP-PB-14): one for the sequence header, one
  // for the other kind, one for each track of a multitrack stream.
  uint16_t slot = 0;
};

// `payload` is the body of an FLV video tag (FLV 10.1 E.4.3; Enhanced RTMP "Enhanced Video").
MediaTag LookAtVideo(Bytes payload);
// `payload` is the body of an FLV audio tag (FLV 10.1 E.4.2; Enhanced RTMP "Enhanced Audio").
MediaTag LookAtAudio(Bytes payload);

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_MEDIA_TAG_H_
