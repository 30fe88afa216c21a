#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "conformance/report/report_test_data.h"
#include "gtest/gtest.h"

namespace rtmpspec {

const Catalogue& TestCatalogue() {
  static const auto& catalogue = *new Catalogue([] {
    const std::string path = absl::StrCat(testing::TempDir(), "/report_test_catalogue.", getpid(), ".toml");
    std::ofstream(path) << R"(
version = "1"

[[requirement]]
id = "RTMP-CN-02"
section = "RTMP 1.0 7.2.1.1"
who = "S"
level = "I"
v = "F"
tier = 2
text = "connect is answered with its own transaction id, on message stream 0"
test = "connect -> reply"

[[requirement]]
id = "RTMP-CN-04"
section = "RTMP 1.0 7.2.1.1"
who = "S"
level = "I"
v = "N"
text = "WindowAckSize and SetPeerBandwidth come before the answer"
test = "check order"
)";
    absl::StatusOr<Catalogue> loaded = Catalogue::Load(path);
    std::remove(path.c_str());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded.ok() ? *std::move(loaded) : Catalogue();
  }());
  return catalogue;
}

Result Passed(const std::string& id, const std::string& delivery) {
  Result result;
  result.id = id;
  result.rows = {"RTMP-CN-02"};
  result.role = "server";
  result.delivery = delivery;
  result.duration_ms = 2;
  return result;
}

Result WrongTransactionId(const std::string& delivery) {
  Result result = Passed("server/netconnection/connect_result", delivery);
  result.check = "answered";
  result.verdict = Verdict::kFail;
  result.cause = Cause::kMismatch;
  result.file = "server/netconnection/connect_result.transcript";
  result.line = 16;
  result.expected = R"(S: _result txn=1 {...} {level: "status", ...})";
  result.actual = R"(S: _result txn=0 {} {level: "status", code: "NetConnection.Connect.Success"})";
  result.mark = "           ~~~~~ transaction id 0, the request had 1";
  result.direction = "s2c";
  result.wire_offset = 3190;
  result.wire = {"C> connect txn=1 {app: \"live\"}", "S< _result txn=0 {} @3190"};
  return result;
}

RunReport TestReport() {
  RunReport report;
  report.tool_version = "0.1.0";
  report.catalogue_version = "7";
  report.target = "rtmp://127.0.0.1:1935/live";
  report.repeat_prefix = "rtmpspec run rtmp://127.0.0.1:1935/live";
  report.seed = 1;
  report.behaviours = {{"invalid-chunk-size", "close"}};
  report.notes = {"sync while connected: createStream"};
  report.results = {WrongTransactionId("bytewise"), WrongTransactionId("whole"), Passed("server/handshake/echo")};
  Result order = Passed("server/netconnection/order");
  order.rows = {"RTMP-CN-04"};
  order.verdict = Verdict::kNonstrict;
  order.mark = "~~~ SetPeerBandwidth came after the answer";
  Result size = Passed("server/chunk/size_zero");
  size.verdict = Verdict::kInfo;
  size.records = {{"invalid-chunk-size", "close"}};
  Result slow = Passed("server/handshake/times_out");
  slow.verdict = Verdict::kSkip;
  slow.note = "slow";
  for (Result* result : {&order, &size, &slow}) report.results.push_back(*result);
  report.Sort();
  return report;
}

}  // namespace rtmpspec
