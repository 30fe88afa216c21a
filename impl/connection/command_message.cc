#include "impl/connection/command_message.h"

#include <utility>

#include "impl/message/message.h"

namespace rtmp {

std::variant<Command, NoCommand, ProtocolError> ReadCommandMessage(const RawMessage& message, const amf0::Limits& limits,
                                                                   amf0::Values* values) {
  Bytes payload = message.payload;
  if (payload.empty()) return NoCommand{"empty"};
  // The body of a type 17 message starts with a format byte, 0, and goes on in AMF0 (RTMP-MT-03).
  const bool has_format_byte = message.type_id == static_cast<uint8_t>(MessageType::kCommandAmf3);
  if (has_format_byte) {
    if (payload[0] != 0) return NoCommand{"its first byte is not 0"};
    payload.remove_prefix(1);
  }
  Command command;
  if (auto error = ParseCommand(payload, limits, values, &command)) {
    if (has_format_byte) ++error->offset;
    return *std::move(error);
  }
  return command;
}

}  // namespace rtmp
