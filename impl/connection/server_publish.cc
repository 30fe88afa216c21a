// publish (RTMP 1.0 7.2.2.6), and Accept and Reject for both kinds of request.
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/command/on_status.h"
#include "impl/command/publish.h"
#include "impl/command/result.h"
#include "impl/connection/server_impl.h"

namespace rtmp {
namespace {

constexpr size_t kMaxDescription = 1024;

}  // namespace

void ServerConnection::Impl::OnPublish(uint32_t message_stream_id, const Command& command) {
  MessageStream* stream = streams_.Find(message_stream_id);
  if (stream == nullptr && Deviates("publish-without-stream-ignored")) return;
  if (stream == nullptr) {
    return RefusePublish(message_stream_id, "No such message stream.", "no such message stream");  // RTMP-ST-09
  }
  if (stream->state != StreamState::kCreated && !Deviates("bug-publish-twice")) {
    return RefusePublish(message_stream_id, "The message stream is in use.",
                         absl::StrCat("the message stream is ", StateName(stream->state)));
  }
  const auto parsed = ParsePublish(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    if (Deviates("publish-odd-name-unanswered")) return;
    return RefusePublish(message_stream_id, error->text, ReasonText(*error));  // RTMP-PB-05
  }
  const auto& publish = std::get<PublishCommand>(parsed);
  if (publish.stream_name.size() > 0xffff) {
    return RefusePublish(message_stream_id, "The name is too long.", "a name of more than 65535 bytes");
  }
  if (Deviates("publish-record-unanswered") && publish.type == "record") return;
  if (Deviates("publish-type-required") && !command.argument(1).exists())
    return RefusePublish(message_stream_id, "No type.", "no type");
  if (Deviates("publish-with-result")) {
    EncodeResult(command.transaction_id, channel_.NewPayload());
    ReplyOnConnection();
  }
  requested_name_ = std::string(publish.stream_name);
  requested_type_ = std::string(publish.type);
  stream->publish_name = requested_name_;
  MoveStream(message_stream_id, StateInput::kPublish);
  events_.Push(PublishRequested{message_stream_id, app_, tc_url_, requested_name_, requested_type_});
}

void ServerConnection::Impl::RefusePublish(uint32_t message_stream_id, absl::string_view description, std::string reason) {
  ReplyStatus(message_stream_id, kLevelError, kPublishBadName, description.substr(0, kMaxDescription));
  IgnoreCommand(message_stream_id, "publish", std::move(reason));
}

absl::Status ServerConnection::Impl::Accept(uint32_t message_stream_id) {
  return Decide(message_stream_id, StateInput::kAccept, "");
}

absl::Status ServerConnection::Impl::Reject(uint32_t message_stream_id, absl::string_view description) {
  absl::Status status = Decide(message_stream_id, StateInput::kReject, description.substr(0, kMaxDescription));
  if (!status.ok()) return status;
  *streams_.Find(message_stream_id) = MessageStream();
  if (options_.close_after_reject) Move(StateInput::kDisconnect);
  return absl::OkStatus();
}

absl::Status ServerConnection::Impl::Decide(uint32_t message_stream_id, StateInput input, absl::string_view description) {
  const std::optional<StreamState> state = stream_state(message_stream_id);
  if (connection_state() != ConnectionState::kConnected || !state.has_value() || !NextState(*state, input).has_value()) {
    return absl::FailedPreconditionError(absl::StrCat("no publish or play is pending on message stream ", message_stream_id));
  }
  SendOutput(message_stream_id, OutputOf(*state, input), description);
  MoveStream(message_stream_id, input);
  return absl::OkStatus();
}

void ServerConnection::Impl::SendOutput(uint32_t message_stream_id, StateOutput output, absl::string_view description) {
  switch (output) {
    case StateOutput::kPublishStart:
      if (Deviates("publish-unanswered")) return;
      if (!Deviates("publish-without-stream-begin")) SendStreamBegin(message_stream_id);
      return SendStatus(message_stream_id, kLevelStatus, kPublishStart, "Publishing started.");
    case StateOutput::kPlayStart:
      if (!Deviates("play-without-stream-begin")) SendStreamBegin(message_stream_id);
      if (Deviates("live-is-recorded")) SendEvent(message_stream_id, UserControlType::kStreamIsRecorded);
      if (Deviates("play-reset-behind-start")) SendStatus(message_stream_id, kLevelStatus, kPlayStart, "Started playing.");
      // Reset comes first, and only where it was asked for (RTMP-PL-02, A26).
      if (streams_.Find(message_stream_id)->reset || Deviates("play-reset-unasked")) {
        SendStatus(message_stream_id, kLevelStatus, kPlayReset, "Playing and resetting.");
      }
      if (Deviates("play-start-missing") || Deviates("play-reset-behind-start")) return;
      return SendStatus(message_stream_id, kLevelStatus, kPlayStart, "Started playing.");
    case StateOutput::kPublishBadName:
      return SendStatus(message_stream_id, kLevelError, kPublishBadName, description);
    case StateOutput::kPlayStreamNotFound:
      return SendStatus(message_stream_id, kLevelError, kPlayStreamNotFound, description);
    case StateOutput::kUnpublishSuccess:
      return ReplyStatus(message_stream_id, kLevelStatus, kUnpublishSuccess, "Stream is now unpublished.");
    case StateOutput::kNothing:
    case StateOutput::kConnectResult:   // server_connect.cc, which knows the transaction id
    case StateOutput::kStreamIdResult:  // server_streams.cc
      return;
  }
}

void ServerConnection::Impl::SendStreamBegin(uint32_t message_stream_id) {
  if (!Deviates("no-stream-begin")) SendEvent(message_stream_id, UserControlType::kStreamBegin);
}

void ServerConnection::Impl::SendEvent(uint32_t message_stream_id, UserControlType type) {
  UserControlEvent event;
  event.type = static_cast<uint16_t>(type);
  event.value = message_stream_id;
  channel_.SendControl(event);
}

}  // namespace rtmp
