// `S: one of { ... }`: the first alternative that fits decides what the stack's behaviour counts as.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/bytes_steps.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

template <typename T>
const T* FirstAs(const Alternative& alternative) {
  return alternative.steps.empty() ? nullptr : std::get_if<T>(&alternative.steps[0].what);
}

template <typename T>
bool Has(const OneOfStep& step) {
  return std::any_of(step.alternatives.begin(), step.alternatives.end(),
                     [](const Alternative& alternative) { return FirstAs<T>(alternative) != nullptr; });
}

// The worst that silence counts as.
Verdict WorstOfSilence(const OneOfStep& step) {
  Verdict worst = Verdict::kPass;
  for (const Alternative& alternative : step.alternatives) {
    if (FirstAs<SilenceStep>(alternative) != nullptr) worst = Worse(worst, OutcomeVerdict(alternative.outcome.verdict));
  }
  return worst;
}

const QuietStep* FirstQuiet(const OneOfStep& step) {
  for (const Alternative& alternative : step.alternatives) {
    if (const auto* quiet = FirstAs<QuietStep>(alternative)) return quiet;
  }
  return nullptr;
}

// A handshake packet, or null.
const Message* PacketOf(const Alternative& alternative) {
  const auto* message = FirstAs<MessageStep>(alternative);
  return message != nullptr && HandshakePacketSize(message->message.kind) != 0 ? &message->message : nullptr;
}

bool IsRaw(const Alternative& alternative) {
  return PacketOf(alternative) != nullptr || FirstAs<BytesStep>(alternative) != nullptr;
}

}  // namespace

const Alternative* ScenarioRunner::ChooseEnd(const OneOfStep& step, Connection& connection) {
  const bool reset = connection.wire->end() == PlayedConnection::End::kReset;
  if (connection.wire->end() == PlayedConnection::End::kOpen) return nullptr;
  for (const Alternative& alternative : step.alternatives) {
    const auto* closes = FirstAs<ClosesStep>(alternative);
    if (closes == nullptr || (!closes->how.empty() && (closes->how == "rst") != reset)) continue;
    connection.over = true;
    return &alternative;
  }
  return nullptr;
}

const Alternative* ScenarioRunner::ChooseRaw(const OneOfStep& step, Connection& connection, const Deadline& deadline,
                                             bool* decided) {
  PlayedConnection& wire = *connection.wire;
  while (true) {
    bool complete = Has<MessageStep>(step) || Has<BytesStep>(step);  // every alternative had all the bytes that it asks for
    for (const Alternative& alternative : step.alternatives) {
      if (!IsRaw(alternative)) continue;
      const Message* packet = PacketOf(alternative);
      const auto* bytes = FirstAs<BytesStep>(alternative);
      const size_t size = packet != nullptr ? HandshakePacketSize(packet->kind) : CountBytes(*bytes, bindings_).value_or(0);
      if (wire.raw().size() < size) {
        complete = false;
        continue;
      }
      const rtmp::Bytes came = wire.raw().subspan(0, size);
      if (packet != nullptr ? MatchHandshakePacket(*packet, came, connection.common->packets, &bindings_).has_value()
                            : MatchBytes(*bytes, came, &bindings_).has_value()) {
        continue;
      }
      if (packet != nullptr) connection.common->packets[packet->kind] = rtmp::Buffer(came.begin(), came.end());
      wire.ConsumeRaw(size, packet != nullptr ? DescribeHandshakePacket(packet->kind, came) : absl::StrCat(size, " bytes"));
      return &alternative;
    }
    if (complete && !wire.raw().empty()) {
      *decided = true;
      return nullptr;
    }
    if (wire.end() != PlayedConnection::End::kOpen) return ChooseEnd(step, connection);
    if (!wire.Pump(deadline)) return nullptr;
  }
}

const Alternative* ScenarioRunner::ChooseMessage(const OneOfStep& step, Connection& connection, const Deadline& deadline,
                                                 BarrierKind barrier, NearMiss* near) {
  PlayedConnection& wire = *connection.wire;
  if (barrier != BarrierKind::kNone) wire.StartBarrier(target_.NextBarrier(barrier));
  const auto answered = [&] { return barrier != BarrierKind::kNone && wire.barrier_answered(); };
  for (size_t seen = 0;;) {
    // In order of arrival: a message before the barrier's reply decides before it.
    for (; seen < (answered() ? wire.index_of_reply() : wire.waiting()); ++seen) {
      const WireMessage* message = wire.Peek(seen, Deadline(absl::ZeroDuration()));
      for (const Alternative& alternative : step.alternatives) {
        const auto* line = FirstAs<MessageStep>(alternative);
        if (line == nullptr) continue;
        std::optional<Mismatch> mismatch = Match(line->message, *message);
        if (!mismatch) {
          near->taken = absl::StrCat(std::string(1, checked_letter()), ": ", DescribeMessage(*message));
          near->offset = message->offset;
          wire.TakeThrough(seen);
          return &alternative;
        }
        if (!near->mismatch || MessageKind(*message) == KindOf(line->message)) {
          if (!IsAmbient(*message)) *near = {std::move(mismatch), MessageKind(*message), message->offset, ""};
        }
      }
    }
    if (answered()) {
      connection.confirmed = barrier;
      connection.played_since = false;
      for (const Alternative& alternative : step.alternatives) {
        if (FirstAs<SyncStep>(alternative) != nullptr) return &alternative;
        const auto* nothing = FirstAs<NothingStep>(alternative);
        const Message* pattern = nothing != nullptr && nothing->matching ? &*nothing->matching : nullptr;
        if (nothing != nullptr && Extra(connection, wire.index_of_reply(), pattern) == nullptr) return &alternative;
      }
      return nullptr;
    }
    if (wire.Advance(deadline)) continue;
    return ChooseEnd(step, connection);
  }
}

// A silence that is only put on record need not be waited for where round trips show that all that was played has been taken in:
// what comes of it is on its way then. `round` is what came of the one here.
bool ScenarioRunner::AsksBehindSilence(const OneOfStep& step, Connection& connection, StepOutcome* round) {
  if (deadlines_.exact || Severity(WorstOfSilence(step)) >= Severity(Verdict::kNonstrict)) return false;
  // Where something was played here as well, a stack may be waiting for more of it, and that is for the script to judge.
  if (connection.played_since || !CanSync(connection) || !SettleOthers(connection)) return false;
  *round = Sync(connection);
  return true;
}

// The steps of an alternative behind the first one.
ScenarioRunner::StepOutcome ScenarioRunner::RunRest(const Alternative& alternative, Connection& connection) {
  for (size_t i = 1; i < alternative.steps.size(); ++i) {
    StepOutcome outcome = Execute(alternative.steps[i], connection);
    if (!outcome.has_value() || outcome->verdict == Verdict::kPass) continue;
    outcome->expected = PrintStep(alternative.steps[i]);
    return outcome;
  }
  return std::nullopt;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectOneOf(const OneOfStep& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const bool asks = Has<SyncStep>(step) || Has<NothingStep>(step);
  const bool raw = wire.in_handshake() && (connection.state == SessionState::kHandshaking ||
                                           std::any_of(step.alternatives.begin(), step.alternatives.end(), IsRaw));
  const BarrierKind barrier = asks && !raw ? KnownBarrier(connection) : BarrierKind::kNone;
  absl::Duration wait = deadlines_.reply();
  if (barrier != BarrierKind::kNone) wait = 2 * deadlines_.reply();
  if (Has<ClosesStep>(step)) wait = std::max(wait, deadlines_.close());
  const QuietStep* const quiet = FirstQuiet(step);
  if (quiet != nullptr && barrier == BarrierKind::kNone) wait = deadlines_.Scaled(absl::Milliseconds(quiet->milliseconds));
  if (Has<SilenceStep>(step) && barrier == BarrierKind::kNone && !asks) wait = deadlines_.hang();
  if (Has<SilenceStep>(step)) {
    // Silence fails a stack when it counts as a hang (requirements, section 14 rule 4). One that answered a round trip here
    // before is quick enough to be believed: what is only put on record waits no longer than for an answer. One that has sent
    // something on this connection is quick enough as well.
    const Verdict worst = WorstOfSilence(step);
    if (Severity(worst) >= Severity(Verdict::kFail)) {
      wait = deadlines_.hang();
    } else if (connection.confirmed != BarrierKind::kNone) {
      wait = deadlines_.reply();
    } else if (wire.offset() > 0) {
      wait = worst == Verdict::kNonstrict ? deadlines_.close() : deadlines_.reply();
    }
  }
  if (barrier != BarrierKind::kNone) (void)SettleOthers(connection);
  Deadline deadline(wait);
  StepOutcome round;
  if (Has<SilenceStep>(step) && !raw && AsksBehindSilence(step, connection, &round)) {
    deadline = std::min(deadline, Deadline(deadlines_.quiet()));
  }

  NearMiss near;
  bool decided = false;
  const Alternative* chosen =
      raw ? ChooseRaw(step, connection, deadline, &decided) : ChooseMessage(step, connection, deadline, barrier, &near);
  const bool open = wire.end() == PlayedConnection::End::kOpen && wire.ill_formed().empty();
  if (decided) {
    Finding finding;
    finding.actual = absl::StrCat("bytes that fit no alternative: ", wire.raw()[0], " ...");
    finding.offset = wire.offset();
    return finding;
  }
  if (chosen == nullptr && open && asks && !(barrier != BarrierKind::kNone && wire.barrier_answered()) &&
      !MayAccuse(connection, barrier) && !near.mismatch) {
    Finding unchecked;
    unchecked.verdict = Verdict::kPass;
    unchecked.cause = Cause::kNone;
    unchecked.note = "not checkable: this target answers no known round trip here";
    return unchecked;
  }
  // Nothing came: unlike after a silence, which a stack may not come back from, the script goes on.
  if (chosen == nullptr && open && !near.mismatch && !(raw && !wire.raw().empty())) {
    for (const Alternative& alternative : step.alternatives) {
      if (FirstAs<QuietStep>(alternative) != nullptr) chosen = &alternative;
    }
  }
  if (chosen == nullptr && open && !(barrier != BarrierKind::kNone && wire.barrier_answered())) {
    for (const Alternative& alternative : step.alternatives) {
      if (FirstAs<SilenceStep>(alternative) == nullptr || near.mismatch) continue;
      if (round && round->binding) return round;  // it hangs, and that is more than silence
      chosen = &alternative;
      connection.over = true;
    }
  }
  if (chosen == nullptr) return Missing(connection, near, "alternative came");

  // Those that begin alike are told apart by what follows: the first whose rest goes through.
  StepOutcome unfit = RunRest(*chosen, connection);
  for (const Alternative& other : step.alternatives) {
    if (!unfit.has_value()) break;
    if (&other <= chosen || !(other.steps[0] == chosen->steps[0]) || RunRest(other, connection).has_value()) continue;
    chosen = &other;
    unfit.reset();
  }
  if (unfit.has_value()) return unfit;
  Finding finding;
  finding.verdict = OutcomeVerdict(chosen->outcome.verdict);
  finding.cause = Cause::kNone;
  finding.consumed = true;
  finding.note = chosen->outcome.note;
  finding.record_key = chosen->outcome.record_key;
  finding.record_value = chosen->outcome.record_value;
  finding.stop = chosen->outcome.stop;
  if (finding.verdict == Verdict::kFail) {
    const bool hang = FirstAs<SilenceStep>(*chosen) != nullptr;
    // A stack that answered a round trip here before hangs now: a failure whatever the requirement is.
    finding.binding = hang && connection.confirmed != BarrierKind::kNone;
    finding.cause = hang ? Cause::kMissing : FirstAs<ClosesStep>(*chosen) != nullptr ? Cause::kClose : Cause::kMismatch;
  }
  if (finding.verdict != Verdict::kPass) {
    finding.actual = near.taken.empty() ? PrintStep(chosen->steps[0]) : near.taken;
    finding.offset = near.taken.empty() ? wire.offset() : near.offset;
  }
  return finding;
}

}  // namespace rtmpspec
