#include "impl/chunk/chunk_header.h"

#include "impl/bytes/byte_reader.h"
#include "impl/chunk/chunk_header_inline.h"

namespace rtmp {
namespace {

bool ReadBasicHeader(ByteReader& reader, ChunkHeader* header) {
  uint8_t first = 0;
  if (!reader.ReadU8(&first)) return false;
  header->format = first >> 6;
  const uint8_t id = first & 0x3f;
  if (id > kThreeByteForm) {
    header->basic_header_size = 1;
    header->chunk_stream_id = id;
    return true;
  }
  uint8_t low = 0;
  if (!reader.ReadU8(&low)) return false;
  header->basic_header_size = 2;
  header->chunk_stream_id = 64u + low;
  if (id == kTwoByteForm) return true;
  // The figure shows one 16-bit field, the formula puts the low byte first, as all peers do (RTMP-CB-05).
  uint8_t high = 0;
  if (!reader.ReadU8(&high)) return false;
  header->basic_header_size = 3;
  header->chunk_stream_id += 256u * high;
  return true;
}

}  // namespace

size_t ParseChunkHeader(Bytes input, absl::FunctionRef<bool(uint32_t csid)> extended_on_type3, ChunkHeader* header) {
  *header = ChunkHeader();
  ByteReader reader(input);
  if (!ReadBasicHeader(reader, header)) return 0;
  if (header->format == 3) {
    header->has_extended_timestamp = extended_on_type3(header->chunk_stream_id);
  } else {
    if (!reader.ReadU24(&header->timestamp_field)) return 0;
    // 5.3.1.2.1 says "greater than or equal", 5.3.1.3 "greater than": the first is meant (RTMP-XT-02).
    header->has_extended_timestamp = header->timestamp_field == kExtendedTimestampMarker;
  }
  if (header->format <= 1 && (!reader.ReadU24(&header->message_length) || !reader.ReadU8(&header->message_type_id))) return 0;
  if (header->format == 0 && !reader.ReadU32LittleEndian(&header->message_stream_id)) return 0;
  if (header->has_extended_timestamp && !reader.ReadU32(&header->extended_timestamp)) return 0;
  return reader.offset();
}

uint8_t SmallestBasicHeaderSize(uint32_t chunk_stream_id) {
  return chunk_stream_id < 64 ? 1 : chunk_stream_id < 64 + 256 ? 2 : 3;
}

void AppendChunkHeader(const ChunkHeader& header, Buffer* out) {
  uint8_t bytes[kMaxChunkHeaderSize];
  out->insert(out->end(), bytes, WriteChunkHeader(header, bytes));
}

}  // namespace rtmp
