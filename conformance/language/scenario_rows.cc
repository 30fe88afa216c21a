#include "conformance/language/scenario_rows.h"

#include <algorithm>

#include "conformance/language/walk.h"

namespace rtmpspec {

std::vector<Check> ChecksOf(const Scenario& scenario) {
  std::vector<Check> checks;
  ForEachStep(scenario.transcript.steps, [&](const Step& step) {
    if (step.check.has_value()) checks.push_back(*step.check);
  });
  return checks;
}

std::vector<std::string> RowsOf(const Scenario& scenario) {
  std::vector<std::string> rows = scenario.transcript.rows;
  for (const Check& check : ChecksOf(scenario)) {
    if (!check.row.empty() && std::find(rows.begin(), rows.end(), check.row) == rows.end()) rows.push_back(check.row);
  }
  return rows;
}

std::set<std::string> BehavioursOf(const Scenario& scenario) {
  std::set<std::string> keys;
  ForEachStep(scenario.transcript.steps, [&](const Step& step) {
    const auto* one_of = std::get_if<OneOfStep>(&step.what);
    if (one_of == nullptr) return;
    for (const Alternative& alternative : one_of->alternatives) {
      if (!alternative.outcome.record_key.empty()) keys.insert(alternative.outcome.record_key);
    }
  });
  return keys;
}

}  // namespace rtmpspec
