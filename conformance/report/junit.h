// A report as JUnit XML, for continuous integration systems.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_JUNIT_H_
#define RTMPSPEC_CONFORMANCE_REPORT_JUNIT_H_

#include <string>

#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

// A test suite a role. A test case a result: name "id[:check] [delivery]", class name the section of its first row. What counts
// as failed is a <failure>, HARNESS an <error>, SKIP and NOTRUN <skipped>.
std::string RenderJunit(const RunReport& report, const Catalogue& catalogue);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_JUNIT_H_
