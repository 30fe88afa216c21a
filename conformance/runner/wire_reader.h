// Reads what the stack under test sends: strictly, chunk by chunk, with offsets. A literal reading of RTMP 1.0 5.3, written for
// clarity and independent of impl/chunk's decoder, so that the two check each other.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_WIRE_READER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_WIRE_READER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "impl/bytes/bytes.h"
#include "impl/chunk/chunk_header.h"

namespace rtmpspec {

// A message as it came over the wire.
struct WireMessage {
  uint32_t chunk_stream_id = 0;
  uint32_t timestamp = 0;
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  rtmp::Buffer payload;
  uint64_t offset = 0;      // of its first chunk, counted from the connection's first byte (the handshake's included)
  uint64_t end_offset = 0;  // behind its last chunk
  rtmp::ChunkHeader header; // of its first chunk
};

// Something that the sender may not do, seen in passing.
struct Violation {
  std::string row;          // RTMP-CM-02
  uint64_t offset = 0;
  std::string text;         // "first chunk on chunk stream 5 is type 1"
};

class WireReader {
 public:
  // `start_offset`: offset of the first byte that will be fed (3073 behind a handshake).
  explicit WireReader(uint64_t start_offset = 0) : offset_(start_offset) {}

  void Feed(rtmp::Bytes bytes);
  // The next complete message. Follows SetChunkSize and Abort at their place.
  std::optional<WireMessage> Next();
  // Why nothing more can be read (ill-formed); empty while all is well.
  const std::string& error() const { return error_; }
  uint64_t error_offset() const { return error_offset_; }
  // Violations since the last call.
  std::vector<Violation> TakeViolations();
  // True while a chunk or a message is unfinished: what a peer's end would cut.
  bool mid_message() const;
  uint64_t bytes_fed() const { return offset_ + pending_.size(); }
  uint32_t chunk_size() const { return chunk_size_; }

 private:
  struct Stream {
    bool has_header = false;
    rtmp::ChunkHeader last;        // of the last type 0, 1 or 2
    uint32_t timestamp = 0;
    uint32_t delta = 0;
    uint32_t length = 0;
    uint8_t type_id = 0;
    uint32_t message_stream_id = 0;
    bool in_message = false;
    WireMessage message;
  };
  bool ReadChunk(std::optional<WireMessage>* message);

  uint64_t offset_;                // of pending_[0]
  rtmp::Buffer pending_;
  std::map<uint32_t, Stream> streams_;
  uint32_t chunk_size_ = rtmp::kDefaultChunkSize;
  std::string error_;
  uint64_t error_offset_ = 0;
  std::vector<Violation> violations_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_WIRE_READER_H_
