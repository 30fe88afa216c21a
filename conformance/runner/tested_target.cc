#include "conformance/runner/tested_target.h"

#include "absl/strings/str_cat.h"
#include "conformance/runner/usual_session.h"

namespace rtmpspec {

absl::StatusOr<std::unique_ptr<PlayedConnection>> TestedTarget::Open(const ClientTask& task,
                                                                     PlayedConnection::Settings settings) {
  absl::StatusOr<std::unique_ptr<PeerConnection>> wire = peer_.Connect(task);
  if (!wire.ok()) return wire.status();
  settings.played = played();
  settings.exact_peer = peer_.exact();
  settings.passive = &passive_;
  return std::make_unique<PlayedConnection>(*std::move(wire), std::move(settings));
}

std::string TestedTarget::NextStream() {
  return absl::StrCat("rtmpspec-", absl::Hex(options_.seed), "-own-", knowledge_.NextNumber());
}

BarrierKind TestedTarget::FindBarrier(SessionState state, const std::string& drive) {
  if (state == SessionState::kHandshaking) return BarrierKind::kNone;
  // Where it is never answered nothing is held against the client: MayAccuse.
  if (!peer_.can_connect_again()) return BarrierKind::kPingRequest;
  // Some clients read nothing any more while they publish.
  if (peer_.role() == Side::kClient) state = drive == "publisher" ? SessionState::kPublishing : SessionState::kPlaying;
  return knowledge_.Barrier(state, [&] { return AskForBarrier(state, drive); });
}

BarrierKind TestedTarget::AskForBarrier(SessionState state, const std::string& drive) {
  std::vector<BarrierKind> kinds = {BarrierKind::kUnknownCall, BarrierKind::kPingRequest, BarrierKind::kCreateStream};
  // Before connect, and to a client, calls are out of place.
  if (peer_.role() == Side::kClient || state == SessionState::kConnecting) kinds = {BarrierKind::kPingRequest};
  // Many servers refuse to play what nobody publishes.
  const std::string stream = NextStream();
  UsualSession publisher(*this, {"publisher", stream});
  if (peer_.role() == Side::kServer && state == SessionState::kPlaying && !peer_.one_connection()) {
    (void)publisher.Reach(SessionState::kPublishing, stream);
  }
  // All are asked before any is waited for: what a target does not answer costs one wait, not one each.
  std::vector<std::unique_ptr<UsualSession>> sessions;
  for (const BarrierKind kind : kinds) {
    const std::string own_stream = state == SessionState::kPlaying ? stream : NextStream();
    sessions.push_back(std::make_unique<UsualSession>(*this, ClientTask{drive, own_stream}));
    if (sessions.back()->Reach(state, own_stream).has_value()) {
      sessions.back() = nullptr;
    } else {
      sessions.back()->connection().StartBarrier(NextBarrier(kind));
    }
  }
  const Deadline first(deadlines().probe());
  const auto is_answered = [](UsualSession& session, const Deadline& deadline) {
    return session.connection().FinishBarrier(deadline) == PlayedConnection::Round::kAnswered;
  };
  BarrierKind found = BarrierKind::kNone;
  for (size_t i = 0; i < kinds.size() && found == BarrierKind::kNone; ++i) {
    if (sessions[i] == nullptr || !is_answered(*sessions[i], first)) continue;
    // Twice: what is answered once by chance, or closes the connection afterwards, is no barrier.
    sessions[i]->connection().StartBarrier(NextBarrier(kinds[i]));
    if (is_answered(*sessions[i], Deadline(deadlines().probe()))) found = kinds[i];
  }
  sessions.clear();
  // Of no interest to the case that asked.
  (void)peer_.TakeProcessEnds();
  (void)peer_.TakeUnsupported();
  const absl::string_view role = peer_.role() == Side::kServer ? "server" : "client";
  notes_.push_back(found == BarrierKind::kNone
                       ? absl::StrCat("sync: the ", role, " answers no known round trip when ", SessionStateName(state),
                                      "; absence is a quiet window")
                       : absl::StrCat("sync: the ", role, " answers ", BarrierName(found), " when ", SessionStateName(state)));
  return found;
}

}  // namespace rtmpspec
