// The way from bytes to the next event, the same for servers and clients. For the two Impl classes only.
#ifndef RTMPSPEC_IMPL_CONNECTION_NEXT_EVENT_H_
#define RTMPSPEC_IMPL_CONNECTION_NEXT_EVENT_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/connection/aggregate_parts.h"
#include "impl/connection/event_queue.h"
#include "impl/connection/events.h"
#include "impl/connection/message_channel.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {

// What a session consists of takes no turn through the queue, and is built where it is returned. An empty payload is a message
// too: silence (RTMP-CM-16, MT-22).
inline absl::StatusOr<Event> MediaEvent(const RawMessage& message) {
  if (message.type_id == static_cast<uint8_t>(MessageType::kAudio)) {
    return AudioReceived{message.message_stream_id, message.timestamp, message.payload};
  }
  return VideoReceived{message.message_stream_id, message.timestamp, message.payload};
}

enum class Phase { kHandshaking, kOpen, kDisconnecting };

// `Side` has, beside these members:
//   Phase phase();
//   HandshakeResult FeedHandshake(Bytes& input);        // and what follows from it
//   bool TakesMedia(const RawMessage&) const;           // audio or video of a stream that is published or played
//   std::optional<Event> OnMessage(const RawMessage&);  // an event at once, or none, with events in the queue
//   std::optional<Event> OnPart(const RawMessage&);     // the same for a message inside of an aggregate
//   std::optional<Event> OnUserControl(uint16_t type);
//   void IgnoreMessage(const RawMessage&, absl::string_view reason);
template <typename Side>
absl::StatusOr<Event> NextEventOf(Side& side, MessageChannel& channel, EventQueue& events, AggregateParts& parts, Bytes& input) {
  RawMessage message;
  std::optional<Event> event;
  while (!event.has_value()) {
    if (!events.empty()) return events.Pop();
    if (!channel.ok()) return ToStatus(*channel.error());
    if (side.phase() == Phase::kDisconnecting) {
      input.remove_prefix(input.size());
      return NeedBytes{};
    }
    if (side.phase() == Phase::kHandshaking) {
      if (side.FeedHandshake(input) == HandshakeResult::kNeedBytes) return NeedBytes{};
      continue;
    }
    if (parts.active()) {
      if (const std::optional<RawMessage> part = parts.Next()) {
        if (side.TakesMedia(*part)) return MediaEvent(*part);
        event = side.OnPart(*part);
      } else if (const std::optional<ProtocolError> error = parts.TakeError()) {
        // The chunk stream is whole: what came before it counts, and the connection goes on (RTMP-MT-19).
        side.IgnoreMessage(parts.head(), absl::StrCat(ErrorCodeName(error->code), ": ", error->text));
      }
      continue;
    }
    switch (channel.Next(input, &message)) {
      case MessageChannel::Result::kMessage:
        if (side.TakesMedia(message)) return MediaEvent(message);
        event = side.OnMessage(message);
        break;
      case MessageChannel::Result::kUserControl:
        event = side.OnUserControl(channel.user_control().type);
        break;
      case MessageChannel::Result::kIgnored:
        side.IgnoreMessage(message, channel.ignored_reason());
        break;
      case MessageChannel::Result::kNeedBytes:
        return NeedBytes{};
      case MessageChannel::Result::kError:
        break;
    }
  }
  return *std::move(event);
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_NEXT_EVENT_H_
