// Runs a fuzz target over files: the program behind fuzz_replay/* in ctest. Needs no libFuzzer.
//
//   chunk_decoder_replay [--verbose] FILE_OR_FOLDER... [--optional FOLDER...]
//
// Exits with 1 when an argument is missing or an input folder before --optional has no file: a corpus that went away must not
// pass.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

std::string* current_file = nullptr;

void NameCurrentFile(int signal) {
  if (current_file != nullptr) std::fprintf(stderr, "failing input: %s\n", current_file->c_str());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

// The files under `path` in the order of their names; manifests say where seeds come from and are no inputs.
std::vector<fs::path> Inputs(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return {path};
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, ignored)) {
    if (entry.is_regular_file(ignored) && entry.path().filename() != "manifest.txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void Run(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::vector<char> read{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  // No byte more than the input has, so that a sanitizer sees a read past the end.
  const std::unique_ptr<uint8_t[]> data(new uint8_t[read.size()]);
  if (!read.empty()) std::memcpy(data.get(), read.data(), read.size());
  std::string name = file.string();
  current_file = &name;
  LLVMFuzzerTestOneInput(data.get(), read.size());
  current_file = nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, NameCurrentFile);
  bool verbose = false;
  bool optional = false;
  size_t runs = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--verbose") {
      verbose = true;
      continue;
    }
    if (argument == "--optional") {
      optional = true;
      continue;
    }
    const std::vector<fs::path> files = Inputs(argument);
    if (files.empty() && !optional) {
      std::fprintf(stderr, "no input in %s\n", argument.c_str());
      return 1;
    }
    for (const fs::path& file : files) {
      if (verbose) std::fprintf(stderr, "%s\n", file.c_str());
      Run(file);
      ++runs;
    }
  }
  if (runs == 0) {
    std::fprintf(stderr, "usage: %s [--verbose] FILE_OR_FOLDER... [--optional FOLDER...]\n", argv[0]);
    return 1;
  }
  std::printf("%zu inputs hold\n", runs);
  return 0;
}
