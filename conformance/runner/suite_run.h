// Runs scenarios against one peer, in every delivery, and collects the report.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SUITE_RUN_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SUITE_RUN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/peer.h"
#include "conformance/runner/variant.h"

namespace rtmpspec {

class CaseQueue;
class TargetKnowledge;

struct RunOptions {
  uint64_t seed = 1;
  double timeout_scale = 1;
  bool strict = false;
  bool slow = false;  // run transcripts tagged slow
  VariantSet variants = VariantSet::kDefault;
  int cuttings = 0;                 // random deliveries beyond that
  std::vector<Variant> deliveries;  // these and no others, as far as a case bears them; empty: as `variants` says
  // Every case plays the same random bytes: what was played before the case was known then fits any.
  bool one_beginning = false;
  // Whether a failure is expected, and needs no second run to be believed; may be null.
  std::function<bool(const Result&)> is_known;
  // Called after each result, for progress and -v; may be null.
  std::function<void(const Result&, int done, int total)> on_result;
};

// The variants in which a scenario runs, as their texts.
std::vector<std::string> DeliveriesOf(const Scenario& scenario, Side role, const RunOptions& options);

// Runs every scenario that fits the peer's role; the report's results are appended to `report`, so that several peers (server
// and client of the reference) share one. Sanity first, after each failure and last; NOTRUN where a prerequisite failed.
void RunScenarios(const std::vector<Scenario>& scenarios, const Catalogue& catalogue, Peer& peer, const RunOptions& options,
                  RunReport* report);

// The same in parts, for several threads that each have a peer of the same target, a queue in common, and a report of their own:
// runs cases until the queue is empty or this peer's target is gone.
void RunShare(CaseQueue& queue, const Catalogue& catalogue, Peer& peer, const RunOptions& options, TargetKnowledge& knowledge,
              RunReport* report);
// Then what can be said of the whole only: cases that nobody could run any more, deliveries that disagree, passive checks,
// behaviours. `report` holds the results of this role and no other; `strict` as TestedTarget::judges_strictly.
void FinishRun(CaseQueue& queue, const Catalogue& catalogue, Side role, bool strict, const TargetKnowledge& knowledge,
               RunReport* report);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SUITE_RUN_H_
