#include "impl/command/stream_commands.h"

#include "impl/command/arguments.h"
#include "impl/command/on_status.h"

namespace rtmp {

namespace {

using Presence = Arguments::Presence;

void EncodeBare(absl::string_view name, double transaction_id, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead(name, transaction_id, &encoder);
  encoder.Null();
}

void EncodeWithName(absl::string_view name, double transaction_id, absl::string_view stream_name, Buffer* out) {
  EncodeBare(name, transaction_id, out);
  amf0::Encoder(out).String(stream_name);
}

void EncodeNotice(absl::string_view name, absl::string_view code, absl::string_view stream_name, Buffer* out) {
  EncodeBare(name, 0, out);
  amf0::Encoder encoder(out);
  encoder.BeginObject();
  encoder.Property("code", code);
  encoder.Property("description", stream_name);
  encoder.EndObject();
}

}  // namespace

std::variant<DeleteStreamCommand, ProtocolError> ParseDeleteStream(const Command& command) {
  Arguments arguments(command);
  double number = 0;
  arguments.ReadNumber(command.argument(0), "the message stream id", Presence::kRequired, &number);
  if (arguments.error().has_value()) return *arguments.error();
  return DeleteStreamCommand{command.transaction_id, ToMessageStreamId(command.argument(0))};
}

std::variant<StreamNameCommand, ProtocolError> ParseStreamName(const Command& command) {
  Arguments arguments(command);
  StreamNameCommand result;
  result.transaction_id = command.transaction_id;
  arguments.ReadString(command.argument(0), "the stream name", Presence::kRequired, &result.stream_name);
  if (arguments.error().has_value()) return *arguments.error();
  return result;
}

void EncodeCreateStream(double transaction_id, Buffer* out) { EncodeBare("createStream", transaction_id, out); }

void EncodeDeleteStream(double transaction_id, uint32_t message_stream_id, Buffer* out) {
  EncodeBare("deleteStream", transaction_id, out);
  amf0::Encoder(out).Number(message_stream_id);
}

void EncodeCloseStream(double transaction_id, Buffer* out) { EncodeBare("closeStream", transaction_id, out); }

void EncodeReleaseStream(double transaction_id, absl::string_view stream_name, Buffer* out) {
  EncodeWithName("releaseStream", transaction_id, stream_name, out);
}

void EncodeFcPublish(double transaction_id, absl::string_view stream_name, Buffer* out) {
  EncodeWithName("FCPublish", transaction_id, stream_name, out);
}

void EncodeFcUnpublish(double transaction_id, absl::string_view stream_name, Buffer* out) {
  EncodeWithName("FCUnpublish", transaction_id, stream_name, out);
}

void EncodeFcSubscribe(double transaction_id, absl::string_view stream_name, Buffer* out) {
  EncodeWithName("FCSubscribe", transaction_id, stream_name, out);
}

void EncodeGetStreamLength(double transaction_id, absl::string_view stream_name, Buffer* out) {
  EncodeWithName("getStreamLength", transaction_id, stream_name, out);
}

void EncodeCheckBandwidth(double transaction_id, Buffer* out) { EncodeBare("_checkbw", transaction_id, out); }

void EncodeOnFcPublish(absl::string_view stream_name, Buffer* out) {
  EncodeNotice("onFCPublish", kPublishStart, stream_name, out);
}

void EncodeOnFcUnpublish(absl::string_view stream_name, Buffer* out) {
  EncodeNotice("onFCUnpublish", kUnpublishSuccess, stream_name, out);
}

void EncodeOnFcSubscribe(absl::string_view stream_name, Buffer* out) {
  EncodeNotice("onFCSubscribe", kPlayStart, stream_name, out);
}

void EncodeOnBwDone(Buffer* out) { EncodeBare("onBWDone", 0, out); }

}  // namespace rtmp
