// The way of a client: connect, createStream, publish or play (RTMP 1.0 7.2.1, 7.2.2), and the server's commands on it.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
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
  if (Deviates("client-calls-before-connect")) {
    EncodeReleaseStream(0, options_.stream_name, channel_.NewPayload());
    ReplyOnConnection();
  }
  ConnectRequest request;
  request.transaction_id = next_transaction_id_++;
  if (Deviates("client-connect-id-0")) request.transaction_id = 0;
  request.app = options_.app;
  request.tc_url = options_.tc_url;
  request.flash_ver = options_.flash_ver;
  request.publisher = publishes();
  request.capabilities = &options_.capabilities;
  EncodeConnect(request, channel_.NewPayload());
  ReplyOnConnection();
  if (Deviates("client-does-not-wait-for-connect")) SendAfterConnect();
}

// Publishers announce the name first, as encoders do; servers that do not know these commands refuse them and go on (RTMP-DF-07).
void ClientConnection::Impl::SendAfterConnect() {
  if (publishes()) {
    EncodeReleaseStream(next_transaction_id_++, options_.stream_name, channel_.NewPayload());
    ReplyOnConnection();
    EncodeFcPublish(next_transaction_id_++, options_.stream_name, channel_.NewPayload());
    ReplyOnConnection();
  }
  if (Deviates("client-waits-for-announcements") && publishes()) return;
  SendCreateStream();
  if (Deviates("client-plays-without-stream") && !publishes()) {
    message_stream_id_ = 1;
    SendRequest();
  }
}

void ClientConnection::Impl::SendCreateStream() {
  create_stream_transaction_id_ = next_transaction_id_++;
  EncodeCreateStream(create_stream_transaction_id_, channel_.NewPayload());
  ReplyOnConnection();
}

void ClientConnection::Impl::SendRequest() {
  request_transaction_id_ = Deviates("client-request-id-fraction") ? 0.5 : next_transaction_id_++;
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
  if (!Deviates("no-buffer-length")) channel_.ReplyControl(buffer);
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
      if (Deviates("client-close-ignored")) return;
      Move(StateInput::kDisconnect);
      events_.Push(DisconnectedByPeer{"close"});
      return;
    default:
      if (Deviates("client-unknown-call-ends")) return Refused("unknown call", StatusInfo{});
      return IgnoreCommand(message_stream_id, command.name, "not for a client");  // RTMP-RPC-11: onBWDone and the like
  }
}

void ClientConnection::Impl::OnResult(uint32_t message_stream_id, const Command& command) {
  const Result result = ParseResult(command);
  const double txn = result.transaction_id;
  if (state_ == State::kConnecting && txn == kConnectTransactionId) {
    if (result.is_error && !Deviates("client-connect-refusal-ignored")) return Refused("connect", StatusOf(result));
    if (Deviates("client-needs-window") && !channel_.ack_window().NextDue().has_value()) return;
    if (Deviates("client-needs-properties") && !result.properties.has_properties()) return Refused("connect", StatusInfo{});
    if (Deviates("client-needs-plain-object") && result.information.type() != amf0::Type::kObject)
      return Refused("connect", StatusInfo{});
    // In which of the two objects is not said (A44).
    server_capabilities_ = ParseCapabilities(result.properties.Resolve());
    if (server_capabilities_.empty()) server_capabilities_ = ParseCapabilities(result.information.Resolve());
    if (!Deviates("client-does-not-wait-for-connect")) SendAfterConnect();
    if (channel_.ok()) Move(StateInput::kConnectAccepted);
    return;
  }
  if (state_ == State::kConnected && create_stream_transaction_id_ != 0 && txn == create_stream_transaction_id_) {
    if (result.is_error) return Refused("createStream", StatusOf(result));
    const std::optional<uint32_t> id = ToMessageStreamId(result.information);
    // Message stream 0 is the connection itself (RTMP-ST-01).
    if (!id.has_value() || *id == 0) return Refused("createStream", StatusInfo{"", "", "the answer holds no message stream id"});
    message_stream_id_ = Deviates("client-stream-id-1") ? 1 : *id;
    SendRequest();
    if (!channel_.ok()) return;
    Move(StateInput::kCreateStream);
    Move(publishes() ? StateInput::kPublish : StateInput::kPlay);
    if (Deviates("client-publishes-unasked") && publishes()) Move(StateInput::kAccept);
    return;
  }
  const bool answers_request = request_transaction_id_ != 0 && txn == request_transaction_id_;
  if (answers_request && result.is_error && (state_ == State::kPublishPending || state_ == State::kPlayPending)) {
    return Refused(publishes() ? "publish" : "play", StatusOf(result));
  }
  if (Deviates("client-waits-for-announcements") && create_stream_transaction_id_ == 0) return SendCreateStream();
  if (result.is_error) {
    const StatusInfo status = StatusOf(result);
    if (Deviates("client-refused-announcement-ends") && txn < next_transaction_id_) return Refused("announcement", status);
    if (Deviates("client-answers-answers")) {
      EncodeError(txn, kCallFailed, "Nothing was asked.", channel_.NewPayload());
      ReplyOnConnection();
    }
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
  const bool deaf = publishes() ? Deviates("client-publish-refusal-ignored") : Deviates("client-play-refusal-ignored");
  if (status.is_error() && !deaf) return Refused("onStatus", status);
  if (Deviates("client-warning-ends") && status.level == kLevelWarning) return Refused("onStatus", status);
  if (Deviates("client-unknown-status-ends") && status.code == "NetStream.Rtmpspec.Unknown") return Refused("onStatus", status);
  if (Deviates("client-reconnects-undeclared") && ParseReconnectRequest(command)) return Refused("onStatus", status);
  if (options_.capabilities.reconnect() && !Deviates("client-reconnect-ignored")) {
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
