// The common shape of every command message: name, transaction id, command object, arguments (RTMP 1.0 7.1.1, 7.2).
#ifndef RTMPSPEC_IMPL_COMMAND_COMMAND_H_
#define RTMPSPEC_IMPL_COMMAND_COMMAND_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

// The commands that this library knows. Comparing is case-sensitive, as every peer does it.
enum class CommandKind : uint8_t {
  kUnknown,
  // NetConnection, 7.2.1, and its answers.
  kConnect,
  kClose,
  kCreateStream,
  kDeleteStream,
  kResult,  // "_result"
  kError,   // "_error"
  // NetStream, 7.2.2.
  kPublish,
  kPlay,
  kPlay2,
  kCloseStream,
  kReceiveAudio,
  kReceiveVideo,
  kPause,  // also pauseRaw and pauseraw (RTMP-PL-15)
  kSeek,
  kOnStatus,
  // De facto (RTMP-DF-01..06).
  kReleaseStream,
  kFcPublish,
  kFcUnpublish,
  kFcSubscribe,
  kGetStreamLength,
  kCheckBandwidth,  // "_checkbw"
};
CommandKind CommandKindOf(absl::string_view name);

// Points into the Values it was parsed into.
struct Command {
  absl::string_view name;
  double transaction_id = 0;  // 0: no answer expected (7.2.1.2)
  const amf0::Values* values = nullptr;

  CommandKind kind() const { return CommandKindOf(name); }

  // The third value, and those behind it; absent when there are fewer.
  amf0::Value object() const { return (*values)[2]; }
  amf0::Value argument(size_t index) const { return (*values)[3 + index]; }
  size_t argument_count() const { return values->size() > 3 ? values->size() - 3 : 0; }
};

// Decodes the payload of an AMF0 command message (type 20) into `values` and `command`. A first value that is no string or a
// second that is no number is kMalformedCommand, a payload that is no AMF0 an AMF error.
std::optional<ProtocolError> ParseCommand(Bytes payload, const amf0::Limits& limits, amf0::Values* values, Command* command);

// Starts a command message: name and transaction id. What follows (command object or null, arguments) is up to the caller.
void EncodeCommandHead(absl::string_view name, double transaction_id, amf0::Encoder* encoder);

// A message stream id sent as a number: an integer of 0..2^32-1. Nothing for what is no number, NaN, negative, a fraction or
// too large (RTMP-ST-05).
std::optional<uint32_t> ToMessageStreamId(amf0::Value value);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_COMMAND_H_
