// One chunk's header, exactly as it stands on the wire (RTMP 1.0 5.3.1): no state, no compression.
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_HEADER_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_HEADER_H_

#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

inline constexpr uint32_t kMinChunkStreamId = 2;
inline constexpr uint32_t kMaxChunkStreamId = 65599;
inline constexpr uint32_t kDefaultChunkSize = 128;       // 5.4.1
inline constexpr uint32_t kMaxMessageLength = 0xffffff;  // 5.3.1.2.1: 24 bits
inline constexpr uint32_t kExtendedTimestampMarker = 0xffffff;
// 3 bytes of basic header, 11 of message header, 4 of extended timestamp.
inline constexpr size_t kMaxChunkHeaderSize = 18;

// A header, whatever its type has of it.
struct ChunkHeader {
  uint8_t format = 0;             // "fmt", the chunk type 0..3
  uint8_t basic_header_size = 1;  // 1, 2 or 3: which form named the chunk stream (5.3.1.1)
  uint32_t chunk_stream_id = 0;
  // Fields that the chunk type carries; the others are 0.
  uint32_t timestamp_field = 0;    // types 0..2: the 24 bits as they stand
  uint32_t message_length = 0;     // types 0..1
  uint8_t message_type_id = 0;     // types 0..1
  uint32_t message_stream_id = 0;  // type 0
  bool has_extended_timestamp = false;
  uint32_t extended_timestamp = 0;

  // Types 0..2: the absolute timestamp (type 0) or the delta.
  uint32_t timestamp() const { return has_extended_timestamp ? extended_timestamp : timestamp_field; }
};

// Parses one header from the front of `input`. `extended_on_type3` says whether a type 3 chunk of chunk stream `csid` carries
// an extended timestamp; it is called with the id once it is known, and only for type 3.
// Returns the header's size, or 0 when `input` ends inside it.
size_t ParseChunkHeader(Bytes input, absl::FunctionRef<bool(uint32_t csid)> extended_on_type3, ChunkHeader* header);

// The smallest basic header that can name this chunk stream: 1, 2 or 3 bytes.
uint8_t SmallestBasicHeaderSize(uint32_t chunk_stream_id);

// Appends the header with the fields that its type carries, in the form basic_header_size asks for. Says just what it is told:
// fields that contradict each other are written as they are (tests and transcripts need that).
void AppendChunkHeader(const ChunkHeader& header, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_HEADER_H_
