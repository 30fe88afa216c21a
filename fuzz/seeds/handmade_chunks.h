// Chunk streams written by hand: what captures of well-behaved stacks never show.
#ifndef RTMPSPEC_FUZZ_SEEDS_HANDMADE_CHUNKS_H_
#define RTMPSPEC_FUZZ_SEEDS_HANDMADE_CHUNKS_H_

#include "absl/types/span.h"

namespace rtmp {

struct HandmadeSeed {
  const char* name;
  const char* hex;  // see ParseHex
};

absl::Span<const HandmadeSeed> HandmadeChunks();

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SEEDS_HANDMADE_CHUNKS_H_
