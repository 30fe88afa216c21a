// A report as JSON, schema "rtmpspec-report" version 1. README.md in this folder lists its members.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_JSON_H_
#define RTMPSPEC_CONFORMANCE_REPORT_JSON_H_

#include <string>

#include "conformance/report/run_report.h"

namespace rtmpspec {

// One document, indented, with a newline at the end. Always valid UTF-8, whatever a peer sent.
std::string RenderJson(const RunReport& report);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_JSON_H_
