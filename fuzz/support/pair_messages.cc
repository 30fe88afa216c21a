#include "fuzz/support/pair_messages.h"

#include "impl/amf0/encoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/on_status.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/reconnect.h"
#include "impl/command/result.h"
#include "impl/command/stream_commands.h"
#include "impl/message/aggregate.h"
#include "impl/message/message.h"
#include "impl/message/shared_object.h"

namespace rtmp {
namespace {

constexpr uint8_t kCommand = static_cast<uint8_t>(MessageType::kCommandAmf0);

void Bare(absl::string_view name, Buffer* out) {
  amf0::Encoder amf(out);
  EncodeCommandHead(name, 0, &amf);
  amf.Null();
}

// Data for a player: an AMF0 name, and a value in AMF3 that becomes two.
void Data(bool amf3, Buffer* out) {
  if (amf3) out->push_back(0);
  amf0::Encoder amf(out);
  amf.String("onMetaData");
  if (amf3) {
    amf.AvmPlus({"\x09\x05\x01\x06\x03\x61\x06\x00", 8});
  } else {
    amf.Null();
  }
}

// Audio, data, and what has no business in an aggregate.
void Aggregate(Buffer* out) {
  Buffer data;
  Data(false, &data);
  const Buffer frame = {0xaf, 1};
  AppendAggregatePart({static_cast<uint8_t>(MessageType::kAudio), 0, frame}, out);
  AppendAggregatePart({static_cast<uint8_t>(MessageType::kDataAmf0), 0, data}, out);
  AppendAggregatePart({static_cast<uint8_t>(MessageType::kSetChunkSize), 0, frame}, out);
  out->push_back(8);
}

void SharedObject(Buffer* out) {
  SharedObjectMessage message;
  message.name = "chat";
  message.persistent = true;
  EncodeSharedObject(message, out);
  AppendSharedObjectEvent({static_cast<uint8_t>(SharedObjectEventType::kUse), {}}, out);
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
  switch (which % kClientMessages) {
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
    case 15:
      EncodeSeek(0, 0, &out);
      break;
    case 16:
      type = static_cast<uint8_t>(MessageType::kAggregate);
      Aggregate(&out);
      break;
    case 17:
      type = static_cast<uint8_t>(MessageType::kSharedObjectAmf0);
      SharedObject(&out);
      break;
    case 18:
      type = static_cast<uint8_t>(MessageType::kSharedObjectAmf3);
      out.push_back(0);
      SharedObject(&out);
      break;
    case 19:
    case 20:
      type = static_cast<uint8_t>(which % kClientMessages == 19 ? MessageType::kDataAmf0 : MessageType::kDataAmf3);
      Data(which % kClientMessages == 20, &out);
      break;
    case 21:
      type = static_cast<uint8_t>(MessageType::kCommandAmf3);
      out.push_back(0);
      EncodeGetStreamLength(72, "cam", &out);
      amf0::Encoder(&out).AvmPlus({"\x04\x05", 2});
      break;
    case 22:
      EncodeFcSubscribe(73, "cam", &out);
      break;
    case 23:
      EncodeCheckBandwidth(74, &out);
      break;
    case 24:
      EncodeReceiveVideo(0, (id & 1) != 0, &out);
      break;
    case 25: {
      Bare("play2", &out);
      amf0::Encoder options(&out);
      options.BeginObject();
      options.Property("streamName", "other");
      options.EndObject();
      break;
    }
    case 26:
      Bare("pause", &out);
      break;
    case 27: {
      PlayCommand play;
      play.stream_name = "short";
      play.duration = 1;
      EncodePlay(play, &out);
      break;
    }
    case 28:
      Bare("receiveAudio", &out);
      break;
    case 29:
      EncodePause(0, false, 0, &out);
      break;
    case 30:
      Bare("seek", &out);
      break;
    default:
      type = 99;
  }
  return {type, std::move(out)};
}

std::pair<uint8_t, Buffer> ServerMessage(uint8_t which, uint32_t id) {
  Buffer out;
  uint8_t type = kCommand;
  switch (which % kServerMessages) {
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
    case 11:
      type = Control(WindowAcknowledgementSize{200}, &out);
      break;
    case 12:
      type = static_cast<uint8_t>(MessageType::kAggregate);
      Aggregate(&out);
      break;
    case 13:
      type = static_cast<uint8_t>(MessageType::kSharedObjectAmf0);
      SharedObject(&out);
      break;
    case 14:
    case 15:
      type = static_cast<uint8_t>(which % kServerMessages == 14 ? MessageType::kDataAmf0 : MessageType::kDataAmf3);
      Data(which % kServerMessages == 15, &out);
      break;
    case 16:
      // Of a play or publish, which are its third and its fifth call.
      EncodeError(3 + id, kCallFailed, "no", &out);
      break;
    case 17:
      EncodeReconnectRequest({"//b/live", ""}, &out);
      break;
    case 18:
      EncodeReconnectRequest({"no url", ""}, &out);
      break;
    case 19:
      EncodeOnFcUnpublish("cam", &out);
      break;
    case 20:
      EncodeConnectRejected(1, kConnectRejected, "no", &out);
      break;
    case 21:
      type = static_cast<uint8_t>(MessageType::kAudio);
      out.push_back(0xaf);
      break;
    case 22:
      EncodeResult(99, &out);
      break;
    default:
      type = 99;
  }
  return {type, std::move(out)};
}

Buffer InChunks(const std::pair<uint8_t, Buffer>& message, uint32_t message_stream_id) {
  RawMessage raw;
  raw.chunk_stream_id = 6;
  raw.type_id = message.first;
  raw.message_stream_id = message_stream_id;
  raw.payload = message.second;
  Buffer stream;
  ChunkEncoder().Encode(raw, &stream);
  return stream;
}

}  // namespace rtmp
