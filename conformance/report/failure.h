// One result that needs a look, told in full: where, what was expected, what came, why it matters, how to see it again.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_FAILURE_H_
#define RTMPSPEC_CONFORMANCE_REPORT_FAILURE_H_

#include <string>
#include <vector>

#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

// Several lines, each ended by a newline:
//
//   FAIL  server/netconnection/connect_result:answered  RTMP-CN-02 (RTMP 1.0 7.2.1.1)  at s2c offset 3190
//     server/netconnection/connect_result.transcript:16
//       expected  S: _result txn=1 {...} {level: "status", ...}
//       actual    S: _result txn=0 {} {level: "status", code: "NetConnection.Connect.Success"}
//                            ~~~~~ transaction id 0, the request had 1
//     wire  C> connect txn=1 ...
//           S< _result txn=0 ... @3190
//     RTMP-CN-02  A server answers connect with _result or _error, transaction id 1, message stream 0
//     repeat: rtmpspec run rtmp://127.0.0.1:1935/live --only server/netconnection/connect_result -v
//
// `deliveries` are those that failed in this same way; they are named unless the case failed in all that ran.
std::string RenderFailure(const Result& result, const RunReport& report, const Catalogue& catalogue,
                          const std::vector<std::string>& deliveries = {});

// One line that says why: what stands behind the ~~~~ of the mark, else the note, else the cause.
std::string ReasonOf(const Result& result);

// The command that runs the result's case again.
std::string RepeatCommand(const Result& result, const RunReport& report);

// The failed results of a report in its order, deliveries that failed alike told once.
std::vector<std::string> RenderFailures(const RunReport& report, const Catalogue& catalogue);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_FAILURE_H_
