// rtmpspec run: tests a target and reports.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/run_jobs.h"
#include "conformance/cli/run_profile.h"
#include "conformance/cli/run_target.h"
#include "conformance/cli/selection_flags.h"
#include "conformance/cli/suite_files.h"
#include "conformance/language/lint.h"
#include "conformance/report/json.h"
#include "conformance/report/junit.h"
#include "conformance/report/merge.h"
#include "conformance/report/terminal.h"
#include "conformance/runner/process.h"

namespace rtmpspec {
namespace {

struct RunFlags {
  SelectionFlags selection;
  TargetFlags target;
  ProfileFlags profile;
  RunOptions options;
  int jobs = 0;  // 0: as many as the target bears
  int repeat = 1;
  bool verbose = false;
  std::string json, junit;
  std::vector<std::string> deliveries;
};

// What of the suite is to run, and what is reported without having run, and why.
struct Plan {
  struct Skipped {
    Scenario scenario;
    Verdict verdict = Verdict::kSkip;
    std::string reason;
  };
  std::vector<Scenario> run;
  std::vector<Skipped> skip;
};

// Why this target cannot play its part in the case; empty where it can.
std::string LackedDrive(const Scenario& scenario, const RunTarget& target) {
  const std::string& drive = scenario.transcript.drive;
  if (target.roles != std::vector<Side>{Side::kClient} || drive == "any") return "";
  if (std::find(target.drives.begin(), target.drives.end(), drive) != target.drives.end()) return "";
  return absl::StrCat("needs a --", drive);
}

Plan MakePlan(const Suite& suite, const Selection& selection, const RunTarget& target, const Expectations& expectations) {
  Plan plan;
  for (const Scenario& scenario : suite.scenarios) {
    const bool has_role =
        std::any_of(target.roles.begin(), target.roles.end(), [&](Side role) { return HasRole(scenario, role); });
    if (!has_role || !selection.Selects(scenario, suite.catalogue)) continue;
    std::string reason = selection.Skips(scenario) ? "--skip" : LackedDrive(scenario, target);
    if (!reason.empty()) {
      plan.skip.push_back({scenario, Verdict::kSkip, std::move(reason)});
    } else if (const std::string feature = LackedFeature(expectations, scenario); !feature.empty()) {
      plan.skip.push_back({scenario, Verdict::kUnsupported, absl::StrCat("the profile says that this stack lacks: ", feature)});
    } else {
      plan.run.push_back(scenario);
    }
  }
  return plan;
}

const char* RoleName(Side role) { return role == Side::kServer ? "server" : "client"; }

void AppendSkipped(const Plan& plan, const std::vector<Side>& roles, const RunOptions& options, RunReport* report) {
  for (const auto& [scenario, verdict, reason] : plan.skip) {
    for (const Side role : roles) {
      if (!HasRole(scenario, role)) continue;
      for (const std::string& delivery : DeliveriesOf(scenario, role, options)) {
        Result result;
        result.id = scenario.id;
        result.rows = scenario.transcript.rows;
        result.role = RoleName(role);
        result.delivery = delivery;
        result.verdict = verdict;
        result.note = reason;
        report->results.push_back(std::move(result));
      }
    }
  }
}

// Mistakes in what would run; other transcripts are none of this run's business.
std::string LintPlan(const Plan& plan, const Catalogue& catalogue) { return absl::StrJoin(Lint(plan.run, catalogue), "\n"); }

bool CanWrite(const std::string& path) { return path.empty() || std::ofstream(path, std::ios::app).good(); }

bool WriteFile(const std::string& path, const std::string& text) {
  if (path.empty()) return true;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  return static_cast<bool>(file << text << std::flush);
}

// Cases mostly wait, on a target that they share as on processes of their own (what fails beside others is run again alone). To
// start a process for every case is work for the processor, of which more at a time than it can do only get into each other's
// way.
int UsualJobs(const TargetFlags& flags, const RunTarget& target) {
  constexpr int kWaiting = 16, kStartingOfACore = 5;
  if (target.in_process) return 1;
  if (!flags.fresh || !target.own_process) return kWaiting;
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return std::min(kWaiting, kStartingOfACore * cores);
}

int Run(RunFlags& flags) {
  flags.target.role = flags.selection.role;
  flags.target.seed = flags.options.seed;
  flags.target.timeout_scale = flags.options.timeout_scale;
  const absl::StatusOr<Expectations> expectations = LoadExpectations(flags.profile, &flags.target);
  if (!expectations.ok()) return Complain(kExitUsage, expectations.status().message());
  const absl::StatusOr<RunTarget> target = MakeTarget(flags.target);
  if (!target.ok()) return Complain(kExitUsage, target.status().message());
  for (const std::string& text : flags.deliveries) {
    const absl::StatusOr<Variant> variant = Variant::Parse(text);
    if (!variant.ok()) return Complain(kExitUsage, variant.status().message());
    flags.options.deliveries.push_back(*variant);
  }
  for (const std::string& path : {flags.json, flags.junit, flags.profile.write_baseline}) {
    if (!CanWrite(path)) return Complain(kExitUsage, absl::StrCat("cannot write ", path));
  }
  const absl::StatusOr<Suite> suite = LoadSuite(flags.selection.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  if (const absl::Status pinned = CheckPinned(*expectations, *suite); !pinned.ok()) return Complain(kExitUsage, pinned.message());
  const Selection& selection = flags.selection.selection;
  const Plan plan = MakePlan(*suite, selection, *target, *expectations);
  if (plan.run.empty() && plan.skip.empty()) return Complain(kExitNothing, "no case matches; `rtmpspec list` shows all");
  if (const std::string mistakes = LintPlan(plan, suite->catalogue); !mistakes.empty()) return Complain(kExitUsage, mistakes);

  Terminal terminal(std::cout, suite->catalogue, [&] {
    TerminalStyle style = TerminalStyle::For(STDOUT_FILENO);
    style.verbose = flags.verbose;
    return style;
  }());
  RunOptions options = flags.options;
  options.on_result = [&](const Result& result, int done, int total) {
    if (selection.Keeps(result, suite->catalogue)) terminal.Progress(result, done, total);
  };
  if (expectations->baseline.has_value()) {
    options.is_known = [&](const Result& result) { return IsKnown(*expectations->baseline, result); };
  }
  RunReport report;
  report.tool_version = RTMPSPEC_VERSION;
  report.catalogue_version = suite->catalogue.version();
  report.target = target->name;
  report.repeat_prefix = target->repeat_prefix;
  if (!flags.profile.baseline.empty())
    absl::StrAppend(&report.repeat_prefix, " --baseline ", ShellQuoted(flags.profile.baseline));
  report.seed = options.seed;
  report.strict = options.strict;
  const int jobs = flags.jobs > 0 ? flags.jobs : UsualJobs(flags.target, *target);
  for (int round = 0; round < flags.repeat && !report.target_unreachable && !plan.run.empty(); ++round) {
    for (const Side role : target->roles) RunJobs(plan.run, suite->catalogue, *target, role, options, jobs, &report);
  }
  AppendSkipped(plan, target->roles, options, &report);
  report.results.erase(std::remove_if(report.results.begin(), report.results.end(),
                                      [&](const Result& result) { return !selection.Keeps(result, suite->catalogue); }),
                       report.results.end());
  report.Sort();
  AddVersion(*expectations, &report);
  const std::string baseline = RenderBaseline(report);
  HoldAgainst(*expectations, *suite, selection.all(), &report);

  terminal.Finish(report);
  for (const auto& [path, text] :
       {std::pair(flags.json, RenderJson(report, suite->catalogue)),
        std::pair(flags.junit, RenderJunit(report, suite->catalogue)), std::pair(flags.profile.write_baseline, baseline)}) {
    if (!WriteFile(path, text)) return Complain(kExitHarness, absl::StrCat("cannot write ", path));
  }
  if (report.target_unreachable && report.ExitCode() == kExitUnreachable)
    Complain(0, absl::StrCat("cannot reach ", report.target));
  if (report.passed() + report.failed() == 0 && !report.target_unreachable) return Complain(kExitNothing, "no case ran");
  return report.ExitCode();
}

void AddVariantFlags(CLI::App* command, RunOptions* options, std::vector<std::string>* deliveries) {
  const std::map<std::string, VariantSet> sets = {
      {"none", VariantSet::kNone}, {"default", VariantSet::kDefault}, {"all", VariantSet::kAll}};
  command
      ->add_option(
          "--variants", options->variants,
          "How each case is put on the wire. none: consecutive lines in one write; default: a byte a write, too; all: random "
          "cuts, chunk sizes, signed handshakes, long basic headers and AMF3 commands, too, any two of them together")
      ->transform(CLI::CheckedTransformer(sets, CLI::ignore_case))
      ->type_name("none|default|all")
      ->default_str("default");
  command->add_option("--cuttings", options->cuttings, "Each case under N random cuttings more")
      ->check(CLI::Range(0, 1000000))
      ->type_name("N");
  command
      ->add_option("--delivery", *deliveries,
                   "One variant alone, as far as a case bears it, named as in reports: whole, bytewise, random:N, behind that "
                   "chunk=SIZE handshake=digest0 "
                   "basic=2 amf=3")
      ->expected(1)
      ->take_all()
      ->type_name("VARIANT");
}

}  // namespace

void AddRun(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("run", "Test a server, a client, or the built-in reference, and report");
  const auto flags = std::make_shared<RunFlags>();
  command->add_option("url", flags->target.url,
                      "A server that runs already: rtmp[s]://host[:port]/app. Without: the built-in reference");
  CLI::Option* ca =
      command->add_option("--ca", flags->target.ca, "... whose certificate these authorities signed (PEM); default: the system's")
          ->type_name("FILE");
  command->add_flag("--insecure", flags->target.insecure, "... whatever its certificate")->excludes(ca);
  CLI::Option* server = command->add_option("--server", flags->target.server, "Start this server, {port} replaced by a free port")
                            ->type_name("CMD");
  command->add_flag("--fresh", flags->target.fresh, "... a new one for every case")->needs(server);
  command->add_option("--app", flags->target.app, "... with this application")->needs(server)->capture_default_str();
  command
      ->add_option("--publisher", flags->target.publisher,
                   "Test this client: started for every case, {url} replaced by where to publish, {media} by an FLV file")
      ->type_name("CMD");
  command
      ->add_option("--player", flags->target.player,
                   "Test this client: started for every case, {url} replaced by what to play, {out} by a file to write")
      ->type_name("CMD");
  command
      ->add_option("--shim", flags->target.shim,
                   "Test this library: started for every connection with --connect PORT --role server|client, it dials that port "
                   "of 127.0.0.1; see conformance/runner/shim_peer.h")
      ->type_name("CMD");
  command->add_option("--media", flags->target.media, "The file for {media}. Without: a small one of the suite's")
      ->type_name("FILE");
  AddProfileFlags(command, &flags->profile);
  AddSelectionFlags(command, &flags->selection);
  command->add_flag("--strict", flags->options.strict, "NONSTRICT counts as failed");
  command->add_flag("--slow", flags->options.slow, "Run cases that wait for minutes, too");
  command->add_option("--seed", flags->options.seed, "Where random bytes and stream names start from")->capture_default_str();
  command->add_option("--timeout-scale", flags->options.timeout_scale, "Multiplies every deadline: more for a slow machine")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      ->add_option("--jobs,-j", flags->jobs,
                   "Cases at the same time. Without: 16, 5 a core where each starts a process of its own, 1 in this process")
      ->check(CLI::Range(1, 64));
  AddVariantFlags(command, &flags->options, &flags->deliveries);
  command->add_option("--repeat", flags->repeat, "Run everything N times; the worst verdict counts")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--json", flags->json, "Write the report as JSON")->type_name("FILE");
  command->add_option("--junit", flags->junit, "Write the report as JUnit XML")->type_name("FILE");
  command->add_flag("-v,--verbose", flags->verbose, "Every result as it comes, and remarks in full");
  command->footer(
      "\nExamples:\n"
      "  rtmpspec run                                              the built-in reference, both roles\n"
      "  rtmpspec run rtmp://127.0.0.1:1935/live --json out.json   a running server\n"
      "  rtmpspec run rtmps://localhost:1936/live --insecure       over TLS\n"
      "  rtmpspec run --server './my_server --port {port}' --fresh a server started for every case\n"
      "  rtmpspec run --publisher 'ffmpeg -re -stream_loop -1 -i {media} -c copy -f flv {url}'\n"
      "                                                            a client that publishes, a process for every case\n"
      "  rtmpspec run --player 'ffmpeg -i {url} -c copy -y {out}'  a client that plays\n"
      "  rtmpspec run --profile nginx-rtmp                         a stack of conformance/peers/, against what is known of it\n"
      "  rtmpspec run --shim ./my_shim                             a library, through a small program of yours\n"
      "  rtmpspec run --only server/handshake --only '*:answered'  a folder, and a check by its label\n"
      "  rtmpspec run --level must --skip 'server/media/*'         binding rules, without media\n"
      "  rtmpspec run --variants all                               for a night: every case in a dozen variants\n"
      "\nGLOB: `*` stands for any characters, `/` too; a name also stands for everything below it.\n"
      "The last line is `N passed, M failed, K skipped`; passed holds PASS, INFO, NONSTRICT and UNSUPPORTED.\n"
      "Exit status: 0 as expected, 1 failures, 2 usage, 3 target not reachable, 4 nothing ran, 5 the suite itself failed.");
  command->callback([flags, exit_code] { *exit_code = Run(*flags); });
}

}  // namespace rtmpspec
