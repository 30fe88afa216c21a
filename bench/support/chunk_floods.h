// Chunk streams as a hostile peer would send them: what bench/linear_work and bench/growth double.
#ifndef RTMPSPEC_BENCH_SUPPORT_CHUNK_FLOODS_H_
#define RTMPSPEC_BENCH_SUPPORT_CHUNK_FLOODS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "impl/chunk/chunk_encoder.h"
#include "impl/message/message.h"

namespace rtmp::bench {

inline RawMessage Message(uint32_t chunk_stream_id, uint8_t type_id, uint32_t message_stream_id, Bytes payload) {
  RawMessage message;
  message.chunk_stream_id = chunk_stream_id;
  message.type_id = type_id;
  message.message_stream_id = message_stream_id;
  message.payload = payload;
  return message;
}

inline void AppendChunkSize(uint32_t size, ChunkEncoder* encoder, Buffer* out) {
  Buffer payload;
  EncodeControlMessage(SetChunkSize{size}, &payload);
  encoder->Encode(Message(2, 1, 0, payload), out);
  encoder->set_chunk_size(size);
}

// One message of n bytes behind the SetChunkSize that it needs.
inline auto OneMessage(uint32_t chunk_size) {
  return [chunk_size](size_t n) {
    Buffer stream;
    ChunkEncoder encoder;
    AppendChunkSize(chunk_size, &encoder, &stream);
    encoder.Encode(Message(6, 9, 1, Buffer(n, 0x5a)), &stream);
    return stream;
  };
}

// `count` messages of `size` bytes, each on a chunk stream of its own, a chunk of 128 bytes of each in turn; the last chunks are
// left out unless `whole`.
inline Buffer Interleaved(size_t count, size_t size, uint32_t first_csid, bool whole) {
  std::vector<Buffer> messages(count);
  for (size_t i = 0; i < count; ++i) {
    ChunkEncoder().Encode(Message(first_csid + static_cast<uint32_t>(i), 9, 1, Buffer(size, 0x5a)), &messages[i]);
  }
  Buffer stream;
  std::vector<size_t> at(count);
  const size_t chunks = (size + 127) / 128;
  for (size_t chunk = 0; chunk + (whole ? 0 : 1) < chunks; ++chunk) {
    for (size_t i = 0; i < count; ++i) {
      const size_t basic = first_csid + i < 64 ? 1 : first_csid + i < 320 ? 2 : 3;
      const size_t length = std::min<size_t>(basic + (chunk == 0 ? 11 : 0) + 128, messages[i].size() - at[i]);
      stream.insert(stream.end(), messages[i].begin() + static_cast<std::ptrdiff_t>(at[i]),
                    messages[i].begin() + static_cast<std::ptrdiff_t>(at[i] + length));
      at[i] += length;
    }
  }
  return stream;
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_CHUNK_FLOODS_H_
