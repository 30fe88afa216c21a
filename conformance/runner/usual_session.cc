#include "conformance/runner/usual_session.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/usual_server.h"
#include "impl/handshake/handshake.h"

namespace rtmpspec {
namespace {

using rtmp::amf0::Encoder;

Cause CauseOf(const PlayedConnection& connection) {
  if (!connection.ill_formed().empty()) return Cause::kIllFormed;
  if (connection.end() == PlayedConnection::End::kFin) return Cause::kClose;
  if (connection.end() == PlayedConnection::End::kReset) return Cause::kReset;
  return Cause::kMissing;
}

std::string HowItEnded(const PlayedConnection& connection) {
  switch (CauseOf(connection)) {
    case Cause::kIllFormed:
      return connection.ill_formed();
    case Cause::kClose:
      return "the connection was closed";
    case Cause::kReset:
      return "the connection was reset";
    default:
      return "no answer in time";
  }
}

}  // namespace

SessionResult UsualSession::Open() {
  PlayedConnection::Settings settings;
  settings.case_id = "usual session";
  absl::StatusOr<std::unique_ptr<PlayedConnection>> connection = target_.Open(task_, std::move(settings));
  if (!connection.ok()) return SessionFailure{"", Cause::kRefused, std::string(connection.status().message())};
  connection_ = *std::move(connection);
  return std::nullopt;
}

SessionResult UsualSession::Handshake() {
  const bool server = target_.peer().role() == Side::kServer;
  rtmp::Buffer first(1 + rtmp::kHandshakePacketSize, 0);  // C0 C1 or S0 S1
  first[0] = rtmp::kRtmpVersion;
  for (size_t i = 9; i < first.size(); ++i) first[i] = static_cast<uint8_t>(i * 7 + i / 251);
  const Deadline deadline(target_.deadlines().hang());
  PlayedConnection& connection = *connection_;
  if (server) connection.Queue(first, "C0 C1");
  if (!connection.Fill(first.size(), deadline)) {
    return SessionFailure{server ? "RTMP-HS-01" : "RTMP-HS-02", CauseOf(connection),
                          absl::StrCat("handshake: ", HowItEnded(connection))};
  }
  if (connection.raw()[0] != rtmp::kRtmpVersion) {
    return SessionFailure{server ? "RTMP-HS-01" : "RTMP-HS-02", Cause::kMismatch,
                          absl::StrCat("handshake: the version is ", connection.raw()[0], ", not 3")};
  }
  const rtmp::Bytes theirs = connection.raw().subspan(1, rtmp::kHandshakePacketSize);
  const rtmp::Buffer echo(theirs.begin(), theirs.end());
  if (server && !connection.Fill(rtmp::kHandshakeSize, deadline)) {
    return SessionFailure{"RTMP-HS-16", CauseOf(connection), absl::StrCat("S2: ", HowItEnded(connection))};
  }
  if (!server) connection.Queue(first, "S0 S1");
  connection.Queue(echo, server ? "C2" : "S2");
  if (!connection.Fill(rtmp::kHandshakeSize, deadline)) {
    return SessionFailure{"RTMP-HS-17", CauseOf(connection), absl::StrCat("C2: ", HowItEnded(connection))};
  }
  connection.ConsumeRaw(rtmp::kHandshakeSize, "handshake");
  return std::nullopt;
}

SessionResult UsualSession::Await(absl::string_view row, absl::string_view what,
                                  absl::FunctionRef<bool(const CommandSeen&)> accept, CommandSeen* found, bool serve) {
  const Deadline deadline(serve ? target_.deadlines().hang() : target_.deadlines().reply());
  while (const WireMessage* message = connection_->Peek(0, deadline)) {
    *found = LookAtCommand(*message);
    if (accept(*found)) {
      // Left in its place: whoever awaits it also answers it.
      if (!serve) connection_->TakeThrough(0);
      return std::nullopt;
    }
    std::vector<PlayedMessage> replies;
    if (serve) AppendUsualReplies(*message, &replies);
    connection_->TakeThrough(0);
    for (const PlayedMessage& reply : replies) connection_->Send(reply, "usual reply");
  }
  return SessionFailure{std::string(row), CauseOf(*connection_), absl::StrCat(what, ": ", HowItEnded(*connection_))};
}

SessionResult UsualSession::Connect() {
  CommandSeen command;
  if (target_.peer().role() == Side::kClient) {
    return Await(
        "RTMP-CN-01", "connect", [](const CommandSeen& c) { return c.name == "connect"; }, &command, /*serve=*/true);
  }
  connection_->Send(CommandMessage("connect", 1,
                                   [&](Encoder& encoder) {
                                     encoder.BeginObject();
                                     encoder.Property("app", absl::string_view(target_.peer().app()));
                                     encoder.Property("type", "nonprivate");
                                     encoder.Property("flashVer", "FMLE/3.0 (compatible; rtmpspec)");
                                     encoder.Property("tcUrl", absl::string_view(target_.peer().tc_url()));
                                     encoder.EndObject();
                                   }),
                    "connect txn=1");
  const auto is_answer = [](const CommandSeen& c) { return c.name == "_result" || c.name == "_error"; };
  if (SessionResult failure = Await("RTMP-CN-02", "connect", is_answer, &command, false)) return failure;
  if (command.name == "_result" && command.level != "error") return std::nullopt;
  return SessionFailure{"RTMP-CN-02", Cause::kRefused, absl::StrCat("connect was refused: ", command.name, " ", command.code)};
}

SessionResult UsualSession::CreateStream() {
  connection_->Send(CommandMessage("createStream", 2, [](Encoder& encoder) { encoder.Null(); }), "createStream txn=2");
  CommandSeen command;
  const auto is_answer = [](const CommandSeen& c) {
    return (c.name == "_result" || c.name == "_error") && c.transaction_id == 2;
  };
  if (SessionResult failure = Await("RTMP-ST-01", "createStream", is_answer, &command, false)) return failure;
  if (command.name != "_result") return SessionFailure{"RTMP-ST-01", Cause::kRefused, "createStream was refused"};
  message_stream_id_ = static_cast<uint32_t>(std::clamp(command.first_argument, 0.0, 4294967295.0));
  return std::nullopt;
}

SessionResult UsualSession::Publish(const std::string& stream) {
  connection_->Send(CommandMessage(
                        "publish", 3,
                        [&](Encoder& encoder) {
                          encoder.Null();
                          encoder.String(stream);
                          encoder.String("live");
                        },
                        message_stream_id_),
                    "publish txn=3");
  CommandSeen command;
  if (SessionResult failure = Await(
          "RTMP-PB-01", "publish", [](const CommandSeen& c) { return c.name == "onStatus"; }, &command, false)) {
    return failure;
  }
  if (command.level == "status") return std::nullopt;
  return SessionFailure{"RTMP-PB-01", Cause::kRefused, absl::StrCat("publish was refused: ", command.code)};
}

SessionResult UsualSession::Play(const std::string& stream) {
  connection_->Send(CommandMessage(
                        "play", 3,
                        [&](Encoder& encoder) {
                          encoder.Null();
                          encoder.String(stream);
                        },
                        message_stream_id_),
                    "play txn=3");
  CommandSeen command;
  const auto is_answer = [](const CommandSeen& c) {
    return c.name == "onStatus" && (c.level == "error" || c.code == "NetStream.Play.Start");
  };
  if (SessionResult failure = Await("RTMP-PL-01", "play", is_answer, &command, false)) return failure;
  if (command.level != "error") return std::nullopt;
  return SessionFailure{"RTMP-PL-01", Cause::kRefused, absl::StrCat("play was refused: ", command.code)};
}

SessionResult UsualSession::ServeToStart() {
  CommandSeen command;
  const auto is_start = [](const CommandSeen& c) { return c.name == "publish" || c.name == "play"; };
  if (SessionResult failure = Await("RTMP-PB-01", "publish or play", is_start, &command, /*serve=*/true)) return failure;
  connection_->TakeThrough(0);
  std::vector<PlayedMessage> replies;
  AppendStarted(command.name == "publish" ? "NetStream.Publish.Start" : "NetStream.Play.Start", &replies);
  for (const PlayedMessage& reply : replies) connection_->Send(reply, "usual reply");
  return std::nullopt;
}

SessionResult UsualSession::Reach(SessionState state, const std::string& stream) {
  if (SessionResult failure = Open()) return failure;
  if (state == SessionState::kHandshaking) return std::nullopt;
  if (SessionResult failure = Handshake()) return failure;
  if (target_.peer().role() == Side::kClient) return ServeToStart();
  if (state == SessionState::kConnecting) return std::nullopt;
  if (SessionResult failure = Connect()) return failure;
  if (state == SessionState::kConnected) return std::nullopt;
  if (SessionResult failure = CreateStream()) return failure;
  return state == SessionState::kPublishing ? Publish(stream) : Play(stream);
}

SessionResult CheckAlive(TestedTarget& target, const std::string& drive) {
  UsualSession session(target, {drive, target.NextStream()});
  if (SessionResult failure = session.Open()) return failure;
  if (SessionResult failure = session.Handshake()) return failure;
  return session.Connect();
}

SessionResult CheckRelay(TestedTarget& target) {
  const std::string stream = target.NextStream();
  UsualSession publisher(target, {"publisher", stream});
  if (SessionResult failure = publisher.Reach(SessionState::kPublishing, stream)) return failure;
  UsualSession player(target, {"player", stream});
  return player.Reach(SessionState::kPlaying, stream);
}

}  // namespace rtmpspec
