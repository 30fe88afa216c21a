#include "impl/connection/command_message.h"

#include <utility>

#include "impl/amf0/from_amf3.h"
#include "impl/bytes/deviation.h"
#include "impl/message/message.h"

namespace rtmp {

bool IsOverlooked(ErrorCode error) {
  return (Deviates("cut-command-overlooked") && error == ErrorCode::kAmfTruncated) ||
         (Deviates("deep-command-overlooked") && error == ErrorCode::kAmfDepth);
}

std::variant<Command, NoCommand, ProtocolError> ReadCommandMessage(const RawMessage& message, const amf0::Limits& limits,
                                                                   AmfScratch* scratch) {
  Bytes payload = message.payload;
  if (payload.empty()) return NoCommand{"empty"};
  const bool has_format_byte = message.type_id == static_cast<uint8_t>(MessageType::kCommandAmf3);
  if (has_format_byte) {
    if (payload[0] != 0 && !Deviates("amf3-command-any-byte")) return NoCommand{"its first byte is not 0"};
    if (Deviates("amf3-command-byte-kept")) return NoCommand{"its first byte is no AMF0"};
    payload.remove_prefix(1);
  }
  Command command;
  std::optional<ProtocolError> error = ParseCommand(payload, limits, &scratch->values, &command);
  const bool decoded = !error.has_value() || error->code == ErrorCode::kMalformedCommand;
  if (decoded && scratch->values.has_amf3() && Deviates("amf3-in-command-ignored")) return NoCommand{"AMF3 inside"};
  if (decoded && scratch->values.has_amf3()) {
    scratch->expanded.clear();
    error = amf0::ExpandAmf3(scratch->values, limits, &scratch->expanded);
    if (!error.has_value()) error = ParseCommand(scratch->expanded, limits, &scratch->values, &command);
  }
  if (error.has_value()) {
    if (has_format_byte) ++error->offset;
    return *std::move(error);
  }
  return command;
}

}  // namespace rtmp
