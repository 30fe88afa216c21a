#include "conformance/runner/scenario_runner.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/script_values.h"
#include "conformance/runner/step_walk.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

// FNV-1a: what is random in a case follows from the run's seed and the case's name, on every machine.
uint64_t Hash(uint64_t seed, const std::string& text) {
  uint64_t hash = 14695981039346656037u ^ seed;
  for (const unsigned char c : text) hash = (hash ^ c) * 1099511628211u;
  return hash;
}

// What names and random bytes of a case follow from. On a server that others share a name belongs to one result; in process all
// that is said is the same however it is cut, so that what comes back can be compared.
std::string SaidIn(const Scenario& scenario, TestedTarget& target, const std::string& delivery) {
  if (target.options().one_beginning) return "";
  const absl::StatusOr<Variant> variant = Variant::Parse(delivery);
  if (!target.peer().exact() || !variant.ok()) return scenario.id + delivery;
  return scenario.id + variant->TextWithoutDelivery();
}

}  // namespace

std::vector<Result> RunScenario(const Scenario& scenario, TestedTarget& target, const std::string& delivery) {
  return ScenarioRunner(scenario, target, delivery).Run();
}

std::vector<std::string> ConnectionsOf(const Scenario& scenario) {
  std::set<std::string> names;
  // A step without a connection stands for the only one; those that need none do not count.
  ForEachStep(scenario.transcript.steps, [&](const Step& step) {
    const bool local = std::holds_alternative<LetStep>(step.what) || std::holds_alternative<SetStep>(step.what) ||
                       std::holds_alternative<AliveStep>(step.what) || std::holds_alternative<RepeatStep>(step.what);
    if (!local && !step.connection.empty()) names.insert(step.connection);
  });
  if (names.empty()) names.insert("");
  return {names.begin(), names.end()};
}

bool IsNegative(const Scenario& scenario) {
  bool negative = false;
  ForEachStep(scenario.transcript.steps, [&](const Step& step) {
    negative = negative || std::holds_alternative<OneOfStep>(step.what) || std::holds_alternative<ClosesStep>(step.what) ||
               std::holds_alternative<AliveStep>(step.what);
  });
  return negative;
}

ScenarioRunner::ScenarioRunner(const Scenario& scenario, TestedTarget& target, const std::string& delivery, Peer* mirrored)
    : scenario_(scenario),
      target_(target),
      delivery_(delivery),
      variant_(Variant::Parse(delivery)),
      mirrored_(mirrored),
      checked_(target.peer().role()),
      deadlines_(target.deadlines()),
      random_(Hash(target.options().seed, SaidIn(scenario, target, delivery))) {
  drive_ = target.DriveOf(scenario);
  Result result;
  result.id = scenario.id;
  result.rows = scenario.transcript.rows;
  result.role = mirrored_ != nullptr ? "mirror" : checked_ == Side::kServer ? "server" : "client";
  result.delivery = delivery;
  result.file = scenario.transcript.position.file;
  results_.push_back(result);
  ForEachStep(scenario.transcript.steps, [&](const Step& step) {
    stepwise_ = stepwise_ || (std::holds_alternative<BytesStep>(step.what) &&
                              (mirrored_ != nullptr || std::get<BytesStep>(step.what).side == checked_));
    if (!step.check || !IsChecked(step) || checks_.count(step.check->name) != 0) return;
    checks_[step.check->name] = results_.size();
    result.check = step.check->name;
    result.rows = {step.check->row};
    results_.push_back(result);
  });
  reached_.assign(results_.size(), false);
  bindings_.SetString("app", target.peer().app());
  bindings_.SetString("tcUrl", target.peer().tc_url());
  bindings_.SetString("stream",
                      absl::StrCat("rtmpspec-", absl::Hex(Hash(target.options().seed, SaidIn(scenario, target, delivery)))));
  bindings_.SetNumber("time", 0);
  bindings_.SetNumber("i", 0);
  bindings_.SetNumber("msid", 1);
  for (const auto& [name, value] : scenario.variables) {
    absl::StatusOr<Value> evaluated = bindings_.Evaluate(value, /*playing=*/false);
    bindings_.Set(name, evaluated.ok() ? *std::move(evaluated) : value);
  }
}

void ScenarioRunner::FillRandom(absl::Span<uint8_t> bytes) {
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random_() >> 24);
}

std::vector<Result> ScenarioRunner::Run() {
  reached_[0] = true;
  if (!variant_.ok()) {
    results_[0].verdict = Verdict::kHarness;
    results_[0].note = std::string(variant_.status().message());
    results_.resize(1);
    return std::move(results_);
  }
  const bool complete = RunSteps(scenario_.transcript.steps);
  FlushOthers(nullptr);
  if (complete) {
    if (StepOutcome left = LeftOver()) {
      Step end;
      end.position = scenario_.transcript.position;
      Conclude(end, *left);
    }
  }
  for (size_t i = 1; i < results_.size(); ++i) {
    if (reached_[i]) continue;
    results_[i].verdict = Verdict::kNotrun;
    results_[i].note = complete ? "does not apply after what the stack did" : "the case stopped before";
  }
  return std::move(results_);
}

// `exact`: when the script has ended nothing may be left.
ScenarioRunner::StepOutcome ScenarioRunner::LeftOver() {
  exact_now_ = scenario_.transcript.exact;
  if (!exact_now_) return std::nullopt;
  for (auto& [name, connection] : connections_) {
    PlayedConnection& wire = *connection.wire;
    while (!connection.over &&
           (wire.in_handshake() ? wire.Pump(Deadline(absl::ZeroDuration())) : wire.Advance(Deadline(absl::ZeroDuration())))) {
    }
    const WireMessage* extra = Extra(connection, wire.waiting(), nullptr);
    if (extra == nullptr && wire.raw().empty()) continue;
    Finding finding;
    finding.cause = Cause::kExtraMessage;
    finding.expected = "nothing more";
    finding.offset = extra != nullptr ? extra->offset : wire.offset();
    finding.actual = extra != nullptr ? absl::StrCat(std::string(1, checked_letter()), ": ", DescribeMessage(*extra))
                                      : absl::StrCat(wire.raw().size(), " bytes came");
    return finding;
  }
  return std::nullopt;
}

bool ScenarioRunner::IsChecked(const Step& step) const {
  if (mirrored_ != nullptr) return SideShown(step).has_value();
  struct Visitor {
    Side checked;
    bool operator()(const MessageStep& s) const { return s.side == checked; }
    bool operator()(const BytesStep& s) const { return s.side == checked; }
    bool operator()(const GroupStep& s) const { return s.side == checked; }
    bool operator()(const OneOfStep& s) const { return s.side == checked; }
    bool operator()(const NothingStep& s) const { return s.side == checked; }
    bool operator()(const ClosesStep& s) const { return s.side == checked; }
    bool operator()(const AcksStep& s) const { return s.side == checked; }
    bool operator()(const DeliversStep& s) const { return s.side == checked; }
    bool operator()(const ServeStep&) const { return checked == Side::kClient; }
    bool operator()(const StateStep&) const { return true; }
    bool operator()(const SyncStep&) const { return true; }
    bool operator()(const AliveStep&) const { return true; }
    bool operator()(const QuietStep&) const { return true; }
    bool operator()(const ChunksStep&) const { return false; }
    bool operator()(const AbandonStep&) const { return false; }
    bool operator()(const LetStep&) const { return false; }
    bool operator()(const SilenceStep&) const { return false; }
    bool operator()(const MarkStep&) const { return false; }
    bool operator()(const RepeatStep&) const { return false; }
    bool operator()(const AutoStep&) const { return false; }
    bool operator()(const SetStep&) const { return false; }
    bool operator()(const UseStep&) const { return false; }
  };
  return std::visit(Visitor{checked_}, step.what);
}

bool ScenarioRunner::RunSteps(const Steps& steps) {
  for (size_t i = 0; i < steps.size(); ++i) {
    ConfirmBarrier(steps, i);
    if (!RunStep(steps[i])) return false;
  }
  return true;
}

bool ScenarioRunner::RunRepeat(const RepeatStep& repeat) {
  const Value* outer_time = bindings_.Find("time");
  const Value* outer_i = bindings_.Find("i");
  const Value saved_time = outer_time != nullptr ? *outer_time : NumberValue(0);
  const Value saved_i = outer_i != nullptr ? *outer_i : NumberValue(0);
  // $time is an RTMP timestamp: modulo 2^32.
  uint32_t time = static_cast<uint32_t>(repeat.from);
  bool go_on = true;
  for (int i = 0; i < repeat.count && go_on; ++i, time += static_cast<uint32_t>(static_cast<int64_t>(repeat.time_step))) {
    bindings_.SetNumber("time", time);
    bindings_.SetNumber("i", i);
    go_on = RunSteps(repeat.steps);
  }
  bindings_.Set("time", saved_time);
  bindings_.Set("i", saved_i);
  return go_on;
}

bool ScenarioRunner::IsFromPrelude(const Step& step) const {
  return !step.position.file.empty() && step.position.file != scenario_.transcript.position.file;
}

bool ScenarioRunner::RunStep(const Step& step) {
  exact_now_ = scenario_.transcript.exact && step.position.file == scenario_.transcript.position.file;
  own_step_reached_ = own_step_reached_ || !IsFromPrelude(step);
  if (const auto* repeat = std::get_if<RepeatStep>(&step.what)) return RunRepeat(*repeat);
  if (const auto* let = std::get_if<LetStep>(&step.what)) {
    lets_[let->name] = let->message;
    for (auto& [name, connection] : connections_) (void)connection.wire->player().Let(let->name, let->message);
    return true;
  }
  if (const auto* set = std::get_if<SetStep>(&step.what)) {
    absl::StatusOr<Value> value = bindings_.Evaluate(set->value, /*playing=*/true);
    if (!value.ok()) return Conclude(step, *Harness(value.status()));
    bindings_.Set(set->variable, *std::move(value));
    return true;
  }
  if (mirrored_ != nullptr) {
    if (const StepOutcome mistake = TurnTo(step)) return Conclude(step, *mistake);
  }
  if (std::holds_alternative<AliveStep>(step.what)) {
    FlushOthers(nullptr);
    StepOutcome outcome = ExpectAlive();
    if (outcome) {
      const auto last = connections_.find(step.connection);
      if (last != connections_.end()) outcome->offset = last->second.wire->offset();
      return Conclude(step, *outcome);
    }
    Passed(step);
    return true;
  }
  Connection* connection = mirrored_ != nullptr ? OpenMirrored(step.connection, step) : Open(step.connection, step);
  if (connection == nullptr) return false;
  const bool looks_inside = std::holds_alternative<StateStep>(step.what) || std::holds_alternative<DeliversStep>(step.what);
  if (connection->over && !looks_inside) return true;
  // A script is ordered over all connections: what was played elsewhere goes out first, and before anything is checked.
  FlushOthers(IsChecked(step) ? nullptr : connection);
  bindings_.Set("msid", connection->common->msid);
  StepOutcome outcome = Execute(step, *connection);
  if (const Value* msid = bindings_.Find("msid")) connection->common->msid = *msid;
  if (outcome) return Conclude(step, *outcome);
  if (IsChecked(step)) Passed(step);
  return true;
}

ScenarioRunner::StepOutcome ScenarioRunner::Execute(const Step& step, Connection& connection) {
  if (const auto* mark = std::get_if<MarkStep>(&step.what)) {
    bindings_.SetNumber(mark->variable, static_cast<double>(connection.wire->sent()));
    return std::nullopt;
  }
  if (const auto* automatic = std::get_if<AutoStep>(&step.what)) {
    connection.wire->set_autopilot(automatic->on);
    return std::nullopt;
  }
  if (const auto* abandon = std::get_if<AbandonStep>(&step.what)) {
    return Harness(connection.wire->player().Abandon(abandon->name));
  }
  if (!IsChecked(step)) return Play(step, connection);
  connection.wire->Flush();
  if (const auto* s = std::get_if<MessageStep>(&step.what)) return ExpectMessage(*s, connection);
  if (const auto* s = std::get_if<GroupStep>(&step.what)) return ExpectGroup(*s, connection);
  if (const auto* s = std::get_if<BytesStep>(&step.what)) return ExpectBytes(*s, connection);
  if (const auto* s = std::get_if<OneOfStep>(&step.what)) return ExpectOneOf(*s, connection);
  if (const auto* s = std::get_if<NothingStep>(&step.what)) return ExpectNothing(*s, connection);
  if (std::holds_alternative<SyncStep>(step.what)) return Sync(connection);
  if (const auto* s = std::get_if<QuietStep>(&step.what)) return ExpectQuiet(*s, connection);
  if (const auto* s = std::get_if<ClosesStep>(&step.what)) return ExpectClose(*s, connection);
  if (const auto* s = std::get_if<AcksStep>(&step.what)) return ExpectAcks(*s, connection, step);
  if (const auto* s = std::get_if<ServeStep>(&step.what)) return Serve(*s, connection);
  if (const auto* s = std::get_if<StateStep>(&step.what)) return ExpectState(*s, connection);
  if (const auto* s = std::get_if<DeliversStep>(&step.what)) return ExpectDelivery(*s, connection);
  return std::nullopt;
}

void ScenarioRunner::FlushOthers(const Connection* except) {
  for (auto& [name, connection] : connections_) {
    if (&connection != except) connection.wire->Flush();
  }
}

ScenarioRunner::Connection* ScenarioRunner::Open(const std::string& name, const Step& step) {
  const auto found = connections_.find(name);
  if (found != connections_.end()) return &found->second;
  PlayedConnection::Settings settings;
  settings.variant = *variant_;
  settings.seed = Hash(target_.options().seed, absl::StrCat(scenario_.id, delivery_, name));
  settings.autopilot = !scenario_.transcript.exact;
  settings.stepwise = stepwise_;
  settings.case_id = scenario_.id;
  settings.name = name;
  settings.log = &log_;
  ClientTask task;
  task.drive = name == "player" || name == "publisher" ? name : drive_;
  const Value* stream = bindings_.Find("stream");
  task.stream_name = stream != nullptr ? stream->text : "";
  absl::StatusOr<std::unique_ptr<PlayedConnection>> wire = target_.Open(task, std::move(settings));
  if (!wire.ok()) {
    Finding finding;
    finding.cause = Cause::kRefused;
    finding.binding = true;
    finding.actual = std::string(wire.status().message());
    Conclude(step, finding);
    return nullptr;
  }
  Connection& connection = connections_[name];
  connection.name = name;
  connection.wire = *std::move(wire);
  connection.common = std::make_shared<Common>();
  connection.common->msid = NumberValue(1);
  for (const auto& [let, message] : lets_) (void)connection.wire->player().Let(let, message);
  return &connection;
}

}  // namespace rtmpspec
