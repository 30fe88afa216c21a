// The third run of the transcripts about both sides, of a reference that is wrong on purpose: whichever side is wrong, the lines
// of that side turn red, in the direction that it sends. transcripts_test has the right reference.
#include <algorithm>
#include <string>
#include <vector>

#include "conformance/cli/suite_files.h"
#include "conformance/faults/mirror_faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/deviation.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Suite& TheSuite() {
  static const Suite* const suite = new Suite(LoadSuite("").value());
  return *suite;
}

// "key row direction" of what is not PASS when the reference on `side` deviates; whole and byte by byte must agree.
std::vector<std::string> Red(const std::string& id, const std::string& deviation, Side side) {
  const auto& scenarios = TheSuite().scenarios;
  const auto scenario = std::find_if(scenarios.begin(), scenarios.end(), [&](const Scenario& s) { return s.id == id; });
  if (scenario == scenarios.end()) return {"no such case"};
  std::vector<std::string> whole, bytewise;
  for (const Result& result : RunMirrorOfReference(*scenario, TheSuite().catalogue, /*seed=*/1, deviation, side)) {
    if (result.verdict == Verdict::kPass || result.verdict == Verdict::kNotrun) continue;
    (result.delivery == "whole" ? whole : bytewise).push_back(result.key() + " " + result.rows[0] + " " + result.direction);
  }
  EXPECT_EQ(whole, bytewise);
  return whole;
}

TEST(MirrorTest, ThisBuildCanBeWrong) { ASSERT_TRUE(rtmp::CanDeviate()); }

TEST(MirrorTest, AWrongEchoIsRedOnTheSideThatSendsIt) {
  const char kEcho[] = "server/handshake/echo/large";
  EXPECT_THAT(Red(kEcho, "", Side::kServer), IsEmpty());
  EXPECT_THAT(Red(kEcho, "handshake-echo-last-byte", Side::kServer),
              ElementsAre("server/handshake/echo/large:s2 RTMP-HS-16 s2c"));
  EXPECT_THAT(Red(kEcho, "handshake-echo-last-byte", Side::kClient),
              ElementsAre("server/handshake/echo/large:c2 RTMP-HS-17 c2s"));
}

TEST(MirrorTest, AFaultOfTheOtherSideIsNoneHere) {
  const char kEcho[] = "server/handshake/echo/large";
  EXPECT_THAT(Red(kEcho, "c0-is-6", Side::kServer), IsEmpty());
  EXPECT_THAT(Red(kEcho, "c0-is-6", Side::kClient), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace rtmpspec
