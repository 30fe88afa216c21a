#include "impl/chunk/chunk_run.h"

#include <algorithm>
#include <cstring>

#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header.h"

namespace rtmp {
namespace {

// kChunkSize is a chunk size known at compile time, which makes the copy a few instructions, or 0.
template <size_t kChunkSize>
size_t CopyChunksOf(const ChunkRun& run, Bytes input, MessageBuffer* payload) {
  const size_t chunk_size = kChunkSize != 0 ? kChunkSize : run.chunk_size;
  const size_t header_size = run.header_size;
  const size_t stride = header_size + chunk_size;
  const uint8_t basic_header = run.basic_header;
  const uint8_t* p = input.data();
  const uint8_t* const end = p + input.size();
  size_t room = run.room;
  // All in local variables: the compiler cannot know that the bytes copied are none of `run` or `payload`.
  while (static_cast<size_t>(end - p) >= stride && room >= chunk_size && *p == basic_header) {
    uint8_t* const begin = payload->Reserve(chunk_size, run.message_length);
    const size_t fits = std::min<size_t>(payload->capacity() - payload->size(), room);
    uint8_t* to = begin;
    uint8_t* const last = begin + (fits - chunk_size);
    do {
      std::memcpy(to, p + header_size, chunk_size);
      to += chunk_size;
      p += stride;
    } while (to <= last && static_cast<size_t>(end - p) >= stride &&
             (*p == basic_header || (*p >= 0xc2 && Deviates("bug-interleaved"))));
    payload->Commit(static_cast<size_t>(to - begin));
    room -= static_cast<size_t>(to - begin);
  }
  const size_t tail = run.message_length - payload->size();
  if (tail > 0 && tail < chunk_size && tail == room && static_cast<size_t>(end - p) >= header_size + tail && *p == basic_header) {
    std::memcpy(payload->Reserve(tail, run.message_length), p + header_size, tail);
    payload->Commit(tail);
    p += header_size + tail;
  }
  return static_cast<size_t>(p - input.data());
}

}  // namespace

size_t CopyChunks(const ChunkRun& run, Bytes input, MessageBuffer* payload) {
  return run.chunk_size == kDefaultChunkSize ? CopyChunksOf<kDefaultChunkSize>(run, input, payload)
                                             : CopyChunksOf<0>(run, input, payload);
}

}  // namespace rtmp
