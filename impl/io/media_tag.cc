#include "impl/io/media_tag.h"

#include <cstddef>

#include "impl/bytes/byte_reader.h"

namespace rtmp::io {
namespace {

constexpr uint16_t kSequenceSlot = 0;
constexpr uint16_t kExtraSlot = 1;       // video Metadata, audio MultichannelConfig
constexpr uint16_t kAllTracksSlot = 2;   // a multitrack message that carries several tracks
constexpr uint16_t kFirstTrackSlot = 3;  // + track id

// The packet type behind Enhanced RTMP's wrappers, and the track that it is for.
struct ExPacket {
  bool complete = false;
  uint8_t type = 0;
  bool multitrack = false;
  uint16_t track_slot = kSequenceSlot;
};

// Enhanced RTMP numbers ModEx 7 for audio and video, Multitrack 5 for audio and 6 for video.
constexpr uint8_t kModEx = 7;

ExPacket UnwrapEx(Bytes payload, uint8_t multitrack_type) {
  ByteReader reader(payload);
  ExPacket packet;
  uint8_t byte = 0;
  if (!reader.ReadU8(&byte)) return packet;
  packet.type = byte & 0x0f;
  // ModEx: a size of 1..256, where 256 says that 16 bits of size follow; the data; then the next packet type in the low nibble.
  while (packet.type == kModEx) {
    if (!reader.ReadU8(&byte)) return packet;
    size_t size = size_t{byte} + 1;
    if (size == 256) {
      uint16_t wide = 0;
      if (!reader.ReadU16(&wide)) return packet;
      size = size_t{wide} + 1;
    }
    if (!reader.Skip(size) || !reader.ReadU8(&byte)) return packet;
    packet.type = byte & 0x0f;
  }
  if (packet.type == multitrack_type) {
    if (!reader.ReadU8(&byte)) return packet;
    packet.multitrack = true;
    packet.type = byte & 0x0f;
    const bool one_track = byte >> 4 == 0;
    packet.track_slot = kAllTracksSlot;
    // One track: FourCC, then the track's id.
    if (one_track && reader.Skip(4) && reader.ReadU8(&byte)) packet.track_slot = static_cast<uint16_t>(kFirstTrackSlot + byte);
  }
  packet.complete = true;
  return packet;
}

MediaTag LookAtExVideo(Bytes payload) {
  constexpr uint8_t kMultitrack = 6;
  enum : uint8_t { kSequenceStart = 0, kCodedFrames = 1, kCodedFramesX = 3, kMetadata = 4, kMpeg2TsSequenceStart = 5 };
  const uint8_t frame_type = payload[0] >> 4 & 0x07;
  const ExPacket packet = UnwrapEx(payload, kMultitrack);
  if (!packet.complete) return {};
  if (packet.type == kMetadata) return {MediaKind::kHeader, packet.multitrack ? packet.track_slot : kExtraSlot};
  if (frame_type == 5) return {};  // a command, whatever the packet type says
  switch (packet.type) {
    case kSequenceStart:
    case kMpeg2TsSequenceStart:
      return {MediaKind::kHeader, packet.track_slot};
    case kCodedFrames:
    case kCodedFramesX:
      return {frame_type == 1 ? MediaKind::kKeyFrame : MediaKind::kFrame};
    default:
      return {};
  }
}

}  // namespace

MediaTag LookAtVideo(Bytes payload) {
  if (payload.empty()) return {};
  if ((payload[0] & 0x80) != 0) return LookAtExVideo(payload);
  const uint8_t frame_type = payload[0] >> 4;
  const uint8_t codec = payload[0] & 0x0f;
  if (frame_type == 5) return {};  // video info or command frame
  // AVC, and HEVC as many senders wrote it before Enhanced RTMP: the second byte is 0 header, 1 frames, 2 end of sequence.
  if (codec == 7 || codec == 12) {
    if (payload.size() < 2) return {};
    if (payload[1] == 0) return {MediaKind::kHeader, kSequenceSlot};
    if (payload[1] != 1) return {};
  }
  return {frame_type == 1 || frame_type == 4 ? MediaKind::kKeyFrame : MediaKind::kFrame};
}

MediaTag LookAtAudio(Bytes payload) {
  if (payload.empty()) return {};
  const uint8_t format = payload[0] >> 4;
  if (format == 10) {  // AAC
    if (payload.size() < 2) return {};
    return payload[1] == 0 ? MediaTag{MediaKind::kHeader, kSequenceSlot} : MediaTag{MediaKind::kFrame};
  }
  if (format != 9) return {MediaKind::kFrame};
  constexpr uint8_t kMultitrack = 5;
  enum : uint8_t { kSequenceStart = 0, kCodedFrames = 1, kMultichannelConfig = 4 };
  const ExPacket packet = UnwrapEx(payload, kMultitrack);
  if (!packet.complete) return {};
  switch (packet.type) {
    case kSequenceStart:
      return {MediaKind::kHeader, packet.track_slot};
    case kMultichannelConfig:
      return {MediaKind::kHeader, packet.multitrack ? packet.track_slot : kExtraSlot};
    case kCodedFrames:
      return {MediaKind::kFrame};
    default:
      return {};
  }
}

}  // namespace rtmp::io
