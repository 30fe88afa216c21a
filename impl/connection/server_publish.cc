// publish (RTMP 1.0 7.2.2.6), and Accept and Reject for both kinds of request.
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "impl/command/on_status.h"
#include "impl/command/publish.h"
#include "impl/connection/server_impl.h"

namespace rtmp {
namespace {

constexpr size_t kMaxDescription = 1024;

absl::Status NothingPending(uint32_t message_stream_id) {
  return absl::FailedPreconditionError(absl::StrCat("no publish or play is pending on message stream ", message_stream_id));
}

}  // namespace

void ServerConnection::Impl::OnPublish(uint32_t message_stream_id, const Command& command) {
  MessageStream* stream = streams_.Find(message_stream_id);
  if (stream == nullptr) {
    return RefusePublish(message_stream_id, "No such message stream.", "no such message stream");  // RTMP-ST-09
  }
  if (stream->state != StreamState::kCreated) {
    return RefusePublish(message_stream_id, "The message stream is in use.",
                         absl::StrCat("the message stream is ", StateName(stream->state)));
  }
  const auto parsed = ParsePublish(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    return RefusePublish(message_stream_id, error->text, ReasonText(*error));  // RTMP-PB-05
  }
  const auto& publish = std::get<PublishCommand>(parsed);
  if (publish.stream_name.size() > 0xffff) {
    return RefusePublish(message_stream_id, "The name is too long.", "a name of more than 65535 bytes");
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
  if (connection_state() != ConnectionState::kConnected) return NothingPending(message_stream_id);
  switch (stream_state(message_stream_id).value_or(StreamState::kCreated)) {
    case StreamState::kPublishPending:
      AcceptPublish(message_stream_id);
      return absl::OkStatus();
    case StreamState::kPlayPending:
      AcceptPlay(message_stream_id);
      return absl::OkStatus();
    default:
      return NothingPending(message_stream_id);
  }
}

void ServerConnection::Impl::AcceptPublish(uint32_t message_stream_id) {
  UserControlEvent begin;
  begin.type = static_cast<uint16_t>(UserControlType::kStreamBegin);
  begin.value = message_stream_id;
  channel_.SendControl(begin);
  SendStatus(message_stream_id, kLevelStatus, kPublishStart, "Publishing started.");
  MoveStream(message_stream_id, StateInput::kAccept);
}

absl::Status ServerConnection::Impl::Reject(uint32_t message_stream_id, absl::string_view description) {
  if (connection_state() != ConnectionState::kConnected) return NothingPending(message_stream_id);
  const auto state = stream_state(message_stream_id);
  if (state != StreamState::kPublishPending && state != StreamState::kPlayPending) return NothingPending(message_stream_id);
  SendStatus(message_stream_id, kLevelError, state == StreamState::kPublishPending ? kPublishBadName : kPlayStreamNotFound,
             description.substr(0, kMaxDescription));
  MoveStream(message_stream_id, StateInput::kReject);
  *streams_.Find(message_stream_id) = MessageStream();
  if (options_.close_after_reject) Move(StateInput::kDisconnect);
  return absl::OkStatus();
}

}  // namespace rtmp
