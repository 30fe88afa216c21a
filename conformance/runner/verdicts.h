// Which verdict an observation is worth, under which requirement (requirements, section 14).
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_VERDICTS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_VERDICTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

// PASS < UNSUPPORTED, INFO < NONSTRICT < FAIL < HARNESS. SKIP and NOTRUN are below PASS.
int Severity(Verdict verdict);
Verdict Worse(Verdict a, Verdict b);

// `verdict` as the row allows it: FAIL and NONSTRICT become at most the row's ceiling (F, N, I or U), the strict one under
// --strict. An unknown row allows everything.
Verdict Capped(Verdict verdict, const Catalogue& catalogue, absl::string_view row, bool strict);

// The verdict of an outcome's word: pass, fail, nonstrict, info, unsupported. HARNESS for any other.
Verdict OutcomeVerdict(absl::string_view word);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_VERDICTS_H_
