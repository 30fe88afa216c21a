// tcUrl: where a connection leads (RTMP 1.0 7.2.1.1), and where a ReconnectRequest sends it (Enhanced RTMP, "Reconnect Request").
#ifndef RTMPSPEC_IMPL_COMMAND_TC_URL_H_
#define RTMPSPEC_IMPL_COMMAND_TC_URL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace rtmp {

// Resolves a URI reference against the tcUrl of the connection (RFC 3986 5.2.2): absolute, "//host/app", "/app", "app", and the
// empty one that means `base` itself. Nothing where `base` has no scheme and host that it would need, or where the reference
// holds a space or a control character. Dots in paths are left as they are: an application's name is no path.
std::optional<std::string> ResolveTcUrl(absl::string_view base, absl::string_view reference);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_TC_URL_H_
