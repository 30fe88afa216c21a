// Whether the suite finds what it claims to find: every fault of the list is turned on, and a case must turn red under its row.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_SELFTEST_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_SELFTEST_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "conformance/faults/fault_list.h"
#include "conformance/faults/judged_run.h"
#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

struct FaultOutcome {
  const Fault* fault = nullptr;
  Side side = Side::kServer;
  std::vector<Finding> own;    // under one of the fault's rows
  std::vector<Finding> other;  // under other rows
  bool found() const { return !own.empty(); }
};

struct SelftestOptions {
  uint64_t seed = 1;
  int jobs = 1;
  // Every case against every fault, not only those about its rows as long as they find it: what else a fault turns red.
  bool all_cases = false;
  // Called from one thread at a time, in no certain order; may be null.
  std::function<void(const FaultOutcome&, int done, int total)> on_outcome;
};

// One outcome for each fault and each of its sides, in the order of the list. Needs a build that can deviate (CanDeviate).
std::vector<FaultOutcome> RunSelftest(const std::vector<Fault>& faults, const std::vector<const Scenario*>& scenarios,
                                      const Catalogue& catalogue, const SelftestOptions& options);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_SELFTEST_H_
