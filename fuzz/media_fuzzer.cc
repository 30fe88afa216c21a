// A media message that parses is built again as the same bytes; its tracks lie inside of it, one behind the other, and so do the
// parts of an aggregate and the events of a shared object. Work is linear: each step takes a byte at least.
#include "fuzz/support/fuzz_input.h"
#include "impl/media/aac_config.h"
#include "impl/media/audio_tag.h"
#include "impl/media/avc_config.h"
#include "impl/media/enhanced_tag.h"
#include "impl/media/multichannel_config.h"
#include "impl/media/video_tag.h"
#include "impl/message/aggregate.h"
#include "impl/message/shared_object.h"

namespace rtmp {
namespace {

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
  while (mod_ex.Next().has_value()) ++parts;
  FUZZ_CHECK(3 * parts <= tag.mod_ex.size());
}

template <typename Parsed, typename Encode>
void CheckRoundTrip(const Parsed& parsed, Bytes message, Encode encode) {
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) return CheckError(*error, message);
  Buffer again;
  encode(std::get<0>(parsed), &again);
  FUZZ_CHECK_EQ(Bytes(again), message);
}

void CheckConfigs(Bytes message) {
  const auto avc = ParseAvcConfig(message);
  if (const auto* config = std::get_if<AvcConfig>(&avc)) {
    Buffer again;
    EncodeAvcConfig(*config, &again);
    FUZZ_CHECK_EQ(again.size(), message.size());  // reserved bits are set again
  }
  const auto aac = ParseAacConfig(message);
  if (const auto* config = std::get_if<AacConfig>(&aac)) {
    Buffer again;
    EncodeAacConfig(*config, &again);
    FUZZ_CHECK(std::holds_alternative<AacConfig>(ParseAacConfig(again)));
  }
  const auto channels = ParseMultichannelConfig(message);
  if (const auto* config = std::get_if<MultichannelConfig>(&channels)) {
    Buffer again;
    EncodeMultichannelConfig(*config, &again);
    FUZZ_CHECK(again.size() <= message.size());
    FUZZ_CHECK_EQ(Bytes(again), message.subspan(0, again.size()));
  }
}

void CheckAggregate(Bytes message) {
  AggregateReader reader(message, 5000);
  size_t parts = 0;
  while (const auto part = reader.Next()) {
    FUZZ_CHECK(IsInside(part->payload, message));
    if (parts == 0) FUZZ_CHECK_EQ(part->timestamp, 5000u);
    ++parts;
  }
  FUZZ_CHECK(11 * parts <= message.size());
  if (reader.error().has_value()) CheckError(*reader.error(), message);
}

void CheckSharedObject(Bytes message) {
  const auto parsed = ParseSharedObject(message);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) return CheckError(*error, message);
  SharedObjectReader reader(std::get<SharedObjectMessage>(parsed).events);
  Buffer events;
  while (const auto event = reader.Next()) AppendSharedObjectEvent(*event, &events);
  const Bytes whole = std::get<SharedObjectMessage>(parsed).events;
  FUZZ_CHECK_EQ(Bytes(events), whole.subspan(0, events.size()));
  FUZZ_CHECK_EQ(events.size() < whole.size(), reader.error().has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint8_t kind = in.TakeByte() % 5;
  const Bytes message = in.rest();
  switch (kind) {
    case 0:
      CheckRoundTrip(ParseAudioTag(message), message, EncodeAudioTag);
      CheckEnhanced(MediaType::kAudio, message);
      break;
    case 1:
      CheckRoundTrip(ParseVideoTag(message), message, EncodeVideoTag);
      CheckEnhanced(MediaType::kVideo, message);
      break;
    case 2:
      CheckConfigs(message);
      break;
    case 3:
      CheckAggregate(message);
      break;
    default:
      CheckSharedObject(message);
  }
  return 0;
}

}  // namespace rtmp
