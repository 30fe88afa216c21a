// The subcommands of rtmpspec. Each function adds one to `app`; when the user asked for it, it runs while the arguments are
// parsed and leaves the program's exit code in `exit_code`. A file a subcommand: run.cc, list.cc, explain.cc, lint.cc, serve.cc,
// selftest.cc, coverage.cc, listen.cc, from_input.cc.
#ifndef RTMPSPEC_CONFORMANCE_CLI_COMMANDS_H_
#define RTMPSPEC_CONFORMANCE_CLI_COMMANDS_H_

namespace CLI {
class App;
}

namespace rtmpspec {

// Exit codes; where several apply the first of them, in the order 2, 4, 5, 3, 1.
inline constexpr int kExitFailures = 1;     // something failed that was not expected to
inline constexpr int kExitUsage = 2;        // wrong arguments, or transcripts that do not parse or lint
inline constexpr int kExitUnreachable = 3;  // the target cannot be started or reached, or died for good
inline constexpr int kExitNothing = 4;      // no case matched, or none of them ran
inline constexpr int kExitHarness = 5;      // the suite itself failed

void AddRun(CLI::App& app, int* exit_code);
void AddList(CLI::App& app, int* exit_code);
void AddExplain(CLI::App& app, int* exit_code);
void AddLint(CLI::App& app, int* exit_code);
void AddServe(CLI::App& app, int* exit_code);
void AddSelftest(CLI::App& app, int* exit_code);
void AddCoverage(CLI::App& app, int* exit_code);
void AddListen(CLI::App& app, int* exit_code);
void AddFromInput(CLI::App& app, int* exit_code);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_COMMANDS_H_
