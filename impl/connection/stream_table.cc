#include "impl/connection/stream_table.h"

#include "absl/strings/string_view.h"

namespace rtmp {

std::optional<uint32_t> StreamTable::Create() {
  if (count_ >= max_streams_) return std::nullopt;
  size_t index = 0;
  while (index < slots_.size() && slots_[index].exists) ++index;
  if (index == slots_.size()) slots_.emplace_back();
  slots_[index].exists = true;
  slots_[index].stream = MessageStream();
  ++count_;
  const auto id = static_cast<uint32_t>(index + 1);
  Touch(id);
  return id;
}

const MessageStream* StreamTable::Find(uint32_t message_stream_id) const {
  if (message_stream_id == 0 || message_stream_id > slots_.size()) return nullptr;
  const Slot& slot = slots_[message_stream_id - 1];
  return slot.exists ? &slot.stream : nullptr;
}

MessageStream* StreamTable::Find(uint32_t message_stream_id) {
  return const_cast<MessageStream*>(static_cast<const StreamTable*>(this)->Find(message_stream_id));
}

void StreamTable::Delete(uint32_t message_stream_id) {
  slots_[message_stream_id - 1] = Slot();
  --count_;
  if (latest_ != message_stream_id) return;
  latest_ = 0;
  uint64_t touched = 0;
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (!slots_[i].exists || slots_[i].touched <= touched) continue;
    touched = slots_[i].touched;
    latest_ = i + 1;
  }
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
  slots_[message_stream_id - 1].touched = ++clock_;
  latest_ = message_stream_id;
}

const MessageStream* StreamTable::latest() const { return Find(static_cast<uint32_t>(latest_)); }

}  // namespace rtmp
