// Which rows of the catalogue a scenario is about.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_SCENARIO_ROWS_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_SCENARIO_ROWS_H_

#include <string>
#include <vector>

#include "conformance/language/transcript.h"

namespace rtmpspec {

// A label of a scenario's expectations, with the row that it stands for.
std::vector<Check> ChecksOf(const Scenario& scenario);
// Its rows: those of the header first, then those that only a check names.
std::vector<std::string> RowsOf(const Scenario& scenario);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_SCENARIO_ROWS_H_
