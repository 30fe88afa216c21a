#include "conformance/faults/selftest.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "conformance/faults/deviating_peer.h"
#include "conformance/faults/parallel.h"
#include "conformance/runner/in_process_peer.h"

namespace rtmpspec {
namespace {

bool IsOneOf(const std::vector<std::string>& rows, const std::string& row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

}  // namespace

std::vector<FaultOutcome> RunSelftest(const std::vector<Fault>& faults, const std::vector<const Scenario*>& scenarios,
                                      const Catalogue& catalogue, const SelftestOptions& options) {
  std::vector<FaultOutcome> outcomes;
  std::map<Side, Baseline> baselines;
  for (const Fault& fault : faults) {
    for (const Side side : fault.sides) {
      FaultOutcome outcome;
      outcome.fault = &fault;
      outcome.side = side;
      outcomes.push_back(std::move(outcome));
      baselines[side];
    }
  }
  for (auto& [side, baseline] : baselines)
    baseline = MakeBaseline(JudgeAll(scenarios, catalogue, *MakeInProcessPeer(side, options.seed), options.seed));
  std::mutex mutex;
  int done = 0;
  InParallel(outcomes.size(), options.jobs, [&](size_t i) {
    FaultOutcome& outcome = outcomes[i];
    const std::unique_ptr<Peer> peer = MakeDeviatingPeer(MakeInProcessPeer(outcome.side, options.seed), outcome.fault->name);
    for (Finding& finding : Compare(JudgeAll(scenarios, catalogue, *peer, options.seed), baselines.at(outcome.side))) {
      (IsOneOf(outcome.fault->rows, finding.row) ? outcome.own : outcome.other).push_back(std::move(finding));
    }
    const std::lock_guard<std::mutex> lock(mutex);
    ++done;
    if (options.on_outcome != nullptr) options.on_outcome(outcome, done, static_cast<int>(outcomes.size()));
  });
  return outcomes;
}

}  // namespace rtmpspec
