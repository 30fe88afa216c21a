#include "impl/command/play.h"

#include "impl/amf0/encoder.h"
#include "impl/bytes/deviation.h"
#include "impl/command/arguments.h"

namespace rtmp {

namespace {

using Presence = Arguments::Presence;

void EncodeFlag(absl::string_view name, double transaction_id, bool flag, amf0::Encoder* encoder) {
  EncodeCommandHead(name, transaction_id, encoder);
  encoder->Null();
  encoder->Boolean(flag);
}

}  // namespace

std::variant<PlayCommand, ProtocolError> ParsePlay(const Command& command) {
  Arguments arguments(command);
  PlayCommand play;
  play.transaction_id = command.transaction_id;
  arguments.ReadString(command.argument(0), "the stream name", Presence::kRequired, &play.stream_name);
  if (play.stream_name.empty()) arguments.Missing("the stream name");
  arguments.ReadNumber(command.argument(1), "start", Presence::kOptional, &play.start);
  arguments.ReadNumber(command.argument(2), "duration", Presence::kOptional, &play.duration);
  if (Deviates("play-duration-required") && !command.argument(2).exists()) arguments.Missing("duration");
  if (Deviates("play-reset-number-refused") && command.argument(3).is_number()) arguments.Missing("reset");
  arguments.ReadFlag(command.argument(3), "reset", Presence::kOptional, &play.reset);
  if (arguments.error().has_value()) return *arguments.error();
  return play;
}

void EncodePlay(const PlayCommand& play, Buffer* out) {
  const PlayCommand defaults;
  amf0::Encoder encoder(out);
  EncodeCommandHead("play", play.transaction_id, &encoder);
  encoder.Null();
  encoder.String(play.stream_name);
  if (Deviates("client-play-start-text")) {
    encoder.String("-2");
  } else {
    encoder.Number(play.start);
  }
  const bool has_reset = play.reset != defaults.reset;
  if (has_reset || play.duration != defaults.duration) encoder.Number(play.duration);
  if (has_reset) encoder.Boolean(play.reset);
}

std::variant<ReceiveCommand, ProtocolError> ParseReceive(const Command& command) {
  Arguments arguments(command);
  ReceiveCommand receive;
  receive.transaction_id = command.transaction_id;
  arguments.ReadFlag(command.argument(0), "the flag", Presence::kRequired, &receive.enabled);
  if (arguments.error().has_value()) return *arguments.error();
  return receive;
}

std::variant<PauseCommand, ProtocolError> ParsePause(const Command& command) {
  Arguments arguments(command);
  PauseCommand pause;
  pause.transaction_id = command.transaction_id;
  arguments.ReadFlag(command.argument(0), "the flag", Presence::kRequired, &pause.paused);
  arguments.ReadNumber(command.argument(1), "the time", Presence::kOptional, &pause.milliseconds);
  if (arguments.error().has_value()) return *arguments.error();
  return pause;
}

std::variant<SeekCommand, ProtocolError> ParseSeek(const Command& command) {
  Arguments arguments(command);
  SeekCommand seek;
  seek.transaction_id = command.transaction_id;
  arguments.ReadNumber(command.argument(0), "the time", Presence::kRequired, &seek.milliseconds);
  if (arguments.error().has_value()) return *arguments.error();
  return seek;
}

std::variant<Play2Command, ProtocolError> ParsePlay2(const Command& command) {
  Arguments arguments(command);
  Play2Command play;
  play.transaction_id = command.transaction_id;
  const amf0::Value options = command.argument(0).Resolve();
  arguments.ReadString(options["streamName"], "streamName", Presence::kRequired, &play.stream_name);
  if (play.stream_name.empty()) arguments.Missing("streamName");
  if (arguments.error().has_value()) return *arguments.error();
  play.old_stream_name = options["oldStreamName"].string();
  play.transition = options["transition"].string();
  if (options["start"].is_number()) play.start = options["start"].number();
  if (options["len"].is_number()) play.length = options["len"].number();
  return play;
}

void EncodeReceiveAudio(double transaction_id, bool enabled, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeFlag("receiveAudio", transaction_id, enabled, &encoder);
}

void EncodeReceiveVideo(double transaction_id, bool enabled, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeFlag("receiveVideo", transaction_id, enabled, &encoder);
}

void EncodePause(double transaction_id, bool paused, double milliseconds, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeFlag("pause", transaction_id, paused, &encoder);
  encoder.Number(milliseconds);
}

void EncodeSeek(double transaction_id, double milliseconds, Buffer* out) {
  amf0::Encoder encoder(out);
  EncodeCommandHead("seek", transaction_id, &encoder);
  encoder.Null();
  encoder.Number(milliseconds);
}

}  // namespace rtmp
