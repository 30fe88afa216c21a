#include "conformance/faults/row_coverage.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "conformance/language/scenario_rows.h"

namespace rtmpspec {
namespace {

// What turned red under each row.
struct Red {
  std::set<std::string> faults;
  std::set<std::string> passive;  // ids of passive checks among it
  int mutants = 0;
};

std::map<std::string, Red> RedByRow(const std::vector<FaultOutcome>& faults, const std::vector<CaseMutants>& mutants) {
  std::map<std::string, Red> red;
  for (const FaultOutcome& outcome : faults) {
    for (const Finding& finding : outcome.own) {
      red[finding.row].faults.insert(outcome.fault->name);
      if (absl::StartsWith(finding.key, "passive/")) red[finding.row].passive.insert(finding.key);
    }
  }
  for (const CaseMutants& one : mutants) {
    for (const Mutant& mutant : one.mutants) {
      for (const std::string& row : mutant.rows) ++red[row].mutants;
    }
  }
  return red;
}

}  // namespace

std::vector<RowCoverage> CoverageOf(const Catalogue& catalogue, const std::vector<const Scenario*>& scenarios,
                                    const std::vector<FaultOutcome>& faults, const std::vector<CaseMutants>& mutants) {
  std::map<std::string, std::vector<std::string>> cases;
  for (const Scenario* scenario : scenarios) {
    for (const std::string& row : RowsOf(*scenario)) cases[row].push_back(scenario->id);
  }
  const std::map<std::string, Red> red = RedByRow(faults, mutants);
  std::vector<RowCoverage> rows;
  for (const Requirement& requirement : catalogue.rows()) {
    RowCoverage row;
    row.row = &requirement;
    row.cases = cases[requirement.id];
    if (const auto found = red.find(requirement.id); found != red.end()) {
      row.faults.assign(found->second.faults.begin(), found->second.faults.end());
      row.cases.insert(row.cases.end(), found->second.passive.begin(), found->second.passive.end());
      row.mutants = found->second.mutants;
    }
    if (!row.faults.empty() || row.mutants > 0) {
      row.status = RowCoverage::Status::kCovered;
    } else if (!row.cases.empty()) {
      row.status = RowCoverage::Status::kNamed;
    } else if (!requirement.unobservable.empty()) {
      row.status = RowCoverage::Status::kUnobservable;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace rtmpspec
