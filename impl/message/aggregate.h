// Aggregate messages: several messages in one (RTMP 1.0 7.1.6).
#ifndef RTMPSPEC_IMPL_MESSAGE_AGGREGATE_H_
#define RTMPSPEC_IMPL_MESSAGE_AGGREGATE_H_

#include <cstdint>
#include <optional>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

// A message inside of an aggregate. Its message stream is the aggregate's, whatever its header says (RTMP-MT-17).
struct AggregatePart {
  uint8_t type_id = 0;
  uint32_t timestamp = 0;  // absolute: its own, moved by the aggregate's time less that of the first part (RTMP-MT-14)
  Bytes payload;           // borrowed
};

// Takes the parts one by one; copies nothing.
//
// Choices where the text is open: timestamps are in FLV's order, 24 low bits and then the 8 high ones (A21); the back pointer is
// skipped, whatever it says, and may be missing behind the last part (RTMP-MT-18).
class AggregateReader {
 public:
  // `payload` must stay as it is while the reader and the parts are used. `timestamp` is the aggregate's.
  AggregateReader(Bytes payload, uint32_t timestamp) : payload_(payload), rest_(payload), timestamp_(timestamp) {}
  AggregateReader() = default;

  // Nothing at the end, and after an error: kMalformedAggregate for a header that is cut short or a part that is longer than what
  // is left (RTMP-MT-19), with the offset of its header in the payload.
  std::optional<AggregatePart> Next();
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  Bytes payload_;
  Bytes rest_;
  uint32_t timestamp_ = 0;
  std::optional<uint32_t> first_timestamp_;
  std::optional<ProtocolError> error_;
};

// Appends a part to an aggregate's payload. The first part's timestamp is the aggregate's (RTMP-MT-15). The payload is at most
// 2^24 - 1 bytes long.
void AppendAggregatePart(const AggregatePart& part, Buffer* payload);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MESSAGE_AGGREGATE_H_
