// The custom mutator of targets that read a connection's bytes: beside what the engine does to bytes, it puts whole messages in,
// where a message may begin, one or a run of the same, and it changes the options at the end. A sequence of commands from any
// start is a few such steps away; by chance alone it takes minutes.
#ifndef RTMPSPEC_FUZZ_SUPPORT_MESSAGE_MUTATOR_H_
#define RTMPSPEC_FUZZ_SUPPORT_MESSAGE_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "impl/bytes/bytes.h"

// The engine's own mutation; a program without one never calls a mutator.
extern "C" __attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace rtmp {

// What the mutator puts in: a handshake, and each message of pair_messages.h on the connection and on stream 1, in chunks.
const std::vector<Buffer>& ClientStream();
const std::vector<Buffer>& ServerStream();

// libFuzzer's contract: changes data[0, size) in place, returns the new size, at most `max_size`. `seed` decides everything.
size_t MutateMessages(const std::vector<Buffer>& messages, uint8_t* data, size_t size, size_t max_size, unsigned seed);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_MESSAGE_MUTATOR_H_
