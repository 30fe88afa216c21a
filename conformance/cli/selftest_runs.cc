#include "conformance/cli/selftest_runs.h"

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "conformance/cli/progress_line.h"

namespace rtmpspec {
namespace {

int JobsOf(int jobs) { return jobs > 0 ? jobs : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

}  // namespace

absl::StatusOr<std::vector<Fault>> SelectFaults(const std::vector<std::string>& globs, const Catalogue& catalogue) {
  absl::StatusOr<std::vector<Fault>> faults = LoadFaults(DataDirectory() + "/faults/faults.toml");
  if (!faults.ok()) return faults.status();
  for (const Fault& fault : *faults) {
    for (const std::string& row : fault.rows) {
      if (catalogue.Find(row) == nullptr)
        return absl::InvalidArgumentError(absl::StrCat("fault ", fault.name, ": there is no row ", row));
    }
  }
  const auto unasked = [&](const Fault& fault) {
    return !globs.empty() &&
           std::none_of(globs.begin(), globs.end(), [&](const std::string& glob) { return GlobMatches(glob, fault.name); });
  };
  faults->erase(std::remove_if(faults->begin(), faults->end(), unasked), faults->end());
  return faults;
}

std::vector<const Scenario*> SelectScenarios(const SelectionFlags& flags, const Suite& suite) {
  std::vector<const Scenario*> scenarios;
  for (const Scenario& scenario : suite.scenarios) {
    if (flags.selection.Selects(scenario, suite.catalogue) && !flags.selection.Skips(scenario)) scenarios.push_back(&scenario);
  }
  return scenarios;
}

std::vector<FaultOutcome> RunFaults(const std::vector<Fault>& faults, const std::vector<const Scenario*>& scenarios,
                                    const Catalogue& catalogue, int jobs, bool all_cases) {
  SelftestOptions options;
  options.all_cases = all_cases;
  options.jobs = JobsOf(jobs);
  const ProgressLine progress;
  options.on_outcome = [&](const FaultOutcome& outcome, int done, int total) { progress.Show(done, total, outcome.fault->name); };
  std::vector<FaultOutcome> outcomes = RunSelftest(faults, scenarios, catalogue, options);
  progress.Clear();
  return outcomes;
}

std::vector<MirrorOutcome> RunMirrors(const std::vector<const Scenario*>& scenarios, const std::vector<Fault>& faults,
                                      const Catalogue& catalogue, int jobs) {
  return RunMirrors(scenarios, faults, catalogue, SelftestOptions().seed, JobsOf(jobs));
}

std::vector<CaseMutants> RunWireMutants(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue, int jobs) {
  MutantOptions options;
  options.jobs = JobsOf(jobs);
  const ProgressLine progress;
  options.on_case = [&](const CaseMutants& one, int done, int total) { progress.Show(done, total, one.scenario->id); };
  std::vector<CaseMutants> cases = RunMutants(scenarios, catalogue, options);
  progress.Clear();
  return cases;
}

}  // namespace rtmpspec
