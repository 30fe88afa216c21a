#include "bench/report/grid.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rtmp::bench {
namespace {

size_t ColumnCount(const Grid& grid) {
  size_t count = 0;
  for (const auto& row : grid.rows) count = std::max(count, row.size());
  return count;
}

absl::string_view CellOf(const std::vector<std::string>& row, size_t column) {
  return column < row.size() ? absl::string_view(row[column]) : absl::string_view();
}

// Characters, not bytes: UTF-8's continuation bytes take no column.
size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

std::string ToText(const Grid& grid) {
  const size_t columns = ColumnCount(grid);
  std::vector<size_t> widths(columns, 0);
  for (const auto& row : grid.rows) {
    for (size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], Width(CellOf(row, i)));
  }
  std::string text;
  for (const auto& row : grid.rows) {
    std::string line;
    for (size_t i = 0; i < columns; ++i) {
      const absl::string_view cell = CellOf(row, i);
      const std::string padding(widths[i] - Width(cell), ' ');
      absl::StrAppend(&line, i == 0 ? "" : "  ", i == 0 ? cell : padding, i == 0 ? padding : cell);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

std::string ToMarkdown(const Grid& grid) {
  const size_t columns = ColumnCount(grid);
  std::string text;
  for (size_t r = 0; r < grid.rows.size(); ++r) {
    absl::StrAppend(&text, "|");
    for (size_t i = 0; i < columns; ++i) absl::StrAppend(&text, " ", CellOf(grid.rows[r], i), " |");
    absl::StrAppend(&text, "\n");
    if (r > 0) continue;
    absl::StrAppend(&text, "|");
    for (size_t i = 0; i < columns; ++i) absl::StrAppend(&text, i == 0 ? "---|" : "--:|");
    absl::StrAppend(&text, "\n");
  }
  return text;
}

Grid FromTabs(absl::string_view text) {
  Grid grid;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    grid.rows.push_back(absl::StrSplit(line, '\t'));
  }
  return grid;
}

absl::StatusOr<std::string> ReplaceBlock(absl::string_view text, absl::string_view name, absl::string_view content) {
  const std::string begin = absl::StrCat("<!-- begin ", name, " -->\n");
  const std::string end = absl::StrCat("<!-- end ", name, " -->");
  const size_t from = text.find(begin);
  const size_t to = from == absl::string_view::npos ? from : text.find(end, from);
  if (to == absl::string_view::npos) return absl::NotFoundError(absl::StrCat("no block ", name));
  return absl::StrCat(text.substr(0, from + begin.size()), content, text.substr(to));
}

}  // namespace rtmp::bench
