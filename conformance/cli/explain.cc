// rtmpspec explain: a row of the catalogue, or a case, in words.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/selection.h"
#include "conformance/cli/suite_files.h"

namespace rtmpspec {
namespace {

struct ExplainFlags {
  std::string what;
  std::string transcripts;
};

const char* WhoInWords(const std::string& who) {
  return who == "S" ? "binds servers" : who == "C" ? "binds clients" : "binds both sides";
}

const char* LevelInWords(const std::string& level) {
  if (level == "M") return "MUST in the text";
  if (level == "S") return "SHOULD in the text";
  if (level == "Y") return "MAY in the text";
  if (level == "I") return "implied by the format or the prose";
  return "de facto: no specification says so, stacks rely on it";
}

const char* CeilingInWords(const std::string& ceiling) {
  if (ceiling == "F") return "FAIL: a binding rule";
  if (ceiling == "N") return "NONSTRICT: a deviation that fails only with --strict";
  if (ceiling == "I") return "INFO: the text is open, what a stack does is recorded";
  return "UNSUPPORTED: an optional feature";
}

void ExplainRow(const Requirement& row, const Suite& suite) {
  std::cout << row.id << "  " << row.section << "\n  " << row.text << "\n\n"
            << "  level     " << LevelInWords(row.level) << "; " << WhoInWords(row.who) << "\n"
            << "  at worst  " << CeilingInWords(row.ceiling) << "\n";
  if (!row.strict_ceiling.empty() && row.strict_ceiling != row.ceiling) {
    std::cout << "            with --strict " << CeilingInWords(row.strict_ceiling) << "\n";
  }
  if (!row.test.empty()) std::cout << "  seen by   " << row.test << "\n";
  if (!row.behaviour.empty()) {
    std::cout << "  recorded  " << (row.unrecorded.empty() ? "" : "never, ") << "as behaviour " << row.behaviour
              << (row.unrecorded.empty() ? "" : ": ") << row.unrecorded << "\n";
  }
  std::cout << "\n  cases:\n";
  bool any = false;
  for (const Scenario& scenario : suite.scenarios) {
    for (const std::string& named : scenario.transcript.rows) {
      if (named != row.id) continue;
      std::cout << "    " << scenario.id << "  " << scenario.transcript.title << "\n";
      any = true;
    }
    for (const Check& check : ChecksOf(scenario)) {
      if (check.row != row.id) continue;
      std::cout << "    " << scenario.id << ":" << check.name << "  " << scenario.transcript.title << "\n";
      any = true;
    }
  }
  if (!any) std::cout << "    none yet\n";
}

int ExplainCase(const std::vector<const Scenario*>& scenarios, const Suite& suite) {
  const Transcript& transcript = scenarios.front()->transcript;
  for (const Scenario* scenario : scenarios) std::cout << scenario->id << "\n";
  std::cout << "  " << transcript.title << "\n\n";
  std::cout << "  tests     " << (transcript.server_under_test ? "servers " : "")
            << (transcript.client_under_test ? "clients" : "") << "\n";
  std::vector<std::string> rows;
  for (const Scenario* scenario : scenarios) {
    for (const std::string& row : RowsOf(*scenario)) {
      if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
    }
  }
  for (const std::string& id : rows) {
    const Requirement* row = suite.catalogue.Find(id);
    if (row == nullptr) continue;
    std::cout << "  " << id << " (" << row->section << ")\n    " << row->text << "\n    at worst " << CeilingInWords(row->ceiling)
              << "\n";
  }
  const std::string path = absl::StrCat(suite.transcripts_directory, "/", transcript.id, ".transcript");
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return Complain(kExitHarness, text.status().message());
  std::cout << "\n" << path << "\n";
  int number = 0;
  for (absl::string_view line : absl::StrSplit(absl::StripTrailingAsciiWhitespace(*text), '\n')) {
    std::cout << absl::StrFormat("%4d  %s\n", ++number, line);
  }
  return 0;
}

int Explain(const ExplainFlags& flags) {
  const absl::StatusOr<Suite> suite = LoadSuite(flags.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  absl::string_view what = absl::StripPrefix(flags.what, "passive/");  // a passive check is named after its row
  if (const Requirement* row = suite->catalogue.Find(absl::AsciiStrToUpper(what))) {
    ExplainRow(*row, *suite);
    return 0;
  }
  const std::string id(what.substr(0, what.find(':')));
  std::vector<const Scenario*> scenarios;
  std::vector<std::string> similar;
  for (const Scenario& scenario : suite->scenarios) {
    if (scenario.id == id || scenario.transcript.id == id) {
      scenarios.push_back(&scenario);
    } else if (absl::StrContains(scenario.id, id)) {
      similar.push_back(scenario.id);
    }
  }
  if (!scenarios.empty()) return ExplainCase(scenarios, *suite);
  Complain(kExitNothing, absl::StrCat("no case and no row is called ", flags.what, similar.empty() ? "" : "; did you mean"));
  for (const std::string& candidate : similar) std::cerr << "  " << candidate << "\n";
  return kExitNothing;
}

}  // namespace

void AddExplain(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("explain", "What a row of the catalogue asks for, or what a case does, and why");
  const auto flags = std::make_shared<ExplainFlags>();
  command->add_option("what", flags->what, "A row or a case, as in a report")->required()->type_name("ROW|ID");
  command->add_option("--transcripts", flags->transcripts, "Use the transcripts of this folder")->type_name("DIR");
  command->footer(
      "\nExamples:\n"
      "  rtmpspec explain RTMP-CN-02\n"
      "  rtmpspec explain server/handshake/echo");
  command->callback([flags, exit_code] { *exit_code = Explain(*flags); });
}

}  // namespace rtmpspec
