#include "conformance/cli/selection.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;

const Catalogue& TwoRows() {
  static const auto& catalogue = *new Catalogue([] {
    const std::string path = absl::StrCat(testing::TempDir(), "/selection_test_catalogue.", getpid(), ".toml");
    std::ofstream(path) << R"(
version = "1"

[[requirement]]
id = "RTMP-CN-02"
section = "RTMP 1.0 7.2.1.1"
who = "S"
level = "I"
v = "F"
text = "binding"
test = ""

[[requirement]]
id = "RTMP-CN-04"
section = "RTMP 1.0 7.2.1.1"
who = "S"
level = "I"
v = "N"
text = "not binding"
test = ""
)";
    absl::StatusOr<Catalogue> loaded = Catalogue::Load(path);
    std::remove(path.c_str());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded.ok() ? *std::move(loaded) : Catalogue();
  }());
  return catalogue;
}

Step Labelled(const std::string& name, const std::string& row) {
  Step step;
  step.what = SyncStep();
  step.check = Check{name, row};
  return step;
}

// server/chunk/size/zero about RTMP-CN-04, with check `answered` of RTMP-CN-02 inside a loop.
Scenario Example() {
  Scenario scenario;
  scenario.id = "server/chunk/size/zero";
  scenario.transcript.id = "server/chunk/size";
  scenario.transcript.rows = {"RTMP-CN-04"};
  scenario.transcript.server_under_test = true;
  RepeatStep repeat;
  repeat.steps = {Labelled("answered", "RTMP-CN-02")};
  Step step;
  step.what = repeat;
  scenario.transcript.steps = {step};
  return scenario;
}

bool Selects(const Selection& selection) { return selection.Selects(Example(), TwoRows()); }

Selection Only(const std::string& glob) {
  Selection selection;
  selection.only = {glob};
  return selection;
}

Result ResultOf(const std::string& check, const std::string& row, Verdict verdict) {
  Result result;
  result.id = "server/chunk/size/zero";
  result.check = check;
  result.rows = {row};
  result.verdict = verdict;
  return result;
}

TEST(SelectionTest, FindsChecksInsideBlocks) {
  ASSERT_EQ(ChecksOf(Example()).size(), 1u);
  EXPECT_EQ(ChecksOf(Example())[0].name, "answered");
  EXPECT_THAT(RowsOf(Example()), ElementsAre("RTMP-CN-04", "RTMP-CN-02"));
}

TEST(SelectionTest, GlobsCrossFolders) {
  EXPECT_TRUE(GlobMatches("server/*", "server/chunk/size/zero"));
  EXPECT_TRUE(GlobMatches("*/zero", "server/chunk/size/zero"));
  EXPECT_TRUE(GlobMatches("server/chunk/siz?/*", "server/chunk/size/zero"));
  EXPECT_FALSE(GlobMatches("client/*", "server/chunk/size/zero"));
  EXPECT_FALSE(GlobMatches("", "server/chunk/size/zero"));
}

TEST(SelectionTest, AFolderStandsForWhatIsBelowIt) {
  EXPECT_TRUE(GlobMatches("server/chunk", "server/chunk/size/zero"));
  EXPECT_TRUE(GlobMatches("server/chunk/", "server/chunk/size/zero"));
  EXPECT_TRUE(GlobMatches("server/chunk/size", "server/chunk/size/zero"));
  EXPECT_FALSE(GlobMatches("server/chu", "server/chunk/size/zero"));
}

TEST(SelectionTest, SelectsByIdAndByCheck) {
  EXPECT_TRUE(Selects({}));
  EXPECT_TRUE(Selects(Only("server/chunk/size/zero")));
  EXPECT_TRUE(Selects(Only("server/chunk/size/zero:answered")));
  EXPECT_TRUE(Selects(Only("*:answered")));
  EXPECT_FALSE(Selects(Only("server/chunk/size/zero:other")));
  EXPECT_FALSE(Selects(Only("server/handshake/*")));
}

TEST(SelectionTest, APassiveCheckNeedsEveryCase) { EXPECT_TRUE(Selects(Only("passive/RTMP-PC-01"))); }

TEST(SelectionTest, WhatComesOfSeveralResultsStandsForThem) {
  Scenario scenario = Example();
  OneOfStep one_of;
  one_of.alternatives.resize(2);
  one_of.alternatives[1].outcome.record_key = "size-zero";
  Step step;
  step.what = one_of;
  scenario.transcript.steps.push_back(step);
  EXPECT_TRUE(Only("behaviour/size-zero").Selects(scenario, TwoRows()));
  EXPECT_FALSE(Only("behaviour/size-one").Selects(scenario, TwoRows()));
  EXPECT_TRUE(Only("behaviour/header-compression").Selects(scenario, TwoRows())) << "which every case shows";
  EXPECT_FALSE(Only("behaviour/size-zero").Selects(Example(), TwoRows())) << "it records nothing";

  Result result = ResultOf("", "RTMP-CN-04", Verdict::kInfo);
  EXPECT_FALSE(Only("behaviour/size-zero").Keeps(result, TwoRows()));
  result.records["size-zero"] = "close";
  EXPECT_TRUE(Only("behaviour/size-zero").Keeps(result, TwoRows()));
  EXPECT_TRUE(Only("delivery/server/chunk/size/zero").Keeps(result, TwoRows()));
  EXPECT_FALSE(Only("delivery/server/chunk/size/one").Keeps(result, TwoRows()));
}

TEST(SelectionTest, SelectsByRow) {
  Selection selection;
  selection.rows = {"RTMP-CN-02"};  // named by the check alone
  EXPECT_TRUE(Selects(selection));
  selection.rows = {"RTMP-CN-*"};
  EXPECT_TRUE(Selects(selection));
  selection.rows = {"RTMP-XT-01"};
  EXPECT_FALSE(Selects(selection));
}

TEST(SelectionTest, SelectsByLevel) {
  Selection selection;
  selection.level = "must";
  EXPECT_TRUE(Selects(selection));
  EXPECT_TRUE(selection.Keeps(ResultOf("answered", "RTMP-CN-02", Verdict::kPass), TwoRows()));
  EXPECT_FALSE(selection.Keeps(ResultOf("", "RTMP-CN-04", Verdict::kPass), TwoRows()));
  EXPECT_FALSE(selection.Keeps(ResultOf("x", "RTMP-UNKNOWN", Verdict::kPass), TwoRows()));
  selection.level = "should";
  EXPECT_TRUE(selection.Keeps(ResultOf("", "RTMP-CN-04", Verdict::kPass), TwoRows()));
}

TEST(SelectionTest, SkipTakesOut) {
  Selection selection;
  selection.skip = {"server/chunk/*"};
  EXPECT_TRUE(selection.Skips(Example()));
  EXPECT_TRUE(selection.Keeps(ResultOf("", "RTMP-CN-04", Verdict::kSkip), TwoRows()));
  selection.skip = {"*:answered"};
  EXPECT_FALSE(selection.Skips(Example()));
  EXPECT_FALSE(selection.Keeps(ResultOf("answered", "RTMP-CN-02", Verdict::kFail), TwoRows()));
  EXPECT_TRUE(selection.Keeps(ResultOf("", "RTMP-CN-04", Verdict::kPass), TwoRows()));
}

TEST(SelectionTest, ABrokenCaseIsNotHiddenBehindItsCheck) {
  const Selection selection = Only("*:answered");
  EXPECT_TRUE(selection.Keeps(ResultOf("answered", "RTMP-CN-02", Verdict::kNotrun), TwoRows()));
  EXPECT_TRUE(selection.Keeps(ResultOf("", "RTMP-CN-04", Verdict::kFail), TwoRows()));
  EXPECT_FALSE(selection.Keeps(ResultOf("", "RTMP-CN-04", Verdict::kPass), TwoRows()));
}

}  // namespace
}  // namespace rtmpspec
