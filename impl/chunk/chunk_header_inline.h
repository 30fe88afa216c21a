// Chunk headers where nothing has to be checked on the way, because the memory for a whole one is there. Inline: nearly every
// chunk in either direction passes here. For this folder only.
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_HEADER_INLINE_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_HEADER_INLINE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "impl/bytes/big_endian.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header.h"

namespace rtmp {

// The 6-bit values that stand for a longer basic header (5.3.1.1).
inline constexpr uint8_t kTwoByteForm = 0;
inline constexpr uint8_t kThreeByteForm = 1;

// ParseChunkHeader for at least kMaxChunkHeaderSize bytes at `begin`: the same header, the same size. The form that every peer
// uses is asked for first.
template <typename ExtendedOnType3>
size_t ParseWholeChunkHeader(const uint8_t* begin, ExtendedOnType3 extended_on_type3, ChunkHeader* header) {
  const uint8_t* p = begin + 1;
  header->format = *begin >> 6;
  header->basic_header_size = 1;
  header->chunk_stream_id = *begin & 0x3f;
  if (header->chunk_stream_id <= kThreeByteForm) {
    // The figure shows one 16-bit field, the formula puts the low byte first, as all peers do (RTMP-CB-05).
    const bool three = header->chunk_stream_id == kThreeByteForm;
    header->basic_header_size = three ? 3 : 2;
    header->chunk_stream_id = 64u + p[0] + (three ? 256u * p[1] : 0);
    p += three ? 2 : 1;
  }
  if (header->format == 3) {
    header->has_extended_timestamp = extended_on_type3(header->chunk_stream_id);
  } else {
    header->timestamp_field = Load24(p);
    p += 3;
    // 5.3.1.2.1 says "greater than or equal", 5.3.1.3 "greater than": the first is meant (RTMP-XT-02).
    header->has_extended_timestamp = header->timestamp_field == kExtendedTimestampMarker;
    if (header->format <= 1) {
      header->message_length = Load24(p);
      header->message_type_id = p[3];
      p += 4;
    }
    if (header->format == 0) {
      header->message_stream_id = Load32LittleEndian(p);
      p += 4;
    }
  }
  if (header->has_extended_timestamp) {
    header->extended_timestamp = Load32(p);
    p += 4;
  }
  return static_cast<size_t>(p - begin);
}

// Whether what is here of a type 3 chunk's extended timestamp could be `extended_timestamp`. `chunk` holds the basic header.
inline bool ContinuesWithExtendedTimestamp(Bytes chunk, uint32_t extended_timestamp) {
  const uint8_t id = chunk[0] & 0x3f;
  const size_t begin = id == kTwoByteForm ? 2 : id == kThreeByteForm ? 3 : 1;
  const size_t end = std::min(begin + 4, chunk.size());
  if (end < begin + 4 && Deviates("bug-extended-by-cut")) return false;
  for (size_t i = begin; i < end; ++i) {
    if (chunk[i] != static_cast<uint8_t>(extended_timestamp >> 8 * (3 - (i - begin)))) return false;
  }
  return true;
}

// AppendChunkHeader into at least kMaxChunkHeaderSize bytes at `out`; returns the header's end.
inline uint8_t* WriteChunkHeader(const ChunkHeader& header, uint8_t* out) {
  const auto format = static_cast<uint8_t>(header.format << 6);
  if (header.basic_header_size == 1) {
    *out++ = static_cast<uint8_t>(format | (header.chunk_stream_id & 0x3f));
  } else {
    const bool three = header.basic_header_size == 3;
    const uint32_t offset_id = header.chunk_stream_id - 64;
    *out++ = format | (three ? kThreeByteForm : kTwoByteForm);
    *out++ = static_cast<uint8_t>(offset_id);
    if (three) *out++ = static_cast<uint8_t>(offset_id >> 8);
  }
  if (header.format <= 2) {
    Store24(header.timestamp_field, out);
    out += 3;
  }
  if (header.format <= 1) {
    Store24(header.message_length, out);
    out[3] = header.message_type_id;
    out += 4;
  }
  if (header.format == 0) {
    Store32LittleEndian(header.message_stream_id, out);
    out += 4;
  }
  if (header.has_extended_timestamp) {
    Store32(header.extended_timestamp, out);
    out += 4;
  }
  return out;
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_HEADER_INLINE_H_
