// What the checked side must send: messages, groups of messages, handshake packets, bytes.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/language/printer.h"
#include "conformance/runner/bytes_steps.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

// `skipping {commands}` names a class, other words one kind of message.
bool IsOfKind(const WireMessage& message, const std::string& word) {
  if (word == "any" || word == MessageKind(message)) return true;
  const bool command = message.type_id == 20 || message.type_id == 17;
  if (word == "commands" || word == "command") return command;
  return word == "data" && (message.type_id == 18 || message.type_id == 15);
}

std::string HexText(rtmp::Bytes bytes) {
  std::string text;
  for (size_t i = 0; i < std::min<size_t>(bytes.size(), 16); ++i)
    absl::StrAppend(&text, absl::Hex(bytes[i], absl::kZeroPad2), " ");
  return text + (bytes.size() > 16 ? "..." : "");
}

}  // namespace

std::optional<Mismatch> ScenarioRunner::Match(const Message& pattern, const WireMessage& message) {
  return MatchMessage(pattern, lets_, message, checked_, &bindings_);
}

std::string ScenarioRunner::KindOf(const Message& pattern) const {
  const auto let = lets_.find(pattern.kind);
  return let == lets_.end() || pattern.quoted ? pattern.kind : let->second.kind;
}

bool ScenarioRunner::MayPass(const WireMessage& message, const std::vector<std::string>& skipping) const {
  if (!exact_now_ && IsAmbient(message)) return true;
  return std::any_of(skipping.begin(), skipping.end(), [&](const std::string& word) { return IsOfKind(message, word); });
}

// Takes the message for an optional step that is still open; those before it can no longer be met.
bool ScenarioRunner::TakeOptional(Connection& connection, const WireMessage& message) {
  auto& open = connection.optionals;
  for (size_t i = 0; i < open.size(); ++i) {
    if (Match(open[i].step->message, message).has_value()) continue;
    const int order = open[i].order;
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
    open.erase(std::remove_if(open.begin(), open.end(), [&](const Optional& o) { return o.order < order; }), open.end());
    return true;
  }
  return false;
}

ScenarioRunner::Finding ScenarioRunner::Mark(Finding finding, const Mismatch& mismatch) const {
  finding.actual = absl::StrCat(std::string(1, checked_letter()), ": ", mismatch.actual);
  const size_t begin = std::min(mismatch.mark_begin, mismatch.actual.size());
  const size_t end = std::max(begin + 1, std::min(mismatch.mark_end, mismatch.actual.size()));
  finding.mark = absl::StrCat(std::string(begin + 3, ' '), std::string(end - begin, '~'), " ", mismatch.reason);
  return finding;
}

ScenarioRunner::Finding ScenarioRunner::Wrong(const Message& pattern, const WireMessage& message,
                                              const Mismatch& mismatch) const {
  Finding finding;
  finding.offset = message.offset;
  if (MessageKind(message) == KindOf(pattern) || KindOf(pattern) == "message") {
    finding.cause = Cause::kMismatch;
    finding.consumed = true;
  } else {
    finding.cause = Cause::kExtraMessage;
  }
  return Mark(std::move(finding), mismatch);
}

// Nothing came that fits: the connection ended, became unreadable, or the deadline passed. `near` is what came closest.
ScenarioRunner::Finding ScenarioRunner::Missing(Connection& connection, const NearMiss& near, const std::string& what) {
  const PlayedConnection& wire = *connection.wire;
  Finding finding;
  if (!wire.ill_formed().empty()) {
    finding.cause = Cause::kIllFormed;
    finding.binding = true;
    finding.actual = wire.ill_formed();
    finding.offset = wire.ill_formed_offset();
    return finding;
  }
  finding.offset = wire.offset();
  if (wire.end() == PlayedConnection::End::kFin) {
    finding.cause = Cause::kClose;
    finding.actual = absl::StrCat(std::string(1, checked_letter()), ": closes fin");
  } else if (wire.end() == PlayedConnection::End::kReset) {
    finding.cause = Cause::kReset;
    finding.actual = absl::StrCat(std::string(1, checked_letter()), ": closes rst");
  } else {
    finding.cause = Cause::kMissing;
    finding.actual = deadlines_.exact ? absl::StrCat("no ", what) : absl::StrCat("no ", what, " in time");
    // A stack that answered a round trip here before and answers none now hangs: a failure whatever the requirement is.
    const bool open = connection.state >= SessionState::kConnected && !wire.in_handshake() && !exact_now_;
    const BarrierKind barrier = !open ? BarrierKind::kNone : deadlines_.exact ? KnownBarrier(connection) : connection.confirmed;
    if (barrier != BarrierKind::kNone) {
      connection.wire->StartBarrier(target_.NextBarrier(barrier));
      finding.binding = connection.wire->FinishBarrier(Deadline(deadlines_.reply())) == PlayedConnection::Round::kUnanswered;
      if (finding.binding) {
        const std::string unfinished = connection.wire->Unfinished();
        finding.note = absl::StrCat("the connection answers no round trip any more", unfinished.empty() ? "" : ": ", unfinished);
      }
    }
  }
  if (finding.cause == Cause::kMissing && !finding.binding) NoteEndedElsewhere(connection, &finding);
  if (near.mismatch) {
    if (finding.cause == Cause::kMissing) finding.cause = Cause::kMismatch;
    const std::string ended = finding.cause == Cause::kMismatch ? "" : finding.actual;
    finding.offset = near.offset;
    finding = Mark(std::move(finding), *near.mismatch);
    if (!ended.empty()) finding.note = absl::StrCat("then ", ended);
  }
  return finding;
}

// What a player misses may be missing because the publisher was thrown out.
void ScenarioRunner::NoteEndedElsewhere(const Connection& here, Finding* finding) {
  if (mirrored_ != nullptr) return;  // the others are what this one hears, and end as it does
  for (auto& [name, connection] : connections_) {
    if (&connection == &here) continue;
    while (connection.wire->end() == PlayedConnection::End::kOpen && connection.wire->Pump(Deadline(absl::ZeroDuration()))) {
    }
    if (connection.wire->end() == PlayedConnection::End::kOpen) continue;
    const bool reset = connection.wire->end() == PlayedConnection::End::kReset;
    finding->cause = reset ? Cause::kReset : Cause::kClose;
    absl::StrAppend(&finding->actual, "; on ", name, ": ", std::string(1, checked_letter()),
                    reset ? ": closes rst" : ": closes fin");
  }
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectMessage(const MessageStep& step, Connection& connection) {
  if (HandshakePacketSize(step.message.kind) != 0) return ExpectPacket(step.message, connection);
  if (step.optional) {
    connection.optionals.push_back({&step, connection.next_order++});
    return std::nullopt;
  }
  PlayedConnection& wire = *connection.wire;
  const Deadline deadline(deadlines_.reply());
  NearMiss near;
  while (const WireMessage* message = wire.Peek(0, deadline)) {
    const std::optional<Mismatch> mismatch = Match(step.message, *message);
    if (!mismatch) {
      wire.TakeThrough(0);
      connection.optionals.clear();
      return std::nullopt;
    }
    const bool same_kind = MessageKind(*message) == KindOf(step.message);
    const bool passes = TakeOptional(connection, *message) || MayPass(*message, step.skipping);
    if (!passes) {
      Finding finding = Wrong(step.message, *message, *mismatch);
      if (finding.consumed) wire.TakeThrough(0);
      return finding;
    }
    if (same_kind) near = {mismatch, MessageKind(*message), message->offset, ""};
    wire.TakeThrough(0);
  }
  return Missing(connection, near, PrintMessage(step.message));
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectGroup(const GroupStep& group, Connection& connection) {
  std::vector<const Step*> required;
  const int order = connection.next_order++;
  std::vector<Optional> optionals;
  for (const Step& inner : group.steps) {
    const auto* line = std::get_if<MessageStep>(&inner.what);
    if (line == nullptr) continue;
    if (group.ordered) {
      MessageStep one = *line;
      one.skipping.insert(one.skipping.end(), group.skipping.begin(), group.skipping.end());
      if (line->optional) {
        connection.optionals.push_back({line, connection.next_order++});
        continue;
      }
      StepOutcome outcome = ExpectMessage(one, connection);
      if (inner.check) {
        if (outcome && !Conclude(inner, *outcome)) {
          Finding stop;
          stop.concluded = true;
          return stop;
        }
        if (!outcome) Passed(inner);
      } else if (outcome) {
        outcome->expected = PrintStep(inner);
        return outcome;
      }
    } else if (line->optional) {
      connection.optionals.push_back({line, order});
    } else {
      required.push_back(&inner);
    }
  }
  if (group.ordered) return std::nullopt;

  PlayedConnection& wire = *connection.wire;
  const Deadline deadline(deadlines_.reply());
  NearMiss near;
  while (!required.empty()) {
    const WireMessage* message = wire.Peek(0, deadline);
    if (message == nullptr) break;
    std::optional<Mismatch> closest;
    const Step* closest_step = nullptr;
    const auto met = std::find_if(required.begin(), required.end(), [&](const Step* inner) {
      const Message& pattern = std::get<MessageStep>(inner->what).message;
      std::optional<Mismatch> mismatch = Match(pattern, *message);
      if (!mismatch) return true;
      if (closest_step == nullptr || MessageKind(*message) == KindOf(pattern)) {
        closest = std::move(mismatch);
        closest_step = inner;
      }
      return false;
    });
    if (met != required.end()) {
      if ((*met)->check) Passed(**met);
      required.erase(met);
    } else if (const Message& pattern = std::get<MessageStep>(closest_step->what).message;
               !TakeOptional(connection, *message) && !MayPass(*message, group.skipping)) {
      Finding finding = Wrong(pattern, *message, *closest);
      finding.expected = PrintStep(*closest_step);
      if (!closest_step->check || !finding.consumed) return finding;
      // The wrong message stands for its labelled line.
      Conclude(*closest_step, finding);
      required.erase(std::find(required.begin(), required.end(), closest_step));
    } else if (MessageKind(*message) == KindOf(pattern)) {
      near = {closest, MessageKind(*message), message->offset, ""};
    }
    wire.TakeThrough(0);
  }
  if (required.empty()) return std::nullopt;
  Finding finding = Missing(connection, near, PrintStep(*required[0]));
  finding.expected = absl::StrJoin(required, "; ", [](std::string* out, const Step* inner) { *out += PrintStep(*inner); });
  return finding;
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectPacket(const Message& line, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const size_t size = HandshakePacketSize(line.kind);
  if (!wire.Fill(size, Deadline(deadlines_.reply()))) return Missing(connection, {}, line.kind);
  const rtmp::Bytes packet = wire.raw().subspan(0, size);
  std::optional<PacketMismatch> mismatch = MatchHandshakePacket(line, packet, connection.common->packets, &bindings_);
  // In a variant that signs C1 an echo may be signed.
  if (mismatch && variant_->digest && line.kind == "S2" &&
      !MatchHandshakePacket(AsSigned(line, connection), packet, connection.common->packets, &bindings_)) {
    mismatch.reset();
  }
  const std::string text = DescribeHandshakePacket(line.kind, packet);
  connection.common->packets[line.kind] = rtmp::Buffer(packet.begin(), packet.end());
  const uint64_t offset = wire.offset();
  wire.ConsumeRaw(size, text);
  if (line.kind == "C2") connection.state = SessionState::kConnecting;
  if (!mismatch) return std::nullopt;
  Finding finding;
  finding.consumed = true;
  finding.offset = offset + mismatch->offset;
  return Mark(std::move(finding), {mismatch->reason, text, 0, text.size()});
}

ScenarioRunner::StepOutcome ScenarioRunner::ExpectBytes(const BytesStep& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  const absl::StatusOr<size_t> count = CountBytes(step, bindings_);
  if (!count.ok()) return Harness(count.status());
  const bool all = wire.Fill(*count, Deadline(deadlines_.reply()));
  const rtmp::Bytes bytes = wire.raw().subspan(0, std::min(*count, wire.raw().size()));
  const std::string text = absl::StrCat("bytes ", HexText(bytes));
  const std::optional<PacketMismatch> mismatch = MatchBytes(step, bytes, &bindings_);
  const uint64_t offset = wire.offset();
  if (!all && (!mismatch || mismatch->offset == bytes.size())) {
    Finding finding = Missing(connection, {}, absl::StrCat(*count, " bytes"));
    absl::StrAppend(&finding.note, finding.note.empty() ? "" : "; ", bytes.size(), " of ", *count, " bytes came");
    return finding;
  }
  const size_t size = bytes.size();
  wire.ConsumeRaw(size, absl::StrCat(size, " bytes"));
  if (!mismatch) return std::nullopt;
  Finding finding;
  finding.consumed = all;
  finding.offset = offset + mismatch->offset;
  return Mark(std::move(finding), {mismatch->reason, text, 0, text.size()});
}

}  // namespace rtmpspec
