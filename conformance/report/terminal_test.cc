#include "conformance/report/terminal.h"

#include <sstream>

#include "conformance/report/report_test_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Finished(const RunReport& report, TerminalStyle style = {}) {
  std::ostringstream out;
  Terminal(out, TestCatalogue(), style).Finish(report);
  return out.str();
}

TEST(TerminalTest, ShowsAReport) {
  EXPECT_EQ(Finished(TestReport()), R"(rtmpspec 0.1.0, catalogue 7, target rtmp://127.0.0.1:1935/live, seed 1
server  server/chunk          1 passed
server  server/handshake      1 passed, 1 skipped
server  server/netconnection  1 passed, 2 failed
behaviours where the specification leaves a choice:
  invalid-chunk-size  close
note: sync while connected: createStream
2 results beside PASS and FAIL: -v lists them

FAIL  server/netconnection/connect_result:answered  RTMP-CN-02 (RTMP 1.0 7.2.1.1)  at s2c offset 3190
  server/netconnection/connect_result.transcript:16
    expected  S: _result txn=1 {...} {level: "status", ...}
    actual    S: _result txn=0 {} {level: "status", code: "NetConnection.Connect.Success"}
                         ~~~~~ transaction id 0, the request had 1
  wire  C> connect txn=1 {app: "live"}
        S< _result txn=0 {} @3190
  RTMP-CN-02  connect is answered with its own transaction id, on message stream 0
  repeat: rtmpspec run rtmp://127.0.0.1:1935/live --only server/netconnection/connect_result -v

PASS 1  FAIL 2  NONSTRICT 1  INFO 1  UNSUPPORTED 0  SKIP 1  NOTRUN 0  HARNESS 0  XFAIL 0  XPASS 0
3 passed, 2 failed, 1 skipped
)");
}

TEST(TerminalTest, ManyRestartsAreOneNote) {
  RunReport report = TestReport();
  report.notes = {"restarted after server/d: x", "restarted after server/a: y", "other"};
  EXPECT_THAT(Finished(report), HasSubstr("note: restarted after server/d: x\n"));
  report.notes.insert(report.notes.end(), {"restarted after server/b: x", "restarted after server/c: x"});
  const std::string text = Finished(report);
  EXPECT_THAT(text, HasSubstr("note: other\nnote: restarted after server/a: y; and after 3 more cases (--json lists them)\n"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("server/d")));
}

TEST(TerminalTest, StrictTellsDeviationsInFull) {
  RunReport report = TestReport();
  report.strict = true;
  const std::string text = Finished(report);
  EXPECT_THAT(text, HasSubstr("\nNONSTRICT  server/netconnection/order  RTMP-CN-04 (RTMP 1.0 7.2.1.1)\n"));
  EXPECT_THAT(text, EndsWith("\n2 passed, 3 failed, 1 skipped\n"));
}

TEST(TerminalTest, VerboseListsRemarks) {
  TerminalStyle style;
  style.verbose = true;
  const std::string text = Finished(TestReport(), style);
  EXPECT_THAT(text, HasSubstr("NONSTRICT    server/netconnection/order  RTMP-CN-04  SetPeerBandwidth came after the answer\n"));
  EXPECT_THAT(text, HasSubstr("INFO         server/chunk/size_zero  RTMP-CN-02\n"));
}

TEST(TerminalTest, VerboseShowsEachResultAsItComes) {
  std::ostringstream out;
  TerminalStyle style;
  style.verbose = true;
  Terminal terminal(out, TestCatalogue(), style);
  terminal.Progress(WrongTransactionId(), 1, 2);
  EXPECT_EQ(out.str(), "FAIL        server server/netconnection/connect_result:answered [whole]\n");
}

TEST(TerminalTest, NoProgressAndNoColourUnlessAsked) {
  std::ostringstream out;
  Terminal terminal(out, TestCatalogue(), {});
  terminal.Progress(Passed("server/handshake/echo"), 1, 2);
  EXPECT_EQ(out.str(), "");
  EXPECT_THAT(Finished(TestReport()), Not(HasSubstr("\x1b")));
}

TEST(TerminalTest, ProgressIsOneLineThatIsOverwritten) {
  std::ostringstream out;
  TerminalStyle style;
  style.progress = true;
  style.columns = 24;
  Terminal terminal(out, TestCatalogue(), style);
  terminal.Progress(Passed("server/handshake/echo"), 1, 2);
  EXPECT_EQ(out.str(), "\r[1/2] server server/han\x1b[K");
  out.str("");
  terminal.Finish(RunReport());
  EXPECT_THAT(out.str(), testing::StartsWith("\r\x1b[K"));
}

TEST(TerminalTest, ColoursVerdicts) {
  TerminalStyle style;
  style.colour = true;
  const std::string text = Finished(TestReport(), style);
  EXPECT_THAT(text, HasSubstr("\x1b[31mFAIL\x1b[0m  server/netconnection/connect_result:answered"));
  EXPECT_THAT(text, EndsWith("\x1b[31m3 passed, 2 failed, 1 skipped\x1b[0m\n"));
}

TEST(TerminalTest, AFileIsNoTerminal) {
  FILE* file = tmpfile();
  ASSERT_NE(file, nullptr);
  const TerminalStyle style = TerminalStyle::For(fileno(file));
  EXPECT_FALSE(style.progress);
  EXPECT_FALSE(style.colour);
  fclose(file);
}

}  // namespace
}  // namespace rtmpspec
