#include "fuzz/support/message_mutator.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

#include "fuzz/support/pair_messages.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

using Message = std::pair<uint8_t, Buffer> (*)(uint8_t which, uint32_t message_stream_id);

// The bytes at the end that say where the target begins and what its user does.
constexpr size_t kOptions = 3;
// Of one message: as many as make limits show that count messages or answers.
constexpr size_t kLongestRun = 40;

std::vector<Buffer> All(Message message, uint8_t count) {
  std::vector<Buffer> all = {Buffer(kHandshakeSize, kRtmpVersion)};
  for (uint8_t which = 0; which < count; ++which) {
    for (const uint32_t id : {0, 1}) all.push_back(InChunks(message(which, id), id));
  }
  return all;
}

// How many bytes the first message takes, if it is one chunk with a header of type 0 and a one-byte basic header, as those above
// that are short; else 0.
size_t SizeOfFirst(const uint8_t* data, size_t size) {
  if (size < 12 || data[0] < 2 || data[0] > 63) return 0;
  const size_t whole = 12 + (size_t{data[4]} << 16 | size_t{data[5]} << 8 | data[6]);
  return whole <= 12 + 128 && whole <= size ? whole : 0;
}

}  // namespace

const std::vector<Buffer>& ClientStream() {
  static const auto& messages = *new std::vector<Buffer>(All(ClientMessage, kClientMessages));
  return messages;
}

const std::vector<Buffer>& ServerStream() {
  static const auto& messages = *new std::vector<Buffer>(All(ServerMessage, kServerMessages));
  return messages;
}

size_t MutateMessages(const std::vector<Buffer>& messages, uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  std::minstd_rand random(seed);
  const auto kind = random() % 36;
  if (kind < 3 && size >= kOptions) {
    data[size - 1 - random() % kOptions] = static_cast<uint8_t>(random());
    return size;
  }
  const Buffer& message = messages[random() % messages.size()];
  if (kind > 14 || size + message.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  size_t at = 0;
  for (auto steps = random() % 6; steps > 0; --steps) at += SizeOfFirst(data + at, size - at);
  const size_t wanted = kind == 3 ? 1 + random() % kLongestRun : 1;
  const size_t count = std::min(wanted, (max_size - size) / message.size());
  const size_t added = count * message.size();
  std::memmove(data + at + added, data + at, size - at);
  for (size_t i = 0; i < count; ++i) std::copy(message.begin(), message.end(), data + at + i * message.size());
  return size + added;
}

}  // namespace rtmp
