#include "impl/io/media_tag.h"

#include <optional>
#include <variant>

#include "impl/bytes/deviation.h"
#include "impl/media/audio_tag.h"
#include "impl/media/enhanced_tag.h"
#include "impl/media/video_tag.h"

namespace rtmp::io {
namespace {

constexpr uint16_t kSequenceSlot = 0;
constexpr uint16_t kExtraSlot = 1;       // video Metadata, audio MultichannelConfig
constexpr uint16_t kAllTracksSlot = 2;   // a multitrack message that carries several tracks
constexpr uint16_t kFirstTrackSlot = 3;  // + track id

// A message that cannot be read goes through as it is, and no player waits for it.
MediaTag LookAtEnhanced(MediaType media, Bytes payload) {
  const auto parsed = ParseEnhancedTag(media, payload);
  const auto* tag = std::get_if<EnhancedTag>(&parsed);
  if (tag == nullptr || tag->command.has_value()) return {};
  uint16_t slot = kSequenceSlot;
  if (tag->multitrack.has_value()) {
    slot = kAllTracksSlot;
    const std::optional<Track> track = TrackReader(*tag).Next();
    if (tag->multitrack == MultitrackType::kOneTrack && track.has_value()) {
      slot = static_cast<uint16_t>(kFirstTrackSlot + track->id);
    }
  }
  switch (tag->packet_type) {
    case kPacketSequenceStart:
      if (Deviates("enhanced-headers-not-kept")) return {};
      return {MediaKind::kHeader, slot};
    case kVideoPacketMpeg2TsSequenceStart:
      return {MediaKind::kHeader, slot};
    case kVideoPacketMetadata:  // MultichannelConfig of audio
      return {MediaKind::kHeader, tag->multitrack.has_value() ? slot : kExtraSlot};
    case kPacketCodedFrames:
    case kVideoPacketCodedFramesX:
      if (media == MediaType::kAudio) return {MediaKind::kFrame};
      return {tag->frame_type == FrameType::kKey || tag->frame_type == FrameType::kGeneratedKey ? MediaKind::kKeyFrame
                                                                                                : MediaKind::kFrame};
    default:
      return {};
  }
}

}  // namespace

MediaTag LookAtVideo(Bytes payload) {
  if (IsEnhancedVideo(payload)) return LookAtEnhanced(MediaType::kVideo, payload);
  const auto parsed = ParseVideoTag(payload);
  const auto* tag = std::get_if<VideoTag>(&parsed);
  if (tag == nullptr || tag->frame_type == FrameType::kCommand) return {};
  if (tag->codec_id == kCodecAvc || tag->codec_id == kCodecHevc) {
    if (tag->avc_packet_type == kAvcSequenceHeader) return {MediaKind::kHeader, kSequenceSlot};
    if (tag->avc_packet_type == kAvcEndOfSequence) return {};
  }
  const bool key = tag->frame_type == FrameType::kKey || tag->frame_type == FrameType::kGeneratedKey;
  return {key ? MediaKind::kKeyFrame : MediaKind::kFrame};
}

MediaTag LookAtAudio(Bytes payload) {
  if (!payload.empty() && payload[0] >> 4 == static_cast<uint8_t>(SoundFormat::kExHeader)) {
    return LookAtEnhanced(MediaType::kAudio, payload);
  }
  const auto parsed = ParseAudioTag(payload);
  const auto* tag = std::get_if<AudioTag>(&parsed);
  if (tag == nullptr) return {};
  const bool header = tag->format == SoundFormat::kAac && tag->aac_packet_type == kAacSequenceHeader;
  return header ? MediaTag{MediaKind::kHeader, kSequenceSlot} : MediaTag{MediaKind::kFrame};
}

}  // namespace rtmp::io
