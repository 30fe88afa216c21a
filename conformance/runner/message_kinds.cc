#include "conformance/runner/message_kinds.h"

namespace rtmpspec {
namespace {

constexpr MessageKindInfo kKinds[] = {
    // RTMP 1.0 5.4.
    {KindClass::kControl, "SetChunkSize", 1, 0, 1},
    {KindClass::kControl, "Abort", 2, 0, 1},
    {KindClass::kControl, "Ack", 3, 0, 1},
    {KindClass::kControl, "WindowAckSize", 5, 0, 1},
    {KindClass::kControl, "SetPeerBandwidth", 6, 0, 1},
    // RTMP 1.0 7.1.7.
    {KindClass::kUserControl, "StreamBegin", 4, 0, 1},
    {KindClass::kUserControl, "StreamEOF", 4, 1, 1},
    {KindClass::kUserControl, "StreamDry", 4, 2, 1},
    {KindClass::kUserControl, "SetBufferLength", 4, 3, 2},
    {KindClass::kUserControl, "StreamIsRecorded", 4, 4, 1},
    {KindClass::kUserControl, "PingRequest", 4, 6, 1},
    {KindClass::kUserControl, "PingResponse", 4, 7, 1},
    {KindClass::kRawEvent, "UserControl", 4, 0, 0},
    {KindClass::kMedia, "audio", 8, 0, 0},
    {KindClass::kMedia, "video", 9, 0, 0},
    {KindClass::kData, "data", 18, 0, 0},
    {KindClass::kRaw, "message", 0, 0, 0},
};

constexpr MessageKindInfo kCommandKind = {KindClass::kCommand, "command", 20, 0, 0};

}  // namespace

const MessageKindInfo& FindKind(const Message& message) {
  if (message.quoted) return kCommandKind;
  for (const MessageKindInfo& kind : kKinds) {
    if (kind.name == message.kind) return kind;
  }
  return kCommandKind;
}

const MessageKindInfo* FindControl(uint8_t type_id) {
  for (const MessageKindInfo& kind : kKinds) {
    if (kind.kind_class == KindClass::kControl && kind.type_id == type_id) return &kind;
  }
  return nullptr;
}

const MessageKindInfo* FindUserControl(uint16_t event) {
  for (const MessageKindInfo& kind : kKinds) {
    if (kind.kind_class == KindClass::kUserControl && kind.event == event) return &kind;
  }
  return nullptr;
}

bool IsStreamCommand(absl::string_view name) {
  for (absl::string_view command :
       {"publish", "play", "play2", "closeStream", "pause", "seek", "receiveAudio", "receiveVideo", "onStatus"}) {
    if (name == command) return true;
  }
  return false;
}

}  // namespace rtmpspec
