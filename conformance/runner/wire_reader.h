// Reads what the stack under test sends: strictly, chunk by chunk, with offsets. A literal reading of RTMP 1.0 5.3, written for
// clarity and independent of impl/chunk's decoder, so that the two check each other.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_WIRE_READER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_WIRE_READER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
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
  uint64_t offset = 0;       // of its first chunk, counted from the connection's first byte (the handshake's included)
  uint64_t end_offset = 0;   // behind its last chunk
  rtmp::ChunkHeader header;  // of its first chunk
  size_t chunks = 1;         // that it came in
};

// Something that the sender may not do, seen in passing.
struct Violation {
  std::string row;  // RTMP-CM-02
  uint64_t offset = 0;
  std::string text;        // "first chunk on chunk stream 5 is type 1"
  bool nonstrict = false;  // NONSTRICT at most, whatever the row allows (the catalogue's "absent = N")
};

// Violations reported here: CB-06, CM-02, CM-04, CM-10, CM-20, XT-04, XT-15, PC-09 and, for a SetChunkSize that cannot be
// followed, PC-33.
//
// An error is final. Ill-formed are: type 2 or 3 on a chunk stream that never had a header (a type 1 chunk there says enough to
// be read on: it is the violation CM-02 alone, on message stream 0), and a SetChunkSize of 0, with the top bit set, or of
// fewer than 4 bytes, which is then not returned. Type 0, 1 or 2 in the middle of a message (CM-10) drops what had come
// of it and begins a new one. Type 3 chunks carry the extended timestamp again (5.3.1.3); one whose four bytes are not that value
// in the middle of a message is the violation XT-04, and is read as if the field had been left out.
// Memory is bounded by the bytes fed, work is linear in them.
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
  // What the bytes end inside of, in words: a chunk, or else the message that has been unfinished for longest. Empty without one.
  std::string Unfinished();
  uint64_t bytes_fed() const { return offset_ + (pending_.size() - consumed_); }
  uint32_t chunk_size() const { return chunk_size_; }

 private:
  struct Stream {
    bool has_header = false;
    rtmp::ChunkHeader last;  // of the last type 0, 1 or 2
    uint32_t timestamp = 0;
    uint32_t delta = 0;
    uint32_t length = 0;
    uint8_t type_id = 0;
    uint32_t message_stream_id = 0;
    bool in_message = false;
    WireMessage message;
  };
  // A chunk's header as read, before anything of it is believed.
  struct Chunk {
    rtmp::ChunkHeader header;
    size_t header_size = 0;
    bool extended_timestamp_left_out = false;
  };

  rtmp::Bytes unread() const { return rtmp::Bytes(pending_).subspan(consumed_); }
  bool ReadChunk(std::optional<WireMessage>* message);
  bool ReadHeader(Chunk* chunk);
  bool ReadType3ExtendedTimestamp(rtmp::Bytes rest, const Stream* stream, Chunk* chunk);
  void ReportHeader(const Chunk& chunk, const Stream& stream);
  void ReportWaste(const rtmp::ChunkHeader& header, const Stream& stream);
  void BeginMessage(const rtmp::ChunkHeader& header, Stream* stream);
  bool TakeControl(const WireMessage& message);
  void Report(absl::string_view row, uint64_t offset, std::string text);
  bool Fail(std::string text);
  void Consume(size_t size);

  uint64_t offset_;  // of pending_[consumed_]
  rtmp::Buffer pending_;
  size_t consumed_ = 0;  // bytes at the front of pending_ that were read
  std::map<uint32_t, Stream> streams_;
  uint32_t chunk_size_ = rtmp::kDefaultChunkSize;
  size_t unfinished_ = 0;  // messages
  std::string error_;
  uint64_t error_offset_ = 0;
  std::vector<Violation> violations_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_WIRE_READER_H_
