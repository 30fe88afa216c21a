// Which rows of the catalogue are covered: not those that a case names, but those under which a case turned red.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_ROW_COVERAGE_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_ROW_COVERAGE_H_

#include <string>
#include <vector>

#include "conformance/faults/mutant_run.h"
#include "conformance/faults/selftest.h"
#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

struct RowCoverage {
  enum class Status {
    kCovered,       // a check of the row turned red under a fault that breaks it, or under a wire mutant
    kNamed,         // cases name it, and nothing turned them red
    kUnobservable,  // no session shows it: the catalogue says why
    kOpen,          // nobody looks at it
  };
  const Requirement* row = nullptr;
  Status status = Status::kOpen;
  std::vector<std::string> cases;   // ids of those that name it; passive/<row> where it is looked at in passing
  std::vector<std::string> faults;  // that were found under it
  int mutants = 0;                  // likewise
};

// One entry a row, in the catalogue's order.
std::vector<RowCoverage> CoverageOf(const Catalogue& catalogue, const std::vector<const Scenario*>& scenarios,
                                    const std::vector<FaultOutcome>& faults, const std::vector<CaseMutants>& mutants);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_ROW_COVERAGE_H_
