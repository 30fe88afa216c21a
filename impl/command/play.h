// play and what a player may send while it plays: play2, receiveAudio, receiveVideo, pause, seek (RTMP 1.0 7.2.2.1, .2, .4, .5,
// .7, .8).
#ifndef RTMPSPEC_IMPL_COMMAND_PLAY_H_
#define RTMPSPEC_IMPL_COMMAND_PLAY_H_

#include <variant>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/command/command.h"

namespace rtmp {

// play (7.2.2.1).
struct PlayCommand {
  double transaction_id = 0;
  absl::string_view stream_name;  // not empty
  double start = -2;              // seconds; -2: live, else recorded; -1: live only
  double duration = -1;           // seconds; -1: to the end
  bool reset = true;              // flush the playlist
};

// Requires command.kind() == kPlay. No name or an empty one: kMissingArgument. The other arguments are optional, null and
// undefined standing for absent ones (RTMP-PL-05); reset is a Boolean or a number, not 0 being true. NaN counts as absent.
// Another type of value: kWrongArgumentType.
std::variant<PlayCommand, ProtocolError> ParsePlay(const Command& command);

// play txn null name start; duration and reset follow where they differ from the defaults, each with those before it.
void EncodePlay(const PlayCommand& play, Buffer* out);

// receiveAudio, receiveVideo: a Boolean; a number is taken too. Else kMissingArgument, kWrongArgumentType.
struct ReceiveCommand {
  double transaction_id = 0;
  bool enabled = true;
};
std::variant<ReceiveCommand, ProtocolError> ParseReceive(const Command& command);

// pause: the flag as above, and the stream time in milliseconds, 0 where it is absent.
struct PauseCommand {
  double transaction_id = 0;
  bool paused = true;
  double milliseconds = 0;
};
std::variant<PauseCommand, ProtocolError> ParsePause(const Command& command);

// seek (7.2.2.7).
struct SeekCommand {
  double transaction_id = 0;
  double milliseconds = 0;
};
// kMissingArgument, kWrongArgumentType.
std::variant<SeekCommand, ProtocolError> ParseSeek(const Command& command);

// play2: the same stream at another rate, or another stream (7.2.2.2). NetStreamPlayOptions, each empty or absent where it was
// not given or has another type.
struct Play2Command {
  double transaction_id = 0;
  absl::string_view stream_name;
  absl::string_view old_stream_name;
  absl::string_view transition;  // "switch", "swap", ...
  double start = -2;
  double length = -1;
};
// No object, or no streamName in it: kMissingArgument.
std::variant<Play2Command, ProtocolError> ParsePlay2(const Command& command);

void EncodeReceiveAudio(double transaction_id, bool enabled, Buffer* out);
void EncodeReceiveVideo(double transaction_id, bool enabled, Buffer* out);
void EncodePause(double transaction_id, bool paused, double milliseconds, Buffer* out);
void EncodeSeek(double transaction_id, double milliseconds, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_COMMAND_PLAY_H_
