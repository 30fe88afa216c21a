// A report as JSON, schema "rtmpspec-report" version 1. README.md in this folder lists its members.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_JSON_H_
#define RTMPSPEC_CONFORMANCE_REPORT_JSON_H_

#include <string>

#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

// One document, indented, with a newline at the end. Always valid UTF-8, whatever a peer sent.
// `rows` has every row of the catalogue, with the cases that looked at it and the worst that they came to.
std::string RenderJson(const RunReport& report, const Catalogue& catalogue);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_JSON_H_
