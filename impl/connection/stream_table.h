// The message streams of one server connection.
#ifndef RTMPSPEC_IMPL_CONNECTION_STREAM_TABLE_H_
#define RTMPSPEC_IMPL_CONNECTION_STREAM_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
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

// The message streams by their ids. No call but FindPublisher takes longer where there are more of them, but for a logarithm.
class StreamTable {
 public:
  explicit StreamTable(size_t max_streams) : max_streams_(max_streams) {}

  // Creates the stream with the smallest free id, from 1 on (RTMP-ST-01, ST-02). Nothing at the limit.
  std::optional<uint32_t> Create();
  // Null where no such stream exists. Valid until Create or Delete. Inline: every message of media asks.
  const MessageStream* Find(uint32_t message_stream_id) const {
    if (message_stream_id == 0 || message_stream_id > slots_.size()) return nullptr;
    const Slot& slot = slots_[message_stream_id - 1];
    return slot.exists ? &slot.stream : nullptr;
  }
  MessageStream* Find(uint32_t message_stream_id) {
    return const_cast<MessageStream*>(static_cast<const StreamTable*>(this)->Find(message_stream_id));
  }
  // Requires that it exists.
  void Delete(uint32_t message_stream_id);

  // The stream that is being published under this name; nothing where there is none.
  std::optional<uint32_t> FindPublisher(absl::string_view name) const;

  // Makes this stream the latest. Create does so too.
  void Touch(uint32_t message_stream_id);
  // The stream created or touched last among those that exist, null without any.
  const MessageStream* latest() const;
  size_t size() const { return slots_.size() - free_.size(); }

 private:
  struct Slot {
    bool exists = false;
    // Neighbours in the order of touching, as message stream ids; 0: none.
    uint32_t older = 0;
    uint32_t newer = 0;
    MessageStream stream;
  };
  Slot& slot(uint32_t message_stream_id) { return slots_[message_stream_id - 1]; }
  void Unlink(uint32_t message_stream_id);

  size_t max_streams_;
  absl::InlinedVector<Slot, 1> slots_;  // message stream id - 1
  std::vector<uint32_t> free_;          // ids in slots_ that do not exist: a heap, the smallest in front
  uint32_t latest_ = 0;                 // message stream id, 0: none
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_STREAM_TABLE_H_
