// A report as text for people.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_TERMINAL_H_
#define RTMPSPEC_CONFORMANCE_REPORT_TERMINAL_H_

#include <ostream>
#include <string>

#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

struct TerminalStyle {
  bool progress = false;  // a line that is overwritten while the run goes on
  bool colour = false;
  bool verbose = false;  // every result as it comes, and what is not a plain PASS at the end
  int columns = 80;

  // What suits file descriptor `fd`: progress and colour on a terminal only, colour not where NO_COLOR is set.
  static TerminalStyle For(int fd);
};

class Terminal {
 public:
  // Both must outlive the Terminal.
  Terminal(std::ostream& out, const Catalogue& catalogue, TerminalStyle style)
      : out_(out), catalogue_(catalogue), style_(style) {}

  // One more result, the `done`th of `total`.
  void Progress(const Result& result, int done, int total);

  // Groups of cases, behaviours, notes, failures in full, all ten counts, and as the last line
  // "N passed, M failed, K skipped".
  void Finish(const RunReport& report);

 private:
  std::string Coloured(Verdict verdict, const std::string& text) const;
  void ClearProgress();
  void PrintGroups(const RunReport& report);
  void PrintBehaviours(const RunReport& report);
  void PrintRemarks(const RunReport& report);
  void PrintCounts(const RunReport& report);

  std::ostream& out_;
  const Catalogue& catalogue_;
  const TerminalStyle style_;
  bool progress_shown_ = false;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_TERMINAL_H_
