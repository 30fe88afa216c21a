// Runs one scenario in one delivery against a target.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SCENARIO_RUN_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SCENARIO_RUN_H_

#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

// The deliveries of the usual variants, as their texts.
inline constexpr char kWhole[] = "whole";
inline constexpr char kBytewise[] = "bytewise";

// `delivery` is a variant's text; one that does not parse is the suite's fault, HARNESS. The case's own result first, then one
// for each labelled check, in the order of the script. A case stops at its first failed step without a label; what was not
// reached is NOTRUN. Whether the target is still there afterwards is the caller's question.
std::vector<Result> RunScenario(const Scenario& scenario, TestedTarget& target, const std::string& delivery);

// The names of the connections that a scenario uses; one empty name where it names none.
std::vector<std::string> ConnectionsOf(const Scenario& scenario);

// True when the scenario asks what happens to the stack: it has `one of`, `closes` or `alive`.
bool IsNegative(const Scenario& scenario);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SCENARIO_RUN_H_
