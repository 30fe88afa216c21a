#include "conformance/report/merge.h"

#include "conformance/report/report_test_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;

RunReport One(const std::string& id, Verdict verdict) {
  RunReport report;
  report.results = {Passed(id)};
  report.results[0].verdict = verdict;
  return report;
}

TEST(MergeTest, DifferentCasesStandSideBySide) {
  RunReport report = One("b", Verdict::kPass);
  Merge(One("a", Verdict::kPass), &report);
  ASSERT_THAT(report.results, SizeIs(2));
  EXPECT_EQ(report.results[0].id, "a");
}

TEST(MergeTest, TheWorseVerdictStaysWhicheverCameFirst) {
  for (const bool failed_first : {true, false}) {
    RunReport report = One("a", failed_first ? Verdict::kFail : Verdict::kPass);
    Merge(One("a", failed_first ? Verdict::kPass : Verdict::kFail), &report);
    ASSERT_THAT(report.results, SizeIs(1));
    EXPECT_EQ(report.results[0].verdict, Verdict::kFail);
    EXPECT_EQ(report.results[0].note, "verdict changed between runs: PASS and FAIL");
  }
}

TEST(MergeTest, WhatRanOutweighsWhatDidNot) {
  RunReport report = One("a", Verdict::kNotrun);
  Merge(One("a", Verdict::kPass), &report);
  EXPECT_EQ(report.results[0].verdict, Verdict::kPass);
  EXPECT_EQ(report.results[0].note, "");
}

TEST(MergeTest, APassiveCheckThatFailsOnceIsNotUnsteady) {
  RunReport report = One("passive/RTMP-CN-02", Verdict::kPass);
  Merge(One("passive/RTMP-CN-02", Verdict::kFail), &report);
  EXPECT_EQ(report.results[0].verdict, Verdict::kFail);
  EXPECT_EQ(report.results[0].note, "");
}

TEST(MergeTest, NotesOnceAndBehavioursTogether) {
  RunReport report, other;
  report.notes = {"x"};
  report.behaviours = {{"k", "closed"}};
  other.notes = {"x", "y"};
  other.behaviours = {{"k", "close | closed"}, {"l", "1"}};
  other.target_unreachable = other.stopped_early = true;
  Merge(other, &report);
  Merge(other, &report);
  EXPECT_THAT(report.notes, ElementsAre("x", "y"));
  EXPECT_THAT(report.behaviours, ElementsAre(Pair("k", "closed | close"), Pair("l", "1")));
  EXPECT_TRUE(report.target_unreachable);
  EXPECT_TRUE(report.stopped_early);
}

}  // namespace
}  // namespace rtmpspec
