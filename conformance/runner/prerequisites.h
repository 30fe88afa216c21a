// What must hold before a case can say anything about a target (requirements, section 15): it relays, and does not fail what
// the case `needs`.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PREREQUISITES_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PREREQUISITES_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

class Prerequisites {
 public:
  // Runs a case, and brings the target back where the case ended it.
  using Ask = std::function<std::vector<Result>(const Scenario&)>;

  Prerequisites(TestedTarget& target, Ask ask) : target_(target), ask_(std::move(ask)) {}

  // Why this scenario cannot be judged here; nothing when it can. What it takes to know is asked of the target once.
  std::optional<std::string> Missing(const Scenario& scenario);

 private:
  std::string MissingRelay(const Scenario& scenario);
  std::string MissingCase(const Scenario& scenario);

  TestedTarget& target_;
  const Ask ask_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PREREQUISITES_H_
