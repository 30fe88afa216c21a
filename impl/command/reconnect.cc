#include "impl/command/reconnect.h"

#include "impl/command/on_status.h"

namespace rtmp {

std::optional<ReconnectRequest> ParseReconnectRequest(const Command& command) {
  const amf0::Value information = OnStatusInformation(command);
  const StatusInfo status = ParseStatus(information);
  if (status.code != kConnectReconnectRequest || status.level != kLevelStatus) return std::nullopt;
  return ReconnectRequest{information["tcUrl"].string(), status.description};
}

void EncodeReconnectRequest(const ReconnectRequest& request, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("onStatus", 0, &encoder);
  encoder.Null();
  encoder.BeginObject();
  encoder.Property("level", kLevelStatus);
  encoder.Property("code", kConnectReconnectRequest);
  if (!request.tc_url.empty()) encoder.Property("tcUrl", request.tc_url);
  if (!request.description.empty()) encoder.Property("description", request.description);
  encoder.EndObject();
}

}  // namespace rtmp
