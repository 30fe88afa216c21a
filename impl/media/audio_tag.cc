#include "impl/media/audio_tag.h"

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/media/media_error.h"

namespace rtmp {

std::variant<AudioTag, ProtocolError> ParseAudioTag(Bytes message) {
  ByteReader reader(message);
  uint8_t byte = 0;
  if (!reader.ReadU8(&byte)) return media::Truncated(message, "the audio header");
  AudioTag tag;
  tag.format = static_cast<SoundFormat>(byte >> 4);
  if (tag.format == SoundFormat::kExHeader) return media::WrongField(0, "sound format 9 is the header of Enhanced RTMP");
  if (byte >> 4 == 12 || byte >> 4 == 13) return media::WrongField(0, absl::StrCat("sound format ", byte >> 4));
  tag.rate = byte >> 2 & 3;
  tag.is_16_bit = (byte & 2) != 0;
  tag.is_stereo = (byte & 1) != 0;
  if (tag.format == SoundFormat::kAac) {
    if (!reader.ReadU8(&tag.aac_packet_type)) return media::Truncated(message, "the AAC packet type");  // FLV-05
    if (tag.aac_packet_type > kAacRaw) {
      return media::WrongField(1, absl::StrCat("AAC packet type ", tag.aac_packet_type, ", allowed are 0 and 1"));
    }
  }
  tag.body = reader.rest();
  return tag;
}

void EncodeAudioTag(const AudioTag& tag, Buffer* out) {
  ByteWriter writer(out);
  writer.WriteU8(static_cast<uint8_t>(static_cast<uint8_t>(tag.format) << 4 | (tag.rate & 3) << 2 | (tag.is_16_bit ? 2 : 0) |
                                      (tag.is_stereo ? 1 : 0)));
  if (tag.format == SoundFormat::kAac) writer.WriteU8(tag.aac_packet_type);
  writer.WriteBytes(tag.body);
}

}  // namespace rtmp
