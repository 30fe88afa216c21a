// rtmpspec selftest: does the suite find what it claims to find?

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

namespace rtmpspec {
namespace {

struct SelftestFlags {
  SelectionFlags selection;
  std::vector<std::string> faults;
  int jobs = 0;
  bool all_cases = false;
  bool only_faults = false;
  bool only_mirrors = false;
  bool only_mutants = false;
  bool verbose = false;
};

// Of the wire mutants, in percent.
constexpr double kWantedShare = 90;

const char* SideName(Side side) { return side == Side::kServer ? "server" : "client"; }

// "server/handshake/plain:echo (RTMP-HS-16 FAIL) and 3 more": a case is named once, whatever its deliveries.
std::string Summary(const std::vector<Finding>& findings) {
  std::set<std::string> keys;
  for (const Finding& finding : findings) keys.insert(finding.key);
  const std::string more = keys.size() > 1 ? absl::StrCat(" and ", keys.size() - 1, " more") : "";
  return absl::StrCat(findings.front().key, " (", findings.front().row, " ", std::string(VerdictName(findings.front().verdict)),
                      ")", more);
}

std::string Describe(const FaultOutcome& outcome, bool verbose) {
  std::string text =
      absl::StrFormat("%-9s %-6s  %-40s ", outcome.found() ? "found" : "NOT FOUND", SideName(outcome.side), outcome.fault->name);
  if (outcome.found()) {
    absl::StrAppend(&text, Summary(outcome.own));
  } else {
    absl::StrAppend(&text, absl::StrJoin(outcome.fault->rows, " "), ": ", outcome.fault->text);
    if (!outcome.other.empty()) absl::StrAppend(&text, "; red is ", Summary(outcome.other));
  }
  if (!verbose) return text;
  for (const auto* findings : {&outcome.own, &outcome.other}) {
    for (const Finding& finding : *findings) {
      absl::StrAppend(&text, "\n    ", std::string(VerdictName(finding.verdict)), " ", finding.row, " ", finding.key, " [",
                      finding.delivery, "] ", finding.text);
    }
  }
  return text;
}

struct Score {
  int passed = 0;
  int failed = 0;
};

Score Faults(const std::vector<Fault>& faults, const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue,
             const SelftestFlags& flags) {
  const std::vector<FaultOutcome> outcomes = RunFaults(faults, scenarios, catalogue, flags.jobs, flags.all_cases);
  Score score;
  std::set<std::string> rows;
  for (const FaultOutcome& outcome : outcomes) {
    std::cout << Describe(outcome, flags.verbose) << "\n";
    ++(outcome.found() ? score.passed : score.failed);
    for (const Finding& finding : outcome.own) rows.insert(finding.row);
  }
  std::cout << absl::StrFormat("%d faults in %d roles: %d found under their own row, %d not; %d rows turned red\n", faults.size(),
                               outcomes.size(), score.passed, score.failed, rows.size());
  return score;
}

// The share of what cases ask for that they look at closely; each change that none noticed is listed.
Score Mutants(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue, const SelftestFlags& flags) {
  const std::vector<CaseMutants> cases = RunWireMutants(scenarios, catalogue, flags.jobs);
  std::map<MutantFate, int> fates;
  std::set<std::string> rows;
  for (const CaseMutants& one : cases) {
    for (const Mutant& mutant : one.mutants) {
      ++fates[mutant.fate];
      rows.insert(mutant.rows.begin(), mutant.rows.end());
      if (mutant.fate == MutantFate::kSurvived) {
        std::cout << absl::StrFormat("survived  %-6s  %s: %s of %s\n", SideName(one.side), one.scenario->id,
                                     mutant.mutation.field, mutant.message);
      }
    }
  }
  const int found = fates[MutantFate::kFound], survived = fates[MutantFate::kSurvived];
  const int elsewhere = fates[MutantFate::kElsewhere];
  const auto percent = [](int part, int rest) { return part + rest == 0 ? 100 : 100.0 * part / (part + rest); };
  const double share = percent(found, survived);
  std::cout << absl::StrFormat(
      "wire mutants: %d found, under %d rows; %d survived (%.1f %% found)\n"
      "  %d more are left open by the case and found by another (%.1f %% found by the case itself)\n"
      "  not counted: %d of messages that the case does not ask for, %d of fields that no rule binds, %d in what the case stands "
      "on\n",
      found, rows.size(), survived, share, elsewhere, percent(found, survived + elsewhere), fates[MutantFate::kUnasked],
      fates[MutantFate::kOpen], fates[MutantFate::kPrelude]);
  Score score;
  ++(share >= kWantedShare ? score.passed : score.failed);
  return score;
}

// What the reference's client and its server said to each other, held against the transcripts about both. A case that no fault
// turns red there is none.
Score Mirrors(const std::vector<Fault>& faults, const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue,
              const SelftestFlags& flags) {
  Score score;
  std::set<std::string> found;
  for (const MirrorOutcome& outcome : RunMirrors(scenarios, faults, catalogue, flags.jobs)) {
    const bool passed = outcome.matched() && !outcome.faults.empty();
    ++(passed ? score.passed : score.failed);
    found.insert(outcome.faults.begin(), outcome.faults.end());
    if (passed && !flags.verbose) continue;
    std::cout << absl::StrFormat("%-11s mirror  %s",
                                 passed              ? "matched"
                                 : outcome.matched() ? "NEVER RED"
                                                     : "NOT MATCHED",
                                 outcome.scenario->id);
    if (!outcome.faults.empty()) std::cout << "  red under " << absl::StrJoin(outcome.faults, ", ");
    std::cout << "\n";
    for (const Finding& finding : outcome.wrong) {
      std::cout << "    " << VerdictName(finding.verdict) << " " << finding.row << " " << finding.key << " [" << finding.delivery
                << "] " << finding.text << "\n";
    }
  }
  std::cout << absl::StrFormat(
      "mirror: %d cases about both sides, the reference's client against its server: %d matched and turned red by a fault, %d "
      "not; %d faults seen\n",
      score.passed + score.failed, score.passed, score.failed, found.size());
  return score;
}

int Selftest(const SelftestFlags& flags) {
  const absl::StatusOr<Suite> suite = LoadSuite(flags.selection.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  const absl::StatusOr<std::vector<Fault>> faults = SelectFaults(flags.faults, suite->catalogue);
  if (!faults.ok()) return Complain(kExitUsage, faults.status().message());
  const std::vector<const Scenario*> scenarios = SelectScenarios(flags.selection, *suite);
  if (faults->empty() && !flags.only_mutants) return Complain(kExitNothing, "no fault has such a name");
  if (scenarios.empty()) return Complain(kExitNothing, "no case matches");
  Score score;
  const bool one_kind = flags.only_faults || flags.only_mirrors || flags.only_mutants;
  if (!one_kind || flags.only_faults) score = Faults(*faults, scenarios, suite->catalogue, flags);
  if (flags.only_mirrors || (!one_kind && flags.faults.empty())) {
    const Score mirrors = Mirrors(*faults, scenarios, suite->catalogue, flags);
    score.passed += mirrors.passed;
    score.failed += mirrors.failed;
  }
  if (flags.only_mutants || (!one_kind && flags.faults.empty())) {
    const Score mutants = Mutants(scenarios, suite->catalogue, flags);
    score.passed += mutants.passed;
    score.failed += mutants.failed;
  }
  std::cout << absl::StrFormat("%d passed, %d failed\n", score.passed, score.failed);
  return score.failed == 0 ? 0 : kExitFailures;
}

}  // namespace

void AddSelftest(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("selftest", "Break the reference on purpose, rule by rule: does a case turn red?");
  const auto flags = std::make_shared<SelftestFlags>();
  AddSelectionFlags(command, &flags->selection);
  command->add_option("--fault", flags->faults, "Only faults with such a name; may be repeated")
      ->type_name("GLOB")
      ->expected(1)
      ->take_all();
  command->add_flag("--all-cases", flags->all_cases,
                    "Every case against every fault: without, those about its rows, and the others where they do not find it");
  CLI::Option* only_faults = command->add_flag("--only-faults", flags->only_faults, "Faults, and nothing else");
  CLI::Option* only_mirrors =
      command->add_flag("--only-mirrors", flags->only_mirrors, "The reference's client against its server, and nothing else")
          ->excludes(only_faults);
  command->add_flag("--only-mutants", flags->only_mutants, "Wire mutants, and nothing else")
      ->excludes(only_faults)
      ->excludes(only_mirrors);
  command->add_option("--jobs,-j", flags->jobs, "Faults at the same time. Without: one a core")->check(CLI::Range(1, 64));
  command->add_flag("-v,--verbose", flags->verbose, "Every result that a fault changed");
  command->footer(
      "\nThe faults are listed in conformance/faults/faults.toml. A fault is found when a case or a check of a row that it "
      "breaks\n"
      "comes out worse than it does with the right reference, in whole or byte by byte.\n"
      "Cases about both sides have a third run, with nothing played: the reference's client talks to its server, and the lines "
      "of\n"
      "both must be met; with a fault of its rows on either side it must turn red.\n"
      "Wire mutants change what the right reference sends: each field of each message of each case, or the message is dropped,\n"
      "doubled, or changes places with the next. What no case notices is listed; 90 % must be noticed.\n"
      "\nExamples:\n"
      "  rtmpspec selftest\n"
      "  rtmpspec selftest --fault 'ack-*' -v\n"
      "\nExit status: 0 all found, 1 some not, 2 usage, 4 no such fault or case.");
  command->callback([flags, exit_code] {
    if (const std::optional<int> status = RunDeviantProgram()) {
      *exit_code = *status;
    } else {
      *exit_code = Selftest(*flags);
    }
  });
}

}  // namespace rtmpspec
