// What the suite says of a peer that is wrong on purpose, compared with what it says of the same peer when it is right.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_JUDGED_RUN_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_JUDGED_RUN_H_

#include <map>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/peer.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

// A result that changed to the worse, or an open point that came out otherwise.
struct Finding {
  std::string key;  // id, or id:check
  std::string delivery;
  std::string row;  // under which it is reported: of several the first
  Verdict verdict = Verdict::kFail;
  std::string text;  // expected and actual, on one line
};

// The results of a right peer, by key and delivery.
using Baseline = std::map<std::string, Result>;

// Every scenario that fits the peer's role, in whole and byte by byte, and the passive checks of all. Unlike a run of `rtmpspec
// run` it goes on behind a failure, whatever it is: no sanity, no prerequisites.
std::vector<Result> JudgeAll(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue, Peer& peer,
                             uint64_t seed);

Baseline MakeBaseline(const std::vector<Result>& results);

// What is worse than in `baseline`, or on record with another value. NOTRUN and SKIP say nothing.
std::vector<Finding> Compare(const std::vector<Result>& results, const Baseline& baseline);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_JUDGED_RUN_H_
