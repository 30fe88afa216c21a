#include "impl/connection/client_connection.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header.h"
#include "impl/command/stream_commands.h"
#include "impl/connection/client_impl.h"
#include "impl/connection/command_message.h"
#include "impl/connection/data_message.h"
#include "impl/connection/next_event.h"
#include "impl/connection/shared_object_event.h"

namespace rtmp {

ClientConnection::Impl::Impl(ClientOptions options)
    : options_(std::move(options)), handshake_(options_.handshake), channel_(options_) {
  channel_.AppendHandshake([&](Buffer* out) { handshake_.Start(out); });
  events_.Push(StateChanged{State::kHandshaking});
}

absl::StatusOr<Event> ClientConnection::Impl::NextEvent(Bytes& input) {
  return NextEventOf(*this, channel_, events_, parts_, input);
}

Phase ClientConnection::Impl::phase() const {
  if (state_ == State::kHandshaking) return Phase::kHandshaking;
  return state_ == State::kDisconnecting ? Phase::kDisconnecting : Phase::kOpen;
}

HandshakeResult ClientConnection::Impl::FeedHandshake(Bytes& input) {
  HandshakeResult result = HandshakeResult::kNeedBytes;
  channel_.AppendHandshake([&](Buffer* out) { result = handshake_.Feed(input, out); });
  if (result == HandshakeResult::kError) channel_.Fail(*handshake_.error());
  if (result == HandshakeResult::kDone) {
    SendConnect();
    if (channel_.ok()) Move(StateInput::kHandshakeDone);
  }
  return result;
}

std::optional<Event> ClientConnection::Impl::OnUserControl(uint16_t type) { return UserControlEventIgnored{type}; }

std::optional<Event> ClientConnection::Impl::OnMessage(const RawMessage& message) {
  switch (static_cast<MessageType>(message.type_id)) {
    case MessageType::kAudio:
    case MessageType::kVideo:
      if (Deviates("unknown-message-stream-refused") && message.message_stream_id != message_stream_id_) {
        channel_.Fail({ErrorCode::kWrongState, 0, "refused by a deviation"});
      }
      if (Deviates("client-multitrack-ends") && IsPlayed(message)) Refused("video", StatusInfo{});
      IgnoreMessage(message, "not playing");
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
      if (IsPlayed(message)) {
        parts_.Begin(message);
      } else {
        IgnoreMessage(message, "not playing");
      }
      break;
    case MessageType::kSharedObjectAmf3:
    case MessageType::kSharedObjectAmf0:
      return SharedObjectEventOf(message);
    default:
      IgnoreMessage(message, "unknown type");
  }
  return std::nullopt;
}

std::optional<Event> ClientConnection::Impl::OnPart(const RawMessage& part) {
  switch (static_cast<MessageType>(part.type_id)) {
    case MessageType::kAudio:
    case MessageType::kVideo:
      IgnoreMessage(part, "not playing");
      break;
    case MessageType::kDataAmf0:
    case MessageType::kDataAmf3:
      OnData(part);
      break;
    default:
      IgnoreMessage(part, "inside of an aggregate");
  }
  return std::nullopt;
}

// Some servers send the first media before Play.Start (RTMP-PL-18).
bool ClientConnection::Impl::IsPlayed(const RawMessage& message) const {
  const bool early = state_ == State::kPlayPending && !Deviates("client-early-media-lost");
  const bool plays = state_ == State::kPlaying || early;
  return plays && message.message_stream_id == message_stream_id_;
}

bool ClientConnection::Impl::TakesMedia(const RawMessage& message) const {
  const auto type = static_cast<MessageType>(message.type_id);
  if (Deviates("client-multitrack-ends") && !message.payload.empty() && (message.payload[0] & 0x8f) == 0x86) return false;
  return (type == MessageType::kAudio || type == MessageType::kVideo) && IsPlayed(message);
}

void ClientConnection::Impl::OnData(const RawMessage& message) {
  if (!IsPlayed(message)) return IgnoreMessage(message, "not playing");
  const std::optional<DataMessage> data = ReadDataMessage(message, options_.amf, &scratch_);
  if (!data.has_value()) return IgnoreMessage(message, "malformed data");
  events_.Push(DataReceived{message.message_stream_id, message.timestamp, data->handler, data->payload});
}

void ClientConnection::Impl::OnCommandMessage(const RawMessage& message) {
  auto read = ReadCommandMessage(message, options_.amf, &scratch_);
  if (const auto* none = std::get_if<NoCommand>(&read)) return IgnoreMessage(message, none->reason);
  auto* error = std::get_if<ProtocolError>(&read);
  if (kMayDeviate && error != nullptr && IsOverlooked(error->code)) return IgnoreMessage(message, "overlooked by a deviation");
  if (error != nullptr) return channel_.Fail(std::move(*error));
  OnCommand(message.message_stream_id, std::get<Command>(read));
}

bool ClientConnection::Impl::Move(StateInput input) {
  const std::optional<State> next = NextState(state_, input);
  if (!next.has_value()) return false;
  state_ = *next;
  events_.Push(StateChanged{state_});
  return true;
}

void ClientConnection::Impl::IgnoreMessage(const RawMessage& message, absl::string_view reason) {
  events_.Push(MessageIgnored{message.type_id, message.message_stream_id, std::string(reason)});
}

void ClientConnection::Impl::IgnoreCommand(uint32_t message_stream_id, absl::string_view name, absl::string_view reason) {
  events_.Push(CommandIgnored{message_stream_id, name, std::string(reason)});
}

absl::Status ClientConnection::Impl::SendMedia(MessageType type, uint32_t timestamp, Bytes payload) {
  if (state() != State::kPublishing) {
    return absl::FailedPreconditionError(absl::StrCat("the state is ", StateName(state()), ", not Publishing"));
  }
  if (payload.size() > kMaxMessageLength) {
    return absl::InvalidArgumentError(absl::StrCat("a payload of ", payload.size(), " bytes, at most ", kMaxMessageLength));
  }
  const uint32_t chunk_stream_id = type == MessageType::kAudio   ? kAudioChunkStream
                                   : type == MessageType::kVideo ? kVideoChunkStream
                                                                 : kDataChunkStream;
  channel_.Send(chunk_stream_id, type, Deviates("client-media-on-0") ? 0 : message_stream_id_, timestamp, payload);
  return absl::OkStatus();
}

void ClientConnection::Impl::Close() {
  if (state() == State::kDisconnecting) return;
  if (message_stream_id_ != 0) {
    if (publishes()) {
      EncodeFcUnpublish(next_transaction_id_++, options_.stream_name, channel_.NewPayload());
      channel_.Send(kCommandChunkStream, MessageType::kCommandAmf0, 0, 0, channel_.payload());
    }
    const uint32_t named = Deviates("client-deletes-stream-1") ? 1 : message_stream_id_;
    EncodeDeleteStream(next_transaction_id_++, named, channel_.NewPayload());
    channel_.Send(kCommandChunkStream, MessageType::kCommandAmf0, 0, 0, channel_.payload());
  }
  Move(StateInput::kDisconnect);
}

ClientConnection::ClientConnection(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ClientConnection::~ClientConnection() = default;
ClientConnection::ClientConnection(ClientConnection&&) noexcept = default;
ClientConnection& ClientConnection::operator=(ClientConnection&&) noexcept = default;

absl::StatusOr<Event> ClientConnection::NextEvent(Bytes& input) { return impl_->NextEvent(input); }
absl::Status ClientConnection::SendAudio(uint32_t timestamp, Bytes payload) {
  return impl_->SendMedia(MessageType::kAudio, timestamp, payload);
}
absl::Status ClientConnection::SendVideo(uint32_t timestamp, Bytes payload) {
  return impl_->SendMedia(MessageType::kVideo, timestamp, payload);
}
absl::Status ClientConnection::SendMetadata(uint32_t timestamp, Bytes payload) {
  Buffer body;
  amf0::Encoder(&body).String("@setDataFrame");
  body.insert(body.end(), payload.begin(), payload.end());
  if (Deviates("client-metadata-with-more")) amf0::Encoder(&body).Null();
  return impl_->SendMedia(MessageType::kDataAmf0, timestamp, body);
}
void ClientConnection::Close() { impl_->Close(); }
Bytes ClientConnection::send_buf() const { return impl_->send_buf(); }
void ClientConnection::AdvanceSendBuf(size_t count) { impl_->AdvanceSendBuf(count); }
State ClientConnection::state() const { return impl_->state(); }
const Capabilities& ClientConnection::server_capabilities() const { return impl_->server_capabilities(); }
uint32_t ClientConnection::message_stream_id() const { return impl_->message_stream_id(); }
const ProtocolError* ClientConnection::error() const { return impl_->error(); }

}  // namespace rtmp
