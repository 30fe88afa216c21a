// How long the suite waits (requirements, section 14 rule 4). In process nothing is ever waited for: every duration is zero.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_DEADLINES_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_DEADLINES_H_

#include <algorithm>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rtmpspec {

struct Deadlines {
  bool exact = false;  // Peer::exact()
  double scale = 1;    // --timeout-scale

  absl::Duration reply() const { return Scaled(absl::Seconds(2)); }
  // A round trip that takes longer is not used as one: that may miss a fault and invents none.
  absl::Duration probe() const { return reply(); }
  absl::Duration close() const { return Scaled(absl::Seconds(5)); }
  absl::Duration hang() const { return Scaled(absl::Seconds(10)); }
  // Absence where no round trip can prove it.
  absl::Duration quiet() const { return Scaled(absl::Milliseconds(500)); }
  absl::Duration Scaled(absl::Duration wait) const { return exact ? absl::ZeroDuration() : wait * scale; }
};

// A point in time by which something must have come.
class Deadline {
 public:
  explicit Deadline(absl::Duration wait) : at_(wait > absl::ZeroDuration() ? absl::Now() + wait : absl::InfinitePast()) {}
  bool operator<(const Deadline& other) const { return at_ < other.at_; }
  absl::Duration left() const {
    return at_ == absl::InfinitePast() ? absl::ZeroDuration() : std::max(absl::ZeroDuration(), at_ - absl::Now());
  }

 private:
  absl::Time at_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_DEADLINES_H_
