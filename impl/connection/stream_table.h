// The message streams of one server connection.
#ifndef RTMPSPEC_IMPL_CONNECTION_STREAM_TABLE_H_
#define RTMPSPEC_IMPL_CONNECTION_STREAM_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "impl/connection/state.h"

namespace rtmp {

// What a server keeps of a message stream.
struct MessageStream {
  StreamState state = StreamState::kCreated;
  std::string publish_name;                 // while it is PublishPending or Publishing: FCUnpublish names it
  bool reset = true;                        // of the play that waits
  double duration = -1;                     // seconds that it may play, by timestamps; not above 0: no end
  std::optional<uint32_t> first_timestamp;  // of the audio or video that it has got
  // What the player wants to get (7.2.2.4, 7.2.2.5, 7.2.2.8).
  bool audio = true;
  bool video = true;
  bool paused = false;
};

// The message streams by their ids.
class StreamTable {
 public:
  explicit StreamTable(size_t max_streams) : max_streams_(max_streams) {}

  // Creates the stream with the smallest free id, from 1 on (RTMP-ST-01, ST-02). Nothing at the limit.
  std::optional<uint32_t> Create();
  // Null where no such stream exists. Valid until Create or Delete.
  MessageStream* Find(uint32_t message_stream_id);
  const MessageStream* Find(uint32_t message_stream_id) const;
  // Requires that it exists.
  void Delete(uint32_t message_stream_id);

  // The stream that is being published under this name; nothing where there is none.
  std::optional<uint32_t> FindPublisher(absl::string_view name) const;

  // Makes this stream the latest. Create does so too.
  void Touch(uint32_t message_stream_id);
  // The stream created or touched last among those that exist, null without any.
  const MessageStream* latest() const;
  size_t size() const { return count_; }

 private:
  struct Slot {
    bool exists = false;
    uint64_t touched = 0;
    MessageStream stream;
  };
  size_t max_streams_;
  std::vector<Slot> slots_;  // message stream id - 1
  size_t count_ = 0;
  size_t latest_ = 0;  // message stream id, 0: none
  uint64_t clock_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_STREAM_TABLE_H_
