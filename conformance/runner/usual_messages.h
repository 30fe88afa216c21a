// Messages of the suite's own, beside those a script plays: autopilot, barriers, the usual session.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_USUAL_MESSAGES_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_USUAL_MESSAGES_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/wire_reader.h"
#include "impl/amf0/encoder.h"

namespace rtmpspec {

// Types 1, 2, 3, 5: one 32-bit field.
PlayedMessage ControlMessage(uint8_t type_id, uint32_t value);
PlayedMessage SetPeerBandwidthMessage(uint32_t window, uint8_t limit_type);
PlayedMessage UserControlMessage(uint16_t event, uint32_t value);
// An AMF0 command; `arguments` writes the command object and what follows it.
PlayedMessage CommandMessage(absl::string_view name, double transaction_id,
                             absl::FunctionRef<void(rtmp::amf0::Encoder&)> arguments, uint32_t message_stream_id = 0);

// What the suite needs to know of a command that came; empty name for anything else.
struct CommandSeen {
  std::string name;
  double transaction_id = 0;
  double first_argument = 0;  // behind the command object, when it is a number
  std::string level, code;    // of the information object, the first argument behind the command object
};
CommandSeen LookAtCommand(const WireMessage& message);

// The value of a PingRequest or PingResponse (`event` 6 or 7); false for any other message.
bool LookAtPing(const WireMessage& message, uint16_t event, uint32_t* value);

// The 32-bit field of types 1, 2, 3, 5; 0 when it is short.
uint32_t ControlValue(const WireMessage& message);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_USUAL_MESSAGES_H_
