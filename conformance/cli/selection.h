// Which cases a run, a list or a lint is about: by id, row, level and role.
#ifndef RTMPSPEC_CONFORMANCE_CLI_SELECTION_H_
#define RTMPSPEC_CONFORMANCE_CLI_SELECTION_H_

#include <string>
#include <vector>

#include "conformance/language/scenario_rows.h"
#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

// `*` any characters, `/` too, `?` one, `[a-z]` one of. What is below a match is matched, too: server/chunk.
bool GlobMatches(const std::string& pattern, const std::string& name);

struct Selection {
  std::vector<std::string> only;  // globs over `id` and `id:check`; empty: all
  std::vector<std::string> skip;  // the same, taken out again
  std::vector<std::string> rows;  // globs over row ids; empty: all
  std::string level = "all";      // must: rows whose ceiling is FAIL; should: NONSTRICT too; all

  // Whether nothing is left out.
  bool all() const { return only.empty() && skip.empty() && rows.empty() && level == "all"; }
  // Whether this scenario, run in some role, can have a result that was asked for.
  bool Selects(const Scenario& scenario, const Catalogue& catalogue) const;
  // Whether `skip` names all of it.
  bool Skips(const Scenario& scenario) const;
  // Results that were not asked for: of a check that `only`, `rows` or `level` leaves out. What failed without a label stays.
  bool Keeps(const Result& result, const Catalogue& catalogue) const;
};

bool HasRole(const Scenario& scenario, Side side);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_SELECTION_H_
