#include "conformance/report/failure.h"

#include "conformance/report/report_test_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(FailureTest, TellsWhereWhatAndWhy) {
  EXPECT_EQ(RenderFailure(WrongTransactionId(), TestReport(), TestCatalogue()),
            R"(FAIL  server/netconnection/connect_result:answered  RTMP-CN-02 (RTMP 1.0 7.2.1.1)  at s2c offset 3190
  server/netconnection/connect_result.transcript:16
    expected  S: _result txn=1 {...} {level: "status", ...}
    actual    S: _result txn=0 {} {level: "status", code: "NetConnection.Connect.Success"}
                         ~~~~~ transaction id 0, the request had 1
  wire  C> connect txn=1 {app: "live"}
        S< _result txn=0 {} @3190
  RTMP-CN-02  connect is answered with its own transaction id, on message stream 0
  repeat: rtmpspec run rtmp://127.0.0.1:1935/live --only server/netconnection/connect_result -v
)");
}

TEST(FailureTest, DeliveriesThatFailAlikeAreToldOnce) {
  const std::vector<std::string> failures = RenderFailures(TestReport(), TestCatalogue());
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_THAT(failures[0], Not(HasSubstr("only in delivery")));
}

TEST(FailureTest, NamesTheDeliveryThatAloneFailed) {
  RunReport report = TestReport();
  for (Result& result : report.results) {
    if (result.check == "answered" && result.delivery == "whole") result.verdict = Verdict::kPass;
  }
  const std::vector<std::string> failures = RenderFailures(report, TestCatalogue());
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_THAT(failures[0], HasSubstr("    only in delivery bytewise\n"));
}

TEST(FailureTest, DeliveriesThatFailDifferentlyAreBothTold) {
  RunReport report = TestReport();
  for (Result& result : report.results) {
    if (result.check == "answered" && result.delivery == "whole") result.actual = "S: _error txn=1 null {}";
  }
  EXPECT_THAT(RenderFailures(report, TestCatalogue()), SizeIs(2));
}

TEST(FailureTest, RepeatsWithEverythingThatMatters) {
  RunReport report = TestReport();
  EXPECT_EQ(RepeatCommand(WrongTransactionId(), report),
            "rtmpspec run rtmp://127.0.0.1:1935/live --only server/netconnection/connect_result -v");
  report.results[0].role = "client";
  report.seed = 9;
  report.strict = true;
  EXPECT_EQ(
      RepeatCommand(WrongTransactionId(), report),
      "rtmpspec run rtmp://127.0.0.1:1935/live --only server/netconnection/connect_result --role server --seed 9 --strict -v");
  EXPECT_THAT(RepeatCommand(WrongTransactionId("random:7 chunk=1"), report),
              HasSubstr(" --strict --delivery 'random:7 chunk=1' -v"));
}

TEST(FailureTest, ShowsTheCauseWhereNothingCame) {
  Result result = WrongTransactionId();
  result.cause = Cause::kClose;
  result.actual = result.mark = "";
  result.wire_offset.reset();
  const std::string text = RenderFailure(result, TestReport(), TestCatalogue());
  EXPECT_THAT(text, HasSubstr("    actual    close\n"));
  EXPECT_THAT(text, HasSubstr("    cause     close\n"));
  EXPECT_THAT(text, Not(HasSubstr("offset")));
}

TEST(FailureTest, APeerCannotWriteOnTheTerminal) {
  Result result = WrongTransactionId();
  result.actual = "S: onStatus \"\x1b[2J\n\"";
  EXPECT_THAT(RenderFailure(result, TestReport(), TestCatalogue()), HasSubstr("S: onStatus \"\\x1b[2J\\x0a\"\n"));
}

}  // namespace
}  // namespace rtmpspec
