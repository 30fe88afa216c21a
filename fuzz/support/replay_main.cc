// Runs a fuzz target over files: the program behind fuzz_replay/* in ctest. Needs no libFuzzer.
//
//   chunk_decoder_replay [--verbose] [--speed] FILE_OR_FOLDER... [--optional FOLDER...]
//
// Exits with 1 when an argument is missing or an input folder before --optional has no file: a corpus that went away must not
// pass. --speed runs the shorter half of the inputs for two seconds of processor time, as the fuzzing program would, and prints
// runs a second. A finding comes with its file and how to look at it.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "fuzz/support/fuzzing_options.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// Of a sanitizer's library, if there is one.
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

namespace fs = std::filesystem;

std::string* current_file = nullptr;
std::string target = "TARGET";  // from the program's name

void SayHowToRepeat() {
  if (current_file == nullptr) return;
  std::fprintf(stderr, "failing input: %s\nrepeat it:     %s_replay %s\nwhat it says:  rtmpspec from-input %s %s\n",
               current_file->c_str(), target.c_str(), current_file->c_str(), target.c_str(), current_file->c_str());
}

void OnAbort(int signal) {
  SayHowToRepeat();
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

struct Input {
  std::unique_ptr<uint8_t[]> data;  // no byte more than the input has, so that a sanitizer sees a read past the end
  size_t size;
};

Input Read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::vector<char> read{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  Input input{std::unique_ptr<uint8_t[]>(new uint8_t[read.size()]), read.size()};
  if (!read.empty()) std::memcpy(input.data.get(), read.data(), read.size());
  return input;
}

void Run(const fs::path& file) {
  const Input input = Read(file);
  std::string name = file.string();
  current_file = &name;
  LLVMFuzzerTestOneInput(input.data.get(), input.size);
  current_file = nullptr;
}

// A sanitizer reads its options before main.
void BeginAgainAsFuzzing(char** argv) {
  if (__sanitizer_set_death_callback == nullptr || getenv("ASAN_OPTIONS") != nullptr) return;
  setenv("ASAN_OPTIONS", rtmp::kFuzzingOptions, 0);
  execv("/proc/self/exe", argv);
}

// Runs two seconds of processor time over the shorter half: fuzzing likes short inputs.
void MeasureSpeed(const std::vector<fs::path>& files) {
  std::vector<Input> inputs;
  for (const fs::path& file : files) inputs.push_back(Read(file));
  std::sort(inputs.begin(), inputs.end(), [](const Input& a, const Input& b) { return a.size < b.size; });
  inputs.resize((inputs.size() + 1) / 2);
  size_t bytes = 0;
  for (const Input& input : inputs) bytes += input.size;
  // The processor's time: others may want it too.
  const std::clock_t begin = std::clock();
  size_t runs = 0;
  double seconds = 0;
  while (seconds < 2) {
    for (const Input& input : inputs) LLVMFuzzerTestOneInput(input.data.get(), input.size);
    runs += inputs.size();
    seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  }
  std::printf("%.0f runs a second, %zu bytes each\n", static_cast<double>(runs) / seconds, bytes / inputs.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, OnAbort);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(SayHowToRepeat);
  target = fs::path(argv[0]).filename().string();
  target = target.substr(0, target.rfind("_replay"));
  bool verbose = false;
  bool speed = false;
  bool optional = false;
  size_t runs = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--verbose") {
      verbose = true;
      continue;
    }
    if (argument == "--speed") {
      speed = true;
      BeginAgainAsFuzzing(argv);
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
    if (speed && !files.empty()) {
      MeasureSpeed(files);
      return 0;
    }
    for (const fs::path& file : files) {
      if (verbose) std::fprintf(stderr, "%s\n", file.c_str());
      Run(file);
      ++runs;
    }
  }
  if (runs == 0) {
    std::fprintf(stderr, "usage: %s [--verbose] [--speed] FILE_OR_FOLDER... [--optional FOLDER...]\n", argv[0]);
    return 1;
  }
  std::printf("%zu inputs hold\n", runs);
  return 0;
}
