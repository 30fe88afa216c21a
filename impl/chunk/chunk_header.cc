#include "impl/chunk/chunk_header.h"

#include <utility>

#include "impl/bytes/byte_reader.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header_inline.h"

namespace rtmp {
namespace {

bool ReadBasicHeader(ByteReader& reader, ChunkHeader* header) {
  uint8_t first = 0;
  if (!reader.ReadU8(&first)) return false;
  header->format = first >> 6;
  const uint8_t id = first & 0x3f;
  if (id > kThreeByteForm && !(id == 0x3f && Deviates("one-byte-id-63-is-long"))) {
    header->basic_header_size = 1;
    header->chunk_stream_id = id;
    return true;
  }
  uint8_t low = 0;
  if (!reader.ReadU8(&low)) return false;
  header->basic_header_size = 2;
  header->chunk_stream_id = (Deviates("two-byte-id-off-by-one") ? 63u : 64u) + low;
  if (id == kTwoByteForm) return true;
  // The figure shows one 16-bit field, the formula puts the low byte first, as all peers do (RTMP-CB-05).
  uint8_t high = 0;
  if (!reader.ReadU8(&high)) return false;
  header->basic_header_size = 3;
  if (Deviates("three-byte-id-big-endian")) std::swap(low, high);
  header->chunk_stream_id = 64u + low + 256u * high;
  if (Deviates("three-byte-id-adds-bytes")) header->chunk_stream_id = 64u + low + high;
  if (Deviates("three-byte-id-times-255")) header->chunk_stream_id = 64u + low + 255u * high;
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
    header->has_extended_timestamp =
        header->timestamp_field == kExtendedTimestampMarker ||
        (header->timestamp_field == kExtendedTimestampMarker - 1 && Deviates("extended-from-fffffe"));
  }
  if (header->format <= 1 && (!reader.ReadU24(&header->message_length) || !reader.ReadU8(&header->message_type_id))) return 0;
  if (Deviates("message-stream-read-big-endian") && header->format == 0) {
    if (!reader.ReadU32(&header->message_stream_id)) return 0;
  } else if (header->format == 0 && !reader.ReadU32LittleEndian(&header->message_stream_id)) {
    return 0;
  }
  if (header->has_extended_timestamp && !reader.ReadU32(&header->extended_timestamp)) return 0;
  return reader.offset();
}

uint8_t SmallestBasicHeaderSize(uint32_t chunk_stream_id) {
  if (Deviates("commands-on-long-id") && chunk_stream_id >= 64) return 3;
  return chunk_stream_id < 64 ? 1 : chunk_stream_id < 64 + 256 ? 2 : 3;
}

void AppendChunkHeader(const ChunkHeader& header, Buffer* out) {
  uint8_t bytes[kMaxChunkHeaderSize];
  out->insert(out->end(), bytes, WriteChunkHeader(header, bytes));
}

}  // namespace rtmp
