#include "conformance/runner/autopilot.h"

#include "conformance/runner/usual_messages.h"
#include "impl/handshake/handshake.h"

namespace rtmpspec {

void Autopilot::OnMessage(const WireMessage& message, std::vector<PlayedMessage>* answers) {
  uint32_t ping = 0;
  if (LookAtPing(message, 6, &ping)) answers->push_back(UserControlMessage(7, ping));
  if (message.type_id == 5) window_ = ControlValue(message);
  // An Acknowledgement is never itself the reason for one: two small windows would answer each other for ever.
  if (window_ == 0 || message.type_id == 3 || message.end_offset < rtmp::kHandshakeSize) return;
  const uint64_t received = message.end_offset - rtmp::kHandshakeSize;
  if (received - acknowledged_ < window_) return;
  acknowledged_ = received;
  answers->push_back(ControlMessage(3, static_cast<uint32_t>(received)));
}

}  // namespace rtmpspec
