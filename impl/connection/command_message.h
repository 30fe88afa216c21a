// The body of a command message of type 20, or of type 17 that carries AMF0 (RTMP 1.0 7.1.1).
#ifndef RTMPSPEC_IMPL_CONNECTION_COMMAND_MESSAGE_H_
#define RTMPSPEC_IMPL_CONNECTION_COMMAND_MESSAGE_H_

#include <variant>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/protocol_error.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/command/command.h"

namespace rtmp {

// A message with nothing to obey, and why.
struct NoCommand {
  absl::string_view reason;
};

// Decodes into `values`, which the command points into. A message without a body is no command and no error: its header was
// all of it (RTMP-CM-16).
std::variant<Command, NoCommand, ProtocolError> ReadCommandMessage(const RawMessage& message, const amf0::Limits& limits,
                                                                   amf0::Values* values);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_COMMAND_MESSAGE_H_
