// `_result` and `_error`: the answers to a command with a transaction id (RTMP 1.0 7.2.1.2).
#ifndef RTMPSPEC_IMPL_COMMAND_RESULT_H_
#define RTMPSPEC_IMPL_COMMAND_RESULT_H_

#include "absl/strings/string_view.h"
#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"
#include "impl/command/command.h"
#include "impl/command/on_status.h"

namespace rtmp {

// An answer; views into the Values that the command was parsed into.
struct Result {
  bool is_error = false;
  double transaction_id = 0;  // the request's
  amf0::Value properties;     // third value: null, or connect's properties; may be absent
  amf0::Value information;    // fourth value: connect's information, createStream's id; may be absent
};

// Requires command.kind() to be kResult or kError. Whatever the values are, it is an answer (RTMP-CN-19): nothing to refuse.
Result ParseResult(const Command& command);

// The information object as level, code and description: empty where it has none.
inline StatusInfo StatusOf(const Result& result) { return ParseStatus(result.information); }

// `_result` txn null null: done, and nothing to say.
void EncodeResult(double transaction_id, Buffer* out);

// `_result` txn null number: createStream's message stream id, getStreamLength's seconds.
void EncodeNumberResult(double transaction_id, double number, Buffer* out);

// `_error` txn null {level: "error", code, description}.
void EncodeError(double transaction_id, absl::string_view code, absl::string_view description, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_RESULT_H_
