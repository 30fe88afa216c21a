// Commands from bytes and bytes from encoders, for the tests of this folder.
#ifndef RTMPSPEC_IMPL_COMMAND_TESTING_H_
#define RTMPSPEC_IMPL_COMMAND_TESTING_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/hex.h"
#include "impl/command/command.h"

namespace rtmp {

// A parsed command together with everything it points into.
struct ParsedCommand {
  explicit ParsedCommand(Buffer bytes) : payload(std::move(bytes)), error(ParseCommand(payload, {}, &values, &command)) {}

  Buffer payload;
  amf0::Values values;
  Command command;
  std::optional<ProtocolError> error;
};

// The payload of a command: its head, then what `write` adds.
template <typename Write>
Buffer CommandBytes(absl::string_view name, double transaction_id, Write write) {
  Buffer payload;
  amf0::Encoder encoder(&payload);
  EncodeCommandHead(name, transaction_id, &encoder);
  write(encoder);
  return payload;
}

// What encode(out) appends, in the notation of the transcripts and as bytes.
template <typename Encode>
Buffer Encoded(Encode encode) {
  Buffer out;
  encode(&out);
  return out;
}
template <typename Encode>
std::string EncodedText(Encode encode) {
  const Buffer bytes = Encoded(encode);
  amf0::Values values;
  if (amf0::Decode(bytes, {}, &values).has_value()) return "no AMF0";
  return amf0::ToText(values, 10000);
}

template <typename T>
std::optional<ErrorCode> CodeOf(const std::variant<T, ProtocolError>& parsed) {
  const auto* error = std::get_if<ProtocolError>(&parsed);
  return error != nullptr ? std::optional<ErrorCode>(error->code) : std::nullopt;
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_TESTING_H_
