// play, and what a player may send while it plays (RTMP 1.0 7.2.2.1, .4, .5, .7, .8).
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/command/on_status.h"
#include "impl/command/play.h"
#include "impl/connection/server_impl.h"

namespace rtmp {
namespace {

constexpr size_t kMaxDescription = 1024;

}  // namespace

void ServerConnection::Impl::OnPlay(uint32_t message_stream_id, const Command& command) {
  MessageStream* stream = streams_.Find(message_stream_id);
  if (stream == nullptr) return RefusePlay(message_stream_id, "No such message stream.", "no such message stream");
  if (Deviates("second-play-ignored") && stream->state == StreamState::kPlaying) return;
  if (Deviates("play-beside-publish-refused") && streams_.latest()->state == StreamState::kPublishing)
    return RefusePlay(message_stream_id, "The connection publishes.", "the connection publishes");
  if (stream->state != StreamState::kCreated) {
    return RefusePlay(message_stream_id, "The message stream is in use.",
                      absl::StrCat("the message stream is ", StateName(stream->state)));
  }
  const auto parsed = ParsePlay(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    if (Deviates("play-without-name-unanswered")) return;
    return RefusePlay(message_stream_id, error->text, ReasonText(*error));  // RTMP-PL-06
  }
  const auto& play = std::get<PlayCommand>(parsed);
  if (play.stream_name.size() > 0xffff) {
    return RefusePlay(message_stream_id, "The name is too long.", "a name of more than 65535 bytes");
  }
  requested_name_ = std::string(play.stream_name);
  stream->reset = play.reset;
  stream->duration = play.duration;
  MoveStream(message_stream_id, StateInput::kPlay);
  events_.Push(PlayRequested{message_stream_id, app_, tc_url_, requested_name_, play.start, play.duration, play.reset});
}

void ServerConnection::Impl::RefusePlay(uint32_t message_stream_id, absl::string_view description, std::string reason) {
  ReplyStatus(message_stream_id, kLevelError, kPlayFailed, description.substr(0, kMaxDescription));
  IgnoreCommand(message_stream_id, "play", std::move(reason));
}

MessageStream* ServerConnection::Impl::FindPlayer(uint32_t message_stream_id, absl::string_view command_name) {
  MessageStream* stream = streams_.Find(message_stream_id);
  if (stream != nullptr && stream->state == StreamState::kPlaying) return stream;
  IgnoreCommand(message_stream_id, command_name, "the message stream does not play");
  return nullptr;
}

void ServerConnection::Impl::TellSwitches(uint32_t message_stream_id, const MessageStream& stream) {
  events_.Push(PlayerSwitched{message_stream_id, stream.audio && !stream.paused, stream.video && !stream.paused});
}

// 7.2.2.4, 7.2.2.5: no answer when it switches off, Seek.Notify and Play.Start when it switches on.
void ServerConnection::Impl::OnReceive(uint32_t message_stream_id, bool audio, const Command& command) {
  const absl::string_view name = audio ? "receiveAudio" : "receiveVideo";
  MessageStream* stream = FindPlayer(message_stream_id, name);
  if (stream == nullptr) return;
  const auto parsed = ParseReceive(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    return IgnoreCommand(message_stream_id, name, ReasonText(*error));
  }
  const bool enabled = std::get<ReceiveCommand>(parsed).enabled;
  if (Deviates("receive-audio-ignored") && audio) return;
  if (Deviates("receive-audio-off-for-good") && audio && enabled) return;
  (audio ? stream->audio : stream->video) = enabled;
  if (Deviates("receive-video-stops-audio") && !audio) stream->audio = enabled;
  if (enabled && !(Deviates("receive-video-untold") && !audio)) {
    ReplyStatus(message_stream_id, kLevelStatus, kSeekNotify, "Seeking to the live edge.");
    ReplyStatus(message_stream_id, kLevelStatus, kPlayStart, "Started playing.");
  }
  TellSwitches(message_stream_id, *stream);
}

// 7.2.2.8. A live stream goes on without the player: what was missed is not sent later.
void ServerConnection::Impl::OnPause(uint32_t message_stream_id, const Command& command) {
  MessageStream* stream = FindPlayer(message_stream_id, "pause");
  if (stream == nullptr) return;
  const auto parsed = ParsePause(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    return IgnoreCommand(message_stream_id, "pause", ReasonText(*error));
  }
  stream->paused = std::get<PauseCommand>(parsed).paused || Deviates("pause-for-good");
  if (Deviates("pause-media-go-on")) {
    ReplyStatus(message_stream_id, kLevelStatus, stream->paused ? kPauseNotify : kUnpauseNotify, "Said, not done.");
    stream->paused = false;
    return;
  }
  ReplyStatus(message_stream_id, kLevelStatus, stream->paused ? kPauseNotify : kUnpauseNotify,
              stream->paused ? "Paused." : "Unpaused.");
  TellSwitches(message_stream_id, *stream);
}

// 7.2.2.2. This server has one rate of each stream and switches to no other: the player keeps what it plays (RTMP-PL-10).
void ServerConnection::Impl::OnPlay2(uint32_t message_stream_id, const Command& command) {
  if (FindPlayer(message_stream_id, "play2") == nullptr) return;
  const auto parsed = ParsePlay2(command);
  const auto* error = std::get_if<ProtocolError>(&parsed);
  ReplyStatus(message_stream_id, kLevelError, kPlayFailed, "Streams cannot be switched.");
  if (Deviates("play2-ends-play")) return EndStream(message_stream_id, StateInput::kCloseStream);
  IgnoreCommand(message_stream_id, "play2", error != nullptr ? ReasonText(*error) : "not supported");
}

// 7.2.2.7 asks for an _error that its transaction id of 0 cannot carry: a status says it (A28).
void ServerConnection::Impl::OnSeek(uint32_t message_stream_id, const Command& command) {
  if (FindPlayer(message_stream_id, "seek") == nullptr) return;
  const auto parsed = ParseSeek(command);
  const auto* error = std::get_if<ProtocolError>(&parsed);
  if (Deviates("seek-unanswered")) return;
  ReplyStatus(message_stream_id, kLevelError, kSeekFailed, "A live stream cannot be seeked.");
  IgnoreCommand(message_stream_id, "seek", error != nullptr ? ReasonText(*error) : "live streams only");
}

}  // namespace rtmp
