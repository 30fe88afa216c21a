#include "conformance/cli/deviant_program.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/suite_files.h"
#include "impl/bytes/deviation.h"

namespace rtmpspec {
namespace {

// This process's arguments: CLI11 hands its callbacks none.
std::vector<std::string> OwnArguments() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> arguments;
  for (std::string argument; std::getline(file, argument, '\0');) arguments.push_back(argument);
  return arguments;
}

}  // namespace

std::optional<int> RunDeviantProgram() {
  if (rtmp::CanDeviate()) return std::nullopt;
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string program = (own.parent_path() / "rtmpspec_deviant").string();
  std::vector<std::string> arguments = OwnArguments();
  if (error || arguments.empty()) return Complain(kExitHarness, "this system has no /proc, which tells where the program is");
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  return Complain(kExitUsage, absl::StrCat(program, " cannot be run; build the target rtmpspec_deviant"));
}

}  // namespace rtmpspec
