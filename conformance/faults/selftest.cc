#include "conformance/faults/selftest.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "conformance/faults/deviating_peer.h"
#include "conformance/faults/parallel.h"
#include "conformance/language/scenario_rows.h"
#include "conformance/runner/in_process_peer.h"

namespace rtmpspec {
namespace {

bool IsOneOf(const std::vector<std::string>& rows, const std::string& row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

std::vector<const Scenario*> About(const Fault& fault, const std::vector<const Scenario*>& scenarios) {
  std::vector<const Scenario*> about;
  for (const Scenario* scenario : scenarios) {
    const std::vector<std::string> rows = RowsOf(*scenario);
    if (std::any_of(rows.begin(), rows.end(), [&](const std::string& row) { return IsOneOf(fault.rows, row); }))
      about.push_back(scenario);
  }
  return about;
}

void Judge(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue, uint64_t seed, const Baseline& baseline,
           FaultOutcome* outcome) {
  const std::unique_ptr<Peer> peer = MakeDeviatingPeer(MakeInProcessPeer(outcome->side, seed), outcome->fault->name);
  outcome->own.clear();
  outcome->other.clear();
  for (Finding& finding : Compare(JudgeAll(scenarios, catalogue, *peer, seed), baseline)) {
    (IsOneOf(outcome->fault->rows, finding.row) ? outcome->own : outcome->other).push_back(std::move(finding));
  }
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
    if (!options.all_cases)
      Judge(About(*outcome.fault, scenarios), catalogue, options.seed, baselines.at(outcome.side), &outcome);
    if (!outcome.found()) Judge(scenarios, catalogue, options.seed, baselines.at(outcome.side), &outcome);
    const std::lock_guard<std::mutex> lock(mutex);
    ++done;
    if (options.on_outcome != nullptr) options.on_outcome(outcome, done, static_cast<int>(outcomes.size()));
  });
  return outcomes;
}

}  // namespace rtmpspec
