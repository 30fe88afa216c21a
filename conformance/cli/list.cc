// rtmpspec list: the cases, or with --rows the requirements.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/selection_flags.h"
#include "conformance/cli/suite_files.h"

namespace rtmpspec {
namespace {

struct ListFlags {
  SelectionFlags selection;
  bool rows = false;
};

std::string RolesOf(const Scenario& scenario) {
  std::vector<const char*> roles;
  if (scenario.transcript.server_under_test) roles.push_back("server");
  if (scenario.transcript.client_under_test) roles.push_back("client");
  return absl::StrJoin(roles, " ");
}

void PrintCases(const std::vector<const Scenario*>& scenarios) {
  size_t id_width = 0, rows_width = 0;
  for (const Scenario* scenario : scenarios) {
    id_width = std::max(id_width, scenario->id.size());
    rows_width = std::max(rows_width, std::min<size_t>(absl::StrJoin(RowsOf(*scenario), " ").size(), 36));
  }
  for (const Scenario* scenario : scenarios) {
    std::cout << absl::StrFormat("%-*s  %-13s  %-*s  %s\n", static_cast<int>(id_width), scenario->id, RolesOf(*scenario),
                                 static_cast<int>(rows_width), absl::StrJoin(RowsOf(*scenario), " "), scenario->transcript.title);
  }
}

// Rows of the catalogue that the selection's rows and level admit, with the number of cases that name each.
int PrintRows(const Suite& suite, const std::vector<const Scenario*>& scenarios, const Selection& selection) {
  std::map<std::string, int> cases;
  for (const Scenario* scenario : scenarios) {
    for (const std::string& row : RowsOf(*scenario)) ++cases[row];
  }
  Selection rows_only;
  rows_only.rows = selection.rows;
  rows_only.level = selection.level;
  int count = 0;
  for (const Requirement& requirement : suite.catalogue.rows()) {
    Result row;  // stands for any result of this row
    row.rows = {requirement.id};
    if (!rows_only.Keeps(row, suite.catalogue)) continue;
    std::cout << absl::StrFormat("%-12s  %s %s %-6s  %4d cases  %-22s  %s\n", requirement.id, requirement.who, requirement.level,
                                 requirement.v, cases[requirement.id], requirement.section, requirement.text);
    ++count;
  }
  return count;
}

int List(const ListFlags& flags) {
  const absl::StatusOr<Suite> suite = LoadSuite(flags.selection.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  std::vector<const Scenario*> scenarios;
  for (const Scenario& scenario : suite->scenarios) {
    if (!flags.selection.selection.Selects(scenario, suite->catalogue) || flags.selection.selection.Skips(scenario)) continue;
    if (flags.selection.role == "server" && !scenario.transcript.server_under_test) continue;
    if (flags.selection.role == "client" && !scenario.transcript.client_under_test) continue;
    scenarios.push_back(&scenario);
  }
  if (flags.rows) {
    return PrintRows(*suite, scenarios, flags.selection.selection) > 0 ? 0 : Complain(kExitNothing, "no row matches");
  }
  if (scenarios.empty()) return Complain(kExitNothing, "no case matches");
  PrintCases(scenarios);
  return 0;
}

}  // namespace

void AddList(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("list", "The cases: id, sides that it can test, rows, title");
  const auto flags = std::make_shared<ListFlags>();
  AddSelectionFlags(command, &flags->selection);
  command->add_flag("--rows", flags->rows,
                    "The rows of the catalogue instead: id, who, level, worst verdict, number of cases, section, text");
  command->footer(
      "\nExamples:\n"
      "  rtmpspec list --only 'server/chunk/*'\n"
      "  rtmpspec list --role client --level must\n"
      "  rtmpspec list --rows --row 'RTMP-XT-*'");
  command->callback([flags, exit_code] { *exit_code = List(*flags); });
}

}  // namespace rtmpspec
