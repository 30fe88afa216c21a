#include "impl/media/video_tag.h"

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/media/media_error.h"

namespace rtmp {
namespace {

bool HasAvcHeader(const VideoTag& tag) { return tag.codec_id == kCodecAvc || tag.codec_id == kCodecHevc; }

}  // namespace

bool IsEnhancedVideo(Bytes message) { return !message.empty() && (message[0] & 0x80) != 0; }

std::variant<VideoTag, ProtocolError> ParseVideoTag(Bytes message) {
  ByteReader reader(message);
  uint8_t byte = 0;
  if (!reader.ReadU8(&byte)) return media::Truncated(message, "the video header");
  if (IsEnhancedVideo(message)) return media::WrongField(0, "the top bit is set: the header of Enhanced RTMP");
  const uint8_t frame_type = byte >> 4;
  if (frame_type == 0 || frame_type > 5)
    return media::WrongField(0, absl::StrCat("frame type ", frame_type, ", allowed are 1 to 5"));
  VideoTag tag;
  tag.frame_type = static_cast<FrameType>(frame_type);
  tag.codec_id = byte & 0x0f;
  if (tag.frame_type == FrameType::kCommand) {
    if (!reader.ReadU8(&tag.command)) return media::Truncated(message, "the video command");
  } else if (HasAvcHeader(tag)) {
    uint32_t composition_time = 0;
    if (!reader.ReadU8(&tag.avc_packet_type) || !reader.ReadU24(&composition_time)) {
      return media::Truncated(message, "the AVC header");  // FLV-14
    }
    if (tag.avc_packet_type > kAvcEndOfSequence) {
      return media::WrongField(1, absl::StrCat("AVC packet type ", tag.avc_packet_type, ", allowed are 0 to 2"));
    }
    tag.composition_time = media::SignExtend24(composition_time);
  }
  tag.body = reader.rest();
  return tag;
}

void EncodeVideoTag(const VideoTag& tag, Buffer* out) {
  ByteWriter writer(out);
  writer.WriteU8(static_cast<uint8_t>(static_cast<uint8_t>(tag.frame_type) << 4 | (tag.codec_id & 0x0f)));
  if (tag.frame_type == FrameType::kCommand) {
    writer.WriteU8(tag.command);
  } else if (HasAvcHeader(tag)) {
    writer.WriteU8(tag.avc_packet_type);
    writer.WriteU24(static_cast<uint32_t>(tag.composition_time));
  }
  writer.WriteBytes(tag.body);
}

}  // namespace rtmp
