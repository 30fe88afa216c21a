// Well-formed messages for a pair to meddle with: those that move states, and those that should not.
#ifndef RTMPSPEC_FUZZ_SUPPORT_PAIR_MESSAGES_H_
#define RTMPSPEC_FUZZ_SUPPORT_PAIR_MESSAGES_H_

#include <cstdint>
#include <utility>

#include "impl/bytes/bytes.h"

namespace rtmp {

// How many a client, and a server, has to say.
inline constexpr uint8_t kClientMessages = 32, kServerMessages = 24;

// Type and payload of one that clients send, and of one that servers send; `which` is taken modulo their number.
std::pair<uint8_t, Buffer> ClientMessage(uint8_t which, uint32_t message_stream_id);
std::pair<uint8_t, Buffer> ServerMessage(uint8_t which, uint32_t message_stream_id);

// One of them in chunks of the initial size that need nothing from before.
Buffer InChunks(const std::pair<uint8_t, Buffer>& message, uint32_t message_stream_id);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_PAIR_MESSAGES_H_
