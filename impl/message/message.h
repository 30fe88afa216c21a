// What a message's type id means, and the messages that have fields instead of a body (RTMP 1.0 5.4, 6, 7.1).
#ifndef RTMPSPEC_IMPL_MESSAGE_MESSAGE_H_
#define RTMPSPEC_IMPL_MESSAGE_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <variant>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

enum class MessageType : uint8_t {
  kSetChunkSize = 1,
  kAbort = 2,
  kAcknowledgement = 3,
  kUserControl = 4,
  kWindowAcknowledgementSize = 5,
  kSetPeerBandwidth = 6,
  kAudio = 8,
  kVideo = 9,
  kDataAmf3 = 15,
  kSharedObjectAmf3 = 16,
  kCommandAmf3 = 17,
  kDataAmf0 = 18,
  kSharedObjectAmf0 = 19,
  kCommandAmf0 = 20,
  kAggregate = 22,
};

// "SetChunkSize", "audio", ... in the notation of the transcripts; "message type=N" has no name: empty.
absl::string_view MessageTypeName(uint8_t type_id);

// Type 1 (5.4.1).
struct SetChunkSize {
  uint32_t chunk_size;
};
// Type 2 (5.4.2).
struct Abort {
  uint32_t chunk_stream_id;
};
// Type 3 (5.4.3).
struct Acknowledgement {
  uint32_t sequence_number;
};
// Type 5 (5.4.4).
struct WindowAcknowledgementSize {
  uint32_t size;
};
enum class LimitType : uint8_t { kHard = 0, kSoft = 1, kDynamic = 2 };
// Type 6 (5.4.5).
struct SetPeerBandwidth {
  uint32_t size;
  LimitType limit_type;
};

enum class UserControlType : uint16_t {
  kStreamBegin = 0,
  kStreamEof = 1,
  kStreamDry = 2,
  kSetBufferLength = 3,
  kStreamIsRecorded = 4,
  kPingRequest = 6,
  kPingResponse = 7,
};
absl::string_view UserControlTypeName(uint16_t type);

// 6.2, 7.1.7. The event type is kept as a number, so that unknown events are events too (RTMP-UC-15).
struct UserControlEvent {
  uint16_t type = 0;
  uint32_t value = 0;          // message stream id; ping events: the timestamp. Events 0, 1, 2, 3, 4, 6, 7
  uint32_t buffer_length = 0;  // SetBufferLength: milliseconds
  Bytes data;                  // everything behind the event type, borrowed from the payload
};

using ControlMessage =
    std::variant<SetChunkSize, Abort, Acknowledgement, WindowAcknowledgementSize, SetPeerBandwidth, UserControlEvent>;

// True for types 1, 2, 3, 4, 5 and 6.
bool IsControlMessage(uint8_t type_id);

// Parses the payload of a control message. Too few bytes: kShortControlMessage; more than needed: the rest is ignored
// (RTMP-PC-13, UC-18). A limit type of 3..255: kInvalidLimitType. Chunk sizes are judged by ChunkDecoder, not here.
// Requires IsControlMessage(type_id).
std::variant<ControlMessage, ProtocolError> ParseControlMessage(uint8_t type_id, Bytes payload);

// The message's type id; appends its payload to `out`.
uint8_t EncodeControlMessage(const ControlMessage& message, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MESSAGE_MESSAGE_H_
