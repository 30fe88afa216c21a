// Turns messages into chunks (RTMP 1.0 5.3), with the most compact header that every known receiver reads the same way.
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_ENCODER_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_ENCODER_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "impl/bytes/bytes.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp {

// One direction of one connection.
class ChunkEncoder {
 public:
  // Appends `message` to `out`, cut into chunks of chunk_size(). The payload is at most kMaxMessageLength bytes, the chunk stream
  // id kMinChunkStreamId..kMaxChunkStreamId.
  //
  // The first chunk: type 0 for a chunk stream's first message, another message stream, a timestamp below the previous one
  // (5.3.1.2.1) or 0xffffff and more above it (receivers disagree on extended deltas, RTMP-XT-06); otherwise type 1, type 2 when
  // length and type are those of the message before, and type 3 when the delta is too and was itself sent as a delta. Type 3
  // right after a type 0 is never sent: receivers disagree on its timestamp (RTMP-CM-08). Continuations are type 3 and repeat the
  // extended timestamp (5.3.1.3).
  void Encode(const RawMessage& message, Buffer* out);

  // The same into memory of the caller, who has MostBytes(message) there: returns the end of what was written. For those who keep
  // their memory: a Buffer fills what it is about to overwrite.
  uint8_t* Write(const RawMessage& message, uint8_t* out);
  size_t MostBytes(const RawMessage& message) const;

  // The size of the chunks that follow. The caller sends the SetChunkSize message that announces it. 1..0x7fffffff.
  void set_chunk_size(uint32_t chunk_size) { chunk_size_ = chunk_size; }
  uint32_t chunk_size() const { return chunk_size_; }

 private:
  // The message before on a chunk stream.
  struct Previous {
    bool used = false;
    bool delta_was_sent = false;
    uint8_t type_id = 0;
    uint32_t timestamp = 0;
    uint32_t delta = 0;
    uint32_t message_length = 0;
    uint32_t message_stream_id = 0;
  };
  Previous& PreviousOn(uint32_t chunk_stream_id) {
    return chunk_stream_id < low_.size() ? low_[chunk_stream_id] : high_[chunk_stream_id];
  }

  std::array<Previous, 8> low_;  // of the chunk streams that most senders use
  absl::flat_hash_map<uint32_t, Previous> high_;
  uint32_t chunk_size_ = kDefaultChunkSize;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_ENCODER_H_
