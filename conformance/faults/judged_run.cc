#include "conformance/faults/judged_run.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/passive_results.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/suite_run.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

std::string KeyOf(const Result& result) { return absl::StrCat(result.key(), " ", result.delivery); }

bool SaysNothing(const Result& result) { return result.verdict == Verdict::kNotrun || result.verdict == Verdict::kSkip; }

}  // namespace

std::vector<Result> JudgeAll(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue, Peer& peer,
                             uint64_t seed) {
  RunOptions options;
  options.seed = seed;
  TestedTarget target(peer, catalogue, options);
  std::vector<Result> results;
  for (const Scenario* scenario : scenarios) {
    const Transcript& transcript = scenario->transcript;
    if (!(peer.role() == Side::kServer ? transcript.server_under_test : transcript.client_under_test)) continue;
    for (const std::string& delivery : DeliveriesOf(*scenario, peer.role(), options)) {
      for (Result& result : RunScenario(*scenario, target, delivery)) results.push_back(std::move(result));
    }
  }
  for (Result& result : PassiveResults(target)) results.push_back(std::move(result));
  return results;
}

Baseline MakeBaseline(const std::vector<Result>& results) {
  Baseline baseline;
  for (const Result& result : results) baseline.emplace(KeyOf(result), result);
  return baseline;
}

std::vector<Finding> Compare(const std::vector<Result>& results, const Baseline& baseline) {
  std::vector<Finding> findings;
  for (const Result& result : results) {
    if (SaysNothing(result)) continue;
    const auto before = baseline.find(KeyOf(result));
    const bool known = before != baseline.end();
    const bool worse = Severity(result.verdict) > (known ? Severity(before->second.verdict) : Severity(Verdict::kPass));
    // What is recorded in passing depends on all that was sent: one message less is no other behaviour.
    const bool passive = absl::StartsWith(result.id, "passive/");
    const bool otherwise = known && !passive && result.records != before->second.records;
    if (!worse && !otherwise) continue;
    Finding finding;
    finding.key = result.key();
    finding.delivery = result.delivery;
    finding.row = result.rows.empty() ? "" : result.rows.front();
    finding.verdict = result.verdict;
    finding.text = absl::StrCat("expected ", result.expected, "; actual ", result.actual);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace rtmpspec
