#include "impl/message/message.h"

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"
#include "impl/bytes/deviation.h"

namespace rtmp {

namespace {

constexpr uint8_t kMaxLimitType = static_cast<uint8_t>(LimitType::kDynamic);

ProtocolError TooShort(absl::string_view what, size_t needed, size_t size) {
  return {ErrorCode::kShortControlMessage, size, absl::StrCat(what, " with ", size, " bytes; it takes ", needed)};
}

std::variant<ControlMessage, ProtocolError> ParseUserControl(Bytes payload) {
  ByteReader reader(payload);
  UserControlEvent event;
  if (!reader.ReadU16(&event.type)) return TooShort("UserControl", 2, payload.size());
  event.data = reader.rest();
  switch (static_cast<UserControlType>(event.type)) {
    case UserControlType::kSetBufferLength:
      if (!reader.ReadU32(&event.value) || !reader.ReadU32(&event.buffer_length)) {
        return TooShort(UserControlTypeName(event.type), 10, payload.size());
      }
      break;
    case UserControlType::kStreamBegin:
    case UserControlType::kStreamEof:
    case UserControlType::kStreamDry:
    case UserControlType::kStreamIsRecorded:
    case UserControlType::kPingRequest:
    case UserControlType::kPingResponse:
      if (!reader.ReadU32(&event.value) && !Deviates("bug-short-ping")) {
        return TooShort(UserControlTypeName(event.type), 6, payload.size());
      }
      break;
  }
  return event;
}

void EncodeUserControl(const UserControlEvent& event, ByteWriter* writer) {
  writer->WriteU16(event.type);
  if (UserControlTypeName(event.type).empty()) return writer->WriteBytes(event.data);
  if (Deviates("stream-begin-of-4-bytes") && event.type == 0) return writer->WriteU16(static_cast<uint16_t>(event.value));
  writer->WriteU32(event.value);
  if (Deviates("events-with-a-byte-more")) writer->WriteU8(0);
  if (Deviates("buffer-length-without-time")) return;
  if (event.type == static_cast<uint16_t>(UserControlType::kSetBufferLength)) writer->WriteU32(event.buffer_length);
}

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace

absl::string_view MessageTypeName(uint8_t type_id) {
  switch (static_cast<MessageType>(type_id)) {
    case MessageType::kSetChunkSize:
      return "SetChunkSize";
    case MessageType::kAbort:
      return "Abort";
    case MessageType::kAcknowledgement:
      return "Ack";
    case MessageType::kUserControl:
      return "UserControl";
    case MessageType::kWindowAcknowledgementSize:
      return "WindowAckSize";
    case MessageType::kSetPeerBandwidth:
      return "SetPeerBandwidth";
    case MessageType::kAudio:
      return "audio";
    case MessageType::kVideo:
      return "video";
    case MessageType::kDataAmf0:
      return "data";
    case MessageType::kCommandAmf0:
      return "command";
    case MessageType::kDataAmf3:
    case MessageType::kSharedObjectAmf3:
    case MessageType::kCommandAmf3:
    case MessageType::kSharedObjectAmf0:
    case MessageType::kAggregate:
      break;
  }
  return "";
}

absl::string_view UserControlTypeName(uint16_t type) {
  switch (static_cast<UserControlType>(type)) {
    case UserControlType::kStreamBegin:
      return "StreamBegin";
    case UserControlType::kStreamEof:
      return "StreamEOF";
    case UserControlType::kStreamDry:
      return "StreamDry";
    case UserControlType::kSetBufferLength:
      return "SetBufferLength";
    case UserControlType::kStreamIsRecorded:
      return "StreamIsRecorded";
    case UserControlType::kPingRequest:
      return "PingRequest";
    case UserControlType::kPingResponse:
      return "PingResponse";
  }
  return "";
}

bool IsControlMessage(uint8_t type_id) { return type_id >= 1 && type_id <= 6; }

std::variant<ControlMessage, ProtocolError> ParseControlMessage(uint8_t type_id, Bytes payload) {
  const auto type = static_cast<MessageType>(type_id);
  if (type == MessageType::kUserControl) return ParseUserControl(payload);

  ByteReader reader(payload);
  uint32_t value = 0;
  uint8_t limit_type = 0;
  const bool has_limit_type = type == MessageType::kSetPeerBandwidth;
  if (!reader.ReadU32(&value) || (has_limit_type && !reader.ReadU8(&limit_type))) {
    return TooShort(MessageTypeName(type_id), has_limit_type ? 5 : 4, payload.size());
  }
  switch (type) {
    case MessageType::kSetChunkSize:
      return SetChunkSize{value};
    case MessageType::kAbort:
      return Abort{value};
    case MessageType::kAcknowledgement:
      return Acknowledgement{value};
    case MessageType::kWindowAcknowledgementSize:
      return WindowAcknowledgementSize{value};
    default:
      break;
  }
  // RTMP 1.0 5.4.5 names 0, 1 and 2.
  if (limit_type > kMaxLimitType && !Deviates("bug-limit-type")) {
    return ProtocolError{ErrorCode::kInvalidLimitType, 4,
                         absl::StrCat("SetPeerBandwidth with limit type ", limit_type, "; 0 to 2 exist")};
  }
  return SetPeerBandwidth{value, static_cast<LimitType>(limit_type)};
}

uint8_t EncodeControlMessage(const ControlMessage& message, Buffer* out) {
  ByteWriter writer(out);
  const MessageType type = std::visit(  //
      Overloaded{
          [&](const SetChunkSize& m) {
            writer.WriteU32(m.chunk_size | (Deviates("chunk-size-with-top-bit") ? 0x80000000 : 0));
            return MessageType::kSetChunkSize;
          },
          [&](const Abort& m) { return writer.WriteU32(m.chunk_stream_id), MessageType::kAbort; },
          [&](const Acknowledgement& m) { return writer.WriteU32(m.sequence_number), MessageType::kAcknowledgement; },
          [&](const WindowAcknowledgementSize& m) {
            writer.WriteU32(m.size);
            if (Deviates("window-of-five-bytes")) writer.WriteU8(0);
            return MessageType::kWindowAcknowledgementSize;
          },
          [&](const SetPeerBandwidth& m) {
            writer.WriteU32(m.size);
            writer.WriteU8(Deviates("limit-type-of-3") ? 3 : static_cast<uint8_t>(m.limit_type));
            return MessageType::kSetPeerBandwidth;
          },
          [&](const UserControlEvent& m) { return EncodeUserControl(m, &writer), MessageType::kUserControl; },
      },
      message);
  return static_cast<uint8_t>(type);
}

}  // namespace rtmp
