// A line on stderr that overwrites itself: on a terminal only.
#ifndef RTMPSPEC_CONFORMANCE_CLI_PROGRESS_LINE_H_
#define RTMPSPEC_CONFORMANCE_CLI_PROGRESS_LINE_H_

#include <unistd.h>

#include <iostream>
#include <string>

namespace rtmpspec {

class ProgressLine {
 public:
  void Show(int done, int total, const std::string& name) const {
    if (terminal_) std::cerr << "\r\033[K" << done << "/" << total << " " << name << std::flush;
  }
  void Clear() const {
    if (terminal_) std::cerr << "\r\033[K" << std::flush;
  }

 private:
  const bool terminal_ = isatty(STDERR_FILENO) != 0;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_PROGRESS_LINE_H_
