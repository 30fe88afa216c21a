// Which rows of the catalogue a scenario is about, and which behaviours it records.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_SCENARIO_ROWS_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_SCENARIO_ROWS_H_

#include <set>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"

namespace rtmpspec {

// A label of a scenario's expectations, with the row that it stands for.
std::vector<Check> ChecksOf(const Scenario& scenario);
// Its rows: those of the header first, then those that only a check names.
std::vector<std::string> RowsOf(const Scenario& scenario);
// The keys that its alternatives record.
std::set<std::string> BehavioursOf(const Scenario& scenario);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_SCENARIO_ROWS_H_
