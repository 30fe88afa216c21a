// Barriers: messages that must be answered, to prove that the stack still understands us and that nothing came before the answer.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SYNC_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SYNC_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

// Least effect first.
enum class BarrierKind { kNone, kUnknownCall, kPingRequest, kCreateStream };
absl::string_view BarrierName(BarrierKind kind);

// What a script has brought a connection to: which barriers a stack answers depends on it.
enum class SessionState { kHandshaking, kConnecting, kConnected, kPublishing, kPlaying };
absl::string_view SessionStateName(SessionState state);

// One barrier. Its number appears in no script: a transaction id of 7,000,000 and more, a ping value of 0x7e5c0000 and more.
struct Barrier {
  BarrierKind kind = BarrierKind::kNone;
  uint32_t number = 0;
};
PlayedMessage BarrierMessage(const Barrier& barrier);
bool IsBarrierReply(const Barrier& barrier, const WireMessage& message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SYNC_H_
