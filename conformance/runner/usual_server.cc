#include "conformance/runner/usual_server.h"

#include "conformance/runner/usual_messages.h"

namespace rtmpspec {
namespace {

using rtmp::amf0::Encoder;

constexpr uint32_t kWindow = 5'000'000;

void ConnectReplies(double transaction_id, std::vector<PlayedMessage>* replies) {
  // The order of RTMP 1.0 7.2.1.1's figure (RTMP-CN-04).
  replies->push_back(ControlMessage(5, kWindow));
  replies->push_back(SetPeerBandwidthMessage(kWindow, 2));
  replies->push_back(CommandMessage("_result", transaction_id, [](Encoder& encoder) {
    encoder.BeginObject();
    encoder.Property("fmsVer", "FMS/3,0,1,123");
    encoder.Property("capabilities", 31.0);
    encoder.EndObject();
    encoder.BeginObject();
    encoder.Property("level", "status");
    encoder.Property("code", "NetConnection.Connect.Success");
    encoder.Property("description", "Connection succeeded.");
    encoder.Property("objectEncoding", 0.0);
    encoder.EndObject();
  }));
}

}  // namespace

void AppendUsualReplies(const WireMessage& message, std::vector<PlayedMessage>* replies) {
  const CommandSeen command = LookAtCommand(message);
  if (command.transaction_id == 0) return;
  if (command.name == "connect") return ConnectReplies(command.transaction_id, replies);
  const bool creates = command.name == "createStream";
  const bool known = creates || command.name == "releaseStream" || command.name == "FCPublish" || command.name == "FCSubscribe" ||
                     command.name == "FCUnpublish" || command.name == "_checkbw" || command.name == "getStreamLength";
  if (!known) return;
  replies->push_back(CommandMessage("_result", command.transaction_id, [&](Encoder& encoder) {
    encoder.Null();
    if (creates) encoder.Number(kServedStreamId);
    if (command.name == "getStreamLength") encoder.Number(0);
  }));
}

void AppendStarted(const char* code, std::vector<PlayedMessage>* replies) {
  replies->push_back(UserControlMessage(0, kServedStreamId));
  replies->push_back(CommandMessage(
      "onStatus", 0,
      [&](Encoder& encoder) {
        encoder.Null();
        encoder.BeginObject();
        encoder.Property("level", "status");
        encoder.Property("code", code);
        encoder.Property("description", "Started.");
        encoder.EndObject();
      },
      kServedStreamId));
}

}  // namespace rtmpspec
