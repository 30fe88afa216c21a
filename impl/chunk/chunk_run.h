// The short way through a long message: its chunks, one behind the other, nothing between them. For this folder only.
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_RUN_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_RUN_H_

#include <cstddef>
#include <cstdint>

#include "impl/bytes/bytes.h"
#include "impl/chunk/message_buffer.h"

namespace rtmp {

// What every chunk of the run looks like.
struct ChunkRun {
  uint8_t basic_header = 0;  // of type 3, one byte
  size_t header_size = 0;    // with the extended timestamp, whose value is not looked at
  size_t chunk_size = 0;
  uint32_t message_length = 0;
  size_t room = 0;  // payload bytes that may be taken, at most those that the message lacks
};

// Appends to `payload` the whole chunks that `input` begins with, the message's last and shorter one included, until something
// else comes or `room` ends. Returns the bytes taken; what follows them is for whoever reads headers one by one.
size_t CopyChunks(const ChunkRun& run, Bytes input, MessageBuffer* payload);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_RUN_H_
