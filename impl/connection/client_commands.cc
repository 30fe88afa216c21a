// The way of a client: connect, createStream, publish or play (RTMP 1.0 7.2.1, 7.2.2), and the server's commands on it.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/command/connect.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/reconnect.h"
#include "impl/command/stream_commands.h"
#include "impl/command/tc_url.h"
#include "impl/connection/client_impl.h"

namespace rtmp {
namespace {

constexpr double kConnectTransactionId = 1;     // 7.2.1.1
constexpr uint32_t kBufferMilliseconds = 3000;  // what players commonly ask for

}  // namespace

void ClientConnection::Impl::SendConnect() {
  channel_.AnnounceChunkSize(options_.chunk_size);
  ConnectRequest request;
  request.transaction_id = next_transaction_id_++;
  request.app = options_.app;
  request.tc_url = options_.tc_url;
  request.flash_ver = options_.flash_ver;
  request.publisher = publishes();
  request.capabilities = &options_.capabilities;
  EncodeConnect(request, channel_.NewPayload());
  ReplyOnConnection();
}

// Publishers announce the name first, as encoders do; servers that do not know these commands refuse them and go on (RTMP-DF-07).
void ClientConnection::Impl::SendAfterConnect() {
  if (publishes()) {
    EncodeReleaseStream(next_transaction_id_++, options_.stream_name, channel_.NewPayload());
    ReplyOnConnection();
    EncodeFcPublish(next_transaction_id_++, options_.stream_name, channel_.NewPayload());
    ReplyOnConnection();
  }
  create_stream_transaction_id_ = next_transaction_id_++;
  EncodeCreateStream(create_stream_transaction_id_, channel_.NewPayload());
  ReplyOnConnection();
}

void ClientConnection::Impl::SendRequest() {
  request_transaction_id_ = next_transaction_id_++;
  if (publishes()) {
    PublishCommand publish;
    publish.transaction_id = request_transaction_id_;
    publish.stream_name = options_.stream_name;
    EncodePublish(publish, channel_.NewPayload());
    ReplyOnStream();
    return;
  }
  UserControlEvent buffer;
  buffer.type = static_cast<uint16_t>(UserControlType::kSetBufferLength);
  buffer.value = message_stream_id_;
  buffer.buffer_length = kBufferMilliseconds;
  channel_.ReplyControl(buffer);
  PlayCommand play;
  play.transaction_id = request_transaction_id_;
  play.stream_name = options_.stream_name;
  play.start = options_.play_start;
  EncodePlay(play, channel_.NewPayload());
  ReplyOnStream();
}

void ClientConnection::Impl::OnCommand(uint32_t message_stream_id, const Command& command) {
  switch (command.kind()) {
    case CommandKind::kResult:
    case CommandKind::kError:
      return OnResult(message_stream_id, command);
    case CommandKind::kOnStatus:
      return OnStatus(message_stream_id, command);
    case CommandKind::kClose:
      Move(StateInput::kDisconnect);
      events_.Push(DisconnectedByPeer{"close"});
      return;
    default:
      return IgnoreCommand(message_stream_id, command.name, "not for a client");  // RTMP-RPC-11: onBWDone and the like
  }
}

void ClientConnection::Impl::OnResult(uint32_t message_stream_id, const Command& command) {
  const Result result = ParseResult(command);
  const double txn = result.transaction_id;
  if (state_ == State::kConnecting && txn == kConnectTransactionId) {
    if (result.is_error) return Refused("connect", StatusOf(result));
    // In which of the two objects is not said (A44).
    server_capabilities_ = ParseCapabilities(result.properties.Resolve());
    if (server_capabilities_.empty()) server_capabilities_ = ParseCapabilities(result.information.Resolve());
    SendAfterConnect();
    if (channel_.ok()) Move(StateInput::kConnectAccepted);
    return;
  }
  if (state_ == State::kConnected && create_stream_transaction_id_ != 0 && txn == create_stream_transaction_id_) {
    if (result.is_error) return Refused("createStream", StatusOf(result));
    const std::optional<uint32_t> id = ToMessageStreamId(result.information);
    // Message stream 0 is the connection itself (RTMP-ST-01).
    if (!id.has_value() || *id == 0) return Refused("createStream", StatusInfo{"", "", "the answer holds no message stream id"});
    message_stream_id_ = *id;
    SendRequest();
    if (!channel_.ok()) return;
    Move(StateInput::kCreateStream);
    Move(publishes() ? StateInput::kPublish : StateInput::kPlay);
    return;
  }
  const bool answers_request = request_transaction_id_ != 0 && txn == request_transaction_id_;
  if (answers_request && result.is_error && (state_ == State::kPublishPending || state_ == State::kPlayPending)) {
    return Refused(publishes() ? "publish" : "play", StatusOf(result));
  }
  if (result.is_error) {
    const StatusInfo status = StatusOf(result);
    events_.Push(StatusReceived{status.level, status.code, status.description});
    return;
  }
  // Answers to releaseStream and FCPublish, and the _result that some servers send for publish and play (A23), change nothing.
  if (txn >= kConnectTransactionId && txn < next_transaction_id_) return;
  IgnoreCommand(message_stream_id, command.name, "nothing was asked");
}

void ClientConnection::Impl::OnStatus(uint32_t message_stream_id, const Command& command) {
  // Some servers speak of the stream on message stream 0.
  if (message_stream_id != 0 && message_stream_id != message_stream_id_) {
    return IgnoreCommand(message_stream_id, "onStatus", "not our message stream");
  }
  const StatusInfo status = ParseOnStatus(command);
  if (status.is_error()) return Refused("onStatus", status);
  if (options_.capabilities.reconnect()) {
    if (const auto request = ParseReconnectRequest(command)) {
      if (auto tc_url = ResolveTcUrl(options_.tc_url, request->tc_url)) {
        events_.Push(ReconnectRequested{*std::move(tc_url), request->description});
        return;
      }
    }
  }
  const absl::string_view start = publishes() ? kPublishStart : kPlayStart;
  if (status.code == start && Move(StateInput::kAccept)) return;
  events_.Push(StatusReceived{status.level, status.code, status.description});
}

void ClientConnection::Impl::Refused(absl::string_view what, const StatusInfo& status) {
  std::string reason = absl::StrCat(what, ": ", status.code, status.code.empty() ? "" : " ", status.description);
  Move(StateInput::kDisconnect);
  events_.Push(DisconnectedByPeer{std::move(reason)});
}

void ClientConnection::Impl::ReplyOnConnection() { channel_.ReplyCommand(kCommandChunkStream, 0, channel_.payload()); }

void ClientConnection::Impl::ReplyOnStream() {
  channel_.ReplyCommand(kStreamCommandChunkStream, message_stream_id_, channel_.payload());
}

}  // namespace rtmp
