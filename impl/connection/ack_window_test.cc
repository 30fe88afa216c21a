#include "impl/connection/ack_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rtmp {
namespace {

uint32_t Taken(AckWindow& window, uint64_t received) {
  const std::optional<Acknowledgement> ack = window.TakeDue(received);
  return ack.has_value() ? ack->sequence_number : 0;
}

uint32_t Answer(AckWindow& window, uint32_t size, LimitType type) {
  const auto answer = window.OnSetPeerBandwidth({size, type});
  return answer.has_value() ? answer->size : 0;
}

// Before the peer's WindowAcknowledgementSize nothing is due, however much came (A17): the model acknowledged every read.
TEST(AckWindowTest, NothingIsDueBeforeThePeersWindow) {
  AckWindow window(1000);
  EXPECT_EQ(window.NextDue(), std::nullopt);
  EXPECT_FALSE(window.TakeDue(uint64_t{1} << 40).has_value());
}

TEST(AckWindowTest, DueAtTheWindowAndCumulative) {
  AckWindow window(1000);
  window.OnWindowAcknowledgementSize(100);
  EXPECT_EQ(window.NextDue(), 100u);
  EXPECT_EQ(Taken(window, 99), 0u);
  EXPECT_EQ(Taken(window, 130), 130u);
  EXPECT_EQ(window.NextDue(), 230u);
  EXPECT_EQ(Taken(window, 229), 0u);
  EXPECT_EQ(Taken(window, 230), 230u);
}

// RTMP-PC-24: the count restarts at the last Acknowledgement, not at the message that changed the window.
TEST(AckWindowTest, ASmallerWindowCountsFromTheLastAcknowledgement) {
  AckWindow window(1000);
  window.OnWindowAcknowledgementSize(100);
  EXPECT_EQ(Taken(window, 100), 100u);
  window.OnWindowAcknowledgementSize(10);
  EXPECT_EQ(window.NextDue(), 110u);
  window.OnWindowAcknowledgementSize(0);
  EXPECT_EQ(window.NextDue(), std::nullopt);
}

TEST(AckWindowTest, SequenceNumbersWrap) {
  AckWindow window(1000);
  window.OnWindowAcknowledgementSize(0xffffffff);
  EXPECT_EQ(Taken(window, 0xffffffff), 0xffffffffu);
  window.OnWindowAcknowledgementSize(16);
  EXPECT_EQ(Taken(window, uint64_t{0x100000005}), 0u);
  EXPECT_EQ(Taken(window, uint64_t{0x10000000f}), 0xfu);
}

// RTMP-PC-25, PC-26.
TEST(AckWindowTest, HardSetsTheWindowAndIsAnsweredOnce) {
  AckWindow window(5000);
  EXPECT_EQ(window.Announce().size, 5000u);
  EXPECT_EQ(Answer(window, 5000, LimitType::kHard), 0u);
  EXPECT_EQ(Answer(window, 9000, LimitType::kHard), 9000u);
  EXPECT_EQ(Answer(window, 9000, LimitType::kHard), 0u);
  EXPECT_EQ(window.send_window(), 9000u);
}

// RTMP-PC-27: hard 500, soft 1000 stays 500.
TEST(AckWindowTest, SoftOnlyLowersTheWindow) {
  AckWindow window(5000);
  window.Announce();
  EXPECT_EQ(Answer(window, 500, LimitType::kHard), 500u);
  EXPECT_EQ(Answer(window, 1000, LimitType::kSoft), 0u);
  EXPECT_EQ(Answer(window, 400, LimitType::kSoft), 400u);
}

// RTMP-PC-28: the three orders.
TEST(AckWindowTest, DynamicIsHardOnlyBehindHard) {
  AckWindow first(5000);
  first.Announce();
  EXPECT_EQ(Answer(first, 700, LimitType::kDynamic), 0u);
  EXPECT_EQ(first.send_window(), 5000u);

  AckWindow after_hard(5000);
  EXPECT_EQ(Answer(after_hard, 600, LimitType::kHard), 600u);
  EXPECT_EQ(Answer(after_hard, 700, LimitType::kDynamic), 700u);
  EXPECT_EQ(Answer(after_hard, 800, LimitType::kDynamic), 800u);

  AckWindow after_soft(5000);
  EXPECT_EQ(Answer(after_soft, 600, LimitType::kSoft), 600u);
  EXPECT_EQ(Answer(after_soft, 700, LimitType::kDynamic), 0u);
}

// Before anything was announced even the default window is an answer.
TEST(AckWindowTest, FirstBandwidthIsAnsweredWhateverItSays) {
  AckWindow window(5000);
  EXPECT_EQ(Answer(window, 9000, LimitType::kSoft), 5000u);
}

TEST(AckWindowTest, BandwidthZeroIsIgnored) {
  AckWindow window(5000);
  window.Announce();
  EXPECT_EQ(Answer(window, 0, LimitType::kHard), 0u);
  EXPECT_EQ(Answer(window, 700, LimitType::kDynamic), 0u);
  EXPECT_EQ(window.send_window(), 5000u);
}

// RTMP-PC-20, PC-21: duplicates, old values and values of the future leave the count as it is.
TEST(AckWindowTest, PeersAcknowledgementsMoveForwardOnly) {
  AckWindow window(5000);
  window.OnSent(10000);
  window.OnAcknowledgement(4000);
  EXPECT_EQ(window.acknowledged(), 4000u);
  window.OnAcknowledgement(4000);
  window.OnAcknowledgement(100);
  window.OnAcknowledgement(0);
  EXPECT_EQ(window.acknowledged(), 4000u);
  window.OnAcknowledgement(10000 + 3074);
  EXPECT_EQ(window.acknowledged(), 4000u);
  window.OnAcknowledgement(10000 + 3073);
  EXPECT_EQ(window.acknowledged(), 10000u);
}

TEST(AckWindowTest, PeersAcknowledgementsWrap) {
  AckWindow window(5000);
  window.OnSent(0xffffff00);
  window.OnAcknowledgement(0xffffff00);
  window.OnSent(0x200);
  window.OnAcknowledgement(0x100);
  EXPECT_EQ(window.acknowledged(), uint64_t{0x100000100});
}

// Twice a window near 2^32 does not overflow: the model panicked at 0xffffffff.
TEST(AckWindowTest, OverdueBeyondTwiceTheAnnouncedWindow) {
  AckWindow window(100);
  window.OnSent(1000);
  EXPECT_FALSE(window.overdue());
  window.OnAcknowledgement(1000);
  window.Announce();
  window.OnSent(200);
  EXPECT_FALSE(window.overdue());
  window.OnSent(1);
  EXPECT_TRUE(window.overdue());

  AckWindow wide(100);
  EXPECT_EQ(Answer(wide, 0xffffffff, LimitType::kHard), 0xffffffffu);
  wide.OnSent(uint64_t{0x1fffffffe});
  EXPECT_FALSE(wide.overdue());
  wide.OnSent(1);
  EXPECT_TRUE(wide.overdue());
}

}  // namespace
}  // namespace rtmp
