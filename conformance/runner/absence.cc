// That nothing came, that we are still understood, that the connection ends, that the stack is still there.
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/usual_session.h"

namespace rtmpspec {

BarrierKind ScenarioRunner::KnownBarrier(Connection& connection) {
  if (mirrored_ != nullptr) return BarrierKind::kNone;
  if (connection.wire->in_handshake() && connection.state == SessionState::kHandshaking) return BarrierKind::kNone;
  const SessionState state = std::max(connection.state, SessionState::kConnecting);
  return target_.FindBarrier(state, drive_);
}

bool ScenarioRunner::MayAccuse(const Connection& connection, BarrierKind kind) const {
  return kind != BarrierKind::kNone && (deadlines_.exact || connection.confirmed == kind);
}

const WireMessage* ScenarioRunner::Extra(Connection& connection, size_t count, const Message* pattern) {
  const Deadline now(absl::ZeroDuration());
  for (size_t i = 0; i < count && i < connection.wire->waiting(); ++i) {
    const WireMessage* message = connection.wire->Peek(i, now);
    if (pattern != nullptr) {
      if (!Match(*pattern, *message).has_value()) return message;
    } else if (exact_now_ || !IsAmbient(*message)) {
      if (TakeOptional(connection, *message)) {
        connection.wire->Take(i--);
        if (count > 0) --count;
        continue;
      }
      return message;
    }
  }
  return nullptr;
}

ScenarioRunner::StepOutcome ScenarioRunner::Sync(Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const BarrierKind kind = KnownBarrier(connection);
  Finding unchecked;
  unchecked.verdict = Verdict::kPass;
  unchecked.cause = Cause::kNone;
  if (kind == BarrierKind::kNone) {
    const Deadline deadline(deadlines_.quiet());
    while (wire.Advance(deadline)) {
    }
    if (wire.end() != PlayedConnection::End::kOpen || !wire.ill_formed().empty())
      return Missing(connection, {}, "open connection");
    unchecked.note = "sync: not checkable, this target answers no known round trip here";
    return unchecked;
  }
  wire.StartBarrier(target_.NextBarrier(kind));
  switch (wire.FinishBarrier(Deadline(deadlines_.reply()))) {
    case PlayedConnection::Round::kAnswered:
      connection.confirmed = kind;
      connection.played_since = false;
      return std::nullopt;
    case PlayedConnection::Round::kEnded:
      return Missing(connection, {}, "answer");
    case PlayedConnection::Round::kUnanswered:
      break;
  }
  if (!MayAccuse(connection, kind)) {
    unchecked.note = absl::StrCat("sync: not checkable, ", BarrierName(kind), " was never answered on this connection");
    return unchecked;
  }
  Finding finding;
  finding.cause = Cause::kMissing;
  finding.binding = true;
  // Or we no longer understand it.
  const std::string unfinished = wire.Unfinished();
  finding.actual = absl::StrCat("no answer to ", BarrierName(kind), ": ",
                                unfinished.empty() ? "the stack no longer understands us" : unfinished);
  finding.offset = wire.offset();
  return finding;
}

// Whether a round trip can be asked for, between the steps of the script.
bool ScenarioRunner::CanSync(Connection& connection) {
  return connection.state >= SessionState::kConnected && !connection.wire->in_handshake() && !connection.played_part &&
         connection.wire->end() == PlayedConnection::End::kOpen && KnownBarrier(connection) != BarrierKind::kNone;
}

// What comes here may be caused by what another connection played: a round trip there, then. True when all that was played there
// has been taken in. In process it is, without.
bool ScenarioRunner::SettleOthers(const Connection& here) {
  if (deadlines_.exact) return true;
  bool settled = true;
  for (auto& [name, connection] : connections_) {
    if (&connection == &here || !connection.played_since || connection.over) continue;
    settled &= CanSync(connection) && !Sync(connection).has_value();
  }
  return settled;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectNothing(const NothingStep& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const Message* pattern = step.matching ? &*step.matching : nullptr;
  StepOutcome round;
  size_t count = 0;
  const bool raw = wire.in_handshake() && connection.state == SessionState::kHandshaking;
  if (raw || exact_now_) {
    // No barrier before the handshake is through, nor where every byte counts.
    const Deadline deadline(deadlines_.quiet());
    while (raw ? wire.Pump(deadline) : wire.Advance(deadline)) {
    }
    if (raw && !wire.raw().empty()) {
      Finding finding;
      finding.cause = Cause::kExtraMessage;
      finding.actual = absl::StrCat(wire.raw().size(), " bytes came");
      finding.offset = wire.offset();
      return finding;
    }
    count = wire.waiting();
    if (wire.end() != PlayedConnection::End::kOpen || !wire.ill_formed().empty())
      round = Missing(connection, {}, "open connection");
  } else {
    (void)SettleOthers(connection);
    round = Sync(connection);
    const bool answered = !round.has_value();
    count = answered ? wire.index_of_reply() : wire.waiting();
  }
  if (const WireMessage* extra = Extra(connection, count, pattern)) {
    Finding finding;
    finding.cause = Cause::kExtraMessage;
    finding.actual = absl::StrCat(std::string(1, checked_letter()), ": ", DescribeMessage(*extra));
    finding.offset = extra->offset;
    return finding;
  }
  return round;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectQuiet(const QuietStep& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const Deadline deadline(deadlines_.Scaled(absl::Milliseconds(step.milliseconds)));
  const bool raw = wire.in_handshake();
  while (raw ? wire.Pump(deadline) : wire.Advance(deadline)) {
  }
  Finding finding;
  finding.cause = Cause::kExtraMessage;
  if (raw && !wire.raw().empty()) {
    finding.offset = wire.offset();
    finding.actual = absl::StrCat(wire.raw().size(), " bytes came");
    return finding;
  }
  // Until our part of the handshake is through nothing may follow the checked side's, no ambient message either.
  const bool we_are_through = connection.state > SessionState::kHandshaking &&
                              (target_.played() == Side::kClient || connection.common->packets.count("S2") > 0);
  const uint64_t came = wire.offset() + wire.raw().size();
  if (!raw && !we_are_through && came > rtmp::kHandshakeSize) {
    finding.offset = rtmp::kHandshakeSize;
    finding.actual = absl::StrCat(came - rtmp::kHandshakeSize, " bytes came behind the handshake");
    if (wire.waiting() > 0)
      absl::StrAppend(&finding.actual, ": ", DescribeMessage(*wire.Peek(0, Deadline(absl::ZeroDuration()))));
    return finding;
  }
  if (const WireMessage* extra = Extra(connection, wire.waiting(), nullptr)) {
    finding.offset = extra->offset;
    finding.actual = absl::StrCat(std::string(1, checked_letter()), ": ", DescribeMessage(*extra));
    return finding;
  }
  return std::nullopt;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectClose(const ClosesStep& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const Deadline deadline(deadlines_.close());
  while (wire.end() == PlayedConnection::End::kOpen && wire.Pump(deadline)) {
  }
  // What came before the end is read, for the log and the passive checks.
  while (!wire.in_handshake() && wire.Advance(Deadline(absl::ZeroDuration()))) {
  }
  if (exact_now_) {
    const WireMessage* extra = Extra(connection, wire.waiting(), nullptr);
    if (extra != nullptr || !wire.raw().empty()) {
      Finding finding;
      finding.cause = Cause::kExtraMessage;
      finding.offset = extra != nullptr ? extra->offset : wire.offset();
      finding.actual = extra != nullptr ? absl::StrCat(std::string(1, checked_letter()), ": ", DescribeMessage(*extra))
                                        : absl::StrCat(wire.raw().size(), " bytes came");
      return finding;
    }
  }
  if (wire.end() == PlayedConnection::End::kOpen) return Missing(connection, {}, "end of the connection");
  connection.over = true;
  const bool reset = wire.end() == PlayedConnection::End::kReset;
  if (step.how.empty() || (step.how == "rst") == reset) return std::nullopt;
  Finding finding;
  finding.cause = reset ? Cause::kReset : Cause::kClose;
  finding.actual = absl::StrCat(std::string(1, checked_letter()), reset ? ": closes rst" : ": closes fin");
  finding.consumed = true;
  finding.offset = wire.offset();
  return finding;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectAlive() {
  const Peer& peer = target_.peer();
  if (!peer.can_connect_again() || (peer.role() == Side::kServer && peer.one_connection())) return std::nullopt;
  const SessionResult failure = CheckAlive(target_, drive_);
  if (!failure) return std::nullopt;
  Finding finding;
  // Refused afterwards is how a crash looks from outside (requirements, section 14).
  finding.cause = failure->cause == Cause::kRefused ? Cause::kCrash : failure->cause;
  finding.binding = true;
  finding.actual = absl::StrCat("a fresh connection fails: ", failure->text);
  return finding;
}

}  // namespace rtmpspec
