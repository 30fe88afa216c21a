#include "fuzz/support/pair_messages.h"

#include "impl/amf0/encoder.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/on_status.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/result.h"
#include "impl/command/stream_commands.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

constexpr uint8_t kCommand = static_cast<uint8_t>(MessageType::kCommandAmf0);

void Bare(absl::string_view name, Buffer* out) {
  amf0::Encoder amf(out);
  EncodeCommandHead(name, 0, &amf);
  amf.Null();
}

uint8_t Control(const ControlMessage& message, Buffer* out) { return EncodeControlMessage(message, out); }

uint8_t Event(UserControlType type, uint32_t value, Buffer* out) {
  UserControlEvent event;
  event.type = static_cast<uint16_t>(type);
  event.value = value;
  return Control(event, out);
}

}  // namespace

std::pair<uint8_t, Buffer> ClientMessage(uint8_t which, uint32_t id) {
  Buffer out;
  uint8_t type = kCommand;
  switch (which % 16) {
    case 0:
      EncodeCreateStream(70, &out);
      break;
    case 1:
      EncodeDeleteStream(0, id, &out);
      break;
    case 2:
      EncodeCloseStream(0, &out);
      break;
    case 3: {
      PublishCommand publish;
      publish.stream_name = "other";
      EncodePublish(publish, &out);
      break;
    }
    case 4: {
      PlayCommand play;
      play.stream_name = "other";
      EncodePlay(play, &out);
      break;
    }
    case 5:
      Bare("close", &out);
      break;
    case 6:
      EncodeFcUnpublish(71, "cam", &out);
      break;
    case 7:
      EncodePause(0, true, 0, &out);
      break;
    case 8:
      EncodeReceiveAudio(0, false, &out);
      break;
    case 9: {
      ConnectRequest request;
      request.app = "live";
      EncodeConnect(request, &out);
      break;
    }
    case 10:
      Bare("noSuchCommand", &out);
      break;
    case 11:
      type = Event(UserControlType::kPingRequest, id, &out);
      break;
    case 12:
      type = Control(WindowAcknowledgementSize{200}, &out);
      break;
    case 13:
      type = static_cast<uint8_t>(MessageType::kAudio);
      break;
    case 14:
      type = Control(SetPeerBandwidth{100, LimitType::kSoft}, &out);
      break;
    default:
      EncodeSeek(0, 0, &out);
      break;
  }
  return {type, std::move(out)};
}

std::pair<uint8_t, Buffer> ServerMessage(uint8_t which, uint32_t id) {
  Buffer out;
  uint8_t type = kCommand;
  switch (which % 12) {
    case 0:
      EncodeResult(1, &out);
      break;
    case 1:
      EncodeError(id, kCallFailed, "no", &out);
      break;
    case 2:
      EncodeNumberResult(2 + id, id, &out);
      break;
    case 3:
      EncodeOnStatus("status", kPublishStart, "", &out);
      break;
    case 4:
      EncodeOnStatus("status", kPlayStart, "", &out);
      break;
    case 5:
      EncodeOnStatus("error", "NetStream.Play.StreamNotFound", "", &out);
      break;
    case 6:
      Bare("close", &out);
      break;
    case 7:
      EncodeOnBwDone(&out);
      break;
    case 8:
      type = Event(UserControlType::kPingRequest, id, &out);
      break;
    case 9:
      type = Event(UserControlType::kStreamEof, id, &out);
      break;
    case 10:
      type = static_cast<uint8_t>(MessageType::kVideo);
      break;
    default:
      type = Control(WindowAcknowledgementSize{200}, &out);
      break;
  }
  return {type, std::move(out)};
}

}  // namespace rtmp
