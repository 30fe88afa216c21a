#include "impl/connection/stream_table.h"

#include <algorithm>
#include <functional>

#include "absl/strings/string_view.h"
#include "impl/bytes/deviation.h"

namespace rtmp {

std::optional<uint32_t> StreamTable::Create() {
  if (size() >= max_streams_ && !Deviates("bug-endless-streams")) return std::nullopt;
  uint32_t id;
  if (free_.empty()) {
    slots_.emplace_back();
    id = static_cast<uint32_t>(slots_.size());
  } else {
    std::pop_heap(free_.begin(), free_.end(), std::greater<>());
    id = free_.back();
    free_.pop_back();
  }
  slot(id).exists = true;
  Touch(id);
  return id;
}

void StreamTable::Delete(uint32_t message_stream_id) {
  Unlink(message_stream_id);
  slot(message_stream_id) = Slot();
  free_.push_back(message_stream_id);
  std::push_heap(free_.begin(), free_.end(), std::greater<>());
}

void StreamTable::Unlink(uint32_t message_stream_id) {
  const Slot& gone = slot(message_stream_id);
  if (gone.older != 0) slot(gone.older).newer = gone.newer;
  if (gone.newer != 0) slot(gone.newer).older = gone.older;
  if (latest_ == message_stream_id) latest_ = gone.older;
}

std::optional<uint32_t> StreamTable::FindPublisher(absl::string_view name) const {
  for (size_t i = 0; i < slots_.size(); ++i) {
    const MessageStream& stream = slots_[i].stream;
    const bool publishes = stream.state == StreamState::kPublishing || stream.state == StreamState::kPublishPending;
    if (slots_[i].exists && publishes && stream.publish_name == name) return static_cast<uint32_t>(i + 1);
  }
  return std::nullopt;
}

void StreamTable::Touch(uint32_t message_stream_id) {
  if (latest_ == message_stream_id) return;
  Unlink(message_stream_id);
  Slot& touched = slot(message_stream_id);
  touched.older = latest_;
  touched.newer = 0;
  if (latest_ != 0) slot(latest_).newer = message_stream_id;
  latest_ = message_stream_id;
}

const MessageStream* StreamTable::latest() const { return Find(latest_); }

}  // namespace rtmp
