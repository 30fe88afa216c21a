// connect: the first command of a client, and its two answers (RTMP 1.0 7.2.1.1).
#ifndef RTMPSPEC_IMPL_COMMAND_CONNECT_H_
#define RTMPSPEC_IMPL_COMMAND_CONNECT_H_

#include <cstdint>
#include <variant>

#include "absl/strings/string_view.h"
#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/command/capabilities.h"
#include "impl/command/command.h"

namespace rtmp {

// connect's command object. Views into the Values that the command was parsed into, empty (0, false) where the client sent none.
struct ConnectCommand {
  double transaction_id = 1;
  absl::string_view app;
  absl::string_view tc_url;
  absl::string_view flash_ver;  // "flashVer", or "flashver" as 7.2.1.1 spells it (AMF0-32)
  absl::string_view swf_url;
  absl::string_view page_url;
  absl::string_view type;      // de facto: "nonprivate" of encoders
  bool fpad = false;           // a proxy is being used
  double audio_codecs = 0;     // SUPPORT_SND_* flags
  double video_codecs = 0;     // SUPPORT_VID_* flags
  double video_function = 0;   // 1: frame-accurate seeks; Enhanced RTMP adds 2, 4 and 8 (ERTMP-47)
  double object_encoding = 0;  // 0: AMF0, 3: AMF3
  Capabilities capabilities;   // Enhanced RTMP
  amf0::Value object;          // all of it
};

// Requires command.kind() == kConnect. The command object may be an object, a typed object or an ECMA array (RTMP-RPC-09); of a
// property that comes twice the first counts (AMF0-11); unknown properties and further arguments are ignored (RTMP-CN-11, CN-15),
// and so are swfUrl, pageUrl and those that follow it where they have another type.
// No command object or no app: kMissingArgument. app or tcUrl that is no string, a flashVer or objectEncoding that is neither of
// its type nor null nor undefined: kWrongArgumentType (RTMP-CN-09).
std::variant<ConnectCommand, ProtocolError> ParseConnect(const Command& command);

// What a client says of itself.
struct ConnectRequest {
  double transaction_id = 1;
  absl::string_view app;
  absl::string_view tc_url;
  absl::string_view flash_ver;
  bool publisher = false;  // adds type "nonprivate" as encoders do, else the players' properties fpad .. videoFunction
  const Capabilities* capabilities = nullptr;  // null or empty: RTMP 1.0 only
};
void EncodeConnect(const ConnectRequest& request, Buffer* out);

// `_result`: {fmsVer: "FMS/3,0,1,123", capabilities: 31, mode: 1} and {level: "status", code: "NetConnection.Connect.Success",
// description: "Connection succeeded.", objectEncoding}. Version and capabilities are those that most servers send; clients
// switch features by them, and these switch nothing on. `capabilities` stand in the first object, as the client's do in the
// command object (A44, ERTMP-35); null or empty: none.
void EncodeConnectResult(double transaction_id, double object_encoding, const Capabilities* capabilities, Buffer* out);

// `_error`: null and {level: "error", code, description}; `code` is kConnectRejected or kConnectInvalidApp of on_status.h.
void EncodeConnectRejected(double transaction_id, absl::string_view code, absl::string_view description, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_CONNECT_H_
