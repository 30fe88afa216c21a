// An FLV audio or video tag that parses is built again as the same bytes, and so are AVC and AAC configurations up to reserved
// bits; the tags of a file lie inside of it, one behind the other, and what a relay sees in a tag agrees with its parser.
#include "fuzz/support/fuzz_input.h"
#include "impl/io/flv_file.h"
#include "impl/io/media_tag.h"
#include "impl/media/aac_config.h"
#include "impl/media/audio_tag.h"
#include "impl/media/avc_config.h"
#include "impl/media/video_tag.h"

namespace rtmp {
namespace {

template <typename Parsed, typename Encode>
void CheckRoundTrip(const Parsed& parsed, Bytes message, Encode encode) {
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    FUZZ_CHECK(error->offset <= message.size());
    return;
  }
  Buffer again;
  encode(std::get<0>(parsed), &again);
  FUZZ_CHECK_EQ(Bytes(again), message);
}

void CheckConfigs(Bytes message) {
  const auto avc = ParseAvcConfig(message);
  if (const auto* config = std::get_if<AvcConfig>(&avc)) {
    Buffer again;
    EncodeAvcConfig(*config, &again);
    Buffer expected(message.begin(), message.end());
    expected[4] |= 0xfc;  // reserved bits are set again
    expected[5] |= 0xe0;
    FUZZ_CHECK_EQ(again, expected);
  }
  const auto aac = ParseAacConfig(message);
  if (const auto* config = std::get_if<AacConfig>(&aac)) {
    Buffer again;
    EncodeAacConfig(*config, &again);
    FUZZ_CHECK(std::holds_alternative<AacConfig>(ParseAacConfig(again)));
  }
}

void CheckFile(Bytes file) {
  io::FlvReader reader(file);
  const uint8_t* end = file.data();
  while (const auto tag = reader.Next()) {
    FUZZ_CHECK(tag->payload.empty() || (tag->payload.data() >= end && tag->payload.data() + tag->payload.size() <= file.end()));
    if (!tag->payload.empty()) end = tag->payload.data() + tag->payload.size();
  }
}

void CheckRelayView(Bytes message) {
  const auto video = ParseVideoTag(message);
  const auto* tag = std::get_if<VideoTag>(&video);
  if (tag == nullptr || IsEnhancedVideo(message) || tag->codec_id != kCodecAvc || tag->frame_type == FrameType::kCommand) return;
  FUZZ_CHECK_EQ(io::LookAtVideo(message).kind == io::MediaKind::kHeader, tag->avc_packet_type == kAvcSequenceHeader);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes message(data, size);
  CheckRoundTrip(ParseAudioTag(message), message, EncodeAudioTag);
  if (!IsEnhancedVideo(message)) CheckRoundTrip(ParseVideoTag(message), message, EncodeVideoTag);
  CheckConfigs(message);
  CheckFile(message);
  CheckRelayView(message);
  io::LookAtAudio(message);
  return 0;
}

}  // namespace rtmp
