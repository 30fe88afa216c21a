#include "impl/command/on_status.h"

#include "impl/bytes/deviation.h"

namespace rtmp {

StatusInfo ParseStatus(amf0::Value information) {
  information = information.Resolve();
  return {information["level"].string(), information["code"].string(), information["description"].string()};
}

amf0::Value OnStatusInformation(const Command& command) {
  return command.object().has_properties() ? command.object() : command.argument(0).Resolve();
}

void EncodeStatusObject(const StatusInfo& status, amf0::Encoder* encoder) {
  encoder->BeginObject();
  if (!Deviates("status-without-level")) encoder->Property("level", status.level);
  encoder->Property("code", status.code);
  encoder->Property("description", status.description);
  encoder->EndObject();
}

void EncodeOnStatus(absl::string_view level, absl::string_view code, absl::string_view description, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("onStatus", Deviates("status-with-id") ? 1 : 0, &encoder);
  if (!Deviates("status-without-null")) encoder.Null();
  EncodeStatusObject({level, code, description}, &encoder);
}

}  // namespace rtmp
