#include "impl/media/enhanced_tag.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/bytes/deviation.h"
#include "impl/media/four_cc.h"
#include "impl/media/media_error.h"

namespace rtmp {
namespace {

constexpr size_t kMaxModEx = 65536;

uint8_t MultitrackPacket(MediaType media) { return media == MediaType::kVideo ? kVideoPacketMultitrack : kAudioPacketMultitrack; }

// What a message, or a track, may be at last.
bool IsPlainPacket(MediaType media, uint8_t type) {
  if (type == kPacketSequenceStart || type == kPacketCodedFrames || type == kPacketSequenceEnd || type == 4) return true;
  return media == MediaType::kVideo && (type == kVideoPacketCodedFramesX || type == kVideoPacketMpeg2TsSequenceStart);
}

// One part of ModEx from its size to the byte with the next packet type.
bool ReadModEx(ByteReader& reader, uint8_t* type, uint8_t* next_packet_type, Bytes* data) {
  uint8_t byte = 0;
  if (!reader.ReadU8(&byte)) return false;
  size_t size = size_t{byte} + (Deviates("mod-ex-size-off-by-one") ? 0 : 1);
  if (size == 256 && !Deviates("mod-ex-size-of-8-bits")) {
    uint16_t wide = 0;
    if (!reader.ReadU16(&wide)) return false;
    size = size_t{wide} + 1;
  }
  if (!reader.ReadBytes(size, data) || !reader.ReadU8(&byte)) return false;
  *type = byte >> 4;
  *next_packet_type = byte & 0x0f;
  return true;
}

// Reads all ModEx in front of the packet; nothing where they are in order.
std::optional<ProtocolError> ReadAllModEx(Bytes message, ByteReader& reader, EnhancedTag* tag) {
  const size_t begin = reader.offset();
  while (tag->packet_type == kPacketModEx) {
    const size_t at = reader.offset();
    uint8_t type = 0;
    Bytes data;
    if (!ReadModEx(reader, &type, &tag->packet_type, &data)) return media::Truncated(message, "a ModEx packet");
    if (Deviates("mod-ex-unknown-refused") && type != kModExTimestampOffsetNano)
      return media::WrongField(at, absl::StrCat("ModEx type ", type));
    if (type != kModExTimestampOffsetNano) continue;  // ERTMP-24
    if (data.size() < 3 && !Deviates("bug-nano-offset")) {
      return media::WrongField(at, absl::StrCat("a nanosecond offset of ", data.size(), " bytes, it has three"));
    }
    const uint32_t offset = uint32_t{data[0]} << 16 | uint32_t{data[1]} << 8 | data[2];
    if (offset > kMaxNanoOffset) {
      return media::WrongField(at, absl::StrCat("a nanosecond offset of ", offset, ", at most ", kMaxNanoOffset));
    }
    tag->nano_offset = offset;
  }
  tag->mod_ex = message.subspan(begin, reader.offset() - begin);
  return std::nullopt;
}

}  // namespace

std::variant<EnhancedTag, ProtocolError> ParseEnhancedTag(MediaType media, Bytes message) {
  ByteReader reader(message);
  EnhancedTag tag;
  tag.media = media;
  uint8_t byte = 0;
  if (!reader.ReadU8(&byte)) return media::Truncated(message, "the header");
  const bool is_video = media == MediaType::kVideo;
  if (is_video ? (byte & 0x80) == 0 : byte >> 4 != 9) return media::WrongField(0, "no header of Enhanced RTMP");
  tag.packet_type = byte & 0x0f;
  if (auto error = ReadAllModEx(message, reader, &tag)) return *std::move(error);
  if (is_video) {
    const uint8_t frame_type = byte >> 4 & 0x07;
    // Metadata has none to look at (ERTMP-12).
    if ((frame_type == 0 || frame_type > 5) && tag.packet_type != kVideoPacketMetadata) {
      return media::WrongField(0, absl::StrCat("frame type ", frame_type, ", allowed are 1 to 5"));
    }
    tag.frame_type = static_cast<FrameType>(frame_type);
    if (tag.frame_type == FrameType::kCommand && tag.packet_type != kVideoPacketMetadata) {
      uint8_t command = 0;
      if (!reader.ReadU8(&command)) return media::Truncated(message, "the video command");
      tag.command = command;
      tag.body_offset = reader.offset();
      tag.body = reader.rest();
      return tag;
    }
  }
  if (Deviates("mod-ex-before-multitrack-refused") && !tag.mod_ex.empty() && tag.packet_type == MultitrackPacket(media))
    return media::WrongField(0, "Multitrack behind ModEx");
  if (tag.packet_type == MultitrackPacket(media)) {
    const size_t at = reader.offset();
    if (!reader.ReadU8(&byte)) return media::Truncated(message, "the multitrack type");
    if (byte >> 4 > 2) return media::WrongField(at, absl::StrCat("multitrack type ", byte >> 4, ", allowed are 0 to 2"));
    tag.multitrack = static_cast<MultitrackType>(byte >> 4);
    tag.packet_type = byte & 0x0f;
    if (!IsPlainPacket(media, tag.packet_type)) {
      return media::WrongField(at, absl::StrCat("packet type ", tag.packet_type, " inside of Multitrack"));
    }
  } else if (!IsPlainPacket(media, tag.packet_type)) {
    // Its nibble stands in the last byte that was read.
    return media::WrongField(reader.offset() - 1, absl::StrCat("packet type ", tag.packet_type, " is reserved"));
  }
  const bool codec_each = tag.multitrack == MultitrackType::kManyTracksManyCodecs;
  if (!codec_each && !reader.ReadU32(&tag.four_cc)) return media::Truncated(message, "the FourCC");
  tag.body_offset = reader.offset();
  tag.body = reader.rest();
  return tag;
}

void EncodeEnhancedTag(const EnhancedTag& tag, Buffer* out) {
  ByteWriter writer(out);
  const uint8_t packet_type = tag.multitrack.has_value() ? MultitrackPacket(tag.media) : tag.packet_type;
  const uint8_t head =
      tag.media == MediaType::kVideo ? static_cast<uint8_t>(0x80 | static_cast<uint8_t>(tag.frame_type) << 4) : uint8_t{0x90};
  writer.WriteU8(static_cast<uint8_t>(head | (tag.mod_ex.empty() ? packet_type : kPacketModEx)));
  if (!tag.mod_ex.empty()) {
    // The last byte says what comes behind all of them.
    writer.WriteBytes(tag.mod_ex);
    out->back() = static_cast<uint8_t>((out->back() & 0xf0) | packet_type);
  }
  if (tag.command.has_value()) {
    writer.WriteU8(*tag.command);
  } else {
    if (tag.multitrack.has_value()) {
      writer.WriteU8(static_cast<uint8_t>(static_cast<uint8_t>(*tag.multitrack) << 4 | tag.packet_type));
    }
    if (tag.multitrack != MultitrackType::kManyTracksManyCodecs) writer.WriteU32(tag.four_cc);
  }
  writer.WriteBytes(tag.body);
}

std::optional<ModExReader::Part> ModExReader::Next() {
  ByteReader reader(rest_);
  Part part;
  uint8_t next = 0;
  if (!ReadModEx(reader, &part.type, &next, &part.data)) return std::nullopt;
  rest_ = reader.rest();
  return part;
}

void AppendModEx(uint8_t type, Bytes data, Buffer* mod_ex) {
  data = data.subspan(0, kMaxModEx);
  // The part before it leads to this one.
  if (!mod_ex->empty()) mod_ex->back() = static_cast<uint8_t>((mod_ex->back() & 0xf0) | kPacketModEx);
  ByteWriter writer(mod_ex);
  if (data.size() < 256) {
    writer.WriteU8(static_cast<uint8_t>(data.size() - 1));
  } else {
    writer.WriteU8(255);
    writer.WriteU16(static_cast<uint16_t>(data.size() - 1));
  }
  writer.WriteBytes(data);
  writer.WriteU8(static_cast<uint8_t>(type << 4));
}

void AppendNanoOffset(uint32_t nanoseconds, Buffer* mod_ex) {
  Buffer data;
  ByteWriter(&data).WriteU24(std::min(nanoseconds, kMaxNanoOffset));
  AppendModEx(kModExTimestampOffsetNano, data, mod_ex);
}

std::optional<Track> TrackReader::Next() {
  if (error_.has_value() || tag_.command.has_value()) return std::nullopt;
  // Without a size there is one track, which may be empty.
  const bool sized = tag_.multitrack.has_value() && tag_.multitrack != MultitrackType::kOneTrack;
  if (sized ? rest_.empty() : began_) return std::nullopt;
  began_ = true;
  const auto truncated = [&](absl::string_view what) {
    error_ = ProtocolError{ErrorCode::kMediaTruncated, tag_.body_offset + tag_.body.size(),
                           absl::StrCat("the message ends inside of ", what, " of the track at byte ", offset())};
    return std::nullopt;
  };
  ByteReader reader(rest_);
  Track track;
  track.four_cc = tag_.four_cc;
  if (tag_.multitrack == MultitrackType::kManyTracksManyCodecs && !reader.ReadU32(&track.four_cc)) return truncated("the FourCC");
  if (tag_.multitrack.has_value() && !reader.ReadU8(&track.id)) return truncated("the id");
  uint32_t size = 0;
  if (sized) {
    if (!reader.ReadU24(&size)) return truncated("the size");
  } else {
    size = static_cast<uint32_t>(reader.remaining());
  }
  if (Deviates("bug-track-size")) size = std::min<uint32_t>(size, static_cast<uint32_t>(reader.remaining()));
  if (!reader.ReadBytes(size, &track.data)) return truncated("the data");  // ERTMP-18
  if (tag_.media == MediaType::kVideo && tag_.packet_type == kPacketCodedFrames && HasCompositionTime(track.four_cc)) {
    uint32_t composition_time = 0;
    ByteReader data(track.data);
    if (!data.ReadU24(&composition_time)) return truncated("the composition time");
    track.composition_time = media::SignExtend24(composition_time);
    track.data = data.rest();
  }
  rest_ = reader.rest();
  return track;
}

void AppendTrack(const EnhancedTag& tag, const Track& track, Buffer* body) {
  ByteWriter writer(body);
  const bool has_time =
      tag.media == MediaType::kVideo && tag.packet_type == kPacketCodedFrames && HasCompositionTime(track.four_cc);
  if (tag.multitrack == MultitrackType::kManyTracksManyCodecs) writer.WriteU32(track.four_cc);
  if (tag.multitrack.has_value()) writer.WriteU8(track.id);
  if (tag.multitrack.has_value() && tag.multitrack != MultitrackType::kOneTrack) {
    writer.WriteU24(static_cast<uint32_t>(track.data.size() + (has_time ? 3 : 0)));
  }
  if (has_time) writer.WriteU24(static_cast<uint32_t>(track.composition_time));
  writer.WriteBytes(track.data);
}

}  // namespace rtmp
