// The body of an audio or video message with the header of Enhanced RTMP ("Enhanced Video", "Enhanced Audio").
//
//   const auto parsed = ParseEnhancedTag(MediaType::kVideo, message);
//   if (const auto* tag = std::get_if<EnhancedTag>(&parsed)) {
//     TrackReader tracks(*tag);                   // one track where the message is no multitrack
//     while (const std::optional<Track> track = tracks.Next()) Handle(*track);
//     if (tracks.error().has_value()) ...
//   }
#ifndef RTMPSPEC_IMPL_MEDIA_ENHANCED_TAG_H_
#define RTMPSPEC_IMPL_MEDIA_ENHANCED_TAG_H_

#include <cstdint>
#include <optional>
#include <variant>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/media/video_tag.h"

namespace rtmp {

enum class MediaType : uint8_t { kAudio, kVideo };

// Both: 0, 1, 2 and 7 mean the same.
inline constexpr uint8_t kPacketSequenceStart = 0;
inline constexpr uint8_t kPacketCodedFrames = 1;
inline constexpr uint8_t kPacketSequenceEnd = 2;
inline constexpr uint8_t kPacketModEx = 7;
inline constexpr uint8_t kVideoPacketCodedFramesX = 3;
inline constexpr uint8_t kVideoPacketMetadata = 4;
inline constexpr uint8_t kVideoPacketMpeg2TsSequenceStart = 5;
inline constexpr uint8_t kVideoPacketMultitrack = 6;
inline constexpr uint8_t kAudioPacketMultichannelConfig = 4;
inline constexpr uint8_t kAudioPacketMultitrack = 5;

enum class MultitrackType : uint8_t { kOneTrack = 0, kManyTracks = 1, kManyTracksManyCodecs = 2 };

inline constexpr uint8_t kModExTimestampOffsetNano = 0;
inline constexpr uint32_t kMaxNanoOffset = 999'999;

// A message, its header in fields; views into it.
struct EnhancedTag {
  MediaType media = MediaType::kVideo;
  FrameType frame_type = FrameType::kKey;  // video; to be ignored with Metadata
  uint8_t packet_type = 0;                 // what it is at last, behind ModEx and Multitrack
  std::optional<uint32_t> nano_offset;     // of TimestampOffsetNano: nanoseconds to be added to the timestamp
  std::optional<MultitrackType> multitrack;
  std::optional<uint8_t> command;  // video commands: then there is no FourCC and no body (ERTMP-11)
  uint32_t four_cc = 0;            // 0 with kManyTracksManyCodecs and with a command
  Bytes mod_ex;                    // ModEx as it came, see ModExReader; empty: none
  Bytes body;                      // behind the header: see TrackReader
  size_t body_offset = 0;          // in the message
};

// Errors: kMediaTruncated; kMediaField for a reserved packet, multitrack or frame type, for Multitrack or ModEx inside of
// Multitrack (ERTMP-16), and for a TimestampOffsetNano of fewer than three bytes or above kMaxNanoOffset (ERTMP-25; of more bytes
// the first three count, A43). Unknown FourCCs and ModEx types are kept. Linear in the message; allocates nothing. Video:
// requires IsEnhancedVideo. Audio: sound format 9.
std::variant<EnhancedTag, ProtocolError> ParseEnhancedTag(MediaType media, Bytes message);
void EncodeEnhancedTag(const EnhancedTag& tag, Buffer* out);

// The parts of EnhancedTag::mod_ex in their order.
class ModExReader {
 public:
  // One ModEx.
  struct Part {
    uint8_t type = 0;
    Bytes data;  // 1..65536 bytes
  };
  explicit ModExReader(Bytes mod_ex) : rest_(mod_ex) {}
  std::optional<Part> Next();

 private:
  Bytes rest_;
};
// Appends a part to what becomes EnhancedTag::mod_ex. `data` has 1..65536 bytes; what is more is cut.
void AppendModEx(uint8_t type, Bytes data, Buffer* mod_ex);
// Three bytes, big-endian.
void AppendNanoOffset(uint32_t nanoseconds, Buffer* mod_ex);

// What a message says of one track.
struct Track {
  uint8_t id = 0;  // 0 where the message is no multitrack
  uint32_t four_cc = 0;
  int32_t composition_time = 0;  // CodedFrames of avc1, hvc1 and vvc1, milliseconds (ERTMP-05); else 0
  Bytes data;                    // coded frames, configuration record, AMF of Metadata, ...
};

// The tracks of a message. Each has the tag's packet type.
class TrackReader {
 public:
  // `tag` must outlive the reader.
  explicit TrackReader(const EnhancedTag& tag) : tag_(tag), rest_(tag.body) {}
  // Nothing at the end, and after an error. A track that is longer than the message, or that ends inside of its composition time,
  // is kMediaTruncated; offsets are those in the message.
  std::optional<Track> Next();
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  size_t offset() const { return tag_.body_offset + (tag_.body.size() - rest_.size()); }
  const EnhancedTag& tag_;
  Bytes rest_;
  bool began_ = false;
  std::optional<ProtocolError> error_;
};

// Appends a track to what becomes EnhancedTag::body of a tag that has the other fields already.
void AppendTrack(const EnhancedTag& tag, const Track& track, Buffer* body);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MEDIA_ENHANCED_TAG_H_
