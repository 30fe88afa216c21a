// What must hold before a case can say anything about a target (requirements, section 15): it is there, it relays.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PREREQUISITES_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PREREQUISITES_H_

#include <optional>
#include <string>

#include "conformance/language/transcript.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

class Prerequisites {
 public:
  explicit Prerequisites(TestedTarget& target) : target_(target) {}

  // Why this scenario cannot be judged here; nothing when it can. What it takes to know is asked of the target once.
  std::optional<std::string> Missing(const Scenario& scenario);

 private:
  TestedTarget& target_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PREREQUISITES_H_
