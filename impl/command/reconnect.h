// ReconnectRequest: a server asks its client to go elsewhere (Enhanced RTMP, "Reconnect Request").
#ifndef RTMPSPEC_IMPL_COMMAND_RECONNECT_H_
#define RTMPSPEC_IMPL_COMMAND_RECONNECT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/command/command.h"

namespace rtmp {

inline constexpr absl::string_view kConnectReconnectRequest = "NetConnection.Connect.ReconnectRequest";

// What the information object says; views into the Values that the command was parsed into.
struct ReconnectRequest {
  absl::string_view tc_url;  // as it came, relative or not; empty: the connection's own
  absl::string_view description;
};

// Requires command.kind() == kOnStatus. Nothing unless the code is this one and the level is "status" (ERTMP-39).
std::optional<ReconnectRequest> ParseReconnectRequest(const Command& command);

// onStatus 0 null {level, code, tcUrl, description}; tcUrl and description are left out where they are empty. Belongs on message
// stream 0 (ERTMP-51).
void EncodeReconnectRequest(const ReconnectRequest& request, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_RECONNECT_H_
