// connect and close (RTMP 1.0 7.2.1.1), and commands that come before connect.
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/command/connect.h"
#include "impl/command/on_status.h"
#include "impl/command/reconnect.h"
#include "impl/command/result.h"
#include "impl/connection/server_impl.h"

namespace rtmp {
namespace {

// "live/?token=1" names the application "live": encoders leave the query in, and some the last slash (RTMP-CN-10).
absl::string_view BareApp(absl::string_view app) {
  app = app.substr(0, app.find('?'));
  while (!app.empty() && app.back() == '/') app.remove_suffix(1);
  return app;
}

// What servers have been seen to refuse, each against the specification: nothing here.
bool RefusedWrongly(const Command& command, const ConnectCommand& connect) {
  const amf0::Value object = connect.object;
  const auto is_above = [&](absl::string_view key, double most) {
    return object[key].is_number() && object[key].number() > most;
  };
  return (Deviates("connect-without-encoding-refused") && !object["objectEncoding"].exists()) ||
         (Deviates("connect-without-version-refused") && connect.flash_ver.empty()) ||
         (Deviates("connect-odd-key-refused") && object["odd key"].exists()) ||
         (Deviates("connect-ecma-array-refused") && object.type() == amf0::Type::kEcmaArray) ||
         (Deviates("connect-argument-refused") && command.argument(0).exists()) ||
         (Deviates("enhanced-connect-refused") && !connect.capabilities.empty()) ||
         (Deviates("caps-ex-bits-refused") && is_above("capsEx", 15)) ||
         (Deviates("video-function-bits-refused") && is_above("videoFunction", 15)) ||
         (Deviates("four-cc-ecma-array-refused") && object["fourCcList"].type() == amf0::Type::kEcmaArray) ||
         (Deviates("info-map-ecma-array-refused") && object["videoFourCcInfoMap"].type() == amf0::Type::kEcmaArray) ||
         (Deviates("four-cc-list-alone-refused") && object["fourCcList"].exists() && connect.capabilities.video.empty());
}

}  // namespace

void ServerConnection::Impl::OnConnect(const Command& command) {
  if (connection_ != ConnectionState::kConnecting && !Deviates("second-connect-accepted")) {
    EncodeConnectRejected(command.transaction_id, kConnectRejected, "Already connected.", channel_.NewPayload());
    ReplyOnConnection();
    return IgnoreCommand(0, "connect", "already connected");
  }
  const auto parsed = ParseConnect(command);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    if (Deviates("connect-wrong-type-unanswered") && error->code == ErrorCode::kWrongArgumentType) return;
    if (Deviates("connect-without-app-closes") && error->code == ErrorCode::kMissingArgument) return channel_.Fail(*error);
    return RefuseConnect(command.transaction_id, kConnectRejected, error->text, ReasonText(*error));
  }
  const auto& connect = std::get<ConnectCommand>(parsed);
  if (RefusedWrongly(command, connect)) {
    return RefuseConnect(command.transaction_id, kConnectRejected, "Not understood.", "not understood");
  }
  if (Deviates("connect-long-url-unanswered") && connect.tc_url.size() > 255) return;
  if (Deviates("connect-ipv6-closes") && absl::StrContains(connect.tc_url, "[")) return OnClose();
  if (!KnowsApp(connect.app)) {
    return RefuseConnect(command.transaction_id, kConnectInvalidApp, "No such application.", "no such application");
  }

  // The order of 7.2.1.1's figure; SetChunkSize stands before what would need more than one chunk of 128 bytes.
  if (!Deviates("window-behind-connect-result")) channel_.AnnounceWindow();
  channel_.ReplyControl(SetPeerBandwidth{options_.window_size, LimitType::kHard});
  channel_.AnnounceChunkSize(options_.chunk_size);
  if (!Deviates("no-stream-begin-at-connect")) channel_.ReplyControl(UserControlEvent{});  // StreamBegin 0
  // Whatever was asked for, AMF0 is what this server writes (RTMP-CN-14).
  const bool enhanced = !connect.capabilities.empty() && !Deviates("enhanced-connect-answer-bare");
  EncodeConnectResult(Deviates("connect-answered-with-1") ? 1 : command.transaction_id,
                      /*object_encoding=*/Deviates("object-encoding-echoed") ? connect.object_encoding : 0,
                      enhanced ? &options_.capabilities : nullptr, channel_.NewPayload());
  if (!Deviates("connect-unanswered")) ReplyOnConnection();
  if (Deviates("window-behind-connect-result")) channel_.AnnounceWindow();
  if (!channel_.ok()) return;

  connect_texts_ = absl::StrCat(connect.app, connect.tc_url, connect.flash_ver);
  app_ = absl::string_view(connect_texts_).substr(0, connect.app.size());
  tc_url_ = absl::string_view(connect_texts_).substr(app_.size(), connect.tc_url.size());
  const absl::string_view flash_ver = absl::string_view(connect_texts_).substr(app_.size() + tc_url_.size());
  capabilities_ = connect.capabilities;
  Move(StateInput::kConnectAccepted);
  events_.Push(ClientConnected{app_, tc_url_, flash_ver, &capabilities_});
}

absl::Status ServerConnection::Impl::RequestReconnect(absl::string_view tc_url, absl::string_view description) {
  if (connection_state() != ConnectionState::kConnected) return absl::FailedPreconditionError("the client is not connected");
  if (!capabilities_.reconnect()) return absl::FailedPreconditionError("the client does not understand a ReconnectRequest");
  EncodeReconnectRequest({tc_url, description}, channel_.NewPayload());
  channel_.Send(kCommandChunkStream, MessageType::kCommandAmf0, 0, 0, channel_.payload());
  return absl::OkStatus();
}

void ServerConnection::Impl::RefuseConnect(double transaction_id, absl::string_view code, absl::string_view description,
                                           std::string reason) {
  EncodeConnectRejected(transaction_id, code, description, channel_.NewPayload());
  ReplyOnConnection();
  if (!channel_.ok()) return;
  if (!Deviates("refused-connect-stays-open")) Move(StateInput::kDisconnect);
  IgnoreCommand(0, "connect", std::move(reason));
}

bool ServerConnection::Impl::KnowsApp(absl::string_view app) const {
  if (options_.apps.empty() || Deviates("unknown-app-accepted")) return true;
  for (const std::string& known : options_.apps) {
    if (app == known || BareApp(app) == known) return true;
  }
  return false;
}

// RTMP-CN-12: refused, and the client may still connect.
void ServerConnection::Impl::OnCommandBeforeConnect(uint32_t message_stream_id, const Command& command) {
  if (command.transaction_id != 0) {
    EncodeError(command.transaction_id, kCallFailed, "Not connected.", channel_.NewPayload());
    ReplyOnConnection();
  }
  IgnoreCommand(message_stream_id, command.name, "not connected");
}

void ServerConnection::Impl::OnClose() {
  Move(StateInput::kDisconnect);
  events_.Push(DisconnectedByPeer{"close"});
}

// RTMP-RPC-03: exactly one answer where there is a transaction id; RPC-04: none where it is 0.
void ServerConnection::Impl::OnUnknownCommand(uint32_t message_stream_id, const Command& command) {
  const bool answered = command.transaction_id != 0 ? !Deviates("unknown-call-unanswered") : Deviates("call-with-0-answered");
  if (answered) {
    EncodeError(command.transaction_id, kCallFailed, "Method not found.", channel_.NewPayload());
    ReplyOnConnection();
    if (Deviates("unknown-call-answered-twice")) ReplyOnConnection();
  }
  IgnoreCommand(message_stream_id, command.name, "unknown command");
}

}  // namespace rtmp
