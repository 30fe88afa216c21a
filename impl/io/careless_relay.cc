#include "impl/io/careless_relay.h"

#ifdef RTMPSPEC_DEVIANT
#include <optional>
#include <utility>
#include <variant>

#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"
#include "impl/media/audio_tag.h"
#include "impl/media/avc_config.h"
#include "impl/media/four_cc.h"

namespace rtmp::io {
namespace {

// What the deviations ask of a message.
struct Look {
  Look(MediaType media, Bytes payload)
      : media(media),
        payload(payload),
        head(payload.empty() ? uint8_t{0} : payload[0]),
        second(payload.size() > 1 ? payload[1] : 0) {
    enhanced = is_video() ? head >> 7 != 0 : head >> 4 == 9;
    if (!enhanced) return;
    auto parsed = ParseEnhancedTag(media, payload);
    if (auto* read = std::get_if<EnhancedTag>(&parsed)) tag = *read;
    if (auto* wrong = std::get_if<ProtocolError>(&parsed)) error = wrong->code;
  }

  bool is_video() const { return media == MediaType::kVideo; }
  bool is_avc() const { return is_video() && !enhanced && (head & 15) == kCodecAvc; }
  bool is_aac() const { return !is_video() && head >> 4 == 10; }
  uint8_t packet() const { return head & 15; }
  bool is(uint8_t packet_type) const { return tag.has_value() && !tag->command.has_value() && tag->packet_type == packet_type; }
  bool has_mod_ex() const { return enhanced && packet() == kPacketModEx; }
  bool has_tracks() const { return tag.has_value() && tag->multitrack.has_value(); }
  // Of a message whose tracks all have one codec.
  bool has_unknown_codec() const {
    return tag.has_value() && !tag->command.has_value() && tag->four_cc != 0 &&
           !(is_video() ? IsVideoFourCc(tag->four_cc) : IsAudioFourCc(tag->four_cc));
  }
  bool has_lying_track() const {
    if (!tag.has_value()) return false;
    TrackReader tracks(*tag);
    while (tracks.Next().has_value()) {
    }
    return tracks.error().has_value();
  }

  MediaType media;
  Bytes payload;
  uint8_t head;
  uint8_t second;
  bool enhanced = false;
  std::optional<EnhancedTag> tag;
  std::optional<ErrorCode> error;
};

bool Hangs(const Look& m) {
  const Bytes p = m.payload;
  const uint8_t multitrack = m.is_video() ? kVideoPacketMultitrack : kAudioPacketMultitrack;
  return (Deviates("aac-byte-alone-hangs") && m.is_aac() && p.size() == 1) ||
         (Deviates("avc-header-cut-hangs") && m.is_avc() && p.size() < 5) ||
         (Deviates("nalu-length-hangs") && m.is_avc() && m.second == 1 && p.size() > 9 && Load32(&p[5]) > p.size() - 9) ||
         (Deviates("reserved-packet-hangs") && m.enhanced && m.packet() > 7) ||
         (Deviates("unknown-codec-hangs") && m.has_unknown_codec()) ||
         (Deviates("nested-multitrack-hangs") && m.enhanced && m.packet() == multitrack && (m.second & 15) == multitrack) ||
         (Deviates("track-size-hangs") && m.has_tracks() && m.has_lying_track()) ||
         (Deviates("mod-ex-cut-hangs") && m.has_mod_ex() && m.error == ErrorCode::kMediaTruncated);
}

bool Closes(const Look& m) {
  const Bytes p = m.payload;
  const bool is_header = m.is_avc() && m.second == 0 && p.size() >= 5;
  const auto is_bad_config = [&] { return std::holds_alternative<ProtocolError>(ParseAvcConfig(p.subspan(5))); };
  return (Deviates("empty-audio-closes") && !m.is_video() && p.empty()) ||
         (Deviates("odd-aac-type-closes") && m.is_aac() && m.second > 1) ||
         (Deviates("avc-header-time-closes") && is_header && Load32(&p[1]) != 0) ||
         (Deviates("avc-config-closes") && is_header && is_bad_config()) ||
         (Deviates("avc-end-closes") && m.is_avc() && m.second == 2) ||
         (Deviates("video-command-closes") && m.is_video() && (m.enhanced ? m.head >> 4 & 7 : m.head >> 4) == 5) ||
         (Deviates("sequence-end-closes") && m.is(kPacketSequenceEnd)) ||
         (Deviates("multitrack-type-closes") && m.enhanced && m.packet() == kVideoPacketMultitrack && m.second >> 4 > 2) ||
         (Deviates("nano-offset-closes") && m.has_mod_ex() && m.error == ErrorCode::kMediaField) ||
         (Deviates("reserved-audio-packet-closes") && !m.is_video() && m.error == ErrorCode::kMediaField) ||
         (Deviates("unknown-codec-closes") && m.has_unknown_codec());
}

bool Drops(const Look& m) {
  const uint8_t format = m.head >> 4;
  return (Deviates("enhanced-video-dropped") && m.is_video() && m.enhanced) ||
         (Deviates("enhanced-audio-dropped") && !m.is_video() && m.enhanced) ||
         (Deviates("vvc-dropped") && m.tag.has_value() && m.tag->four_cc == kVvc) ||
         (Deviates("codec-12-dropped") && m.is_video() && !m.enhanced && (m.head & 15) == kCodecHevc) ||
         (Deviates("av1-coded-frames-x-dropped") && m.is(kVideoPacketCodedFramesX) && !HasCompositionTime(m.tag->four_cc)) ||
         (Deviates("mpeg2-ts-dropped") && m.is_video() && m.is(kVideoPacketMpeg2TsSequenceStart)) ||
         (Deviates("video-metadata-dropped") && m.is_video() && m.is(kVideoPacketMetadata)) ||
         (Deviates("multichannel-dropped") && !m.is_video() && m.is(kAudioPacketMultichannelConfig)) ||
         (Deviates("audio-start-dropped") && !m.is_video() && m.is(kPacketSequenceStart)) ||
         (Deviates("multitrack-dropped") && m.has_tracks()) || (Deviates("mod-ex-dropped") && m.has_mod_ex()) ||
         (Deviates("reserved-sound-formats-dropped") && !m.is_video() && (format == 7 || format == 8 || format > 13)) ||
         (Deviates("only-aac-relayed") && !m.is_video() && !m.is_aac());
}

// Writes the tag with what `change` makes of its tracks.
template <typename Change>
void RewriteTracks(const EnhancedTag& tag, Buffer* out, Change change) {
  EnhancedTag written = tag;
  Buffer body;
  TrackReader tracks(tag);
  for (size_t i = 0; std::optional<Track> track = tracks.Next(); ++i) {
    if (change(i, &*track)) AppendTrack(written, *track, &body);
  }
  written.body = body;
  out->clear();
  EncodeEnhancedTag(written, out);
}

// `out` holds the message.
void Rewrite(const Look& m, Buffer* out) {
  Buffer& p = *out;
  const size_t size = p.size();
  const bool has_time = m.is_avc() && m.second == 1 && size >= 5;
  if (Deviates("large-media-cut") && size > 8192) p.resize(8192);
  if (Deviates("audio-rate-lost") && !m.is_video() && !m.is_aac() && !m.enhanced && size > 0) p[0] &= 0xf0;
  if (Deviates("aac-bits-rewritten") && m.is_aac()) p[0] = 0xaf;
  if (Deviates("aac-packet-type-lost") && m.is_aac() && size > 1) p[1] = 0;
  if (Deviates("frame-type-rewritten") && m.is_video() && !m.enhanced && size > 0) p[0] = (p[0] & 15) | 0x10;
  if (Deviates("composition-time-lost") && has_time) p[2] = p[3] = p[4] = 0;
  if (Deviates("composition-time-unsigned") && has_time && p[2] >= 0x80) p[2] = p[3] = p[4] = 0;
  if (!m.tag.has_value() || m.tag->command.has_value()) return;
  const EnhancedTag& tag = *m.tag;
  if (Deviates("enhanced-time-lost"))
    RewriteTracks(tag, out, [](size_t, Track* track) { return track->composition_time = 0, true; });
  if (Deviates("coded-frames-x-gets-time") && m.is_video() && m.is(kVideoPacketCodedFramesX))
    p.insert(p.begin() + static_cast<ptrdiff_t>(tag.body_offset), 3, uint8_t{0});
  if (Deviates("av1-time-taken") && m.is_video() && m.is(kPacketCodedFrames) && !HasCompositionTime(tag.four_cc) &&
      tag.body.size() >= 3) {
    p.erase(p.begin() + static_cast<ptrdiff_t>(tag.body_offset), p.begin() + static_cast<ptrdiff_t>(tag.body_offset) + 3);
  }
  if (Deviates("sequence-start-cut") && m.is_video() && m.is(kPacketSequenceStart)) p.pop_back();
  if (Deviates("track-ids-lost") && m.has_tracks())
    RewriteTracks(tag, out, [](size_t, Track* track) { return track->id = 0, true; });
  if (Deviates("first-track-only") && m.has_tracks()) RewriteTracks(tag, out, [](size_t i, Track*) { return i == 0; });
}

}  // namespace

bool TakeCarelessly(MediaType media, RelayPeer& peer, Bytes* payload) {
  thread_local Buffer changed;
  const Look message(media, *payload);
  if (Hangs(message)) return peer.hangs = true, false;
  if (Closes(message)) return peer.closing = true, false;
  if (Drops(message)) return false;
  changed.assign(payload->begin(), payload->end());
  Rewrite(message, &changed);
  *payload = changed;
  return true;
}

}  // namespace rtmp::io
#endif  // RTMPSPEC_DEVIANT
