// A table of texts, for a terminal and for a README.
#ifndef RTMPSPEC_BENCH_REPORT_GRID_H_
#define RTMPSPEC_BENCH_REPORT_GRID_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rtmp::bench {

// The first row is the head. Rows may be shorter than it: what is missing is empty.
struct Grid {
  std::vector<std::vector<std::string>> rows;
};

// Columns aligned with spaces, the first to the left and the others to the right.
std::string ToText(const Grid& grid);
std::string ToMarkdown(const Grid& grid);

// From lines whose cells are separated by tabs, which is what scripts write. Empty lines mean nothing.
Grid FromTabs(absl::string_view text);

// `text` with what stands between the lines `<!-- begin NAME -->` and `<!-- end NAME -->` replaced. NotFound without both.
absl::StatusOr<std::string> ReplaceBlock(absl::string_view text, absl::string_view name, absl::string_view content);

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_REPORT_GRID_H_
