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

std::string TestedTarget::NextStream() { return absl::StrCat("rtmpspec-", absl::Hex(options_.seed), "-own-", ++last_stream_); }

bool TestedTarget::Answers(BarrierKind kind, SessionState state, const std::string& drive) {
  const std::string stream = NextStream();
  // Many servers refuse to play what nobody publishes.
  UsualSession publisher(*this, {"publisher", stream});
  if (peer_.role() == Side::kServer && state == SessionState::kPlaying && !peer_.one_connection()) {
    (void)publisher.Reach(SessionState::kPublishing, stream);
  }
  UsualSession session(*this, {drive, stream});
  if (session.Reach(state, stream).has_value()) return false;
  PlayedConnection& connection = session.connection();
  // Twice: what is answered once by chance, or closes the connection afterwards, is no barrier.
  for (int i = 0; i < 2; ++i) {
    connection.StartBarrier(NextBarrier(kind));
    if (connection.FinishBarrier(Deadline(deadlines().probe())) != PlayedConnection::Round::kAnswered) return false;
  }
  return true;
}

BarrierKind TestedTarget::FindBarrier(SessionState state, const std::string& drive) {
  if (state == SessionState::kHandshaking) return BarrierKind::kNone;
  // Where it is never answered nothing is held against the client: MayAccuse.
  if (!peer_.can_connect_again()) return BarrierKind::kPingRequest;
  // A client answers the same whatever it does.
  if (peer_.role() == Side::kClient) state = SessionState::kConnected;
  const auto known = barriers_.find(state);
  if (known != barriers_.end()) return known->second;
  std::vector<BarrierKind> kinds = {BarrierKind::kUnknownCall, BarrierKind::kPingRequest, BarrierKind::kCreateStream};
  // Before connect, and to a client, calls are out of place.
  if (peer_.role() == Side::kClient || state == SessionState::kConnecting) kinds = {BarrierKind::kPingRequest};
  BarrierKind found = BarrierKind::kNone;
  for (const BarrierKind kind : kinds) {
    if (!Answers(kind, state, drive)) continue;
    found = kind;
    break;
  }
  (void)peer_.TakeUnsupported();  // what was asked here is no case's business
  barriers_[state] = found;
  const absl::string_view role = peer_.role() == Side::kServer ? "server" : "client";
  const absl::string_view when = peer_.role() == Side::kServer ? SessionStateName(state) : "started";
  notes_.push_back(
      found == BarrierKind::kNone
          ? absl::StrCat("sync: the ", role, " answers no known round trip when ", when, "; absence is a quiet window")
          : absl::StrCat("sync: the ", role, " answers ", BarrierName(found), " when ", when));
  return found;
}

}  // namespace rtmpspec
