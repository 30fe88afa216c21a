// Runs a suite against a target: in each role, on several threads, several times; one report.
#ifndef RTMPSPEC_CONFORMANCE_CLI_RUN_JOBS_H_
#define RTMPSPEC_CONFORMANCE_CLI_RUN_JOBS_H_

#include <vector>

#include "conformance/cli/run_target.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/suite_run.h"

namespace rtmpspec {

// Deals the scenarios to `jobs` threads, each with a peer of its own, and adds what came of them to `report`. Which thread runs a
// case depends on the arguments alone. On a target over sockets, cases that failed run once more, one by one, and that
// counts: a case is blamed only for what it does alone. `options.on_result` is never called from two threads at once.
void RunJobs(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, const RunTarget& target, Side role,
             const RunOptions& options, int jobs, RunReport* report);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_RUN_JOBS_H_
