#include "conformance/runner/suite_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "conformance/report/merge.h"
#include "conformance/runner/case_queue.h"
#include "conformance/runner/passive_results.h"
#include "conformance/runner/prerequisites.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/target_knowledge.h"
#include "conformance/runner/tested_target.h"
#include "conformance/runner/usual_session.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

const char* SideName(Side side) { return side == Side::kServer ? "server" : "client"; }

bool HasTag(const Scenario& scenario, absl::string_view tag) {
  const auto& tags = scenario.transcript.tags;
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool Failed(const Result& result) { return result.verdict == Verdict::kFail || result.verdict == Verdict::kHarness; }

Result NotRun(const CaseQueue::Item& item, Side role, Verdict verdict, const std::string& why) {
  Result result;
  result.id = item.scenario->id;
  result.rows = item.scenario->transcript.rows;
  result.role = SideName(role);
  result.delivery = item.delivery;
  result.verdict = verdict;
  result.note = why;
  return result;
}

class Share {
 public:
  Share(CaseQueue& queue, const Catalogue& catalogue, Peer& peer, const RunOptions& options, TargetKnowledge& knowledge,
        RunReport* report)
      : queue_(queue),
        options_(options),
        report_(*report),
        role_(peer.role()),
        target_(peer, catalogue, options, &knowledge),
        prerequisites_(target_, [this](const Scenario& needed) { return Judge(needed, kWhole); }) {}

  void Run() {
    if (queue_.front() == nullptr) return;
    gone_ = Sanity("before the first case");
    while (!gone_) {
      const std::optional<CaseQueue::Item> item = queue_.Next();
      if (!item) break;
      RunOne(*item);
    }
    if (!gone_) gone_ = Sanity("after the last case");
    if (gone_) queue_.GiveUp(*gone_, not_implemented_ ? Verdict::kUnsupported : Verdict::kNotrun);
    for (const std::string& note : target_.notes()) report_.notes.push_back(note);
    target_.knowledge().AddPassive(target_.passive());
  }

 private:
  void Add(Result result) {
    report_.results.push_back(std::move(result));
    queue_.Tell(report_.results.back());
  }

  // Whether the target is there and answers the usual beginning; if not, a result says so, and why nothing more can be run.
  std::optional<std::string> Sanity(const std::string& when) {
    const SessionResult failure = CheckAlive(target_, target_.DriveOf(*queue_.front()));
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
    result.role = SideName(role_);
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
    return absl::StrCat("the stack declares that it implements no ", SideName(role_));
  }

  void RunOne(const CaseQueue::Item& item) {
    const Scenario& scenario = *item.scenario;
    if (HasTag(scenario, "slow") && !options_.slow) {
      return Add(NotRun(item, role_, Verdict::kSkip, "slow: runs with --slow"));
    }
    if (HasTag(scenario, "reference") && !target_.peer().is_reference()) {
      return Add(NotRun(item, role_, Verdict::kSkip, "about the built-in reference only"));
    }
    if (const std::optional<std::string> missing = prerequisites_.Missing(scenario)) {
      return Add(NotRun(item, role_, Verdict::kNotrun, *missing));
    }
    for (Result& result : Judge(scenario, item.delivery)) Add(std::move(result));
  }

  // Runs a case and sees to it that the target is there afterwards; gone_ where it is not.
  std::vector<Result> Judge(const Scenario& scenario, const std::string& delivery) {
    const absl::Time begin = absl::Now();
    (void)target_.peer().TakeProcessEnds();  // of connections between cases
    std::vector<Result> results = RunScenario(scenario, target_, delivery);
    const double duration = absl::ToDoubleMilliseconds(absl::Now() - begin);
    if (target_.peer().TakeUnsupported()) DeclareUnsupported(&results);
    const bool failed = std::any_of(results.begin(), results.end(), Failed);
    const std::string crash = target_.peer().TakeCrash();
    const std::vector<std::string> ends = target_.peer().TakeProcessEnds();
    // Where each connection has a process of its own no case can harm the next one.
    const bool may_be_harmed = !target_.peer().one_connection() && (failed || IsNegative(scenario));
    if (may_be_harmed || !crash.empty()) gone_ = Revive(scenario, crash, &results[0]);
    for (Result& result : results) {
      result.duration_ms = duration;
      if (SumOf(result.verdict, /*strict=*/true) == Sum::kFailed && result.process.empty()) {
        result.process = absl::StrJoin(ends, "\n");
      }
    }
    return results;
  }

  static void DeclareUnsupported(std::vector<Result>* results) {
    for (Result& result : *results) {
      if (SumOf(result.verdict, /*strict=*/true) == Sum::kPassed) continue;
      result.verdict = Verdict::kUnsupported;
      result.note = "the stack declares that it does not implement this";
    }
  }

  // A process that no longer serves may need a moment to be seen as gone: it writes its last words first.
  std::string LateCrash(const SessionFailure& failure) {
    const Deadline deadline(failure.cause == Cause::kMissing ? absl::ZeroDuration() : target_.deadlines().quiet());
    std::string crash = target_.peer().TakeCrash();
    while (crash.empty() && target_.peer().can_restart() && deadline.left() > absl::ZeroDuration()) {
      absl::SleepFor(absl::Milliseconds(10));
      crash = target_.peer().TakeCrash();
    }
    return crash;
  }

  // After a case that may have harmed the target: is a fresh connection served? A case that killed it fails, whatever its row. A
  // target that can be started again is; one that cannot ends the run, with the reason returned.
  std::optional<std::string> Revive(const Scenario& scenario, const std::string& crash, Result* result) {
    SessionResult failure;
    // Twice: one answer that is late is no proof that the target serves nobody.
    for (int i = 0; i < 2 && crash.empty() && (i == 0 || (failure && failure->cause != Cause::kRefused)); ++i) {
      failure = CheckAlive(target_, target_.DriveOf(scenario));
    }
    // A server of several processes may have lost one and serve on.
    const std::string late = !crash.empty() ? crash : failure ? LateCrash(*failure) : target_.peer().TakeCrash();
    if (late.empty() && !failure) return std::nullopt;
    // Refused afterwards is how a crash looks from outside; a target that is there and answers nobody hangs.
    const bool hangs = late.empty() && failure->cause != Cause::kRefused;
    if (!hangs) {
      result->cause = Cause::kCrash;
    } else if (result->verdict != Verdict::kFail) {
      result->cause = failure->cause;
    }
    result->verdict = Verdict::kFail;
    const std::string what = !late.empty() ? absl::StrCat("the process ", late)
                                           : absl::StrCat("a fresh connection fails: ", failure->text,
                                                          hangs ? "; the stack serves nobody any more" : "");
    // The process's last words have a place of their own.
    const std::string in_short = what.substr(0, what.find('\n'));
    if (result->actual.empty()) result->actual = in_short;
    result->note = result->note.empty() ? in_short : absl::StrCat(result->note, "; ", in_short);
    if (in_short.size() < what.size()) result->process = what.substr(in_short.size() + 1);
    if (!target_.peer().can_restart()) {
      report_.target_unreachable = true;
      report_.stopped_early = true;
      report_.notes.push_back(absl::StrCat("the target was gone after ", scenario.id, ": ", in_short));
      return absl::StrCat("the target was gone after ", scenario.id);
    }
    const absl::Status restarted = target_.peer().Restart();
    if (restarted.ok()) {
      report_.notes.push_back(absl::StrCat("restarted after ", scenario.id, ": ", in_short));
      return Sanity(absl::StrCat("after a restart behind ", scenario.id));
    }
    report_.target_unreachable = true;
    report_.stopped_early = true;
    report_.notes.push_back(absl::StrCat("not restarted after ", scenario.id, ": ", restarted.message()));
    return std::string("the target could not be restarted");
  }

  CaseQueue& queue_;
  const RunOptions& options_;
  RunReport& report_;
  const Side role_;
  TestedTarget target_;
  Prerequisites prerequisites_;
  std::optional<std::string> gone_;  // why nothing more can be run
  bool not_implemented_ = false;
};

// RTMP 1.0 5.2, 5.3.1.1: how the bytes were cut must not matter. Only a pass against a failure counts: what an open point came
// to may differ without anybody being wrong. Compared is what differs in the cuts alone.
void CompareDeliveries(const Catalogue& catalogue, bool strict, RunReport* report) {
  // By id and what else is varied: one that passed, one that failed.
  std::map<std::pair<std::string, std::string>, std::pair<const Result*, const Result*>> outcomes;
  for (const Result& result : report->results) {
    if (!result.check.empty()) continue;
    const absl::StatusOr<Variant> variant = Variant::Parse(result.delivery);
    auto& outcome = outcomes[{result.id, variant.ok() ? variant->TextWithoutDelivery() : ""}];
    if (result.verdict == Verdict::kPass) outcome.first = &result;
    if (result.verdict == Verdict::kFail) outcome.second = &result;
  }
  std::vector<Result> differences;
  std::set<std::string> told;
  for (const auto& [key, outcome] : outcomes) {
    const std::string& id = key.first;
    const auto& [passed, failed] = outcome;
    if (passed == nullptr || failed == nullptr || !told.insert(id).second) continue;
    Result result;
    result.id = absl::StrCat("delivery/", id);
    result.rows = {absl::StrContains(id, "/handshake/") ? "RTMP-HS-24" : "RTMP-CB-12"};
    result.role = failed->role;
    result.delivery = "all";
    result.verdict = Capped(Verdict::kFail, catalogue, result.rows[0], strict);
    result.cause = Cause::kMismatch;
    result.file = failed->file;
    result.line = failed->line;
    result.expected = "the same verdict however the bytes are cut";
    result.actual = absl::StrCat("PASS in delivery ", passed->delivery, ", FAIL in delivery ", failed->delivery);
    differences.push_back(std::move(result));
  }
  for (Result& result : differences) report->results.push_back(std::move(result));
}

}  // namespace

void RunShare(CaseQueue& queue, const Catalogue& catalogue, Peer& peer, const RunOptions& options, TargetKnowledge& knowledge,
              RunReport* report) {
  Share(queue, catalogue, peer, options, knowledge, report).Run();
}

void FinishRun(CaseQueue& queue, const Catalogue& catalogue, Side role, bool strict, const TargetKnowledge& knowledge,
               RunReport* report) {
  while (const std::optional<CaseQueue::Item> item = queue.Next()) {
    report->results.push_back(NotRun(*item, role, queue.verdict(), queue.why()));
    queue.Tell(report->results.back());
  }
  CompareDeliveries(catalogue, strict, report);
  for (Result& result : PassiveResults(knowledge.passive(), role, catalogue, strict))
    report->results.push_back(std::move(result));
  // Where cases saw different values, all of them: "close | ignored".
  std::map<std::string, std::set<std::string>> seen;
  for (const Result& result : report->results) {
    for (const auto& [key, value] : result.records) seen[key].insert(value);
  }
  for (const auto& [key, values] : seen) report->behaviours[key] = absl::StrJoin(values, " | ");
  report->Sort();
}

std::vector<std::string> DeliveriesOf(const Scenario& scenario, Side role, const RunOptions& options) {
  if (options.deliveries.empty()) return VariantsOf(scenario, role, options.variants, options.cuttings);
  std::vector<std::string> deliveries;
  for (const Variant& asked : options.deliveries) {
    std::string text = VariantFor(scenario, role, asked);
    if (std::find(deliveries.begin(), deliveries.end(), text) == deliveries.end()) deliveries.push_back(std::move(text));
  }
  return deliveries;
}

void RunScenarios(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, Peer& peer, const RunOptions& options,
                  RunReport* report) {
  const absl::Time begin = absl::Now();
  CaseQueue queue(scenarios, peer.role(), options);
  TargetKnowledge knowledge;
  RunReport own;
  RunShare(queue, catalogue, peer, options, knowledge, &own);
  FinishRun(queue, catalogue, peer.role(), options.strict || peer.is_reference(), knowledge, &own);
  own.duration_ms = absl::ToDoubleMilliseconds(absl::Now() - begin);
  Merge(std::move(own), report);
}

}  // namespace rtmpspec
