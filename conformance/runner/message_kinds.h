// The words of the transcript language that name a message, and what they are on the wire.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_MESSAGE_KINDS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_MESSAGE_KINDS_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

enum class KindClass {
  kCommand,      // any name that is no other word
  kData,         // data
  kMedia,        // audio video
  kControl,      // SetChunkSize Abort Ack WindowAckSize SetPeerBandwidth
  kUserControl,  // StreamBegin ... PingResponse
  kRawEvent,     // UserControl event=31 hex(..)
  kRaw,          // message type=21 hex(..)
};

struct MessageKindInfo {
  KindClass kind_class;
  absl::string_view name;
  uint8_t type_id;  // 0: given by type=
  uint16_t event;   // kUserControl
  size_t words;     // kControl, kUserControl: 32-bit arguments on the wire (the limit type apart)
};

// What `message` is. Names given by `let` are commands here: look them up first.
const MessageKindInfo& FindKind(const Message& message);
// Null where no word names it.
const MessageKindInfo* FindControl(uint8_t type_id);
const MessageKindInfo* FindUserControl(uint16_t event);

// Types 17 and 20, commands; types 15 and 18, data. The AMF3 ones open with a format byte (RTMP-MT-03, MT-09).
inline bool IsCommandType(uint8_t type_id) { return type_id == 17 || type_id == 20; }
inline bool IsDataType(uint8_t type_id) { return type_id == 15 || type_id == 18; }

// Commands of a message stream, as opposed to the connection's (RTMP 1.0 7.2.2 and onStatus).
bool IsStreamCommand(absl::string_view name);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_MESSAGE_KINDS_H_
