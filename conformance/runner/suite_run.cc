#include "conformance/runner/suite_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "conformance/runner/passive_results.h"
#include "conformance/runner/prerequisites.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/tested_target.h"
#include "conformance/runner/usual_session.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

bool HasTag(const Scenario& scenario, absl::string_view tag) {
  const auto& tags = scenario.transcript.tags;
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool Failed(const Result& result) { return result.verdict == Verdict::kFail || result.verdict == Verdict::kHarness; }

class SuiteRun {
 public:
  SuiteRun(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, Peer& peer, const RunOptions& options,
           RunReport* report)
      : options_(options), report_(*report), role_(peer.role()), target_(peer, catalogue, options), prerequisites_(target_) {
    for (const Scenario& scenario : scenarios) {
      const Transcript& transcript = scenario.transcript;
      const bool fits = peer.role() == Side::kServer ? transcript.server_under_test : transcript.client_under_test;
      if (!fits) continue;
      selected_.push_back(&scenario);
      total_ += static_cast<int>(DeliveriesOf(scenario, role_, options).size());
    }
  }

  void Run() {
    if (selected_.empty()) return;
    const absl::Time begin = absl::Now();
    std::optional<std::string> gone = Sanity("before the first case");
    for (const Scenario* scenario : selected_) {
      for (const std::string& delivery : DeliveriesOf(*scenario, role_, options_)) {
        if (gone) {
          NotRun(*scenario, delivery, not_implemented_ ? Verdict::kUnsupported : Verdict::kNotrun, *gone);
          continue;
        }
        gone = RunOne(*scenario, delivery);
      }
      CompareDeliveries(*scenario);
    }
    if (!gone) gone = Sanity("after the last case");
    for (Result& result : PassiveResults(target_)) report_.results.push_back(std::move(result));
    for (const std::string& note : target_.notes()) report_.notes.push_back(note);
    // Where cases saw different values, all of them: "close | ignored".
    std::map<std::string, std::set<std::string>> seen;
    for (const Result& result : report_.results) {
      for (const auto& [key, value] : result.records) seen[key].insert(value);
    }
    for (const auto& [key, values] : seen) report_.behaviours[key] = absl::StrJoin(values, " | ");
    std::stable_sort(report_.results.begin(), report_.results.end(), [](const Result& a, const Result& b) {
      return std::tie(a.role, a.id, a.check, a.delivery) < std::tie(b.role, b.id, b.check, b.delivery);
    });
    report_.duration_ms += absl::ToDoubleMilliseconds(absl::Now() - begin);
  }

 private:
  void Add(Result result) {
    // Progress counts cases; their checks come along.
    if (result.check.empty()) ++done_;
    report_.results.push_back(std::move(result));
    if (options_.on_result != nullptr) options_.on_result(report_.results.back(), done_, total_);
  }

  void NotRun(const Scenario& scenario, const std::string& delivery, Verdict verdict, const std::string& why) {
    Result result;
    result.id = scenario.id;
    result.rows = scenario.transcript.rows;
    result.role = role();
    result.delivery = delivery;
    result.verdict = verdict;
    result.note = why;
    Add(std::move(result));
  }

  std::string role() const { return role_ == Side::kServer ? "server" : "client"; }

  // Whether the target is there and answers the usual beginning; if not, a result says so, and why nothing more can be run.
  std::optional<std::string> Sanity(const std::string& when) {
    const SessionResult failure = CheckAlive(target_, target_.DriveOf(*selected_.front()));
    if (!failure) return std::nullopt;
    if (target_.peer().TakeUnsupported()) return NotImplemented();
    if (failure->cause == Cause::kRefused && failure->row.empty()) {
      report_.target_unreachable = true;
      report_.stopped_early = true;
      report_.notes.push_back(absl::StrCat("target not reached ", when, ": ", failure->text));
      return absl::StrCat("the target cannot be reached: ", failure->text);
    }
    Result result;
    result.id = "sanity";
    result.rows = {failure->row};
    result.role = role();
    result.delivery = "whole";
    result.verdict = Verdict::kFail;
    result.cause = failure->cause;
    result.expected = "handshake and connect go through";
    result.actual = failure->text;
    result.note = absl::StrCat("the usual session ", when);
    report_.results.push_back(result);
    report_.stopped_early = true;
    return absl::StrCat("the usual session fails (", failure->row, "): ", failure->text);
  }

  // The stack declares that it is no server, or no client of the kind that was asked for: of another kind it may be one.
  std::optional<std::string> NotImplemented() {
    if (role_ == Side::kClient) {
      for (const char* drive : {"publisher", "player"}) {
        if (!CheckAlive(target_, drive) || !target_.peer().TakeUnsupported()) return std::nullopt;
      }
    }
    not_implemented_ = true;
    return absl::StrCat("the stack declares that it implements no ", role());
  }

  std::optional<std::string> RunOne(const Scenario& scenario, const std::string& delivery) {
    if (HasTag(scenario, "slow") && !options_.slow) {
      NotRun(scenario, delivery, Verdict::kSkip, "slow: runs with --slow");
      return std::nullopt;
    }
    if (HasTag(scenario, "reference") && !target_.peer().is_reference()) {
      NotRun(scenario, delivery, Verdict::kSkip, "about the built-in reference only");
      return std::nullopt;
    }
    if (const std::optional<std::string> missing = prerequisites_.Missing(scenario)) {
      NotRun(scenario, delivery, Verdict::kNotrun, *missing);
      return std::nullopt;
    }
    const absl::Time begin = absl::Now();
    std::vector<Result> results = RunScenario(scenario, target_, delivery);
    const double duration = absl::ToDoubleMilliseconds(absl::Now() - begin);
    if (target_.peer().TakeUnsupported()) DeclareUnsupported(&results);
    const bool failed = std::any_of(results.begin(), results.end(), Failed);
    const std::string crash = target_.peer().TakeCrash();
    std::optional<std::string> gone;
    // Where each connection has a process of its own no case can harm the next one.
    const bool may_be_harmed = !target_.peer().one_connection() && (failed || IsNegative(scenario));
    if (may_be_harmed || !crash.empty()) gone = Revive(scenario, crash, &results[0]);
    for (Result& result : results) {
      result.duration_ms = duration;
      Add(std::move(result));
    }
    return gone;
  }

  static void DeclareUnsupported(std::vector<Result>* results) {
    for (Result& result : *results) {
      if (SumOf(result.verdict, /*strict=*/true) == Sum::kPassed) continue;
      result.verdict = Verdict::kUnsupported;
      result.note = "the stack declares that it does not implement this";
    }
  }

  // After a case that may have harmed the target: is a fresh connection served? A case that killed it fails, whatever its row. A
  // target that can be started again is; one that cannot ends the run, with the reason returned.
  std::optional<std::string> Revive(const Scenario& scenario, const std::string& crash, Result* result) {
    SessionResult failure;
    if (crash.empty()) failure = CheckAlive(target_, target_.DriveOf(scenario));
    if (crash.empty() && !failure) return std::nullopt;
    // The process may need a moment to be seen as gone.
    const std::string late = crash.empty() ? target_.peer().TakeCrash() : crash;
    if (result->verdict != Verdict::kFail || !late.empty()) result->cause = Cause::kCrash;
    result->verdict = Verdict::kFail;
    const std::string what =
        !late.empty() ? absl::StrCat("the process ", late) : absl::StrCat("a fresh connection fails: ", failure->text);
    result->note = result->note.empty() ? what : absl::StrCat(result->note, "; ", what);
    if (!target_.peer().can_restart()) {
      report_.target_unreachable = true;
      report_.stopped_early = true;
      report_.notes.push_back(absl::StrCat("the target was gone after ", scenario.id, ": ", what));
      return absl::StrCat("the target was gone after ", scenario.id);
    }
    const absl::Status restarted = target_.peer().Restart();
    if (restarted.ok()) {
      report_.notes.push_back(absl::StrCat("restarted after ", scenario.id, ": ", what));
      return Sanity(absl::StrCat("after a restart behind ", scenario.id));
    }
    report_.target_unreachable = true;
    report_.stopped_early = true;
    report_.notes.push_back(absl::StrCat("not restarted after ", scenario.id, ": ", restarted.message()));
    return std::string("the target could not be restarted");
  }

  // RTMP 1.0 5.2, 5.3.1.1: how the bytes were cut must not matter. Only a pass against a failure counts: what an open point came
  // to may differ without anybody being wrong.
  void CompareDeliveries(const Scenario& scenario) {
    std::map<std::string, std::pair<const Result*, const Result*>> by_settings;  // one that passed, one that failed
    for (const Result& result : report_.results) {
      if (result.id != scenario.id || !result.check.empty() || result.role != role()) continue;
      const absl::StatusOr<Variant> variant = Variant::Parse(result.delivery);
      auto& pair = by_settings[variant.ok() ? variant->TextWithoutDelivery() : ""];
      if (result.verdict == Verdict::kPass) pair.first = &result;
      if (result.verdict == Verdict::kFail) pair.second = &result;
    }
    const Result* passed = nullptr;
    const Result* failed = nullptr;
    for (const auto& [settings, pair] : by_settings) {
      if (failed != nullptr || pair.first == nullptr || pair.second == nullptr) continue;
      std::tie(passed, failed) = pair;
    }
    if (failed == nullptr) return;
    Result result;
    const bool handshake = absl::StrContains(scenario.id, "/handshake/");
    result.id = absl::StrCat("delivery/", scenario.id);
    result.rows = {handshake ? "RTMP-HS-24" : "RTMP-CB-12"};
    result.role = role();
    result.delivery = "all";
    result.verdict = Capped(Verdict::kFail, target_.catalogue(), result.rows[0], options_.strict);
    result.cause = Cause::kMismatch;
    result.file = failed->file;
    result.line = failed->line;
    result.expected = "the same verdict however the bytes are cut";
    result.actual = absl::StrCat("PASS in delivery ", passed->delivery, ", FAIL in delivery ", failed->delivery);
    report_.results.push_back(std::move(result));
  }

  const RunOptions& options_;
  RunReport& report_;
  const Side role_;
  TestedTarget target_;
  Prerequisites prerequisites_;
  std::vector<const Scenario*> selected_;
  bool not_implemented_ = false;
  int total_ = 0;
  int done_ = 0;
};

}  // namespace

std::vector<std::string> DeliveriesOf(const Scenario& scenario, Side role, const RunOptions& options) {
  if (!options.deliveries.empty()) return options.deliveries;
  return VariantsOf(scenario, role, options.variants, options.cuttings);
}

void RunScenarios(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, Peer& peer, const RunOptions& options,
                  RunReport* report) {
  SuiteRun(scenarios, catalogue, peer, options, report).Run();
}

}  // namespace rtmpspec
