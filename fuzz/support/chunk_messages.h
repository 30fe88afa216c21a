// Messages that own their payload, and the plainest way from a chunk stream to them.
#ifndef RTMPSPEC_FUZZ_SUPPORT_CHUNK_MESSAGES_H_
#define RTMPSPEC_FUZZ_SUPPORT_CHUNK_MESSAGES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "fuzz/support/fuzz_input.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp {

struct OwnedMessage {
  uint32_t chunk_stream_id = 0;
  uint32_t timestamp = 0;
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  Buffer payload;
  uint32_t next_chunk_size = kDefaultChunkSize;  // the size of the chunks behind this message

  bool operator==(const OwnedMessage&) const = default;

  // Borrows the payload.
  RawMessage raw() const {
    RawMessage message;
    message.chunk_stream_id = chunk_stream_id;
    message.timestamp = timestamp;
    message.type_id = type_id;
    message.message_stream_id = message_stream_id;
    message.payload = payload;
    return message;
  }
};

struct DecodedMessages {
  std::vector<OwnedMessage> messages;
  std::optional<ProtocolError> error;
  size_t buffered_bytes = 0;
};

// Messages of a run in memory that is kept for the next: to take and to give back a payload each is what a run would take most of
// its time for. A sanitizer still sees where a payload ends.
class KeptMessages {
 public:
  void Clear() { size_ = 0; }
  // Holds what a former run left there, but for the payload, which is empty.
  OwnedMessage& Add() {
    if (size_ == messages_.size()) messages_.emplace_back();
    OwnedMessage& added = messages_[size_++];
    added.payload.clear();
    return added;
  }
  OwnedMessage& Add(const RawMessage& m, uint32_t next_chunk_size) {
    OwnedMessage& added = Add();
    added.chunk_stream_id = m.chunk_stream_id;
    added.timestamp = m.timestamp;
    added.type_id = m.type_id;
    added.message_stream_id = m.message_stream_id;
    added.payload.assign(m.payload.begin(), m.payload.end());
    added.next_chunk_size = next_chunk_size;
    return added;
  }
  size_t size() const { return size_; }
  const OwnedMessage& operator[](size_t i) const { return messages_[i]; }

 private:
  std::vector<OwnedMessage> messages_;
  size_t size_ = 0;
};

// How a stream ended.
struct EndOfChunks {
  std::optional<ProtocolError> error;
  size_t buffered_bytes = 0;
};

// Calls take(const RawMessage&, uint32_t next_chunk_size) with each message up to the end of `stream` or the first error.
template <typename Take>
EndOfChunks DecodeEach(const ChunkDecoderOptions& options, Bytes stream, const Cuts& cuts, Take take) {
  ChunkDecoder decoder(options);
  cuts.Split(stream, [&](Bytes piece) {
    RawMessage m;
    ChunkDecoder::Result result;
    while ((result = decoder.Next(piece, &m)) == ChunkDecoder::Result::kMessage) take(m, decoder.chunk_size());
    return result == ChunkDecoder::Result::kNeedBytes;
  });
  return {decoder.error(), decoder.buffered_bytes()};
}

// All messages up to the end of `stream` or the first error.
inline DecodedMessages DecodeMessages(const ChunkDecoderOptions& options, Bytes stream, const Cuts& cuts) {
  DecodedMessages decoded;
  const EndOfChunks end = DecodeEach(options, stream, cuts, [&](const RawMessage& m, uint32_t next_chunk_size) {
    decoded.messages.push_back({m.chunk_stream_id, m.timestamp, m.type_id, m.message_stream_id,
                                Buffer(m.payload.begin(), m.payload.end()), next_chunk_size});
  });
  decoded.error = end.error;
  decoded.buffered_bytes = end.buffered_bytes;
  return decoded;
}

// Checks that `stream` holds these messages, one behind the other, and nothing else.
inline void CheckMessages(const ChunkDecoderOptions& options, Bytes stream, const Cuts& cuts, const KeptMessages& expected) {
  size_t next = 0;
  const EndOfChunks end = DecodeEach(options, stream, cuts, [&](const RawMessage& m, uint32_t next_chunk_size) {
    FUZZ_CHECK(next < expected.size());
    const OwnedMessage& wanted = expected[next++];
    FUZZ_CHECK(m.chunk_stream_id == wanted.chunk_stream_id && m.timestamp == wanted.timestamp && m.type_id == wanted.type_id &&
               m.message_stream_id == wanted.message_stream_id && next_chunk_size == wanted.next_chunk_size);
    FUZZ_CHECK_EQ(m.payload, Bytes(wanted.payload));
  });
  FUZZ_CHECK(end.error == std::nullopt);
  FUZZ_CHECK_EQ(end.buffered_bytes, size_t{0});
  FUZZ_CHECK_EQ(next, expected.size());
}

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_CHUNK_MESSAGES_H_
