// Every transcript against the built-in reference, in process, in each role that it has and in every delivery: a test each, and
// one more where it is about both sides, the reference's client against its server. The reference is meant to pass them all, the
// slow ones too: in process nothing waits.
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "conformance/cli/selection.h"
#include "conformance/cli/suite_files.h"
#include "conformance/faults/mirror_faults.h"
#include "conformance/report/failure.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/mirror.h"
#include "conformance/runner/suite_run.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

class TranscriptTest : public testing::Test {
 public:
  TranscriptTest(const Scenario& scenario, const Catalogue& catalogue, Side role)
      : scenario_(scenario), catalogue_(catalogue), role_(role) {}

  void TestBody() override {
    RunOptions options;
    options.slow = true;
    RunReport report;
    report.repeat_prefix = "rtmpspec run";
    report.seed = options.seed;
    RunScenarios({scenario_}, catalogue_, *MakeInProcessPeer(role_, options.seed), options, &report);
    for (const std::string& failure : RenderFailures(report, catalogue_)) ADD_FAILURE() << failure;
    int ran = 0;
    for (const Result& result : report.results) {
      EXPECT_NE(result.verdict, Verdict::kNotrun) << result.key() << " [" << result.delivery << "] " << result.note;
      if (result.id == scenario_.id && SumOf(result.verdict, report.strict) != Sum::kSkipped) ++ran;
    }
    EXPECT_GT(ran, 0) << "no result of " << scenario_.id;
  }

 private:
  const Scenario& scenario_;
  const Catalogue& catalogue_;
  const Side role_;
};

class MirrorTest : public testing::Test {
 public:
  MirrorTest(const Scenario& scenario, const Catalogue& catalogue) : scenario_(scenario), catalogue_(catalogue) {}

  void TestBody() override {
    RunReport report;
    report.repeat_prefix = "rtmpspec selftest --only-mirrors";
    report.results = RunMirrorOfReference(scenario_, catalogue_, report.seed);
    for (const std::string& failure : RenderFailures(report, catalogue_)) ADD_FAILURE() << failure;
    for (const Result& result : report.results) {
      EXPECT_EQ(result.verdict, Verdict::kPass) << result.key() << " [" << result.delivery << "] " << result.note;
    }
    EXPECT_GE(report.results.size(), 2u);
  }

 private:
  const Scenario& scenario_;
  const Catalogue& catalogue_;
};

// In a name, GoogleTest takes a hyphen for the beginning of what to leave out.
std::string TestName(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

void Register(const Suite& suite, Side role) {
  const char* group = role == Side::kServer ? "server" : "client";
  for (const Scenario& scenario : suite.scenarios) {
    if (!HasRole(scenario, role)) continue;
    testing::RegisterTest(group, TestName(scenario.id).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [&scenario, &suite, role] { return new TranscriptTest(scenario, suite.catalogue, role); });
  }
}

void RegisterMirrors(const Suite& suite) {
  for (const Scenario& scenario : suite.scenarios) {
    if (!IsTwoSided(scenario)) continue;
    testing::RegisterTest("mirror", TestName(scenario.id).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [&scenario, &suite] { return new MirrorTest(scenario, suite.catalogue); });
  }
}

}  // namespace
}  // namespace rtmpspec

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const absl::StatusOr<rtmpspec::Suite> suite = rtmpspec::LoadSuite("");
  if (!suite.ok()) return rtmpspec::Complain(1, suite.status().message());
  rtmpspec::Register(*suite, rtmpspec::Side::kServer);
  rtmpspec::Register(*suite, rtmpspec::Side::kClient);
  rtmpspec::RegisterMirrors(*suite);
  return RUN_ALL_TESTS();
}
