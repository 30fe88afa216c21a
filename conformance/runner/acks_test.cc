// RTMP 1.0 5.4.3: Acknowledgements are a running total, and come at least once a window.
#include "conformance/runner/acks.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

using Acks = std::vector<PlayedConnection::AckSeen>;

AcksExpected Expected() {
  AcksExpected expected;
  expected.mark = 1000;
  expected.unacked_at_most = 3900;
  expected.increasing = true;
  expected.cumulative = true;
  expected.slack = 3073;
  expected.window = 2500;
  return expected;
}

TEST(AcksTest, ARunningTotalIsRight) { EXPECT_EQ(JudgeAcks({{2600, 2700, 0}, {5200, 5300, 0}}, 6500, Expected()), std::nullopt); }

TEST(AcksTest, TheHandshakeMayCount) { EXPECT_EQ(JudgeAcks({{6500 + 3073, 6500, 0}}, 6500, Expected()), std::nullopt); }

TEST(AcksTest, SequenceNumbersWrap) {
  AcksExpected expected = Expected();
  expected.mark = 0xfffffff0;
  EXPECT_EQ(JudgeAcks({{0xfffffffe, 0xfffffffe, 0}, {0x0000000a, 0x10000000a, 0}}, 0x10000000a, expected), std::nullopt);
}

TEST(AcksTest, NoneIsTooFew) {
  EXPECT_EQ(JudgeAcks({}, 4900,
                      [] {
                        AcksExpected expected = Expected();
                        expected.cumulative = false;
                        return expected;
                      }()),
            std::nullopt);
  EXPECT_THAT(JudgeAcks({}, 4901, Expected()), Optional(HasSubstr("3901 bytes are not acknowledged")));
  AcksExpected cumulative = Expected();
  cumulative.unacked_at_most.reset();
  EXPECT_THAT(JudgeAcks({}, 2000, cumulative), Optional(HasSubstr("no Ack came")));
}

TEST(AcksTest, CountsSinceTheLastAckAreNoRunningTotal) {
  AcksExpected expected = Expected();
  expected.increasing = false;
  expected.unacked_at_most.reset();
  EXPECT_THAT(JudgeAcks({{2600, 2700, 0}, {2600, 5300, 0}}, 12000, expected), Optional(HasSubstr("not a running total")));
}

TEST(AcksTest, TheyIncrease) {
  EXPECT_THAT(JudgeAcks({{2600, 2700, 0}, {2600, 5300, 0}}, 5300, Expected()), Optional(HasSubstr("Ack 2600 follows Ack 2600")));
}

TEST(AcksTest, ThoseBeforeTheMarkDoNotCount) {
  EXPECT_EQ(JudgeAcks({{900, 900, 0}, {800, 950, 0}, {2600, 2700, 0}}, 2700, Expected()), std::nullopt);
}

}  // namespace
}  // namespace rtmpspec
