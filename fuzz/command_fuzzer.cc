// What the command parsers make of any message lies within its bytes, and what is written of it parses to the same again.
#include <cmath>
#include <optional>
#include <variant>

#include "fuzz/support/fuzz_input.h"
#include "impl/command/command.h"
#include "impl/command/connect.h"
#include "impl/command/on_status.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/result.h"
#include "impl/command/stream_commands.h"

namespace rtmp {
namespace {

class Checker {
 public:
  explicit Checker(Bytes payload) : payload_(payload) {}

  // Empty, a constant ("live"), or within the message.
  void View(absl::string_view view) const {
    const auto* begin = reinterpret_cast<const uint8_t*>(view.data());
    const bool inside = begin >= payload_.data() && begin + view.size() <= payload_.data() + payload_.size();
    FUZZ_CHECK(view.empty() || inside || view == "live");
  }
  // The struct; nothing after checking the error.
  template <typename T>
  std::optional<T> Parsed(const std::variant<T, ProtocolError>& parsed) const {
    const auto* error = std::get_if<ProtocolError>(&parsed);
    if (error == nullptr) return std::get<T>(parsed);
    FUZZ_CHECK(error->offset < payload_.size());
    FUZZ_CHECK(error->code == ErrorCode::kMissingArgument || error->code == ErrorCode::kWrongArgumentType);
    return std::nullopt;
  }

 private:
  Bytes payload_;
};

// Calls check(command) with the command in `bytes`, which our encoders wrote.
template <typename Check>
void Reparse(const Buffer& bytes, Check check) {
  amf0::Values values;
  Command command;
  FUZZ_CHECK(ParseCommand(bytes, {}, &values, &command) == std::nullopt);
  check(command);
}

void CheckPublish(const PublishCommand& publish) {
  FUZZ_CHECK(!publish.stream_name.empty());
  FUZZ_CHECK(publish.type == "live" || publish.type == "record" || publish.type == "append");
  Buffer bytes;
  EncodePublish(publish, &bytes);
  Reparse(bytes, [&](const Command& command) {
    const auto again = std::get<PublishCommand>(ParsePublish(command));
    FUZZ_CHECK(again.stream_name == publish.stream_name && again.type == publish.type);
  });
}

void CheckPlay(const PlayCommand& play) {
  FUZZ_CHECK(!play.stream_name.empty() && !std::isnan(play.start) && !std::isnan(play.duration));
  Buffer bytes;
  EncodePlay(play, &bytes);
  Reparse(bytes, [&](const Command& command) {
    const auto again = std::get<PlayCommand>(ParsePlay(command));
    FUZZ_CHECK(again.stream_name == play.stream_name && again.start == play.start && again.duration == play.duration &&
               again.reset == play.reset);
  });
}

void CheckStatus(const StatusInfo& status) {
  Buffer bytes;
  EncodeOnStatus(status.level, status.code, status.description, &bytes);
  Reparse(bytes, [&](const Command& command) {
    const StatusInfo again = ParseOnStatus(command);
    FUZZ_CHECK(again.level == status.level && again.code == status.code && again.description == status.description);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes payload(data, size);
  const Checker checker(payload);
  amf0::Values values;
  Command command;
  if (const auto error = ParseCommand(payload, {}, &values, &command)) {
    FUZZ_CHECK(error->offset <= payload.size());
    return 0;
  }
  checker.View(command.name);
  // Every parser, whatever the name says: a parser that is called for another command is still safe.
  if (const auto connect = checker.Parsed(ParseConnect(command))) {
    for (absl::string_view view : {connect->app, connect->tc_url, connect->flash_ver}) checker.View(view);
  }
  if (const auto publish = checker.Parsed(ParsePublish(command))) CheckPublish(*publish);
  if (const auto play = checker.Parsed(ParsePlay(command))) CheckPlay(*play);
  if (const auto stream = checker.Parsed(ParseStreamName(command))) checker.View(stream->stream_name);
  checker.Parsed(ParseDeleteStream(command));
  checker.Parsed(ParseReceive(command));
  checker.Parsed(ParsePause(command));
  checker.Parsed(ParseSeek(command));
  CheckStatus(ParseOnStatus(command));
  CheckStatus(StatusOf(ParseResult(command)));
  return 0;
}

}  // namespace rtmp
