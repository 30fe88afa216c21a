// The life of message streams (RTMP 1.0 7.2.1.3, 7.2.2.3), and the de facto commands around it (RTMP-DF-01..06).
#include <algorithm>
#include <optional>
#include <variant>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/command/on_status.h"
#include "impl/command/result.h"
#include "impl/command/stream_commands.h"
#include "impl/connection/server_impl.h"

namespace rtmp {
namespace {

// A name is echoed no longer than a short AMF0 string is.
constexpr size_t kMaxEchoedName = 0xffff;

}  // namespace

void ServerConnection::Impl::OnCreateStream(const Command& command) {
  if (Deviates("create-stream-pipelined-lost") && !channel_.send_buf().empty()) return;
  if ((Deviates("create-stream-object-refused") && command.object().has_properties()) ||
      (Deviates("create-stream-argument-refused") && command.argument(0).exists())) {
    EncodeError(command.transaction_id, kCallFailed, "Not understood.", channel_.NewPayload());
    return ReplyOnConnection();
  }
  const std::optional<uint32_t> id = streams_.Create();
  if (!id.has_value()) {
    if (Deviates("too-many-streams-unanswered")) return;
    EncodeError(command.transaction_id, kCallFailed, "Too many message streams.", channel_.NewPayload());
    ReplyOnConnection();
    return IgnoreCommand(0, "createStream", absl::StrCat("all ", options_.max_message_streams, " message streams exist"));
  }
  const double told = Deviates("stream-id-0") ? 0 : Deviates("stream-id-always-1") ? 1 : *id;
  EncodeNumberResult(command.transaction_id, told, channel_.NewPayload());
  ReplyOnConnection();
  if (channel_.ok()) events_.Push(StateChanged{state()});
}

// RTMP-ST-04: no answer. RTMP-ST-05: an id that names nothing is harmless. Sent on message stream 0 or on the stream's (A47).
void ServerConnection::Impl::OnDeleteStream(const Command& command) {
  const auto parsed = ParseDeleteStream(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) return IgnoreCommand(0, "deleteStream", ReasonText(*error));
  const std::optional<uint32_t> id = std::get<DeleteStreamCommand>(parsed).message_stream_id;
  if (Deviates("delete-stream-answered")) {
    EncodeResult(command.transaction_id, channel_.NewPayload());
    ReplyOnConnection();
  }
  if (Deviates("delete-unknown-stream-closes") && (!id.has_value() || streams_.Find(*id) == nullptr)) return OnClose();
  if (!id.has_value() || streams_.Find(*id) == nullptr) return IgnoreCommand(0, "deleteStream", "no such message stream");
  EndStream(*id, StateInput::kDeleteStream);
}

// RTMP-ST-06: publishing or playing ends, the id stays.
void ServerConnection::Impl::OnCloseStream(uint32_t message_stream_id) {
  if (streams_.Find(message_stream_id) == nullptr) {
    return IgnoreCommand(message_stream_id, "closeStream", "no such message stream");
  }
  if (Deviates("close-stream-ignored")) return;
  EndStream(message_stream_id, Deviates("close-stream-deletes") ? StateInput::kDeleteStream : StateInput::kCloseStream);
}

// Sent on message stream 0 with the name, by some on the stream itself.
void ServerConnection::Impl::OnFcUnpublish(uint32_t message_stream_id, const Command& command) {
  const auto parsed = ParseStreamName(command);
  const auto* named = std::get_if<StreamNameCommand>(&parsed);
  uint32_t id = message_stream_id;
  if (named != nullptr) id = streams_.FindPublisher(named->stream_name).value_or(message_stream_id);
  if (command.transaction_id != 0 && !Deviates("fc-unpublish-unanswered")) {
    EncodeResult(command.transaction_id, channel_.NewPayload());
    ReplyOnConnection();
  }
  if (Deviates("fc-unpublish-ignored")) return;
  if (streams_.Find(id) == nullptr) return IgnoreCommand(message_stream_id, "FCUnpublish", "no such stream");
  EndStream(id, StateInput::kCloseStream);
}

// Ends what the stream did. Its last events are StateChanged and PublishFinished or PlayFinished.
void ServerConnection::Impl::EndStream(uint32_t message_stream_id, StateInput input) {
  if (!channel_.ok()) return;
  MessageStream* stream = streams_.Find(message_stream_id);
  const StreamState before = stream->state;
  const bool publisher = before == StreamState::kPublishing || before == StreamState::kPublishPending;
  const bool player = before == StreamState::kPlaying || before == StreamState::kPlayPending;
  if (input == StateInput::kDeleteStream) {
    const State was = state();
    streams_.Delete(message_stream_id);
    if (state() != was) events_.Push(StateChanged{state()});
  } else {
    SendOutput(message_stream_id, OutputOf(before, input), "");
    if (!channel_.ok()) return;
    MoveStream(message_stream_id, input);
    *stream = MessageStream();
  }
  if (Deviates("delete-stream-keeps-name") && input == StateInput::kDeleteStream) return;
  if (publisher) events_.Push(PublishFinished{message_stream_id});
  if (player) events_.Push(PlayFinished{message_stream_id});
}

void ServerConnection::Impl::OnStreamNameCommand(CommandKind kind, const Command& command) {
  const double txn = command.transaction_id;
  if (Deviates("release-stream-closes") && kind == CommandKind::kReleaseStream) return OnClose();
  if (Deviates("check-bandwidth-closes") && kind == CommandKind::kCheckBandwidth) return OnClose();
  if (Deviates("fc-publish-unanswered") && kind == CommandKind::kFcPublish) return;
  if (Deviates("fc-subscribe-unanswered") && kind == CommandKind::kFcSubscribe) return;
  // The name is only echoed: one that is missing or of another type is no reason to refuse.
  const auto parsed = ParseStreamName(command);
  const auto* named = std::get_if<StreamNameCommand>(&parsed);
  const absl::string_view name = named != nullptr ? named->stream_name.substr(0, kMaxEchoedName) : absl::string_view();
  if (txn != 0) {
    if (kind == CommandKind::kGetStreamLength) {
      EncodeNumberResult(txn, Deviates("stream-length-of-live") ? -1 : 0, channel_.NewPayload());  // a live stream has no length
    } else {
      EncodeResult(txn, channel_.NewPayload());
    }
    ReplyOnConnection();
  }
  // Some encoders wait for these before they publish or play.
  if (kind == CommandKind::kFcPublish) {
    EncodeOnFcPublish(name, channel_.NewPayload());
    ReplyOnConnection();
  } else if (kind == CommandKind::kFcSubscribe) {
    EncodeOnFcSubscribe(name, channel_.NewPayload());
    ReplyOnConnection();
  }
}

}  // namespace rtmp
