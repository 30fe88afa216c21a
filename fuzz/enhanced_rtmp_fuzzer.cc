// An Enhanced RTMP message that parses is built again as the same bytes; its tracks lie inside of it, one behind the other, and
// make its body again. Work is linear: each ModEx takes three bytes at least. What is built of ModEx and tracks is read back.
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/support/fuzz_input.h"
#include "impl/media/enhanced_tag.h"
#include "impl/media/four_cc.h"
#include "impl/media/multichannel_config.h"

namespace rtmp {
namespace {

// Whether `inner` lies in `outer`'s memory.
bool IsInside(Bytes inner, Bytes outer) {
  return inner.empty() || (inner.data() >= outer.data() && inner.data() + inner.size() <= outer.data() + outer.size());
}

void CheckError(const ProtocolError& error, Bytes message) { FUZZ_CHECK(error.offset <= message.size()); }

// Four bytes that can be told apart in a text; a codec is one of pictures or one of sound.
void CheckFourCc(uint32_t four_cc) {
  const std::string text = FourCcText(four_cc);
  FUZZ_CHECK(text.size() >= 4 && !(IsVideoFourCc(four_cc) && IsAudioFourCc(four_cc)));
  FUZZ_CHECK(text.size() == 4 || !(IsVideoFourCc(four_cc) || IsAudioFourCc(four_cc)));
  FUZZ_CHECK(!HasCompositionTime(four_cc) || IsVideoFourCc(four_cc));
}

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
    CheckFourCc(track->four_cc);
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

struct AskedModEx {
  uint8_t type;
  uint32_t nanoseconds;
  Bytes data;
};

// A program: up to four ModEx, then a track or several, of some codec.
void CheckBuilt(MediaType media, FuzzInput& in) {
  constexpr uint32_t kFourCcs[] = {kAvc, kHevc, kAv1, kVp9, kOpus, kAac, kFlac, FourCc("none")};
  const uint8_t form = in.TakeByte();
  EnhancedTag tag;
  tag.media = media;
  if (media == MediaType::kVideo) tag.frame_type = static_cast<FrameType>(1 + form % 4);
  tag.packet_type = (form & 16) != 0 ? kPacketCodedFrames : kPacketSequenceStart;
  if ((form & 32) != 0) tag.multitrack = static_cast<MultitrackType>(in.TakeByte() % 3);
  if (tag.multitrack != MultitrackType::kManyTracksManyCodecs) tag.four_cc = kFourCcs[in.TakeByte() % std::size(kFourCcs)];
  Buffer mod_ex;
  std::vector<AskedModEx> asked;
  static const Buffer& long_data = *new Buffer(65536 + 8, 0);
  for (uint8_t count = in.TakeByte() % 5; count > 0; --count) {
    AskedModEx part = {in.TakeByte(), in.TakeU32() >> (form & 12), {}};
    part.type &= 0x0f;
    if (part.type == kModExTimestampOffsetNano) {
      AppendNanoOffset(part.nanoseconds, &mod_ex);
      tag.nano_offset = std::min(part.nanoseconds, kMaxNanoOffset);
    } else {
      // One byte at least, and no more than 65,536.
      part.data = part.nanoseconds % 16 == 15 ? Bytes(long_data).first(65536 - 8 + in.TakeByte() % 16)
                                              : Bytes(long_data).first(1 + part.nanoseconds % 300);
      AppendModEx(part.type, part.data, &mod_ex);
    }
    asked.push_back(part);
  }
  tag.mod_ex = mod_ex;
  const bool many = tag.multitrack.has_value() && tag.multitrack != MultitrackType::kOneTrack;
  Buffer body;
  std::vector<Track> tracks(many ? in.TakeByte() % 4 : 1);
  for (Track& track : tracks) {
    track.four_cc = tag.four_cc;
    if (tag.multitrack == MultitrackType::kManyTracksManyCodecs) track.four_cc = kFourCcs[in.TakeByte() % std::size(kFourCcs)];
    if (tag.multitrack.has_value()) track.id = in.TakeByte();
    const bool timed = media == MediaType::kVideo && tag.packet_type == kPacketCodedFrames && HasCompositionTime(track.four_cc);
    if (timed) track.composition_time = static_cast<int32_t>(in.TakeU32()) >> 8;
    track.data = in.TakeBytes(in.TakeByte());
    AppendTrack(tag, track, &body);
  }
  tag.body = body;
  Buffer message;
  EncodeEnhancedTag(tag, &message);

  const auto parsed = std::get<EnhancedTag>(ParseEnhancedTag(media, message));
  FUZZ_CHECK(parsed.packet_type == tag.packet_type && parsed.multitrack == tag.multitrack && parsed.four_cc == tag.four_cc);
  FUZZ_CHECK(media == MediaType::kAudio || parsed.frame_type == tag.frame_type);
  FUZZ_CHECK(parsed.nano_offset == tag.nano_offset && parsed.body == tag.body);
  ModExReader parts(parsed.mod_ex);
  for (const AskedModEx& part : asked) {
    const auto read = parts.Next();
    FUZZ_CHECK(read.has_value() && read->type == part.type);
    FUZZ_CHECK(part.type == kModExTimestampOffsetNano ? read->data.size() == 3
                                                      : read->data == part.data.first(std::min<size_t>(part.data.size(), 65536)));
  }
  FUZZ_CHECK(!parts.Next().has_value());
  TrackReader reader(parsed);
  for (const Track& track : tracks) {
    const auto read = reader.Next();
    FUZZ_CHECK(read.has_value() && read->id == track.id && read->four_cc == track.four_cc);
    FUZZ_CHECK(read->composition_time == track.composition_time && read->data == track.data);
  }
  FUZZ_CHECK(!reader.Next().has_value() && !reader.error().has_value());
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
  CheckBuilt(video ? MediaType::kVideo : MediaType::kAudio, in);
  return 0;
}

}  // namespace rtmp
