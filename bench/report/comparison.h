// What the benchmarks of one run found: rows of stacks beside each other.
#ifndef RTMPSPEC_BENCH_REPORT_COMPARISON_H_
#define RTMPSPEC_BENCH_REPORT_COMPARISON_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "bench/report/grid.h"

namespace rtmp::bench {

// One case, over all its repetitions.
struct Cell {
  std::vector<double> ns;  // an item, a repetition each; empty where memory is measured
  double allocations = 0;  // an item
  double live_bytes = 0;
  std::string error;

  double best() const;
  double median() const;
};

// The stacks that have a column of their own. "memcpy" is the limit, "rtmpspec" this project.
inline constexpr absl::string_view kLimit = "memcpy";
inline constexpr absl::string_view kOurs = "rtmpspec";

class Comparison {
 public:
  // Rows stand in the order of `rows`, those that are not in it behind them as they come.
  explicit Comparison(std::vector<std::string> rows = {}) : known_(std::move(rows)) {}

  Cell& At(const std::string& row, const std::string& stack);
  // Null where that stack has no such case.
  const Cell* Find(const std::string& row, absl::string_view stack) const;
  std::vector<std::string> rows() const;
  bool has_errors() const;

  // `peers` get a column each, "not measured" in all its cells where the run has nothing of that peer at all; `-` where it has
  // no call for that row. Times are the best repetition's, with the median where it says so.
  Grid ToGrid(const std::vector<std::string>& peers) const;

 private:
  bool Knows(absl::string_view stack) const;
  std::vector<std::string> known_;
  std::vector<std::string> came_;
  std::map<std::string, std::map<std::string, Cell, std::less<>>> cells_;
};

// 17.3 ns, 2.41 us, 1.20 ms.
std::string Duration(double ns);

// A bar for each stack of these rows: within a row, a bar twice as long takes twice the time.
std::string ToSvg(const Comparison& comparison, const std::vector<std::string>& rows, const std::vector<std::string>& stacks);

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_REPORT_COMPARISON_H_
