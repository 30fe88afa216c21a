#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include "conformance/cli/commands.h"

namespace {

int Main(int argc, char** argv) {
  CLI::App app(
      "rtmpspec: conformance tests for RTMP servers and clients.\n"
      "A case is a transcript: what the client sends, what the server sends. The suite plays one side and judges the other.",
      "rtmpspec");
  app.footer(
      "\nExamples:\n"
      "  rtmpspec run                                     test the built-in reference, as a server and as a client\n"
      "  rtmpspec run rtmp://127.0.0.1:1935/live          test a server that runs already\n"
      "  rtmpspec run --server './my_server {port}'       start a server on a free port, test it, stop it\n"
      "  rtmpspec run --only 'server/chunk/*' -v          some cases, each result shown\n"
      "  rtmpspec explain RTMP-XT-04                      what a requirement says and which cases test it\n"
      "  rtmpspec serve                                   the reference as a server for real clients\n"
      "  rtmpspec listen                                  test clients that come by themselves\n"
      "\nExit status: 0 as expected, 1 failures, 2 usage or transcripts that do not lint, 3 target not reachable,\n"
      "4 nothing matched, 5 the suite itself failed. `rtmpspec COMMAND --help` tells more.");
  app.set_version_flag("--version", "rtmpspec " RTMPSPEC_VERSION);
  app.require_subcommand(1);
  int exit_code = 0;
  rtmpspec::AddRun(app, &exit_code);
  rtmpspec::AddList(app, &exit_code);
  rtmpspec::AddExplain(app, &exit_code);
  rtmpspec::AddLint(app, &exit_code);
  rtmpspec::AddServe(app, &exit_code);
  rtmpspec::AddSelftest(app, &exit_code);
  rtmpspec::AddCoverage(app, &exit_code);
  rtmpspec::AddListen(app, &exit_code);
  rtmpspec::AddFromInput(app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    const bool unknown = argc > 1 && argv[1][0] != '-' &&
                         app.get_subcommands([&](const CLI::App* command) { return command->get_name() == argv[1]; }).empty();
    std::cerr << "rtmpspec: " << (unknown ? std::string("there is no command ") + argv[1] : error.what()) << "\n"
              << "Try `rtmpspec --help`, or `rtmpspec run --help`.\n";
    return rtmpspec::kExitUsage;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  // What a library throws on a fault of ours ends as one (CLI11 on two flags of a name), with a text instead of abort().
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rtmpspec: %s\n", error.what());
  }
  return rtmpspec::kExitHarness;
}
