// The last few things that crossed the wire in a case, one line each: `C> connect txn=1 ...`, `S< _result ... @3190`.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_WIRE_LOG_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_WIRE_LOG_H_

#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace rtmpspec {

class WireLog {
 public:
  static constexpr size_t kLines = 8;
  static constexpr size_t kLineLength = 200;

  void Add(std::string line) {
    if (line.size() > kLineLength) line = line.substr(0, kLineLength - 3) + "...";
    lines_.push_back(std::move(line));
    if (lines_.size() > kLines) lines_.pop_front();
  }
  std::vector<std::string> lines() const { return {lines_.begin(), lines_.end()}; }

 private:
  std::deque<std::string> lines_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_WIRE_LOG_H_
