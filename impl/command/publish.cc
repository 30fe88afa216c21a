#include "impl/command/publish.h"

#include "impl/amf0/encoder.h"
#include "impl/bytes/deviation.h"
#include "impl/command/arguments.h"

namespace rtmp {

std::variant<PublishCommand, ProtocolError> ParsePublish(const Command& command) {
  using Presence = Arguments::Presence;
  Arguments arguments(command);
  PublishCommand publish;
  publish.transaction_id = command.transaction_id;
  absl::string_view type;
  arguments.ReadString(command.argument(0), "the stream name", Presence::kRequired, &publish.stream_name);
  if (publish.stream_name.empty() && !Deviates("bug-publish-name")) arguments.Missing("the stream name");
  arguments.ReadString(command.argument(1), "the publishing type", Presence::kOptional, &type);
  if (arguments.error().has_value()) return *arguments.error();
  if (type == "record" || type == "append") publish.type = type;
  return publish;
}

void EncodePublish(const PublishCommand& publish, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("publish", publish.transaction_id, &encoder);
  encoder.Null();
  encoder.String(publish.stream_name);
  encoder.String(Deviates("client-publish-type-unknown") ? "LIVE" : publish.type);
}

}  // namespace rtmp
