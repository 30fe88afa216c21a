#include "conformance/report/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "conformance/report/failure.h"
#include "conformance/report/printable.h"

namespace rtmpspec {
namespace {

// The first two folders of a case: "server/chunk" of server/chunk/csid_forms/three-byte.
std::string GroupOf(const std::string& id) {
  std::vector<absl::string_view> parts = absl::StrSplit(id, '/');
  if (parts.size() > 1) parts.pop_back();
  if (parts.size() > 2) parts.resize(2);
  return absl::StrJoin(parts, "/");
}

// A stack that dies of many cases is told once; each restart is in the JSON.
std::vector<std::string> FoldRestarts(const std::vector<std::string>& notes) {
  constexpr absl::string_view kRestarted = "restarted after ";
  std::vector<std::string> cases, others;
  for (const std::string& note : notes) (absl::StartsWith(note, kRestarted) ? cases : others).push_back(note);
  if (cases.size() <= 3) return notes;
  std::sort(cases.begin(), cases.end());
  others.push_back(absl::StrCat(cases[0], "; and after ", cases.size() - 1, " more cases (--json lists them)"));
  return others;
}

// "12 passed, 1 failed": sums that are 0 left out.
std::string SumsText(const std::array<int, 3>& sums) {
  constexpr const char* kNames[] = {"passed", "failed", "skipped"};
  std::vector<std::string> parts;
  for (size_t i = 0; i < sums.size(); ++i) {
    if (sums[i] > 0) parts.push_back(absl::StrCat(sums[i], " ", kNames[i]));
  }
  return absl::StrJoin(parts, ", ");
}

const char* ColourOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
    case Verdict::kXfail:
      return "32";
    case Verdict::kFail:
    case Verdict::kXpass:
    case Verdict::kHarness:
      return "31";
    case Verdict::kNonstrict:
      return "33";
    default:
      return "36";
  }
}

bool IsRemark(Verdict verdict) { return verdict != Verdict::kPass && verdict != Verdict::kSkip; }

}  // namespace

TerminalStyle TerminalStyle::For(int fd) {
  TerminalStyle style;
  const char* terminal = getenv("TERM");
  if (isatty(fd) == 0 || terminal == nullptr || absl::string_view(terminal) == "dumb") return style;
  const char* no_color = getenv("NO_COLOR");
  style.progress = true;
  style.colour = no_color == nullptr || *no_color == '\0';
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) style.columns = size.ws_col;
  return style;
}

std::string Terminal::Coloured(Verdict verdict, const std::string& text) const {
  return style_.colour ? absl::StrCat("\x1b[", ColourOf(verdict), "m", text, "\x1b[0m") : text;
}

void Terminal::ClearProgress() {
  if (progress_shown_) out_ << "\r\x1b[K";
  progress_shown_ = false;
}

void Terminal::Progress(const Result& result, int done, int total) {
  if (style_.verbose) {
    ClearProgress();
    out_ << Coloured(result.verdict, absl::StrFormat("%-11s", VerdictName(result.verdict))) << " " << result.role << " "
         << result.key() << " [" << result.delivery << "]";
    if (!result.note.empty()) out_ << "  " << Printable(result.note);
    out_ << "\n";
  }
  if (!style_.progress) return;
  std::string line = absl::StrFormat("[%d/%d] %s %s", done, total, result.role, result.id);
  line.resize(std::min<size_t>(line.size(), style_.columns - 1));
  out_ << "\r" << line << "\x1b[K" << std::flush;
  progress_shown_ = true;
}

void Terminal::PrintGroups(const RunReport& report) {
  std::map<std::pair<std::string, std::string>, std::array<int, 3>> groups;
  size_t width = 0;
  for (const Result& result : report.results) {
    const std::string group = GroupOf(result.id);
    width = std::max(width, group.size());
    ++groups[{result.role, group}][static_cast<size_t>(SumOf(result.verdict, report.strict))];
  }
  for (const auto& [name, sums] : groups) {
    const std::string line = absl::StrFormat("%-6s  %-*s  %s", name.first, static_cast<int>(width), name.second, SumsText(sums));
    out_ << (sums[1] > 0 ? Coloured(Verdict::kFail, line) : line) << "\n";
  }
}

void Terminal::PrintBehaviours(const RunReport& report) {
  size_t width = 0;
  for (const auto& [key, value] : report.behaviours) width = std::max(width, key.size());
  if (width > 0) out_ << "behaviours where the specification leaves a choice:\n";
  for (const auto& [key, value] : report.behaviours) {
    out_ << absl::StrFormat("  %-*s  %s\n", static_cast<int>(width), key, Printable(value));
  }
}

// What neither passed plainly nor failed: a line each with -v, else how many there are.
void Terminal::PrintRemarks(const RunReport& report) {
  std::set<std::string> lines;  // deliveries that agree are one line
  for (const Result& result : report.results) {
    if (!IsRemark(result.verdict) || SumOf(result.verdict, report.strict) == Sum::kFailed) continue;
    const std::string reason = ReasonOf(result);
    lines.insert(absl::StrFormat("%-11s  %s  %s%s%s", VerdictName(result.verdict), result.key(), absl::StrJoin(result.rows, " "),
                                 reason.empty() ? "" : "  ", reason));
  }
  if (lines.empty()) return;
  if (style_.verbose) {
    for (const std::string& line : lines) out_ << line << "\n";
  } else {
    out_ << lines.size() << (lines.size() == 1 ? " result" : " results") << " beside PASS and FAIL: -v lists them\n";
  }
}

void Terminal::PrintCounts(const RunReport& report) {
  const std::array<int, kVerdictCount> counts = report.Counts();
  std::vector<std::string> parts;
  for (int i = 0; i < kVerdictCount; ++i) {
    const Verdict verdict = static_cast<Verdict>(i);
    const std::string part = absl::StrCat(VerdictName(verdict), " ", counts[i]);
    parts.push_back(counts[i] > 0 ? Coloured(verdict, part) : part);
  }
  out_ << absl::StrJoin(parts, "  ") << "\n";
  const Verdict colour = report.failed() > 0 ? Verdict::kFail : Verdict::kPass;
  out_ << Coloured(colour, absl::StrCat(report.passed(), " passed, ", report.failed(), " failed, ", report.skipped(), " skipped"))
       << "\n"
       << std::flush;
}

void Terminal::Finish(const RunReport& report) {
  ClearProgress();
  out_ << "rtmpspec " << report.tool_version << ", catalogue " << report.catalogue_version << ", target " << report.target
       << ", seed " << report.seed << "\n";
  PrintGroups(report);
  PrintBehaviours(report);
  for (const std::string& note : FoldRestarts(report.notes)) out_ << "note: " << Printable(note) << "\n";
  PrintRemarks(report);
  for (const std::string& failure : RenderFailures(report, catalogue_)) {
    const size_t name_end = failure.find(' ');
    out_ << "\n" << Coloured(Verdict::kFail, failure.substr(0, name_end)) << failure.substr(name_end);
  }
  out_ << "\n";
  PrintCounts(report);
}

}  // namespace rtmpspec
