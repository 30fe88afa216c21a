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

// All messages up to the end of `stream` or the first error.
inline DecodedMessages DecodeMessages(const ChunkDecoderOptions& options, Bytes stream, const Cuts& cuts) {
  DecodedMessages decoded;
  ChunkDecoder decoder(options);
  cuts.Split(stream, [&](Bytes piece) {
    RawMessage m;
    ChunkDecoder::Result result;
    while ((result = decoder.Next(piece, &m)) == ChunkDecoder::Result::kMessage) {
      decoded.messages.push_back({m.chunk_stream_id, m.timestamp, m.type_id, m.message_stream_id,
                                  Buffer(m.payload.begin(), m.payload.end()), decoder.chunk_size()});
    }
    return result == ChunkDecoder::Result::kNeedBytes;
  });
  decoded.error = decoder.error();
  decoded.buffered_bytes = decoder.buffered_bytes();
  return decoded;
}

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_CHUNK_MESSAGES_H_
