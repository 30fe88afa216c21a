// Shared object messages (RTMP 1.0 7.1.3; the sizes of the fields are de facto, RTMP-MT-11).
#ifndef RTMPSPEC_IMPL_MESSAGE_SHARED_OBJECT_H_
#define RTMPSPEC_IMPL_MESSAGE_SHARED_OBJECT_H_

#include <cstdint>
#include <optional>
#include <variant>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

enum class SharedObjectEventType : uint8_t {
  kUse = 1,
  kRelease = 2,
  kRequestChange = 3,
  kChange = 4,
  kSuccess = 5,
  kSendMessage = 6,
  kStatus = 7,
  kClear = 8,
  kRemove = 9,
  kRequestRemove = 10,
  kUseSuccess = 11,
};
// "Use", "SendMessage", ...; empty for what has no name.
absl::string_view SharedObjectEventTypeName(uint8_t type);

// One event of a message.
struct SharedObjectEvent {
  uint8_t type = 0;  // kept as a number, known or not
  Bytes data;        // names and AMF values, as the type has it; borrowed
};

// The head of a message; views into its body.
struct SharedObjectMessage {
  absl::string_view name;
  uint32_t version = 0;
  bool persistent = false;
  Bytes events;  // see SharedObjectReader; borrowed
};

// Parses the body of a type 19 message, or of a type 16 one behind its format byte. kMalformedSharedObject where it is too short.
std::variant<SharedObjectMessage, ProtocolError> ParseSharedObject(Bytes body);

// Takes the events one by one. Nothing at the end, and after an error: kMalformedSharedObject for an event that is longer than
// what is left, with its offset in SharedObjectMessage::events.
class SharedObjectReader {
 public:
  explicit SharedObjectReader(Bytes events) : events_(events), rest_(events) {}
  std::optional<SharedObjectEvent> Next();
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  Bytes events_;
  Bytes rest_;
  std::optional<ProtocolError> error_;
};

// Appends the head, then AppendSharedObjectEvent each event. Names of more than 65,535 bytes are cut there.
void EncodeSharedObject(const SharedObjectMessage& message, Buffer* out);
void AppendSharedObjectEvent(const SharedObjectEvent& event, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_MESSAGE_SHARED_OBJECT_H_
