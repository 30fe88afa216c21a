// The passive checks of a run as results: `passive/<row>`, once per stack.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_RESULTS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_RESULTS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/passive_log.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

// A row that was broken: the first occurrence, capped by the row. A row that is checked in passing and was not: PASS; one about
// some messages only, as play, where such a message came. Nothing at all when the target sent no message.
std::vector<Result> PassiveResults(const PassiveLog& log, Side role, const Catalogue& catalogue, bool strict);
// The behaviour keys that these results record.
std::vector<absl::string_view> PassiveBehaviours();
// Of one target that was used from one thread.
inline std::vector<Result> PassiveResults(TestedTarget& target) {
  return PassiveResults(target.passive(), target.peer().role(), target.catalogue(), target.judges_strictly());
}

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_RESULTS_H_
