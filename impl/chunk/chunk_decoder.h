// Turns the bytes of a chunk stream into messages (RTMP 1.0 5.3, 5.4.1, 5.4.2).
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_DECODER_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/chunk/chunk_header.h"

namespace rtmp {

// A whole message as the chunk stream carries it; the payload is not interpreted.
struct RawMessage {
  uint32_t chunk_stream_id = 0;
  uint32_t timestamp = 0;  // absolute, milliseconds, modulo 2^32
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  Bytes payload;  // borrowed, see ChunkDecoder::Next
};

// Limits of a decoder, and what it takes for an extended timestamp.
struct ChunkDecoderOptions {
  // A message header that announces more is an error (kMessageTooLong).
  uint32_t max_message_length = kMaxMessageLength;
  // Bytes of unfinished messages over all chunk streams, each with 64 bytes of state added (kTooMuchBuffered).
  size_t max_buffered_bytes = size_t{32} << 20;
  // Chunk streams that have had a header (kTooManyChunkStreams). All 65,598 by default: they are bounded by the bytes received.
  size_t max_chunk_streams = 65598;
  // Accept senders that leave the extended timestamp out of type 3 chunks: the four bytes are taken as the field only when they
  // equal the chunk stream's extended timestamp; as long as those that have come do, the chunk waits for the rest. Off: they are
  // always the field (RTMP 1.0 5.3.1.3; RTMP-XT-05, XT-13).
  bool peek_extended_timestamp = false;
};

// One direction of one connection.
class ChunkDecoder {
 public:
  enum class Result {
    kMessage,    // *message is set
    kNeedBytes,  // the input is used up
    kPaused,     // pause_at() was reached at the end of a chunk; call again to go on
    kError,      // the peer broke the protocol: see error(); final
  };

  explicit ChunkDecoder(const ChunkDecoderOptions& options = {});
  ~ChunkDecoder();
  ChunkDecoder(ChunkDecoder&&) noexcept;
  ChunkDecoder& operator=(ChunkDecoder&&) noexcept;

  // Consumes bytes from the front of `input` until one message is complete. The payload points into `input`'s memory or into
  // the decoder and is valid until the next call, as long as the caller keeps that memory. How the bytes were cut changes
  // neither the messages nor the error. After kError nothing is consumed and every call returns kError.
  //
  // SetChunkSize (type 1) and Abort (type 2) take effect here, at their place in the stream, on whatever chunk stream and
  // message stream they arrive (RTMP-PC-02), and are then returned like any message.
  Result Next(Bytes& input, RawMessage* message);

  // Next returns kPaused at the first end of a chunk where bytes_consumed() >= `bytes_consumed`, unless that chunk completes a
  // message, which is then returned instead. One pause a call of this. No pause is set at first.
  void PauseAt(uint64_t bytes_consumed);

  // Bytes of the chunk stream consumed since construction.
  uint64_t bytes_consumed() const;
  // The size of the chunks that the peer sends now: 128 at first, SetChunkSize's value after that (at most 0xffffff, 5.4.1).
  uint32_t chunk_size() const;
  // Bytes held for unfinished messages and headers, for limits and tests.
  size_t buffered_bytes() const;
  const std::optional<ProtocolError>& error() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_DECODER_H_
