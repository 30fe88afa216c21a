#include "impl/connection/stream_table.h"

#include <gtest/gtest.h>

namespace rtmp {
namespace {

TEST(StreamTableTest, IdsStartAtOneAndAreTheSmallestFree) {
  StreamTable table(4);
  EXPECT_EQ(table.Create(), 1u);
  EXPECT_EQ(table.Create(), 2u);
  EXPECT_EQ(table.Create(), 3u);
  table.Delete(2);
  EXPECT_EQ(table.Find(2), nullptr);
  EXPECT_EQ(table.Create(), 2u);
  EXPECT_EQ(table.Create(), 4u);
  EXPECT_EQ(table.Create(), std::nullopt);
  EXPECT_EQ(table.size(), 4u);
}

TEST(StreamTableTest, FindKnowsOnlyWhatExists) {
  StreamTable table(4);
  table.Create();
  EXPECT_EQ(table.Find(0), nullptr);
  EXPECT_NE(table.Find(1), nullptr);
  EXPECT_EQ(table.Find(2), nullptr);
  EXPECT_EQ(table.Find(0xffffffff), nullptr);
}

TEST(StreamTableTest, ASecondStreamOfAnIdStartsFresh) {
  StreamTable table(4);
  table.Create();
  table.Find(1)->state = StreamState::kPlaying;
  table.Find(1)->paused = true;
  table.Delete(1);
  table.Create();
  EXPECT_EQ(table.Find(1)->state, StreamState::kCreated);
  EXPECT_FALSE(table.Find(1)->paused);
}

TEST(StreamTableTest, LatestFallsBackToTheOneTouchedBefore) {
  StreamTable table(4);
  EXPECT_EQ(table.latest(), nullptr);
  table.Create();
  table.Create();
  table.Create();
  table.Touch(1);
  EXPECT_EQ(table.latest(), table.Find(1));
  table.Delete(2);
  EXPECT_EQ(table.latest(), table.Find(1));
  table.Delete(1);
  EXPECT_EQ(table.latest(), table.Find(3));
  table.Delete(3);
  EXPECT_EQ(table.latest(), nullptr);
}

TEST(StreamTableTest, FindsAPublisherByName) {
  StreamTable table(4);
  table.Create();
  table.Create();
  for (const uint32_t id : {1, 2}) table.Find(id)->publish_name = id == 1 ? "one" : "two";
  table.Find(2)->state = StreamState::kPublishing;
  EXPECT_EQ(table.FindPublisher("two"), 2u);
  EXPECT_EQ(table.FindPublisher("one"), std::nullopt);
}

}  // namespace
}  // namespace rtmp
