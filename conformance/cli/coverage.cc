// rtmpspec coverage: which rows of the catalogue a case really tests.
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/deviant_program.h"
#include "conformance/cli/selection_flags.h"
#include "conformance/cli/selftest_runs.h"
#include "conformance/cli/suite_files.h"
#include "conformance/faults/row_coverage.h"

namespace rtmpspec {
namespace {

using Status = RowCoverage::Status;

struct CoverageFlags {
  SelectionFlags selection;
  int jobs = 0;
  int at_least = 0;
  bool missing = false;
};

std::string StatusText(const RowCoverage& row) {
  switch (row.status) {
    case Status::kCovered:
      return "covered";
    case Status::kNamed:
      return "NAMED ONLY";
    case Status::kUnobservable:
      return "unobservable";
    case Status::kOpen:
      break;
  }
  return "OPEN";
}

// "2 faults (ack-since-last, ack-never), 31 mutants; 3 cases: server/control/acknowledgements ..."
std::string Evidence(const RowCoverage& row) {
  if (row.status == Status::kUnobservable) return row.row->unobservable;
  std::vector<std::string> parts;
  if (!row.faults.empty()) parts.push_back(absl::StrCat("faults ", absl::StrJoin(row.faults, " ")));
  if (row.mutants > 0) parts.push_back(absl::StrCat(row.mutants, " wire mutants"));
  if (!row.cases.empty()) {
    // Cases of one file stand for each other.
    std::set<std::string> files;
    for (const std::string& id : row.cases) {
      const bool of_a_table = std::count(id.begin(), id.end(), '/') > 2;
      files.insert(of_a_table ? id.substr(0, id.rfind('/')) : id);
    }
    parts.push_back(absl::StrCat(row.cases.size(), row.cases.size() == 1 ? " case: " : " cases: ", absl::StrJoin(files, " ")));
  }
  if (!row.row->unrecorded.empty()) {
    parts.push_back(absl::StrCat("behaviour ", row.row->behaviour, " unobservable: ", row.row->unrecorded));
  }
  return parts.empty() ? row.row->text : absl::StrJoin(parts, "; ");
}

int Coverage(const CoverageFlags& flags) {
  const absl::StatusOr<Suite> suite = LoadSuite(flags.selection.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  const absl::StatusOr<std::vector<Fault>> faults = SelectFaults({}, suite->catalogue);
  if (!faults.ok()) return Complain(kExitUsage, faults.status().message());
  const std::vector<const Scenario*> scenarios = SelectScenarios(flags.selection, *suite);
  if (scenarios.empty()) return Complain(kExitNothing, "no case matches");
  const std::vector<RowCoverage> rows =
      CoverageOf(suite->catalogue, scenarios, RunFaults(*faults, scenarios, suite->catalogue, flags.jobs, /*all_cases=*/false),
                 RunWireMutants(scenarios, suite->catalogue, flags.jobs));
  Selection asked;
  asked.rows = flags.selection.selection.rows;
  asked.level = flags.selection.selection.level;
  std::map<Status, int> counts;
  int first_tiers = 0, first_tiers_missing = 0;
  for (const RowCoverage& row : rows) {
    Result any;
    any.rows = {row.row->id};
    if (!asked.Keeps(any, suite->catalogue)) continue;
    ++counts[row.status];
    const bool missing = row.status == Status::kNamed || row.status == Status::kOpen;
    if (row.row->tier > 0) {
      ++first_tiers;
      if (missing) ++first_tiers_missing;
    }
    if (flags.missing && !missing) continue;
    const char* tier = row.row->tier == 1 ? "**" : row.row->tier == 2 ? "* " : "  ";
    std::cout << absl::StrFormat("%-12s %s %s %-6s  %-12s  %s\n", row.row->id, tier, row.row->who, row.row->v, StatusText(row),
                                 Evidence(row));
  }
  std::cout << absl::StrFormat("rows: %d covered, %d named by a case that nothing turned red, %d unobservable, %d open\n",
                               counts[Status::kCovered], counts[Status::kNamed], counts[Status::kUnobservable],
                               counts[Status::kOpen]);
  std::cout << absl::StrFormat("rows of the first two tiers (** and *): %d, of which %d are neither covered nor unobservable\n",
                               first_tiers, first_tiers_missing);
  if (counts[Status::kCovered] < flags.at_least) {
    return Complain(kExitFailures, absl::StrCat("fewer rows are covered than the ", flags.at_least, " wanted"));
  }
  return 0;
}

}  // namespace

void AddCoverage(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("coverage", "Which rows of the catalogue are tested, and how that is known");
  const auto flags = std::make_shared<CoverageFlags>();
  AddSelectionFlags(command, &flags->selection);
  command->add_flag("--missing", flags->missing, "Only rows that are not covered, though a session could show them");
  command->add_option("--at-least", flags->at_least, "Fail where fewer rows are covered")->check(CLI::Range(0, 100000));
  command->add_option("--jobs,-j", flags->jobs, "Cases at the same time. Without: one a core")->check(CLI::Range(1, 64));
  command->footer(
      "\nA row is covered when a check of it turns red: under a fault that breaks the row (conformance/faults/faults.toml), or "
      "when a\n"
      "message of the reference is changed on its way. That a case names the row is not enough.\n"
      "\nExamples:\n"
      "  rtmpspec coverage --missing\n"
      "  rtmpspec coverage --row 'RTMP-XT-*'\n"
      "\nExit status: 0, 1 with --at-least where fewer are covered, 2 usage, 4 nothing matched.");
  command->callback([flags, exit_code] {
    const std::optional<int> status = RunDeviantProgram();
    *exit_code = status.has_value() ? *status : Coverage(*flags);
  });
}

}  // namespace rtmpspec
