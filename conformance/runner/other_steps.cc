// Acknowledgements, serving a client, and what only a stack that shows itself lets us check.
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/acks.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/script_values.h"
#include "conformance/runner/usual_server.h"

namespace rtmpspec {

ScenarioRunner::StepOutcome ScenarioRunner::ExpectAcks(const AcksStep& step, Connection& connection, const Step& whole) {
  PlayedConnection& wire = *connection.wire;
  AcksExpected expected;
  const Value* mark = bindings_.Find(step.mark);
  if (mark == nullptr) return Harness(absl::NotFoundError(absl::StrCat("unknown mark $", step.mark)));
  expected.mark = static_cast<uint64_t>(mark->number);
  expected.increasing = step.increasing;
  expected.cumulative = step.cumulative;
  expected.slack = static_cast<uint64_t>(step.slack);
  expected.window = wire.played_window();
  if (step.unacked_at_most) {
    const absl::StatusOr<Value> bound = bindings_.Evaluate(*step.unacked_at_most, /*playing=*/true);
    if (!bound.ok()) return Harness(bound.status());
    expected.unacked_at_most = static_cast<uint64_t>(bound->number);
  }
  // In a loop one wait is enough to know that the Acks do not come.
  const auto check = whole.check ? checks_.find(whole.check->name) : checks_.end();
  const bool failed_before = check != checks_.end() && results_[check->second].verdict != Verdict::kPass;
  const Deadline deadline(failed_before ? absl::ZeroDuration() : deadlines_.reply());
  std::optional<std::string> wrong;
  // Reads on while it is not right: an Ack may still be under way.
  while ((wrong = JudgeAcks(wire.acks(), wire.sent(), expected)).has_value() && wire.Advance(deadline)) {
  }
  if (!wrong) return std::nullopt;
  if (wire.end() != PlayedConnection::End::kOpen || !wire.ill_formed().empty()) return Missing(connection, {}, "Ack");
  Finding finding;
  // That none came is for the bound on what is not acknowledged to say: a sum can be wrong only where there is one.
  const bool none =
      std::all_of(wire.acks().begin(), wire.acks().end(), [&](const auto& ack) { return ack.sent < expected.mark; });
  finding.not_judged = none && !step.unacked_at_most;
  finding.cause = wire.acks().empty() ? Cause::kMissing : Cause::kMismatch;
  finding.consumed = true;
  finding.actual = *wrong;
  finding.offset = wire.acks().empty() ? wire.offset() : wire.acks().back().offset;
  return finding;
}

ScenarioRunner::StepOutcome ScenarioRunner::Serve(const ServeStep& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const Deadline deadline(deadlines_.hang());
  NearMiss near;
  while (const WireMessage* message = wire.Peek(0, deadline)) {
    std::optional<Mismatch> mismatch = Match(step.until, *message);
    if (!mismatch) {
      wire.TakeThrough(0);
      if (connection.state < SessionState::kConnected) connection.state = SessionState::kConnected;
      return std::nullopt;
    }
    if (MessageKind(*message) == KindOf(step.until)) {
      Finding finding = Wrong(step.until, *message, *mismatch);
      wire.TakeThrough(0);
      return finding;
    }
    std::vector<PlayedMessage> replies;
    AppendUsualReplies(*message, &replies);
    wire.TakeThrough(0);
    for (const PlayedMessage& reply : replies) wire.Send(reply, "usual reply");
  }
  return Missing(connection, near, PrintMessage(step.until));
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectState(const StateStep& step, Connection& connection) {
  for (const auto& [side, expected] : step.states) {
    if (side != checked_) continue;
    // What is under way is read first: the stack may show its state only then.
    while (!connection.wire->in_handshake() && connection.wire->Advance(Deadline(absl::ZeroDuration()))) {
    }
    std::optional<std::string> state = connection.wire->wire().state();
    // A stack that runs by itself may be a moment behind.
    const Deadline deadline(deadlines_.probe());
    while (state && *state != expected && deadline.left() > absl::ZeroDuration()) {
      absl::SleepFor(absl::Milliseconds(5));
      state = connection.wire->wire().state();
    }
    if (!state || *state == expected) continue;
    Finding finding;
    finding.consumed = true;
    finding.actual = absl::StrCat("state ", side == Side::kServer ? "server=" : "client=", *state);
    return finding;
  }
  return std::nullopt;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectDelivery(const DeliversStep& step, Connection& connection) {
  if (step.side != checked_) return std::nullopt;
  std::optional<std::vector<DeliveredMedia>> more = connection.wire->wire().TakeDelivered();
  if (!more) return std::nullopt;
  for (DeliveredMedia& media : *more) connection.delivered.push_back(std::move(media));
  std::optional<Mismatch> mismatch;
  while (!connection.delivered.empty()) {
    WireMessage message;
    message.type_id = connection.delivered.front().type_id;
    message.timestamp = connection.delivered.front().timestamp;
    message.payload = connection.delivered.front().payload;
    mismatch = Match(step.message, message);
    // Other kinds of media are another step's business.
    const bool same_kind = MessageKind(message) == KindOf(step.message);
    connection.delivered.pop_front();
    if (!mismatch) return std::nullopt;
    if (same_kind) break;
  }
  Finding finding;
  finding.consumed = true;
  finding.cause = mismatch ? Cause::kMismatch : Cause::kMissing;
  finding.actual = "nothing was delivered";
  return mismatch ? Mark(std::move(finding), *mismatch) : finding;
}

}  // namespace rtmpspec
