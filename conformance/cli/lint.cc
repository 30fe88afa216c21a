// rtmpspec lint: what is wrong with transcripts, without running them.
#include "conformance/language/lint.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/suite_files.h"
#include "conformance/language/parser.h"

namespace rtmpspec {
namespace {

struct LintFlags {
  std::vector<std::string> files;
  std::string transcripts;
};

// Ids of the files, which must stand below `directory`; each is parsed by itself first, so that mistakes elsewhere do not hide
// its own.
absl::StatusOr<std::set<std::string>> ParseFiles(const std::vector<std::string>& files, const std::string& directory) {
  std::set<std::string> ids;
  std::string mistakes;
  for (const std::string& file : files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) return text.status();
    std::error_code error;
    const std::filesystem::path relative = std::filesystem::proximate(file, directory, error).replace_extension();
    if (error || relative.empty() || *relative.begin() == "..") {
      return absl::InvalidArgumentError(absl::StrCat(file, " is not below ", directory, "; name its folder with --transcripts"));
    }
    ids.insert(relative.generic_string());
    const absl::StatusOr<Transcript> transcript = ParseTranscript(*text, file, relative.generic_string());
    if (!transcript.ok()) absl::StrAppend(&mistakes, mistakes.empty() ? "" : "\n", transcript.status().message());
  }
  if (!mistakes.empty()) return absl::InvalidArgumentError(mistakes);
  return ids;
}

int LintFiles(const LintFlags& flags) {
  const std::string directory = flags.transcripts.empty() ? absl::StrCat(DataDirectory(), "/transcripts") : flags.transcripts;
  const absl::StatusOr<std::set<std::string>> ids = ParseFiles(flags.files, directory);
  if (!ids.ok()) return Complain(kExitUsage, ids.status().message());
  absl::StatusOr<Suite> suite = LoadSuite(flags.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  if (!ids->empty()) {
    std::vector<Scenario>& all = suite->scenarios;
    all.erase(std::remove_if(all.begin(), all.end(), [&](const Scenario& s) { return ids->count(s.transcript.id) == 0; }),
              all.end());
  }
  const std::vector<std::string> mistakes = Lint(suite->scenarios, suite->catalogue);
  for (const std::string& mistake : mistakes) std::cout << mistake << "\n";
  std::set<std::string> transcripts;
  for (const Scenario& scenario : suite->scenarios) transcripts.insert(scenario.transcript.id);
  std::cout << transcripts.size() << " transcripts, " << suite->scenarios.size() << " cases, " << mistakes.size()
            << " mistakes\n";
  return mistakes.empty() ? 0 : kExitUsage;
}

}  // namespace

void AddLint(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("lint", "What is wrong with transcripts, without running them");
  const auto flags = std::make_shared<LintFlags>();
  command->add_option("files", flags->files, "Transcripts; without: all")->type_name("FILE");
  command->add_option("--transcripts", flags->transcripts, "The folder that they stand in, with its prelude/")->type_name("DIR");
  command->footer(
      "\nExamples:\n"
      "  rtmpspec lint\n"
      "  rtmpspec lint conformance/transcripts/server/handshake/echo.transcript\n"
      "  rtmpspec lint --transcripts my_cases");
  command->callback([flags, exit_code] { *exit_code = LintFiles(*flags); });
}

}  // namespace rtmpspec
