// What selftest and coverage both run, with progress shown.
#ifndef RTMPSPEC_CONFORMANCE_CLI_SELFTEST_RUNS_H_
#define RTMPSPEC_CONFORMANCE_CLI_SELFTEST_RUNS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/cli/selection_flags.h"
#include "conformance/cli/suite_files.h"
#include "conformance/faults/mirror_faults.h"
#include "conformance/faults/mutant_run.h"
#include "conformance/faults/selftest.h"

namespace rtmpspec {

// The faults of conformance/faults/faults.toml with such a name; all without `globs`. InvalidArgument for a fault that breaks no
// row of the catalogue.
absl::StatusOr<std::vector<Fault>> SelectFaults(const std::vector<std::string>& globs, const Catalogue& catalogue);

std::vector<const Scenario*> SelectScenarios(const SelectionFlags& flags, const Suite& suite);

// `jobs` 0: one a core. `all_cases` as in SelftestOptions.
std::vector<FaultOutcome> RunFaults(const std::vector<Fault>& faults, const std::vector<const Scenario*>& scenarios,
                                    const Catalogue& catalogue, int jobs, bool all_cases);
std::vector<MirrorOutcome> RunMirrors(const std::vector<const Scenario*>& scenarios, const std::vector<Fault>& faults,
                                      const Catalogue& catalogue, int jobs);
std::vector<CaseMutants> RunWireMutants(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue, int jobs);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_SELFTEST_RUNS_H_
