#include "conformance/report/json.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "conformance/report/report_test_data.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using Json = nlohmann::json;

TEST(JsonTest, SaysWhatRanAndHowItWent) {
  const Json json = Json::parse(RenderJson(TestReport(), TestCatalogue()));
  EXPECT_EQ(json["schema"], "rtmpspec-report");
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["tool"], Json({{"name", "rtmpspec"}, {"version", "0.1.0"}}));
  EXPECT_EQ(json["catalogue"]["version"], "7");
  EXPECT_EQ(json["target"], "rtmp://127.0.0.1:1935/live");
  EXPECT_EQ(json["seed"], 1);
  EXPECT_EQ(json["strict"], false);
  EXPECT_EQ(json["target_unreachable"], false);
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_EQ(json["counts"],
            Json::parse(R"({"PASS": 1, "FAIL": 2, "NONSTRICT": 1, "INFO": 1, "UNSUPPORTED": 0, "SKIP": 1, "NOTRUN": 0,
                                            "HARNESS": 0, "XFAIL": 0, "XPASS": 0})"));
  EXPECT_EQ(json["passed"], 3);
  EXPECT_EQ(json["failed"], 2);
  EXPECT_EQ(json["skipped"], 1);
  EXPECT_EQ(json["case_role_pairs"], 4);
  EXPECT_EQ(json["notes"], Json({"sync while connected: createStream"}));
  EXPECT_EQ(json["behaviours"], Json({{"invalid-chunk-size", "close"}}));
  EXPECT_EQ(json["results"].size(), 6u);
}

TEST(JsonTest, EveryRowOfTheCatalogueSaysWhatCameOfIt) {
  const Json rows = Json::parse(RenderJson(TestReport(), TestCatalogue()))["rows"];
  ASSERT_EQ(rows.size(), TestCatalogue().rows().size());
  std::map<std::string, Json> by_id;
  for (const Json& row : rows) by_id[row["id"]] = row;
  const Json& answered = by_id.at("RTMP-CN-02");
  EXPECT_EQ(answered["section"], "RTMP 1.0 7.2.1.1");
  EXPECT_GE(answered["verdicts"]["FAIL"], 1);
  EXPECT_NE(std::find(answered["cases"].begin(), answered["cases"].end(), "server/netconnection/connect_result"),
            answered["cases"].end());
  RunReport nothing;
  const Json empty = Json::parse(RenderJson(nothing, TestCatalogue()))["rows"][0];
  EXPECT_EQ(empty["cases"].size(), 0u);
  EXPECT_EQ(empty["verdicts"].size(), 0u);
}

TEST(JsonTest, AFailureIsComplete) {
  RunReport report;
  report.results = {WrongTransactionId()};
  EXPECT_EQ(Json::parse(RenderJson(report, TestCatalogue()))["results"][0], Json::parse(R"({
    "id": "server/netconnection/connect_result",
    "check": "answered",
    "rows": ["RTMP-CN-02"],
    "role": "server",
    "delivery": "whole",
    "verdict": "FAIL",
    "cause": "mismatch",
    "duration_ms": 2.0,
    "file": "server/netconnection/connect_result.transcript",
    "line": 16,
    "expected": "S: _result txn=1 {...} {level: \"status\", ...}",
    "actual": "S: _result txn=0 {} {level: \"status\", code: \"NetConnection.Connect.Success\"}",
    "mark": "           ~~~~~ transaction id 0, the request had 1",
    "note": "",
    "process": "",
    "direction": "s2c",
    "wire_offset": 3190,
    "wire": ["C> connect txn=1 {app: \"live\"}", "S< _result txn=0 {} @3190"],
    "records": {}
  })"));
}

TEST(JsonTest, AnUnknownOffsetIsNull) {
  RunReport report;
  report.results = {Passed("server/handshake/echo")};
  EXPECT_TRUE(Json::parse(RenderJson(report, TestCatalogue()))["results"][0]["wire_offset"].is_null());
}

TEST(JsonTest, BytesOfAPeerDoNotBreakTheDocument) {
  RunReport report;
  report.results = {WrongTransactionId()};
  report.results[0].id = "\xff";
  report.results[0].actual = std::string("\xff\x00\x1b", 3);
  const Json json = Json::parse(RenderJson(report, TestCatalogue()));
  EXPECT_EQ(json["results"][0]["actual"], "\\xff\\x00\\x1b");
}

}  // namespace
}  // namespace rtmpspec
