// A chunk stream decoded as the specification spells it out (RTMP 1.0 5.3, 5.4.1, 5.4.2): whole input, one chunk after the other,
// a map of chunk streams, nothing fast. What ChunkDecoder is held against.
#ifndef RTMPSPEC_FUZZ_SUPPORT_LITERAL_CHUNKS_H_
#define RTMPSPEC_FUZZ_SUPPORT_LITERAL_CHUNKS_H_

#include <optional>
#include <vector>

#include "fuzz/support/chunk_messages.h"

namespace rtmp {

struct LiteralChunks {
  std::vector<OwnedMessage> messages;
  std::optional<ErrorCode> error;
  uint64_t error_offset = 0;
};

// Of `options` the longest message and the way to take extended timestamps count.
LiteralChunks DecodeLiterally(const ChunkDecoderOptions& options, Bytes stream);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_LITERAL_CHUNKS_H_
