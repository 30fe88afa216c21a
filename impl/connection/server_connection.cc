#include "impl/connection/server_connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/command/on_status.h"
#include "impl/connection/command_message.h"
#include "impl/connection/next_event.h"
#include "impl/connection/server_impl.h"
#include "impl/connection/shared_object_event.h"

namespace rtmp {

std::string ReasonText(const ProtocolError& error) { return absl::StrCat(ErrorCodeName(error.code), ": ", error.text); }

ServerConnection::Impl::Impl(ServerOptions options)
    : options_(std::move(options)), handshake_(options_.handshake), channel_(options_), streams_(options_.max_message_streams) {
  events_.Push(StateChanged{State::kHandshaking});
}

absl::StatusOr<Event> ServerConnection::Impl::NextEvent(Bytes& input) {
  return NextEventOf(*this, channel_, events_, parts_, input);
}

Phase ServerConnection::Impl::phase() const {
  if (connection_ == ConnectionState::kHandshaking) return Phase::kHandshaking;
  return connection_ == ConnectionState::kDisconnecting ? Phase::kDisconnecting : Phase::kOpen;
}

HandshakeResult ServerConnection::Impl::FeedHandshake(Bytes& input) {
  HandshakeResult result = HandshakeResult::kNeedBytes;
  channel_.AppendHandshake([&](Buffer* out) { result = handshake_.Feed(input, out); });
  if (result == HandshakeResult::kError) channel_.Fail(*handshake_.error());
  if (result == HandshakeResult::kDone) Move(StateInput::kHandshakeDone);
  return result;
}

std::optional<Event> ServerConnection::Impl::OnUserControl(uint16_t type) {
  // SetBufferLength is advice that asks for no answer (7.1.7).
  if (type == static_cast<uint16_t>(UserControlType::kSetBufferLength)) return std::nullopt;
  return UserControlEventIgnored{type};
}

std::optional<Event> ServerConnection::Impl::OnMessage(const RawMessage& message) {
  switch (static_cast<MessageType>(message.type_id)) {
    case MessageType::kAudio:
    case MessageType::kVideo:
      if (Deviates("unknown-message-stream-refused") && streams_.Find(message.message_stream_id) == nullptr) {
        channel_.Fail({ErrorCode::kWrongState, 0, "refused by a deviation"});
      }
      if (Deviates("media-before-publish-closes")) OnClose();
      IgnoreMessage(message, "not publishing");
      break;
    case MessageType::kDataAmf0:
    case MessageType::kDataAmf3:
      OnData(message);
      break;
    case MessageType::kCommandAmf0:
    case MessageType::kCommandAmf3:
      OnCommandMessage(message);
      break;
    case MessageType::kAggregate:
      if (IsPublishing(message.message_stream_id)) {
        parts_.Begin(message);
      } else {
        IgnoreMessage(message, "not publishing");
      }
      break;
    case MessageType::kSharedObjectAmf3:
    case MessageType::kSharedObjectAmf0:
      if (Deviates("shared-object-closes")) OnClose();
      if (connection_ != ConnectionState::kConnected) {
        IgnoreMessage(message, "not connected");
        break;
      }
      return SharedObjectEventOf(message);
    default:
      IgnoreMessage(message, "unknown type");  // RTMP-CM-28
  }
  return std::nullopt;
}

// Data alone makes sense there beside media (RTMP-MT-20).
std::optional<Event> ServerConnection::Impl::OnPart(const RawMessage& part) {
  const auto type = static_cast<MessageType>(part.type_id);
  if (type == MessageType::kDataAmf0 || type == MessageType::kDataAmf3) {
    OnData(part);
  } else {
    if (Deviates("aggregate-odd-part-closes")) OnClose();
    IgnoreMessage(part, "inside of an aggregate");
  }
  return std::nullopt;
}

void ServerConnection::Impl::OnCommandMessage(const RawMessage& message) {
  auto read = ReadCommandMessage(message, options_.amf, &scratch_);
  if (const auto* none = std::get_if<NoCommand>(&read)) return IgnoreMessage(message, none->reason);
  auto* error = std::get_if<ProtocolError>(&read);
  if (kMayDeviate && error != nullptr && (IsOverlooked(error->code) || Deviates("malformed-command-hangs"))) {
    return IgnoreMessage(message, "overlooked by a deviation");
  }
  if (error != nullptr) return channel_.Fail(std::move(*error));
  OnCommand(message.message_stream_id, std::get<Command>(read));
}

void ServerConnection::Impl::OnCommand(uint32_t message_stream_id, const Command& command) {
  const CommandKind kind = command.kind();
  // Answers are never answered (RTMP-RPC-02).
  if (kind == CommandKind::kResult || kind == CommandKind::kError || kind == CommandKind::kOnStatus) {
    if (Deviates("answers-answered")) return OnUnknownCommand(message_stream_id, command);
    return IgnoreCommand(message_stream_id, command.name, "nothing was asked");
  }
  if (connection_ == ConnectionState::kConnecting && kind != CommandKind::kConnect && !Deviates("before-connect-served")) {
    return OnCommandBeforeConnect(message_stream_id, command);
  }
  switch (kind) {
    case CommandKind::kConnect:
      return OnConnect(command);
    case CommandKind::kClose:
      if (Deviates("close-ignored")) return;
      return OnClose();
    case CommandKind::kCreateStream:
      return OnCreateStream(command);
    case CommandKind::kDeleteStream:
      return OnDeleteStream(command);
    case CommandKind::kCloseStream:
      return OnCloseStream(message_stream_id);
    case CommandKind::kFcUnpublish:
      return OnFcUnpublish(message_stream_id, command);
    case CommandKind::kReleaseStream:
    case CommandKind::kFcPublish:
    case CommandKind::kFcSubscribe:
    case CommandKind::kGetStreamLength:
    case CommandKind::kCheckBandwidth:
      return OnStreamNameCommand(kind, command);
    case CommandKind::kPublish:
      return OnPublish(message_stream_id, command);
    case CommandKind::kPlay:
      return OnPlay(message_stream_id, command);
    case CommandKind::kPlay2:
      return OnPlay2(message_stream_id, command);
    case CommandKind::kReceiveAudio:
      return OnReceive(message_stream_id, true, command);
    case CommandKind::kReceiveVideo:
      return OnReceive(message_stream_id, false, command);
    case CommandKind::kPause:
      return OnPause(message_stream_id, command);
    case CommandKind::kSeek:
      return OnSeek(message_stream_id, command);
    default:
      return OnUnknownCommand(message_stream_id, command);
  }
}

bool ServerConnection::Impl::Move(StateInput input) {
  const std::optional<ConnectionState> next = NextState(connection_, input);
  if (!next.has_value()) return false;
  connection_ = *next;
  events_.Push(StateChanged{state()});
  return true;
}

bool ServerConnection::Impl::MoveStream(uint32_t message_stream_id, StateInput input) {
  MessageStream* stream = streams_.Find(message_stream_id);
  if (stream == nullptr || connection_ != ConnectionState::kConnected) return false;
  const std::optional<StreamState> next = NextState(stream->state, input);
  if (!next.has_value()) return false;
  if (*next == stream->state) return true;
  stream->state = *next;
  streams_.Touch(message_stream_id);
  events_.Push(StateChanged{state()});
  return true;
}

void ServerConnection::Impl::IgnoreMessage(const RawMessage& message, absl::string_view reason) {
  events_.Push(MessageIgnored{message.type_id, message.message_stream_id, std::string(reason)});
}

void ServerConnection::Impl::IgnoreCommand(uint32_t message_stream_id, absl::string_view name, std::string reason) {
  events_.Push(CommandIgnored{message_stream_id, name, std::move(reason)});
}

void ServerConnection::Impl::ReplyOnConnection() {
  channel_.ReplyCommand(kCommandChunkStream, Deviates("answers-on-stream-1") ? 1 : 0, channel_.payload());
}

void ServerConnection::Impl::ReplyStatus(uint32_t message_stream_id, absl::string_view level, absl::string_view code,
                                         absl::string_view description) {
  EncodeOnStatus(level, code, description, channel_.NewPayload());
  channel_.ReplyCommand(kDataChunkStream, message_stream_id, channel_.payload());
}

void ServerConnection::Impl::SendStatus(uint32_t message_stream_id, absl::string_view level, absl::string_view code,
                                        absl::string_view description) {
  if (Deviates("status-on-connection")) message_stream_id = 0;
  EncodeOnStatus(level, code, description, channel_.NewPayload());
  channel_.Send(kDataChunkStream, MessageType::kCommandAmf0, message_stream_id, 0, channel_.payload());
}

State ServerConnection::Impl::state() const {
  const ConnectionState connection = connection_state();
  const MessageStream* latest = connection == ConnectionState::kConnected ? streams_.latest() : nullptr;
  return latest != nullptr ? ToState(latest->state) : ToState(connection);
}

std::optional<StreamState> ServerConnection::Impl::stream_state(uint32_t message_stream_id) const {
  const MessageStream* stream = streams_.Find(message_stream_id);
  if (stream == nullptr) return std::nullopt;
  return stream->state;
}

ServerConnection::ServerConnection(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ServerConnection::~ServerConnection() = default;
ServerConnection::ServerConnection(ServerConnection&&) noexcept = default;
ServerConnection& ServerConnection::operator=(ServerConnection&&) noexcept = default;

absl::StatusOr<Event> ServerConnection::NextEvent(Bytes& input) { return impl_->NextEvent(input); }
absl::Status ServerConnection::Accept(uint32_t message_stream_id) { return impl_->Accept(message_stream_id); }
absl::Status ServerConnection::Reject(uint32_t message_stream_id, absl::string_view description) {
  return impl_->Reject(message_stream_id, description);
}
absl::Status ServerConnection::SendAudio(uint32_t message_stream_id, uint32_t timestamp, Bytes payload) {
  return impl_->SendMedia(MessageType::kAudio, message_stream_id, timestamp, payload);
}
absl::Status ServerConnection::SendVideo(uint32_t message_stream_id, uint32_t timestamp, Bytes payload) {
  return impl_->SendMedia(MessageType::kVideo, message_stream_id, timestamp, payload);
}
absl::Status ServerConnection::SendData(uint32_t message_stream_id, uint32_t timestamp, Bytes payload) {
  return impl_->SendMedia(MessageType::kDataAmf0, message_stream_id, timestamp, payload);
}
absl::Status ServerConnection::EndOfStream(uint32_t message_stream_id) {
  return impl_->NotifyOfSource(/*begins=*/false, message_stream_id);
}
absl::Status ServerConnection::BeginOfStream(uint32_t message_stream_id) {
  return impl_->NotifyOfSource(/*begins=*/true, message_stream_id);
}
absl::Status ServerConnection::RequestReconnect(absl::string_view tc_url, absl::string_view description) {
  return impl_->RequestReconnect(tc_url, description);
}
Bytes ServerConnection::send_buf() const { return impl_->send_buf(); }
void ServerConnection::AdvanceSendBuf(size_t count) { impl_->AdvanceSendBuf(count); }
State ServerConnection::state() const { return impl_->state(); }
ConnectionState ServerConnection::connection_state() const { return impl_->connection_state(); }
std::optional<StreamState> ServerConnection::stream_state(uint32_t message_stream_id) const {
  return impl_->stream_state(message_stream_id);
}
const ProtocolError* ServerConnection::error() const { return impl_->error(); }

}  // namespace rtmp
