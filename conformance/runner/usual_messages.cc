#include "conformance/runner/usual_messages.h"

#include "impl/amf0/decoder.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/command/command.h"

namespace rtmpspec {
namespace {

constexpr uint32_t kControlChunkStream = 2;
constexpr uint32_t kCommandChunkStream = 3;

PlayedMessage Control(uint8_t type_id) {
  PlayedMessage message;
  message.type_id = type_id;
  message.chunk_stream_id = kControlChunkStream;
  return message;
}

}  // namespace

PlayedMessage ControlMessage(uint8_t type_id, uint32_t value) {
  PlayedMessage message = Control(type_id);
  rtmp::ByteWriter(&message.payload).WriteU32(value);
  return message;
}

PlayedMessage SetPeerBandwidthMessage(uint32_t window, uint8_t limit_type) {
  PlayedMessage message = ControlMessage(6, window);
  message.payload.push_back(limit_type);
  return message;
}

PlayedMessage UserControlMessage(uint16_t event, uint32_t value) {
  PlayedMessage message = Control(4);
  rtmp::ByteWriter writer(&message.payload);
  writer.WriteU8(static_cast<uint8_t>(event >> 8));
  writer.WriteU8(static_cast<uint8_t>(event));
  writer.WriteU32(value);
  return message;
}

PlayedMessage CommandMessage(absl::string_view name, double transaction_id,
                             absl::FunctionRef<void(rtmp::amf0::Encoder&)> arguments, uint32_t message_stream_id) {
  PlayedMessage message;
  message.type_id = 20;
  message.chunk_stream_id = kCommandChunkStream;
  message.message_stream_id = message_stream_id;
  rtmp::amf0::Encoder encoder(&message.payload);
  encoder.String(name);
  encoder.Number(transaction_id);
  arguments(encoder);
  return message;
}

CommandSeen LookAtCommand(const WireMessage& message) {
  CommandSeen seen;
  if (message.type_id != 20) return seen;
  rtmp::amf0::Values values;
  rtmp::Command command;
  if (rtmp::ParseCommand(message.payload, rtmp::amf0::Limits(), &values, &command)) return seen;
  seen.name = std::string(command.name);
  seen.transaction_id = command.transaction_id;
  seen.first_argument = command.argument(0).number();
  seen.level = std::string(command.argument(0)["level"].string());
  seen.code = std::string(command.argument(0)["code"].string());
  return seen;
}

bool LookAtPing(const WireMessage& message, uint16_t event, uint32_t* value) {
  if (message.type_id != 4) return false;
  rtmp::ByteReader reader(message.payload);
  uint16_t type = 0;
  return reader.ReadU16(&type) && type == event && reader.ReadU32(value);
}

uint32_t ControlValue(const WireMessage& message) {
  rtmp::ByteReader reader(message.payload);
  uint32_t value = 0;
  reader.ReadU32(&value);
  return value;
}

}  // namespace rtmpspec
