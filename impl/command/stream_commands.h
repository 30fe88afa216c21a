// The commands that make and end streams (RTMP 1.0 7.2.1.3, 7.2.2.3), and the de facto ones around publish and play
// (RTMP-DF-01..06): createStream, deleteStream, closeStream, releaseStream, FCPublish, FCUnpublish, FCSubscribe,
// getStreamLength, _checkbw. Their answers are in result.h.
#ifndef RTMPSPEC_IMPL_COMMAND_STREAM_COMMANDS_H_
#define RTMPSPEC_IMPL_COMMAND_STREAM_COMMANDS_H_

#include <cstdint>
#include <optional>
#include <variant>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/command/command.h"

namespace rtmp {

// createStream, closeStream and _checkbw have nothing to parse but the transaction id: whatever stands behind it is ignored
// (RTMP-ST-03, RPC-08).

struct DeleteStreamCommand {
  double transaction_id = 0;
  std::optional<uint32_t> message_stream_id;  // nothing: a number that is no stream id; harmless (RTMP-ST-05)
};
// kMissingArgument without the id, kWrongArgumentType where it is no number.
std::variant<DeleteStreamCommand, ProtocolError> ParseDeleteStream(const Command& command);

// releaseStream, FCPublish, FCUnpublish, FCSubscribe and getStreamLength: a stream name.
struct StreamNameCommand {
  double transaction_id = 0;
  absl::string_view stream_name;  // may be empty
};
// kMissingArgument without the name, kWrongArgumentType where it is no string.
std::variant<StreamNameCommand, ProtocolError> ParseStreamName(const Command& command);

void EncodeCreateStream(double transaction_id, Buffer* out);
void EncodeDeleteStream(double transaction_id, uint32_t message_stream_id, Buffer* out);
void EncodeCloseStream(double transaction_id, Buffer* out);
void EncodeReleaseStream(double transaction_id, absl::string_view stream_name, Buffer* out);
void EncodeFcPublish(double transaction_id, absl::string_view stream_name, Buffer* out);
void EncodeFcUnpublish(double transaction_id, absl::string_view stream_name, Buffer* out);
void EncodeFcSubscribe(double transaction_id, absl::string_view stream_name, Buffer* out);
void EncodeGetStreamLength(double transaction_id, absl::string_view stream_name, Buffer* out);
void EncodeCheckBandwidth(double transaction_id, Buffer* out);

// A server's calls, transaction id 0: onFCPublish, onFCUnpublish and onFCSubscribe with {code, description} as the Flash Media
// Server sends it, description being the stream's name; onBWDone without arguments.
void EncodeOnFcPublish(absl::string_view stream_name, Buffer* out);
void EncodeOnFcUnpublish(absl::string_view stream_name, Buffer* out);
void EncodeOnFcSubscribe(absl::string_view stream_name, Buffer* out);
void EncodeOnBwDone(Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_STREAM_COMMANDS_H_
