#include "impl/command/result.h"

#include "impl/bytes/deviation.h"

namespace rtmp {

Result ParseResult(const Command& command) {
  return {command.kind() == CommandKind::kError, command.transaction_id, command.object(), command.argument(0)};
}

void EncodeResult(double transaction_id, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("_result", transaction_id, &encoder);
  encoder.Null();
  encoder.Null();
}

void EncodeNumberResult(double transaction_id, double number, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("_result", transaction_id, &encoder);
  if (!Deviates("result-without-null")) encoder.Null();
  encoder.Number(number);
}

void EncodeError(double transaction_id, absl::string_view code, absl::string_view description, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("_error", transaction_id, &encoder);
  encoder.Null();
  EncodeStatusObject({kLevelError, code, description}, &encoder);
}

}  // namespace rtmp
