// Well-formed messages for a pair to meddle with: those that move states, and those that should not.
#ifndef RTMPSPEC_FUZZ_SUPPORT_PAIR_MESSAGES_H_
#define RTMPSPEC_FUZZ_SUPPORT_PAIR_MESSAGES_H_

#include <cstdint>
#include <utility>

#include "impl/bytes/bytes.h"

namespace rtmp {

// Type and payload of one that clients send, and of one that servers send; `which` is taken modulo their number.
std::pair<uint8_t, Buffer> ClientMessage(uint8_t which, uint32_t message_stream_id);
std::pair<uint8_t, Buffer> ServerMessage(uint8_t which, uint32_t message_stream_id);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_PAIR_MESSAGES_H_
