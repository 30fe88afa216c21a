// A catalogue of two rows and a report with one of everything, for this folder's tests only.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_REPORT_TEST_DATA_H_
#define RTMPSPEC_CONFORMANCE_REPORT_REPORT_TEST_DATA_H_

#include <string>

#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

const Catalogue& TestCatalogue();

// A result that passed.
Result Passed(const std::string& id, const std::string& delivery = "whole");
// server/netconnection/connect_result:answered as the design's example: a wrong transaction id in an answer.
Result WrongTransactionId(const std::string& delivery = "whole");

// Both deliveries of that failure, a PASS, a NONSTRICT, an INFO with a behaviour, a SKIP; sorted.
RunReport TestReport();

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_REPORT_TEST_DATA_H_
