#include "impl/command/command.h"

#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"

namespace rtmp {

namespace {

constexpr std::pair<absl::string_view, CommandKind> kNames[] = {
    {"connect", CommandKind::kConnect},
    {"close", CommandKind::kClose},
    {"createStream", CommandKind::kCreateStream},
    {"deleteStream", CommandKind::kDeleteStream},
    {"_result", CommandKind::kResult},
    {"_error", CommandKind::kError},
    {"publish", CommandKind::kPublish},
    {"play", CommandKind::kPlay},
    {"play2", CommandKind::kPlay2},
    {"closeStream", CommandKind::kCloseStream},
    {"receiveAudio", CommandKind::kReceiveAudio},
    {"receiveVideo", CommandKind::kReceiveVideo},
    {"pause", CommandKind::kPause},
    {"pauseRaw", CommandKind::kPause},
    {"pauseraw", CommandKind::kPause},
    {"seek", CommandKind::kSeek},
    {"onStatus", CommandKind::kOnStatus},
    {"releaseStream", CommandKind::kReleaseStream},
    {"FCPublish", CommandKind::kFcPublish},
    {"FCUnpublish", CommandKind::kFcUnpublish},
    {"FCSubscribe", CommandKind::kFcSubscribe},
    {"getStreamLength", CommandKind::kGetStreamLength},
    {"_checkbw", CommandKind::kCheckBandwidth},
};

ProtocolError Malformed(amf0::Value value, absl::string_view what, absl::string_view wanted) {
  const std::string found = value.exists() ? absl::StrCat("of type ", amf0::TypeName(value.type())) : "missing";
  return {ErrorCode::kMalformedCommand, value.offset(), absl::StrCat("the command's ", what, " is ", found, "; ", wanted)};
}

}  // namespace

CommandKind CommandKindOf(absl::string_view name) {
  if (Deviates("pause-raw-unknown") && name == "pauseRaw") return CommandKind::kUnknown;
  for (const auto& [known, kind] : kNames) {
    if (known == name) return kind;
  }
  return CommandKind::kUnknown;
}

std::optional<ProtocolError> ParseCommand(Bytes payload, const amf0::Limits& limits, amf0::Values* values, Command* command) {
  if (std::optional<ProtocolError> error = amf0::Decode(payload, limits, values)) return error;
  const amf0::Value name = (*values)[0];
  const amf0::Value transaction_id = (*values)[1];
  if (!name.is_string()) return Malformed(name, "name", "it is a string");
  if (!transaction_id.is_number()) return Malformed(transaction_id, "transaction id", "it is a number");
  double number = transaction_id.number();
  if (Deviates("transaction-id-of-32-bits")) number = std::fmod(number, 4294967296.0);
  if (Deviates("transaction-id-floored")) number = std::floor(number);
  *command = Command{name.string(), number, values};
  return std::nullopt;
}

void EncodeCommandHead(absl::string_view name, double transaction_id, amf0::Encoder* encoder) {
  encoder->String(name);
  encoder->Number(transaction_id);
}

std::optional<uint32_t> ToMessageStreamId(amf0::Value value) {
  if (!value.is_number()) return std::nullopt;
  const double number = value.number();
  // Written so that NaN fails it.
  if (!(number >= 0 && number <= 4294967295.0) || number != std::floor(number)) return std::nullopt;
  return static_cast<uint32_t>(number);
}

}  // namespace rtmp
