// Writes the played side's chunks: as a usual stack does, or exactly as @ options say.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PLAYER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PLAYER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "conformance/runner/chunk_options.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/variant.h"
#include "impl/bytes/bytes.h"
#include "impl/chunk/chunk_header.h"

namespace rtmpspec {

// One connection's sending state.
//
// Without @fmt a message's first chunk is type 0 when it is the first on its chunk stream, when its message stream is another
// than before there, and when its time lies before the previous one (serial numbers: a step of less than 2^31 is forward); else
// it is type 1 with the delta. A type 3 chunk after a type 0 takes that timestamp as its delta (RTMP 1.0 5.3.1.2.4).
//
// A SetChunkSize that we play takes effect for the chunks behind it, those of messages already begun included. Its value is taken
// as a receiver would: a size of 0, one with the top bit set (RTMP 1.0 5.4.1) and a body of fewer than 4 bytes change
// nothing, so that what follows can still be read by a peer that ignores them. A message cut by @stop changes nothing either.
//
// A variant may put a SetChunkSize in front of the first message, move chunk streams that no line names, and send commands in
// type 17.
class Player {
 public:
  explicit Player(Side sender, const Variant& variant = {}) : sender_(sender), variant_(variant) {}

  // Appends the chunks of a played message line to `out`, options included. A name given by Let plays that message, with the
  // fields and options of the line in place of its own. InvalidArgument or NotFound leaves `out` and the state unchanged.
  absl::Status Play(const Message& message, const Bindings& bindings, rtmp::Buffer* out);
  // `chunks V A V*`: `let` messages by name must have been told with Let. A name that is not begun, or was completed, begins
  // anew.
  absl::Status Let(const std::string& name, const Message& message);
  absl::Status PlayChunks(const ChunksStep& step, const Bindings& bindings, rtmp::Buffer* out);
  // Forgets the rest of a begun message. NotFound when it is not begun.
  absl::Status Abandon(const std::string& name);
  // Appends a message of the suite's own (autopilot, sync), with the usual chunking.
  void Send(const PlayedMessage& message, rtmp::Buffer* out);
  // The message behind a name, null if unknown.
  const Message* Find(const std::string& name) const;
  // All names given by Let, as MatchMessage wants them.
  const std::map<std::string, Message>& named() const { return named_; }

  uint32_t chunk_size() const { return chunk_size_; }

 private:
  // What a type 1, 2 or 3 chunk on this chunk stream would inherit.
  struct Stream {
    bool used = false;
    uint32_t timestamp = 0;
    uint32_t message_stream_id = 0;
    rtmp::ChunkHeader header;  // of the last type 0, 1 or 2
  };
  // A message on its way out.
  struct Begun {
    PlayedMessage message;
    ChunkOptions options;
    rtmp::ChunkHeader header;  // of its first chunk
    uint32_t timestamp = 0;    // absolute
    bool begun = false;
    size_t sent = 0;  // bytes of the payload
  };

  absl::StatusOr<Begun> Prepare(const Message& line, const Bindings& bindings) const;
  const Message* Resolve(const Message& line, Message* merged) const;
  void Vary(const Message* line, PlayedMessage* message) const;
  void Announce(rtmp::Buffer* out);
  rtmp::ChunkHeader FirstHeader(const Begun& begun, uint32_t* timestamp) const;
  rtmp::ChunkHeader ContinuationHeader(const Begun& begun) const;
  void AppendChunk(Begun* begun, rtmp::Buffer* out);
  bool IsComplete(const Begun& begun) const;
  void Complete(const Begun& begun);
  absl::Status PlayOne(const ChunksStep::Item& item, const Bindings& bindings, rtmp::Buffer* out);

  Side sender_;
  Variant variant_;
  bool announced_ = false;  // the variant's chunk size
  uint32_t chunk_size_ = rtmp::kDefaultChunkSize;
  std::map<uint32_t, Stream> streams_;
  std::map<std::string, Message> named_;
  std::map<std::string, Begun> begun_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PLAYER_H_
