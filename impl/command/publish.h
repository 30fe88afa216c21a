// publish (RTMP 1.0 7.2.2.6).
#ifndef RTMPSPEC_IMPL_COMMAND_PUBLISH_H_
#define RTMPSPEC_IMPL_COMMAND_PUBLISH_H_

#include <variant>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/command/command.h"

namespace rtmp {

// publish (7.2.2.6).
struct PublishCommand {
  double transaction_id = 0;
  absl::string_view stream_name;    // not empty; any bytes, a query string included (RTMP-PB-06)
  absl::string_view type = "live";  // "live", "record" or "append"
};

// Requires command.kind() == kPublish. No name or an empty one: kMissingArgument (RTMP-PB-05); a name that is no string:
// kWrongArgumentType. The type is optional; null, undefined and a name not known (Flash Media Server had others) are "live"
// (RTMP-PB-03), another type of value is kWrongArgumentType.
std::variant<PublishCommand, ProtocolError> ParsePublish(const Command& command);

// publish txn null name type.
void EncodePublish(const PublishCommand& publish, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_PUBLISH_H_
