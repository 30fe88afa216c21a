#include "impl/chunk/chunk_encoder.h"

#include <algorithm>
#include <cstring>

#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header.h"
#include "impl/chunk/chunk_header_inline.h"

namespace rtmp {
namespace {

// A type 3 chunk's header: basic header and extended timestamp.
constexpr size_t kMaxContinuationHeaderSize = 3 + 4;

// The short way through a long message: a header of one byte before each chunk. kChunkSize is a chunk size known at compile time,
// which makes the copy a few instructions, or 0.
template <size_t kChunkSize>
uint8_t* WriteWholeChunks(uint8_t header, size_t any_chunk_size, Bytes* payload, uint8_t* out) {
  const size_t chunk_size = kChunkSize != 0 ? kChunkSize : any_chunk_size;
  const uint8_t* from = payload->data();
  size_t left = payload->size();
  for (; left >= chunk_size; left -= chunk_size) {
    *out = header;
    std::memcpy(out + 1, from, chunk_size);
    out += 1 + chunk_size;
    from += chunk_size;
  }
  *payload = Bytes(from, left);
  return out;
}

uint8_t* CopyBytes(Bytes bytes, uint8_t* out) {
  if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
  return out + bytes.size();
}

// For deviations: the header of a message, not longer than the right one would be in the worst case.
void DeviateFrom(const RawMessage& message, bool used, bool fits_delta, uint32_t delta, ChunkHeader* header) {
  if (Deviates("chunk-stream-begins-with-type1") && !used) header->format = 1;
  if (Deviates("always-type0")) header->format = 0;
  if (Deviates("time-back-by-delta") && used && !fits_delta) header->format = 1;
  const uint32_t time = header->format == 0 ? message.timestamp : delta;
  header->has_extended_timestamp = time >= kExtendedTimestampMarker;
  if (Deviates("extended-only-beyond-ffffff") && time == kExtendedTimestampMarker) header->has_extended_timestamp = false;
  if (Deviates("extended-never-sent")) header->has_extended_timestamp = false;
  if (Deviates("extended-always-sent") && message.payload.size() <= kDefaultChunkSize) header->has_extended_timestamp = true;
  header->timestamp_field = header->has_extended_timestamp ? kExtendedTimestampMarker : time & 0xffffff;
  header->extended_timestamp = time;
  if (Deviates("message-stream-sent-big-endian")) {
    uint8_t bytes[4];
    Store32(header->message_stream_id, bytes);
    header->message_stream_id = Load32LittleEndian(bytes);
  }
}

}  // namespace

size_t ChunkEncoder::MostBytes(const RawMessage& message) const {
  const size_t length = message.payload.size();
  const size_t continuations = length <= chunk_size_ ? 0 : (length - 1) / chunk_size_;
  const size_t header_size = message.chunk_stream_id < 64 && message.timestamp < kExtendedTimestampMarker && !kMayDeviate
                                 ? 1
                                 : kMaxContinuationHeaderSize;
  return kMaxChunkHeaderSize + length + continuations * header_size;
}

uint8_t* ChunkEncoder::Write(const RawMessage& message, uint8_t* out) {
  Previous& previous = PreviousOn(message.chunk_stream_id);
  const auto length = static_cast<uint32_t>(message.payload.size());
  ChunkHeader header;
  header.chunk_stream_id = message.chunk_stream_id;
  header.basic_header_size = SmallestBasicHeaderSize(message.chunk_stream_id);
  header.message_length = length;
  header.message_type_id = message.type_id;
  header.message_stream_id = message.message_stream_id;
  const uint32_t delta = message.timestamp - previous.timestamp;
  // A delta needs the extended field from 0xffffff on. Some receivers take that field for a timestamp (RTMP-XT-06), so such a
  // jump, which is hours long, is sent as one.
  const bool fits_delta = message.timestamp >= previous.timestamp && delta < kExtendedTimestampMarker;
  if (!previous.used || previous.message_stream_id != message.message_stream_id || !fits_delta) {
    header.format = 0;
  } else if (previous.type_id != message.type_id || (previous.message_length != length && !Deviates("bug-reused-length"))) {
    header.format = 1;
  } else if (!previous.delta_was_sent || previous.delta != delta) {
    header.format = 2;
  } else {
    header.format = 3;
  }
  const uint32_t time = header.format == 0 ? message.timestamp : delta;
  header.has_extended_timestamp = time >= kExtendedTimestampMarker;
  header.timestamp_field = std::min(time, kExtendedTimestampMarker);
  header.extended_timestamp = time;
  if (kMayDeviate) DeviateFrom(message, previous.used, fits_delta, delta, &header);
  previous = Previous{true, header.format != 0, message.type_id, message.timestamp, delta, length, message.message_stream_id};

  out = WriteChunkHeader(header, out);
  Bytes rest = message.payload;
  const Bytes first = rest.subspan(0, chunk_size_);
  out = CopyBytes(first, out);
  rest.remove_prefix(first.size());
  if (rest.empty()) return out;

  header.format = Deviates("continuations-have-type2") ? 2 : 3;
  if (Deviates("continuations-without-extended") || Deviates("bug-extended-continuation")) header.has_extended_timestamp = false;
  uint8_t continuation[kMaxChunkHeaderSize];
  const Bytes next(continuation, WriteChunkHeader(header, continuation) - continuation);
  if (next.size() == 1) {
    out = chunk_size_ == kDefaultChunkSize ? WriteWholeChunks<kDefaultChunkSize>(next[0], 0, &rest, out)
                                           : WriteWholeChunks<0>(next[0], chunk_size_, &rest, out);
  }
  while (!rest.empty()) {
    const Bytes chunk = rest.subspan(0, chunk_size_);
    out = CopyBytes(chunk, CopyBytes(next, out));
    rest.remove_prefix(chunk.size());
  }
  return out;
}

void ChunkEncoder::Encode(const RawMessage& message, Buffer* out) {
  const size_t begin = out->size();
  const size_t most = begin + MostBytes(message);
  // At least doubled, so that many small messages do not copy what is there each time.
  if (out->capacity() < most) out->reserve(std::max(most, 2 * out->capacity()));
  out->resize(most);
  out->resize(static_cast<size_t>(Write(message, out->data() + begin) - out->data()));
}

}  // namespace rtmp
