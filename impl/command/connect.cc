#include "impl/command/connect.h"

#include "impl/bytes/deviation.h"
#include "impl/command/arguments.h"
#include "impl/command/on_status.h"

namespace rtmp {

namespace {

using Presence = Arguments::Presence;

// RTMP 1.0 7.2.1.1's flags: all sound codecs, all video codecs, and that the client seeks frame-accurately.
constexpr double kAudioCodecs = 0x0fff;
constexpr double kVideoCodecs = 0x00ff;
constexpr double kClientSeek = 1;

}  // namespace

std::variant<ConnectCommand, ProtocolError> ParseConnect(const Command& command) {
  Arguments arguments(command);
  ConnectCommand connect;
  connect.transaction_id = command.transaction_id;
  connect.object = command.object();
  if (!connect.object.exists()) {
    arguments.Missing("the command object");
  } else if (!connect.object.has_properties()) {
    arguments.WrongType(connect.object, "the command object", "an object");
  }
  arguments.ReadString(connect.object["app"], "app", Presence::kRequired, &connect.app);
  // A tcUrl may be left out, but one that is null is a fault (RTMP-CN-09).
  const amf0::Value tc_url = connect.object["tcUrl"];
  if (tc_url.exists()) arguments.ReadString(tc_url, "tcUrl", Presence::kRequired, &connect.tc_url);
  amf0::Value flash_ver = connect.object["flashVer"];
  if (!flash_ver.exists()) flash_ver = connect.object["flashver"];
  arguments.ReadString(flash_ver, "flashVer", Presence::kOptional, &connect.flash_ver);
  arguments.ReadNumber(connect.object["objectEncoding"], "objectEncoding", Presence::kOptional, &connect.object_encoding);
  if (arguments.error().has_value()) return *arguments.error();
  // A value of the wrong type answers with the empty one of these.
  connect.swf_url = connect.object["swfUrl"].string();
  connect.page_url = connect.object["pageUrl"].string();
  connect.type = connect.object["type"].string();
  connect.fpad = connect.object["fpad"].boolean();
  connect.audio_codecs = connect.object["audioCodecs"].number();
  connect.video_codecs = connect.object["videoCodecs"].number();
  connect.video_function = connect.object["videoFunction"].number();
  connect.capabilities = ParseCapabilities(connect.object);
  return connect;
}

void EncodeConnect(const ConnectRequest& request, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("connect", request.transaction_id, &encoder);
  encoder.BeginObject();
  encoder.Property("app", request.app);
  if (request.publisher) encoder.Property("type", "nonprivate");
  encoder.Property("flashVer", request.flash_ver);
  encoder.Property("tcUrl", request.tc_url);
  if (!request.publisher) {
    if (Deviates("client-fpad-number")) {
      encoder.Property("fpad", 0.0);
    } else {
      encoder.Property("fpad", false);
    }
    encoder.Property("capabilities", 15.0);
    encoder.Property("audioCodecs", kAudioCodecs);
    encoder.Property("videoCodecs", kVideoCodecs);
    encoder.Property("videoFunction", kClientSeek);
  }
  encoder.Property("objectEncoding", 0.0);
  if (request.capabilities != nullptr) EncodeCapabilities(*request.capabilities, &encoder);
  encoder.EndObject();
}

void EncodeConnectResult(double transaction_id, double object_encoding, const Capabilities* capabilities, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("_result", transaction_id, &encoder);
  if (!Deviates("connect-result-of-one-object")) {
    encoder.BeginObject();
    encoder.Property("fmsVer", "FMS/3,0,1,123");
    encoder.Property("capabilities", 31.0);
    encoder.Property("mode", 1.0);
    if (capabilities != nullptr) EncodeCapabilities(*capabilities, &encoder);
    encoder.EndObject();
  }
  encoder.BeginObject();
  encoder.Property("level", kLevelStatus);
  encoder.Property("code", kConnectSuccess);
  encoder.Property("description", "Connection succeeded.");
  encoder.Property("objectEncoding", object_encoding);
  encoder.EndObject();
}

void EncodeConnectRejected(double transaction_id, absl::string_view code, absl::string_view description, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("_error", transaction_id, &encoder);
  encoder.Null();
  EncodeStatusObject({kLevelError, code, description}, &encoder);
}

}  // namespace rtmp
