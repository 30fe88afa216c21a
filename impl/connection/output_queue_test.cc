#include "impl/connection/output_queue.h"

#include <gtest/gtest.h>

namespace rtmp {
namespace {

void Append(OutputQueue& queue, size_t count, bool reply) {
  queue.Reserve(count);
  queue.Commit(count);
  if (reply) queue.CountReply(count);
}

TEST(OutputQueueTest, MediaDoesNotCount) {
  OutputQueue queue;
  Append(queue, 1000, false);
  EXPECT_EQ(queue.queued_replies(), 0u);
  Append(queue, 10, true);
  EXPECT_EQ(queue.queued_replies(), 10u);
  EXPECT_EQ(queue.size(), 1010u);
}

TEST(OutputQueueTest, RepliesThatWaitStayOnTheAccount) {
  OutputQueue queue;
  Append(queue, 10, true);
  Append(queue, 20, true);
  EXPECT_EQ(queue.Advance(9), 9u);
  EXPECT_EQ(queue.queued_replies(), 30u);
  EXPECT_EQ(queue.Advance(1), 1u);
  EXPECT_EQ(queue.queued_replies(), 20u);
  EXPECT_EQ(queue.Advance(1000), 20u);
  EXPECT_EQ(queue.queued_replies(), 0u);
  EXPECT_EQ(queue.sent(), 30u);
}

// A player that always has media waiting answers pings for ever without filling the account.
TEST(OutputQueueTest, RepliesLeaveTheAccountWithoutTheQueueEverBeingEmpty) {
  OutputQueue queue;
  for (int i = 0; i < 1000; ++i) {
    Append(queue, 100, false);
    Append(queue, 10, true);
    if (i > 10) queue.Advance(110);
    ASSERT_GT(queue.size(), 0u);
    ASSERT_LE(queue.queued_replies(), 2u * queue.size());
    ASSERT_LE(queue.queued_replies(), 300u);
  }
}

// The account never forgets a reply that still waits.
TEST(OutputQueueTest, TheAccountIsNeverTooSmall) {
  OutputQueue queue;
  size_t appended = 0;
  for (int i = 0; i < 500; ++i) {
    Append(queue, 7, true);
    appended += 7;
    queue.Advance(i % 5);
    ASSERT_GE(queue.queued_replies(), appended - queue.sent());
  }
}

}  // namespace
}  // namespace rtmp
