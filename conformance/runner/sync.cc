#include "conformance/runner/sync.h"

#include "conformance/runner/usual_messages.h"

namespace rtmpspec {
namespace {

constexpr uint32_t kFirstTransactionId = 7'000'000;
constexpr uint32_t kFirstPing = 0x7e5c0000;

}  // namespace

absl::string_view BarrierName(BarrierKind kind) {
  switch (kind) {
    case BarrierKind::kNone:
      return "none";
    case BarrierKind::kUnknownCall:
      return "unknown call";
    case BarrierKind::kPingRequest:
      return "PingRequest";
    case BarrierKind::kCreateStream:
      return "createStream";
  }
  return "none";
}

absl::string_view SessionStateName(SessionState state) {
  switch (state) {
    case SessionState::kHandshaking:
      return "handshaking";
    case SessionState::kConnecting:
      return "connecting";
    case SessionState::kConnected:
      return "connected";
    case SessionState::kPublishing:
      return "publishing";
    case SessionState::kPlaying:
      return "playing";
  }
  return "handshaking";
}

PlayedMessage BarrierMessage(const Barrier& barrier) {
  const auto null = [](rtmp::amf0::Encoder& encoder) { encoder.Null(); };
  if (barrier.kind == BarrierKind::kPingRequest) return UserControlMessage(6, kFirstPing + barrier.number);
  return CommandMessage(barrier.kind == BarrierKind::kCreateStream ? "createStream" : "rtmpspecRoundTrip",
                        kFirstTransactionId + barrier.number, null);
}

bool IsBarrierReply(const Barrier& barrier, const WireMessage& message) {
  if (barrier.kind == BarrierKind::kPingRequest) {
    uint32_t value = 0;
    return LookAtPing(message, 7, &value) && value == kFirstPing + barrier.number;
  }
  // RTMP 1.0 7.2.1.2: a call is answered by _result or _error with its transaction id.
  const CommandSeen command = LookAtCommand(message);
  return (command.name == "_result" || command.name == "_error") &&
         command.transaction_id == kFirstTransactionId + barrier.number;
}

}  // namespace rtmpspec
