#include "conformance/cli/run_jobs.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/report/merge.h"
#include "conformance/runner/case_queue.h"
#include "conformance/runner/target_knowledge.h"

namespace rtmpspec {
namespace {

constexpr char kSanity[] = "sanity";  // the result that stands for a target without the usual session

// Whether another case at the same time may be the reason. Between processes of their own only the load is shared, which can
// make an answer late and nothing else.
bool MayBlameOthers(const Result& result, bool own_process) {
  // What was not reached inside of a case follows from another result of it.
  if (result.verdict == Verdict::kNotrun) return result.check.empty();
  if (SumOf(result.verdict, /*strict=*/true) != Sum::kFailed) return false;
  return !own_process || result.cause == Cause::kMissing || result.verdict == Verdict::kHarness;
}

class Jobs {
 public:
  Jobs(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, const RunTarget& target, Side role,
       const RunOptions& options, int jobs)
      : scenarios_(scenarios), catalogue_(catalogue), target_(target), role_(role), options_(options), jobs_(jobs) {}

  RunReport Run() {
    const absl::Time begin = absl::Now();
    RunReport report;
    CaseQueue queue(scenarios_, role_, options_);
    if (target_.own_process && jobs_ > 1) queue.Spread();
    Pass(queue, jobs_, &report);
    // In process the threads share nothing, and no deadline depends on load.
    if (jobs_ > 1 && !target_.in_process) Confirm(&report);
    FinishRun(queue, catalogue_, role_, options_.strict || is_reference_, knowledge_, &report);
    report.duration_ms = absl::ToDoubleMilliseconds(absl::Now() - begin);
    return report;
  }

 private:
  using Ids = std::set<std::string>;

  void Pass(CaseQueue& queue, int jobs, RunReport* report) {
    if (queue.front() == nullptr) return;
    std::vector<RunReport> reports(jobs);
    std::vector<std::thread> threads;
    threads.reserve(jobs);
    for (int job = 0; job < jobs; ++job) {
      threads.emplace_back([&, job] {
        const std::unique_ptr<Peer> peer = target_.make_peer(role_);
        if (peer->is_reference()) is_reference_ = true;
        RunShare(queue, catalogue_, *peer, options_, knowledge_, &reports[job]);
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (RunReport& one : reports) Merge(std::move(one), report);
  }

  RunReport Again(const Ids& ids, int jobs) {
    std::vector<Scenario> again;
    std::copy_if(scenarios_.begin(), scenarios_.end(), std::back_inserter(again),
                 [&](const Scenario& scenario) { return ids.count(scenario.id) > 0; });
    RunOptions options = options_;
    options.on_result = nullptr;  // they have been counted
    CaseQueue queue(again, role_, options);
    RunReport report;
    Pass(queue, jobs, &report);
    return report;
  }

  // What may be another case's doing is run again. Where cases share the target, one by one: only what fails alone is blamed.
  // Where each thread has a process of its own, beside others first, which is quicker: a failure that comes twice, beside
  // different neighbours, is none of theirs; only what came out differently is run alone.
  void Confirm(RunReport* report) {
    Ids suspects;
    for (const Result& result : report->results) {
      if (!MayBlameOthers(result, target_.own_process)) continue;
      if (options_.is_known == nullptr || !options_.is_known(result)) suspects.insert(result.id);
    }
    // One thread may have lost its target to the load while the others went on. A case run again asks that again, too.
    if (report->target_unreachable) suspects.insert(kSanity);
    if (suspects.empty()) return;
    if (suspects.count(kSanity) > 0) suspects.insert(scenarios_[0].id);
    report->target_unreachable = report->stopped_early = false;
    knowledge_.ForgetFailures();
    const int jobs = target_.own_process ? std::min(jobs_, static_cast<int>(suspects.size())) : 1;
    suspects = Replace(suspects, Again(suspects, jobs), report);
    if (jobs > 1 && !suspects.empty()) Replace(suspects, Again(suspects, 1), report);
  }

  // Puts what came of running `ids` again in the place of what came before; returns those that changed. A target that died for
  // good leaves what was seen before it did.
  Ids Replace(const Ids& ids, RunReport again, RunReport* report) {
    Ids changed;
    const auto outcomes = [](const RunReport& of, const std::string& id) {
      std::set<std::tuple<std::string, std::string, Verdict, Cause>> all;
      for (const Result& result : of.results) {
        if (result.id == id) all.emplace(result.delivery, result.check, result.verdict, result.cause);
      }
      return all;
    };
    // What was run again in full.
    const auto deliveries = [](const RunReport& of, const std::string& id) {
      return std::count_if(of.results.begin(), of.results.end(),
                           [&](const Result& result) { return result.id == id && result.check.empty(); });
    };
    Ids ran;
    for (const Result& result : again.results) {
      if (result.verdict != Verdict::kNotrun && ids.count(result.id) > 0) ran.insert(result.id);
    }
    if (!ran.empty()) report->notes.push_back(absl::StrCat("cases that failed beside others ran again: ", ran.size()));
    Ids done;
    for (const std::string& id : ids) {
      if (id == kSanity || deliveries(again, id) == deliveries(*report, id)) done.insert(id);
    }
    if (done.size() < ids.size()) {
      report->notes.push_back("the target did not come back: cases of which one may have ended it keep their first verdict");
    }
    for (const std::string& id : done) {
      if (outcomes(*report, id) != outcomes(again, id)) changed.insert(id);
    }
    const auto replaced = [&](const Result& result) { return done.count(result.id) > 0; };
    report->results.erase(std::remove_if(report->results.begin(), report->results.end(), replaced), report->results.end());
    again.results.erase(
        std::remove_if(again.results.begin(), again.results.end(), [&](const Result& result) { return !replaced(result); }),
        again.results.end());
    Merge(std::move(again), report);
    return changed;
  }

  const std::vector<Scenario>& scenarios_;
  const Catalogue& catalogue_;
  const RunTarget& target_;
  const Side role_;
  const RunOptions& options_;
  const int jobs_;
  TargetKnowledge knowledge_;
  // The reference is what others are judged by: for it, what is binding under --strict is binding.
  std::atomic<bool> is_reference_ = false;
};

}  // namespace

void RunJobs(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, const RunTarget& target, Side role,
             const RunOptions& options, int jobs, RunReport* report) {
  const size_t threads = std::min<size_t>(std::max(jobs, 1), std::max<size_t>(scenarios.size(), 1));
  Merge(Jobs(scenarios, catalogue, target, role, options, static_cast<int>(threads)).Run(), report);
}

}  // namespace rtmpspec
