#include "conformance/faults/mirror_faults.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/faults/deviating_peer.h"
#include "conformance/faults/parallel.h"
#include "conformance/language/scenario_rows.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/mirror.h"

namespace rtmpspec {
namespace {

bool IsOneOf(const std::vector<std::string>& rows, const std::string& row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

void Judge(const Catalogue& catalogue, const std::vector<Fault>& faults, uint64_t seed, MirrorOutcome* outcome) {
  const std::vector<Result> right = RunMirrorOfReference(*outcome->scenario, catalogue, seed);
  // Measured by PASS: nothing else is asked of the reference here.
  outcome->wrong = Compare(right, {});
  const Baseline baseline = MakeBaseline(right);
  const std::vector<std::string> rows = RowsOf(*outcome->scenario);
  for (const Fault& fault : faults) {
    if (std::none_of(rows.begin(), rows.end(), [&](const std::string& row) { return IsOneOf(fault.rows, row); })) continue;
    for (const Side side : fault.sides) {
      const std::vector<Finding> red =
          Compare(RunMirrorOfReference(*outcome->scenario, catalogue, seed, fault.name, side), baseline);
      if (std::none_of(red.begin(), red.end(), [&](const Finding& finding) { return IsOneOf(fault.rows, finding.row); }))
        continue;
      outcome->faults.push_back(absl::StrCat(fault.name, side == Side::kServer ? " (server)" : " (client)"));
    }
  }
}

}  // namespace

std::vector<Result> RunMirrorOfReference(const Scenario& scenario, const Catalogue& catalogue, uint64_t seed,
                                         const std::string& deviation, Side deviating) {
  std::unique_ptr<Peer> server = MakeInProcessPeer(Side::kServer, seed);
  std::unique_ptr<Peer> client = MakeInProcessPeer(Side::kClient, seed);
  if (!deviation.empty()) {
    std::unique_ptr<Peer>& wrong = deviating == Side::kServer ? server : client;
    wrong = MakeDeviatingPeer(std::move(wrong), deviation);
  }
  return RunMirror(scenario, catalogue, *server, *client, seed);
}

std::vector<MirrorOutcome> RunMirrors(const std::vector<const Scenario*>& scenarios, const std::vector<Fault>& faults,
                                      const Catalogue& catalogue, uint64_t seed, int jobs) {
  std::vector<MirrorOutcome> outcomes;
  for (const Scenario* scenario : scenarios) {
    if (IsTwoSided(*scenario)) outcomes.emplace_back().scenario = scenario;
  }
  InParallel(outcomes.size(), jobs, [&](size_t i) { Judge(catalogue, faults, seed, &outcomes[i]); });
  return outcomes;
}

}  // namespace rtmpspec
