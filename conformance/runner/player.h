// Writes the played side's chunks: as a usual stack does, or exactly as @ options say.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PLAYER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PLAYER_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/runner/bindings.h"
#include "conformance/runner/payload.h"
#include "impl/bytes/bytes.h"
#include "impl/chunk/chunk_header.h"

namespace rtmpspec {

// One connection's sending state. SetChunkSize that we play takes effect for the chunks behind it.
class Player {
 public:
  explicit Player(Side sender) : sender_(sender) {}

  // Appends the chunks of a played message line to `out`, options included.
  absl::Status Play(const Message& message, const Bindings& bindings, rtmp::Buffer* out);
  // `chunks V A V*`: `let` messages by name must have been told with Let.
  absl::Status Let(const std::string& name, const Message& message);
  absl::Status PlayChunks(const ChunksStep& step, const Bindings& bindings, rtmp::Buffer* out);
  absl::Status Abandon(const std::string& name);
  // Appends a message of the suite's own (autopilot, sync), with the usual chunking.
  void Send(const PlayedMessage& message, rtmp::Buffer* out);
  // The message behind a name, null if unknown.
  const Message* Find(const std::string& name) const;

  uint32_t chunk_size() const { return chunk_size_; }

 private:
  // What a type 1, 2 or 3 chunk on this chunk stream would inherit.
  struct Stream {
    bool used = false;
    uint32_t timestamp = 0;
    uint32_t message_stream_id = 0;
    rtmp::ChunkHeader header;
  };
  struct Begun {
    PlayedMessage message;
    Message line;
    size_t sent = 0;
  };
  Side sender_;
  uint32_t chunk_size_ = rtmp::kDefaultChunkSize;
  std::map<uint32_t, Stream> streams_;
  std::map<std::string, Message> named_;
  std::map<std::string, Begun> begun_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PLAYER_H_
