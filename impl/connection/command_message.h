// The body of a command message of type 20, or of type 17 (RTMP 1.0 7.1.1).
#ifndef RTMPSPEC_IMPL_CONNECTION_COMMAND_MESSAGE_H_
#define RTMPSPEC_IMPL_CONNECTION_COMMAND_MESSAGE_H_

#include <variant>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/bytes/protocol_error.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/command/command.h"
#include "impl/connection/amf_scratch.h"

namespace rtmp {

// A message with nothing to obey, and why.
struct NoCommand {
  absl::string_view reason;
};

// Decodes into `scratch`, which the command points into. A message without a body is no command and no error: its header was
// all of it (RTMP-CM-16). Type 17 begins with a format byte, 0; with another one it is no command (RTMP-MT-03, MT-05). AMF3
// values, in either type, are read as the AMF0 values that they stand for (MT-04); offsets in errors about what they mean, such
// as kWrongArgumentType, are those of that AMF0 form.
std::variant<Command, NoCommand, ProtocolError> ReadCommandMessage(const RawMessage& message, const amf0::Limits& limits,
                                                                   AmfScratch* scratch);

// For deviations: whether one that holds now makes nothing of a command that ends in this error.
bool IsOverlooked(ErrorCode error);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_COMMAND_MESSAGE_H_
