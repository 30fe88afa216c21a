// An Enhanced RTMP message that parses is built again as the same bytes; its tracks lie inside of it, one behind the other, and
// make its body again. Work is linear: each ModEx takes three bytes at least.
#include "fuzz/support/fuzz_input.h"
#include "impl/media/enhanced_tag.h"
#include "impl/media/multichannel_config.h"

namespace rtmp {
namespace {

// Whether `inner` lies in `outer`'s memory.
bool IsInside(Bytes inner, Bytes outer) {
  return inner.empty() || (inner.data() >= outer.data() && inner.data() + inner.size() <= outer.data() + outer.size());
}

void CheckError(const ProtocolError& error, Bytes message) { FUZZ_CHECK(error.offset <= message.size()); }

void CheckEnhanced(MediaType media, Bytes message) {
  const auto parsed = ParseEnhancedTag(media, message);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) return CheckError(*error, message);
  const auto& tag = std::get<EnhancedTag>(parsed);
  Buffer again;
  EncodeEnhancedTag(tag, &again);
  FUZZ_CHECK_EQ(Bytes(again), message);
  FUZZ_CHECK(IsInside(tag.body, message) && IsInside(tag.mod_ex, message));
  TrackReader reader(tag);
  const uint8_t* end = tag.body.data();
  Buffer body;
  while (const auto track = reader.Next()) {
    FUZZ_CHECK(IsInside(track->data, tag.body));
    FUZZ_CHECK(track->data.empty() || track->data.data() >= end);
    if (!track->data.empty()) end = track->data.data() + track->data.size();
    AppendTrack(tag, *track, &body);
  }
  if (reader.error().has_value()) {
    CheckError(*reader.error(), message);
  } else if (!tag.command.has_value()) {
    FUZZ_CHECK_EQ(Bytes(body), tag.body);
  }
  ModExReader mod_ex(tag.mod_ex);
  size_t parts = 0;
  while (const auto part = mod_ex.Next()) {
    FUZZ_CHECK(part->type != kModExTimestampOffsetNano || part->data.size() >= 3);
    ++parts;
  }
  FUZZ_CHECK(3 * parts <= tag.mod_ex.size());
}

void CheckMultichannel(Bytes message) {
  const auto parsed = ParseMultichannelConfig(message);
  const auto* config = std::get_if<MultichannelConfig>(&parsed);
  if (config == nullptr) return;
  Buffer again;
  EncodeMultichannelConfig(*config, &again);
  FUZZ_CHECK(again.size() <= message.size());
  FUZZ_CHECK_EQ(Bytes(again), message.subspan(0, again.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const bool video = in.TakeBool();
  const Bytes message = in.rest();
  // Which messages are Enhanced RTMP's: video says so in a bit, audio in its sound format.
  if (video ? IsEnhancedVideo(message) : !message.empty() && message[0] >> 4 == 9) {
    CheckEnhanced(video ? MediaType::kVideo : MediaType::kAudio, message);
  }
  CheckMultichannel(message);
  return 0;
}

}  // namespace rtmp
