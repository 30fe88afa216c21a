#include "conformance/cli/run_jobs.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/report/merge.h"

namespace rtmpspec {
namespace {

// Calls the user's function from one thread at a time, with counts over all shards.
class SharedProgress {
 public:
  SharedProgress(const RunOptions& options, size_t shards) : on_result_(options.on_result), totals_(shards, 0) {}

  std::function<void(const Result&, int, int)> ForShard(size_t shard) {
    if (on_result_ == nullptr) return nullptr;
    return [this, shard](const Result& result, int, int total) {
      const std::lock_guard<std::mutex> lock(mutex_);
      totals_[shard] = total;
      int all = 0;
      for (const int of_shard : totals_) all += of_shard;
      ++done_;
      on_result_(result, done_, std::max(all, done_));
    };
  }

 private:
  const std::function<void(const Result&, int, int)>& on_result_;
  std::mutex mutex_;
  std::vector<int> totals_;
  int done_ = 0;
};

RunReport RunParallel(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, const RunTarget& target, Side role,
                      const RunOptions& options, size_t jobs) {
  std::vector<std::vector<Scenario>> shards(jobs);
  for (size_t i = 0; i < scenarios.size(); ++i) shards[i % jobs].push_back(scenarios[i]);
  std::vector<RunReport> reports(jobs);
  SharedProgress progress(options, jobs);
  std::vector<std::thread> threads;
  for (size_t job = 0; job < jobs; ++job) {
    threads.emplace_back([&, job] {
      RunOptions own = options;
      own.on_result = progress.ForShard(job);
      if (!target.in_process) own.seed += job << 32;  // stream names must differ on a server that the threads share
      const std::unique_ptr<Peer> peer = target.make_peer(role);
      RunScenarios(shards[job], catalogue, *peer, own, &reports[job]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  RunReport merged;
  for (RunReport& report : reports) Merge(std::move(report), &merged);
  return merged;
}

// Whether another case at the same time may be the reason. Between processes of their own only the load is shared, which can
// make an answer late and nothing else.
bool MayBlameOthers(const Result& result, bool own_process) {
  if (result.verdict == Verdict::kNotrun) return true;
  if (SumOf(result.verdict, /*strict=*/true) != Sum::kFailed) return false;
  return !own_process || result.cause == Cause::kMissing || result.verdict == Verdict::kHarness;
}

}  // namespace

void RunJobs(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, const RunTarget& target, Side role,
             const RunOptions& options, int jobs, RunReport* report) {
  const size_t threads = std::min<size_t>(std::max(jobs, 1), std::max<size_t>(scenarios.size(), 1));
  RunReport own;
  if (threads == 1) {
    RunScenarios(scenarios, catalogue, *target.make_peer(role), options, &own);
    Merge(std::move(own), report);
    return;
  }
  own = RunParallel(scenarios, catalogue, target, role, options, threads);
  if (target.in_process) {  // the threads share nothing, and no deadline depends on load
    Merge(std::move(own), report);
    return;
  }
  std::set<std::string> failed;
  for (const Result& result : own.results) {
    if (MayBlameOthers(result, target.own_process)) failed.insert(result.id);
  }
  std::vector<Scenario> again;
  for (const Scenario& scenario : scenarios) {
    if (failed.count(scenario.id) > 0) again.push_back(scenario);
  }
  if (!again.empty()) {
    own.results.erase(
        std::remove_if(own.results.begin(), own.results.end(), [&](const Result& result) { return failed.count(result.id) > 0; }),
        own.results.end());
    own.target_unreachable = own.stopped_early = false;
    own.notes.push_back(absl::StrCat(again.size(), " cases that failed beside others ran again one by one"));
    RunReport alone;
    RunScenarios(again, catalogue, *target.make_peer(role), options, &alone);
    Merge(std::move(alone), &own);
  }
  Merge(std::move(own), report);
}

}  // namespace rtmpspec
