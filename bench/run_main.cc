// Runs every benchmark of this folder in one process, the peers' beside ours, and prints one table. bench/run calls it.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "bench/report/comparison.h"
#include "bench/report/grid.h"
#include "bench/support/measure.h"

namespace rtmp::bench {
namespace {

// What the plot shows.
const std::vector<std::string> kPlotted = {
    "decode mix, chunk 4096", "decode mix, chunk 128",        "decode 200 B audio, chunk 4096", "encode mix, chunk 4096",
    "encode mix, chunk 128",  "AMF0 decode connect",          "AMF0 decode onMetaData",         "AMF0 encode connect",
    "AMF0 encode onMetaData", "handshake of a server, plain",
};

// Collects instead of printing; a line of progress on stderr.
class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const std::string& name = run.run_name.function_name;
      const size_t slash = name.rfind('/');
      Cell& cell = comparison.At(name.substr(0, slash), name.substr(slash + 1));
      if (run.error_occurred) cell.error = run.error_message;
      for (const auto& [counter, value] : run.counters) {
        if (counter == "ns") cell.ns.push_back(value);
        if (counter == "allocs") cell.allocations = value;
        if (counter == "live_bytes") cell.live_bytes = value;
      }
    }
  }
  Comparison comparison{RegisteredRows()};
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The files of --also: tables that scripts made, `TITLE=PATH`.
struct Also {
  std::string title;
  Grid grid;
};

int Main(int argc, char** argv) {
  std::string readme, plot;
  std::vector<Also> tables;
  std::vector<char*> rest;
  for (int i = 0; i < argc; ++i) {
    const absl::string_view argument = argv[i];
    if (argument.substr(0, 9) == "--readme=") {
      readme = std::string(argument.substr(9));
    } else if (argument.substr(0, 7) == "--plot=") {
      plot = std::string(argument.substr(7));
    } else if (argument.substr(0, 7) == "--also=") {
      const std::vector<std::string> parts = absl::StrSplit(argument.substr(7), absl::MaxSplits('=', 1));
      if (parts.size() == 2) tables.push_back({parts[0], FromTabs(ReadFile(parts[1]))});
    } else {
      rest.push_back(argv[i]);
    }
  }
  int count = static_cast<int>(rest.size());
  benchmark::Initialize(&count, rest.data());
  if (benchmark::ReportUnrecognizedArguments(count, rest.data())) return 2;
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  const Comparison& comparison = collector.comparison;

  std::vector<std::string> peers = {"librtmp", "FFmpeg"};
  std::string notes;
#ifndef RTMPSPEC_BENCH_LIBRTMP
  absl::StrAppend(&notes, "librtmp: not measured. Debian: apt-get install librtmp-dev, and configure again.\n");
#endif
#ifndef RTMPSPEC_BENCH_LIBAVFORMAT
  absl::StrAppend(&notes, "FFmpeg: not measured. Debian: apt-get install libavformat-dev, and configure again.\n");
#endif
  const Grid grid = comparison.ToGrid(peers);
  std::string text = absl::StrCat(ToText(grid), notes);
  std::string markdown = absl::StrCat(ToMarkdown(grid), notes.empty() ? "" : "\n", notes);
  for (const Also& also : tables) {
    absl::StrAppend(&text, "\n", also.title, "\n", ToText(also.grid));
    absl::StrAppend(&markdown, "\n", also.title, "\n\n", ToMarkdown(also.grid));
  }
  std::fputs(text.c_str(), stdout);
  if (comparison.has_errors()) return 1;
  if (!readme.empty()) {
    const absl::StatusOr<std::string> written = ReplaceBlock(ReadFile(readme), "table", absl::StrCat("\n", markdown, "\n"));
    if (!written.ok()) {
      std::fprintf(stderr, "%s: %s\n", readme.c_str(), std::string(written.status().message()).c_str());
      return 1;
    }
    std::ofstream(readme) << *written;
  }
  if (!plot.empty()) std::ofstream(plot) << ToSvg(comparison, kPlotted, {"memcpy", "rtmpspec", "librtmp"});
  return 0;
}

}  // namespace
}  // namespace rtmp::bench

int main(int argc, char** argv) { return rtmp::bench::Main(argc, argv); }
