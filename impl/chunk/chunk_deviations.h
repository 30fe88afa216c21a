// Deviations of a decoder (impl/bytes/deviation.h): what it may take wrongly from a chunk's header. They stand here together, to
// keep them out of the way that every chunk passes. For this folder only.
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_DEVIATIONS_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_DEVIATIONS_H_

#include <algorithm>
#include <cstdint>

#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_header.h"
#include "impl/chunk/chunk_stream_table.h"

namespace rtmp {

// The chunk stream id that is read.
inline uint32_t StreamIdOf(const ChunkHeader& header) {
  const uint32_t id = header.chunk_stream_id;
  if (!Deviates("bug-three-byte-header") || header.basic_header_size != 3) return id;
  return 64 + ((id - 64) % 256 * 256 + (id - 64) / 256);
}

// Whether a type 0, 1 or 2 chunk of any chunk stream below 64 had an extended timestamp.
inline bool AnyHasExtended(const ChunkStreamTable& streams) {
  for (uint32_t id = kMinChunkStreamId; id < 64; ++id) {
    if (const ChunkStream* stream = streams.Find(id); stream != nullptr && stream->has_extended_timestamp) return true;
  }
  return false;
}

// Refuses what there is no reason to refuse.
inline bool RefusesHeader(const ChunkHeader& header, const ChunkStreamTable& streams) {
  const bool is_new = streams.Find(header.chunk_stream_id) == nullptr;
  return (Deviates("late-beginning-refused") && is_new && header.timestamp() > 100'000'000) ||
         (Deviates("small-extended-refused") && header.format <= 2 && header.has_extended_timestamp &&
          header.extended_timestamp < kExtendedTimestampMarker) ||
         (Deviates("ids-above-65535-refused") && header.chunk_stream_id > 65535) ||
         (Deviates("eight-chunk-streams") && is_new && streams.size() >= 8) ||
         (Deviates("long-messages-refused") && header.message_length > 1'000'000);
}

// Memory by the length that a header announces.
inline void AllocateWhatIsPromised(ChunkStream* stream) {
  stream->payload = MessageBuffer();
  if (stream->message_length > 0) stream->payload.Allocate(stream->message_length);
}

// Whether media whose last byte has not come is handed out.
inline bool IsHandedOutEarly(const ChunkStream& stream) {
  const bool media = stream.message_type_id == 8 || stream.message_type_id == 9;
  return Deviates("media-out-before-its-last-byte") && media && stream.payload.size() + 1 == stream.message_length;
}

// Whether a SetChunkSize or an Abort has no effect; `value` may be changed to what is read in its place.
inline bool IgnoresControl(const RawMessage& message, uint32_t chunk_size, bool inside_message, uint32_t* value) {
  if (Deviates("timed-control-ignored") && message.timestamp != 0) return true;
  if (Deviates("control-elsewhere-ignored") && message.chunk_stream_id != 2) return true;
  if (message.type_id == 2) return Deviates("abort-ignored");
  if (Deviates("chunk-size-in-31-bits")) *value &= 0x7fffffff;
  if (Deviates("chunk-size-in-24-bits")) *value &= 0xffffff;
  return (Deviates("chunk-size-zero-ignored") && *value == 0) ||
         (Deviates("bug-chunk-size-shrinks") && *value != 0 && *value < chunk_size) ||
         (Deviates("first-chunk-size-counts") && chunk_size != kDefaultChunkSize) ||
         (Deviates("chunk-size-not-inside-message") && inside_message);
}

// Refuses one that there is no reason to refuse.
inline bool RefusesControl(const RawMessage& message, uint32_t value, const ChunkStreamTable& streams) {
  if (Deviates("long-control-refused") && message.payload.size() > 4) return true;
  if (message.type_id == 1) return Deviates("small-chunk-size-refused") && value < kDefaultChunkSize;
  return Deviates("abort-of-nothing-refused") && (streams.Find(value) == nullptr || !streams.Find(value)->in_message);
}

// Made of a chunk stream before a header changes it.
class HeaderDeviation {
 public:
  explicit HeaderDeviation(const ChunkStream& stream)
      : timestamp_(stream.timestamp),
        message_length_(stream.message_length),
        message_stream_id_(stream.message_stream_id),
        message_type_id_(stream.message_type_id),
        had_timestamp_(stream.had_timestamp),
        has_extended_timestamp_(stream.has_extended_timestamp) {}

  // Behind what `header` changed, and before its delta is added.
  void Apply(const ChunkHeader& header, bool begins_message, ChunkStream* stream) const {
    ApplyToMessage(header, stream);
    if (header.format <= 2) ApplyToExtended(header, stream);
    if (begins_message) ApplyToTime(header, stream);
    if (Deviates("continuation-adds-delta") && !begins_message && !stream->had_timestamp) stream->timestamp += stream->delta;
  }

 private:
  static bool IsMedia(uint8_t type_id) { return type_id == 8 || type_id == 9; }

  void ApplyToMessage(const ChunkHeader& header, ChunkStream* stream) const {
    const bool media = IsMedia(stream->message_type_id);
    if (header.format == 0 && media && Deviates("type0-keeps-message-stream") && message_stream_id_ != 0) {
      stream->message_stream_id = message_stream_id_;
    }
    if (header.format == 1) {
      if (Deviates("type1-keeps-length") && stream->message_type_id == 8) stream->message_length = message_length_;
      if (Deviates("type1-keeps-type") && media) stream->message_type_id = message_type_id_;
      if (Deviates("type1-goes-to-stream-1") && media) stream->message_stream_id = 1;
    }
    if (header.format == 2 && Deviates("type2-without-message-stream")) stream->message_stream_id = 0;
    if (header.format == 2 && Deviates("type2-halves-length")) stream->message_length /= 2;
    if (header.format == 2 && Deviates("type2-behind-type1-changes-type") && media && !had_timestamp_)
      stream->message_type_id ^= 1;
    if (header.format <= 1 && Deviates("empty-message-has-a-byte")) stream->message_length = std::max(1u, stream->message_length);
  }

  void ApplyToExtended(const ChunkHeader& header, ChunkStream* stream) const {
    if (Deviates("type3-never-extended")) stream->has_extended_timestamp = false;
    if (Deviates("extended-stays")) stream->has_extended_timestamp |= has_extended_timestamp_;
    if (Deviates("extended-by-sum") && header.format != 0 && stream->timestamp + stream->delta >= kExtendedTimestampMarker) {
      stream->has_extended_timestamp = true;
    }
    if (Deviates("extended-delta-is-time") && header.format != 0 && header.has_extended_timestamp) stream->timestamp = 0;
  }

  // stream->timestamp is that of the message before, or 0 behind type 0.
  void ApplyToTime(const ChunkHeader& header, ChunkStream* stream) const {
    const uint32_t delta = stream->delta;
    if (header.format == 0) {
      if (Deviates("time-never-goes-back")) stream->delta = std::max(delta, timestamp_);
      if (Deviates("time-has-31-bits")) stream->delta &= 0x7fffffff;
      return;
    }
    if (Deviates("time-stops-at-wrap") && stream->timestamp + delta < delta) stream->timestamp = 0xffffffff - delta;
    if (header.format == 1 && Deviates("type1-carries-time")) stream->timestamp = 0;
    if (header.format == 2 && Deviates("delta-twice-behind-type2")) {
      stream->timestamp -= delta;  // right for this message, and 2 * delta for each that follows by type 3
      stream->delta = 2 * delta;
    }
    if (header.format != 3) return;
    if (Deviates("type3-adds-nothing") && !stream->had_timestamp) stream->timestamp -= delta;
    if (Deviates("type3-behind-type0-adds-nothing") && stream->had_timestamp) stream->timestamp -= delta;
    if (Deviates("type3-behind-extended-adds-nothing") && header.has_extended_timestamp) stream->timestamp -= delta;
  }

  const uint32_t timestamp_;
  const uint32_t message_length_;
  const uint32_t message_stream_id_;
  const uint8_t message_type_id_;
  const bool had_timestamp_;
  const bool has_extended_timestamp_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_DEVIATIONS_H_
