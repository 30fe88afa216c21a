#include "impl/connection/shared_object_event.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "impl/message/message.h"
#include "impl/message/shared_object.h"

namespace rtmp {

Event SharedObjectEventOf(const RawMessage& message) {
  Bytes body = message.payload;
  if (message.type_id == static_cast<uint8_t>(MessageType::kSharedObjectAmf3)) {
    if (body.empty() || body[0] != 0) {
      return MessageIgnored{message.type_id, message.message_stream_id, "its first byte is not 0"};
    }
    body.remove_prefix(1);
  }
  const auto parsed = ParseSharedObject(body);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    return MessageIgnored{message.type_id, message.message_stream_id,
                          absl::StrCat(ErrorCodeName(error->code), ": ", error->text)};
  }
  const auto& object = std::get<SharedObjectMessage>(parsed);
  return SharedObjectReceived{message.message_stream_id, object.name, object.version, object.persistent, object.events};
}

}  // namespace rtmp
