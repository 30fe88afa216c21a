#include "conformance/report/run_report.h"

#include "conformance/report/report_test_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;

RunReport WithVerdicts(const std::vector<Verdict>& verdicts) {
  RunReport report;
  for (const Verdict verdict : verdicts) {
    report.results.push_back(Passed("a"));
    report.results.back().verdict = verdict;
  }
  return report;
}

TEST(RunReportTest, EveryVerdictHasAName) {
  std::vector<std::string> names;
  names.reserve(kVerdictCount);
  for (int i = 0; i < kVerdictCount; ++i) names.emplace_back(VerdictName(static_cast<Verdict>(i)));
  EXPECT_THAT(names,
              ElementsAre("PASS", "FAIL", "NONSTRICT", "INFO", "UNSUPPORTED", "SKIP", "NOTRUN", "HARNESS", "XFAIL", "XPASS"));
}

TEST(RunReportTest, EveryCauseHasAName) {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(Cause::kIllFormed); ++i) names.emplace_back(CauseName(static_cast<Cause>(i)));
  EXPECT_THAT(names, ElementsAre("", "mismatch", "extra-message", "missing", "close", "reset", "crash", "refused", "ill-formed"));
}

TEST(RunReportTest, SumsFollowTheVerdicts) {
  RunReport report = WithVerdicts({Verdict::kPass, Verdict::kFail, Verdict::kNonstrict, Verdict::kInfo, Verdict::kUnsupported,
                                   Verdict::kSkip, Verdict::kNotrun, Verdict::kHarness, Verdict::kXfail, Verdict::kXpass});
  EXPECT_THAT(report.Counts(), ElementsAre(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
  EXPECT_EQ(report.passed(), 5);   // PASS, NONSTRICT, INFO, UNSUPPORTED, XFAIL
  EXPECT_EQ(report.failed(), 3);   // FAIL, HARNESS, XPASS
  EXPECT_EQ(report.skipped(), 2);  // SKIP, NOTRUN
  report.strict = true;
  EXPECT_EQ(report.passed(), 4);
  EXPECT_EQ(report.failed(), 4);
}

TEST(RunReportTest, ExitCodesHaveAnOrder) {
  EXPECT_EQ(WithVerdicts({Verdict::kPass, Verdict::kNonstrict, Verdict::kSkip}).ExitCode(), 0);
  EXPECT_EQ(WithVerdicts({Verdict::kPass, Verdict::kFail}).ExitCode(), 1);
  EXPECT_EQ(WithVerdicts({Verdict::kXpass}).ExitCode(), 1);
  RunReport report = WithVerdicts({Verdict::kNonstrict});
  report.strict = true;
  EXPECT_EQ(report.ExitCode(), 1);
  report = WithVerdicts({Verdict::kFail});
  report.target_unreachable = true;
  EXPECT_EQ(report.ExitCode(), 3);
  report.results.back().verdict = Verdict::kHarness;
  EXPECT_EQ(report.ExitCode(), 5);
}

TEST(RunReportTest, CountsACaseOnceARole) {
  RunReport report;
  report.results = {Passed("a", "whole"), Passed("a", "bytewise"), Passed("b"), Passed("c")};
  report.results[2].role = "client";
  report.results[3].verdict = Verdict::kSkip;
  Result labelled = Passed("a");
  labelled.check = "label";
  report.results.push_back(labelled);
  EXPECT_EQ(report.CaseRolePairs(), 2);
}

TEST(RunReportTest, SortsByRoleIdCheckDelivery) {
  RunReport report;
  report.results = {Passed("b"), Passed("a", "whole"), Passed("a", "bytewise"), Passed("c")};
  report.results[3].role = "client";
  report.Sort();
  std::vector<std::string> order;
  for (const Result& result : report.results) order.push_back(result.role + " " + result.id + " " + result.delivery);
  EXPECT_THAT(order, ElementsAre("client c whole", "server a bytewise", "server a whole", "server b whole"));
}

}  // namespace
}  // namespace rtmpspec
