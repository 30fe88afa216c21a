// rtmpspec from-input: the input of a fuzz target as a transcript.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "conformance/cli/commands.h"
#include "conformance/cli/input_transcript.h"
#include "conformance/cli/suite_files.h"

namespace rtmpspec {
namespace {

struct Flags {
  std::string target;
  std::string file;
};

int PrintInput(const Flags& flags) {
  const absl::StatusOr<std::string> input = ReadFile(flags.file);
  if (!input.ok()) return Complain(kExitUsage, input.status().message());
  const absl::StatusOr<std::string> transcript = InputTranscript(flags.target, rtmp::ToBytes(*input));
  if (!transcript.ok()) return Complain(kExitUsage, transcript.status().message());
  std::cout << *transcript;
  return 0;
}

}  // namespace

void AddFromInput(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("from-input", "Print the input of a fuzz target as a transcript");
  auto flags = std::make_shared<Flags>();
  command->add_option("TARGET", flags->target, "A fuzz target: chunk_decoder, server_connection, ... (fuzz/README.md)")
      ->required();
  command->add_option("FILE", flags->file, "Its input: of corpus/, or a finding")->required();
  command->callback([flags, exit_code] { *exit_code = PrintInput(*flags); });
}

}  // namespace rtmpspec
