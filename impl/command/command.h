// The common shape of every command message: name, transaction id, command object, arguments (RTMP 1.0 7.1.1, 7.2).
#ifndef RTMPSPEC_IMPL_COMMAND_COMMAND_H_
#define RTMPSPEC_IMPL_COMMAND_COMMAND_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

// Points into the Values it was parsed into.
struct Command {
  absl::string_view name;
  double transaction_id = 0;         // 0: no answer expected (7.2.1.2)
  const amf0::Values* values = nullptr;

  // The third value, and those behind it; absent when there are fewer.
  amf0::Value object() const { return (*values)[2]; }
  amf0::Value argument(size_t index) const { return (*values)[3 + index]; }
  size_t argument_count() const { return values->size() > 3 ? values->size() - 3 : 0; }
};

// Decodes the payload of an AMF0 command message (type 20) into `values` and `command`. A first value that is no string or a
// second that is no number is kMalformedCommand, a payload that is no AMF0 an AMF error.
std::optional<ProtocolError> ParseCommand(Bytes payload, const amf0::Limits& limits, amf0::Values* values, Command* command);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_COMMAND_H_
