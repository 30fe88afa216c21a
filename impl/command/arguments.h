// How the command parsers read their arguments; only they include this.
#ifndef RTMPSPEC_IMPL_COMMAND_ARGUMENTS_H_
#define RTMPSPEC_IMPL_COMMAND_ARGUMENTS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "impl/amf0/value.h"
#include "impl/bytes/protocol_error.h"
#include "impl/command/command.h"

namespace rtmp {

// Reads values one after the other and keeps the first complaint. Each Read leaves its output as it was when it fails, and
// where an optional value is absent, null or undefined.
class Arguments {
 public:
  explicit Arguments(const Command& command) : command_(command) {}

  enum class Presence { kRequired, kOptional };

  void ReadString(amf0::Value value, absl::string_view what, Presence presence, absl::string_view* output);
  // NaN leaves an optional output as it was.
  void ReadNumber(amf0::Value value, absl::string_view what, Presence presence, double* output);
  // A Boolean, or a number that is not 0.
  void ReadFlag(amf0::Value value, absl::string_view what, Presence presence, bool* output);

  void Missing(absl::string_view what);
  // Says "connect: app is a number; a string was expected".
  void WrongType(amf0::Value value, absl::string_view what, absl::string_view wanted);

  // Offsets are those of the value, or of the command for what is missing: the message's payload begins with it.
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  // True where there is a value to read.
  bool IsPresent(amf0::Value value, absl::string_view what, Presence presence);

  const Command& command_;
  std::optional<ProtocolError> error_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_ARGUMENTS_H_
