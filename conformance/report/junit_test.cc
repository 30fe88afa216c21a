#include "conformance/report/junit.h"

#include <pugixml.hpp>

#include "conformance/report/failure.h"
#include "conformance/report/report_test_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;

pugi::xml_document Parsed(const RunReport& report) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(RenderJunit(report, TestCatalogue()).c_str()));
  return document;
}

TEST(JunitTest, RendersOneResult) {
  RunReport report;
  report.target = "built-in reference";
  report.tool_version = "0.1.0";
  report.catalogue_version = "7";
  report.seed = 1;
  report.results = {Passed("server/handshake/echo")};
  EXPECT_EQ(RenderJunit(report, TestCatalogue()), R"(<?xml version="1.0"?>
<testsuites name="rtmpspec" tests="1" failures="0" errors="0" skipped="0" time="0.002">
  <testsuite name="server" tests="1" failures="0" errors="0" skipped="0" time="0.002">
    <properties>
      <property name="target" value="built-in reference" />
      <property name="rtmpspec" value="0.1.0" />
      <property name="catalogue" value="7" />
      <property name="seed" value="1" />
    </properties>
    <testcase name="server/handshake/echo [whole]" classname="RTMP 1.0 7.2.1.1" time="0.002" />
  </testsuite>
</testsuites>
)");
}

TEST(JunitTest, VerdictsBecomeElements) {
  RunReport report = TestReport();
  Result harness = Passed("server/chunk/broken");
  harness.verdict = Verdict::kHarness;
  harness.note = "cannot build this line";
  report.results.push_back(harness);
  report.Sort();
  const pugi::xml_document document = Parsed(report);
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("tests").as_int(), 7);
  EXPECT_EQ(suite.attribute("failures").as_int(), 2);
  EXPECT_EQ(suite.attribute("errors").as_int(), 1);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
  const auto find = [&](const char* name) { return suite.find_child_by_attribute("testcase", "name", name); };
  const pugi::xml_node failure = find("server/netconnection/connect_result:answered [whole]").child("failure");
  EXPECT_STREQ(failure.attribute("message").as_string(), "transaction id 0, the request had 1");
  EXPECT_STREQ(failure.attribute("type").as_string(), "FAIL mismatch");
  EXPECT_EQ(failure.text().as_string(), RenderFailure(WrongTransactionId(), report, TestCatalogue()));
  EXPECT_STREQ(find("server/chunk/broken [whole]").child("error").attribute("message").as_string(), "cannot build this line");
  EXPECT_STREQ(find("server/handshake/times_out [whole]").child("skipped").attribute("message").as_string(), "SKIP slow");
  EXPECT_STREQ(find("server/netconnection/order [whole]").child("system-out").text().as_string(),
               "NONSTRICT SetPeerBandwidth came after the answer");
}

TEST(JunitTest, ASuiteARole) {
  RunReport report = TestReport();
  report.results[0].role = "client";
  const pugi::xml_document document = Parsed(report);
  EXPECT_TRUE(document.child("testsuites").find_child_by_attribute("testsuite", "name", "client"));
  EXPECT_TRUE(document.child("testsuites").find_child_by_attribute("testsuite", "name", "server"));
  EXPECT_EQ(document.child("testsuites").attribute("tests").as_int(), 6);
}

TEST(JunitTest, BytesOfAPeerDoNotBreakTheDocument) {
  RunReport report;
  report.results = {WrongTransactionId()};
  report.results[0].actual = std::string("\xff\x00<&\x1b]]>", 8);
  report.results[0].mark = "~~ \x01";
  const pugi::xml_document document = Parsed(report);
  const pugi::xml_node failure = document.child("testsuites").child("testsuite").child("testcase").child("failure");
  EXPECT_THAT(failure.text().as_string(), HasSubstr("actual    \\xff\\x00<&\\x1b]]>\n"));
  EXPECT_STREQ(failure.attribute("message").as_string(), "\\x01");
}

}  // namespace
}  // namespace rtmpspec
