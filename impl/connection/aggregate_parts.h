// The parts of an aggregate message, handed on one by one as the messages that they are (RTMP 1.0 7.1.6).
#ifndef RTMPSPEC_IMPL_CONNECTION_AGGREGATE_PARTS_H_
#define RTMPSPEC_IMPL_CONNECTION_AGGREGATE_PARTS_H_

#include <optional>

#include "impl/bytes/bytes.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/message/aggregate.h"

namespace rtmp {

// Keeps a copy of the aggregate, since the caller's memory is his again after each event. The copy's memory is kept.
class AggregateParts {
 public:
  void Begin(const RawMessage& aggregate) {
    payload_.assign(aggregate.payload.begin(), aggregate.payload.end());
    reader_ = AggregateReader(payload_, aggregate.timestamp);
    head_ = aggregate;
    head_.payload = {};
    active_ = true;
  }
  // Whether Next or TakeError may have something.
  bool active() const { return active_; }

  // The next part: the aggregate's chunk stream and message stream, a type, time and payload of its own. Nothing at the end, and
  // once where the rest is malformed: see TakeError.
  std::optional<RawMessage> Next() {
    const std::optional<AggregatePart> part = reader_.Next();
    if (!part.has_value()) {
      active_ = reader_.error().has_value();
      return std::nullopt;
    }
    RawMessage message = head_;
    message.type_id = part->type_id;
    if (Deviates("aggregate-parts-on-zero")) message.message_stream_id = 0;
    message.timestamp = part->timestamp;
    message.payload = part->payload;
    return message;
  }

  // Why the parts ended early; once.
  std::optional<ProtocolError> TakeError() {
    std::optional<ProtocolError> error = reader_.error();
    if (error.has_value()) reader_ = AggregateReader();
    active_ = false;
    return error;
  }
  // The aggregate without its payload.
  const RawMessage& head() const { return head_; }

 private:
  Buffer payload_;
  AggregateReader reader_;
  RawMessage head_;
  bool active_ = false;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_AGGREGATE_PARTS_H_
