#include "conformance/faults/judged_run.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Result Make(Verdict verdict, const std::string& check = "") {
  Result result;
  result.id = "server/a";
  result.check = check;
  result.rows = {"RTMP-CN-02", "RTMP-CN-05"};
  result.delivery = "whole";
  result.verdict = verdict;
  return result;
}

std::vector<Finding> Change(Verdict before, const Result& after) { return Compare({after}, MakeBaseline({Make(before)})); }

TEST(CompareTest, AWorseVerdictIsAFindingUnderTheFirstRow) {
  const std::vector<Finding> findings = Change(Verdict::kPass, Make(Verdict::kFail));
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].key, "server/a");
  EXPECT_EQ(findings[0].row, "RTMP-CN-02");
  EXPECT_EQ(findings[0].verdict, Verdict::kFail);
  EXPECT_THAT(Change(Verdict::kPass, Make(Verdict::kNonstrict)), SizeIs(1));
  EXPECT_THAT(Change(Verdict::kInfo, Make(Verdict::kFail)), SizeIs(1));
}

TEST(CompareTest, TheSameOrBetterOrNothingIsNone) {
  EXPECT_THAT(Change(Verdict::kPass, Make(Verdict::kPass)), IsEmpty());
  EXPECT_THAT(Change(Verdict::kInfo, Make(Verdict::kPass)), IsEmpty());
  EXPECT_THAT(Change(Verdict::kPass, Make(Verdict::kNotrun)), IsEmpty()) << "what did not run tells nothing";
  EXPECT_THAT(Change(Verdict::kPass, Make(Verdict::kSkip)), IsEmpty());
}

TEST(CompareTest, AnOpenPointThatComesOutOtherwiseIsAFinding) {
  Result before = Make(Verdict::kInfo);
  before.records = {{"chunk-size-zero", "close"}};
  Result after = before;
  EXPECT_THAT(Compare({after}, MakeBaseline({before})), IsEmpty());
  after.records["chunk-size-zero"] = "ignored";
  EXPECT_THAT(Compare({after}, MakeBaseline({before})), SizeIs(1));
}

TEST(CompareTest, WhatIsRecordedInPassingIsNone) {
  Result before = Make(Verdict::kPass);
  before.id = "passive/RTMP-CM-20";
  before.records = {{"header-compression", "used"}};
  Result after = before;
  after.records.clear();
  EXPECT_THAT(Compare({after}, MakeBaseline({before})), IsEmpty());
}

TEST(CompareTest, AResultThatWasNotThereIsMeasuredByPass) {
  EXPECT_THAT(Change(Verdict::kPass, Make(Verdict::kFail, "late")), SizeIs(1));
  EXPECT_THAT(Change(Verdict::kPass, Make(Verdict::kPass, "late")), IsEmpty());
}

}  // namespace
}  // namespace rtmpspec
