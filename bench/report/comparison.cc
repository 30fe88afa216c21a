#include "bench/report/comparison.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace rtmp::bench {

double Cell::best() const { return ns.empty() ? 0 : *std::min_element(ns.begin(), ns.end()); }

double Cell::median() const {
  if (ns.empty()) return 0;
  std::vector<double> sorted = ns;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

Cell& Comparison::At(const std::string& row, const std::string& stack) {
  if (cells_.find(row) == cells_.end()) came_.push_back(row);
  return cells_[row][stack];
}

std::vector<std::string> Comparison::rows() const {
  std::vector<std::string> rows;
  for (const auto* from : {&known_, &came_}) {
    for (const std::string& row : *from) {
      if (cells_.count(row) > 0 && std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
    }
  }
  return rows;
}

const Cell* Comparison::Find(const std::string& row, absl::string_view stack) const {
  const auto cells = cells_.find(row);
  if (cells == cells_.end()) return nullptr;
  const auto cell = cells->second.find(stack);
  return cell == cells->second.end() ? nullptr : &cell->second;
}

bool Comparison::Knows(absl::string_view stack) const {
  return std::any_of(cells_.begin(), cells_.end(), [&](const auto& row) { return row.second.count(stack) > 0; });
}

bool Comparison::has_errors() const {
  return std::any_of(cells_.begin(), cells_.end(), [](const auto& row) {
    return std::any_of(row.second.begin(), row.second.end(), [](const auto& cell) { return !cell.second.error.empty(); });
  });
}

std::string Duration(double ns) {
  if (ns < 1000) return absl::StrFormat("%.*f ns", ns < 100 ? 1 : 0, ns);
  if (ns < 1e6) return absl::StrFormat("%.2f us", ns / 1e3);
  return absl::StrFormat("%.2f ms", ns / 1e6);
}

Grid Comparison::ToGrid(const std::vector<std::string>& peers) const {
  const auto text = [&](const std::string& row, absl::string_view stack) -> std::string {
    const Cell* cell = Find(row, stack);
    if (cell == nullptr) return stack == kOurs || stack == kLimit || Knows(stack) ? "-" : "not measured";
    if (!cell->error.empty()) return absl::StrCat("ERROR: ", cell->error);
    if (cell->ns.empty()) return absl::StrFormat("%.0f B", cell->live_bytes);
    return Duration(cell->best());
  };
  Grid grid;
  auto& head = grid.rows.emplace_back();
  head = {"an item", "rtmpspec", "median", "allocations", "memcpy", "of memcpy"};
  for (const std::string& peer : peers) {
    head.push_back(peer);
    head.push_back("times ours");
  }
  for (const std::string& row : rows()) {
    auto& line = grid.rows.emplace_back();
    const Cell* ours = Find(row, kOurs);
    const Cell* limit = Find(row, kLimit);
    const bool timed = ours != nullptr && !ours->ns.empty();
    line = {row, text(row, kOurs)};
    line.push_back(timed ? Duration(ours->median()) : "");
    line.push_back(timed ? absl::StrFormat("%.4g", ours->allocations) : "");
    line.push_back(limit != nullptr ? text(row, kLimit) : "");
    line.push_back(timed && limit != nullptr ? absl::StrFormat("%.2f", limit->best() / ours->best()) : "");
    for (const std::string& peer : peers) {
      const Cell* other = Find(row, peer);
      line.push_back(text(row, peer));
      line.push_back(timed && other != nullptr && !other->ns.empty() ? absl::StrFormat("%.1f", other->best() / ours->best())
                                                                     : "");
    }
  }
  return grid;
}

std::string ToSvg(const Comparison& comparison, const std::vector<std::string>& rows, const std::vector<std::string>& stacks) {
  constexpr int kBar = 13, kGap = 10, kLabel = 300, kWidth = 420, kValue = 110, kTop = 34;
  const char* const colours[] = {"#b8b8b8", "#1f6fb2", "#d9822b", "#7a4fa3"};
  std::string bars;
  int y = kTop;
  for (const std::string& row : rows) {
    double longest = 0;
    for (const std::string& stack : stacks) {
      if (const Cell* cell = comparison.Find(row, stack)) longest = std::max(longest, cell->best());
    }
    if (longest == 0) continue;
    const int top = y;
    for (size_t i = 0; i < stacks.size(); ++i) {
      const Cell* cell = comparison.Find(row, stacks[i]);
      if (cell == nullptr || cell->ns.empty()) continue;
      const double width = std::max(1.0, kWidth * cell->best() / longest);
      absl::StrAppendFormat(&bars, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", kLabel, y, width,
                            kBar - 2, colours[i % std::size(colours)]);
      absl::StrAppendFormat(&bars, "<text x=\"%.1f\" y=\"%d\">%s</text>\n", kLabel + width + 5, y + kBar - 4,
                            Duration(cell->best()));
      y += kBar;
    }
    absl::StrAppendFormat(&bars, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", kLabel - 8, (top + y) / 2 + 3, row);
    y += kGap;
  }
  std::string legend;
  int x = kLabel;
  for (size_t i = 0; i < stacks.size(); ++i) {
    absl::StrAppendFormat(&legend,
                          "<rect x=\"%d\" y=\"10\" width=\"11\" height=\"11\" fill=\"%s\"/><text x=\"%d\" y=\"20\">%s</text>\n",
                          x, colours[i % std::size(colours)], x + 16, stacks[i]);
    x += 110;
  }
  return absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n<text x=\"8\" y=\"20\">shorter is faster</text>\n%s%s</svg>\n",
      kLabel + kWidth + kValue, y, legend, bars);
}

}  // namespace rtmp::bench
