#include "impl/chunk/chunk_encoder.h"

#include <algorithm>

#include "impl/chunk/chunk_header.h"

namespace rtmp {
namespace {

// Inline where it matters: a continuation's header is one byte nearly always.
void AppendBytes(Bytes bytes, Buffer* out) {
  if (bytes.size() == 1) {
    out->push_back(bytes[0]);
  } else {
    out->insert(out->end(), bytes.begin(), bytes.end());
  }
}

}  // namespace

void ChunkEncoder::Encode(const RawMessage& message, Buffer* out) {
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
  } else if (previous.type_id != message.type_id || previous.message_length != length) {
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
  previous = Previous{true, header.format != 0, message.type_id, message.timestamp, delta, length, message.message_stream_id};

  const size_t chunk_size = chunk_size_;
  const size_t chunks = length == 0 ? 1 : (length + chunk_size - 1) / chunk_size;
  const size_t continuation_size = header.basic_header_size + (header.has_extended_timestamp ? 4 : 0);
  const size_t needed = out->size() + kMaxChunkHeaderSize + length + (chunks - 1) * continuation_size;
  // At least doubled, so that many small messages do not copy what is there each time.
  if (out->capacity() < needed) out->reserve(std::max(needed, 2 * out->capacity()));
  AppendChunkHeader(header, out);
  Bytes rest = message.payload;
  const Bytes first = rest.subspan(0, chunk_size);
  out->insert(out->end(), first.begin(), first.end());
  rest.remove_prefix(first.size());
  if (rest.empty()) return;

  header.format = 3;
  continuation_.clear();
  AppendChunkHeader(header, &continuation_);
  for (; rest.size() > chunk_size; rest.remove_prefix(chunk_size)) {
    AppendBytes(continuation_, out);
    out->insert(out->end(), rest.begin(), rest.begin() + chunk_size);
  }
  AppendBytes(continuation_, out);
  out->insert(out->end(), rest.begin(), rest.end());
}

}  // namespace rtmp
