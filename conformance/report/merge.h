// Several runs of the same target as one report: cases dealt to threads, or the same cases run again.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_MERGE_H_
#define RTMPSPEC_CONFORMANCE_REPORT_MERGE_H_

#include "conformance/report/run_report.h"

namespace rtmpspec {

// Adds `from` to `into`. A result that both have (role, id, check, delivery) is kept once, with the worse verdict; if a FAIL,
// HARNESS or XPASS meets a result that did run and did not fail, its note says that the verdict changed. Notes that both have are
// kept once. The order of `into` is that of Sort afterwards.
void Merge(RunReport from, RunReport* into);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_MERGE_H_
