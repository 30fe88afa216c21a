#include "impl/connection/stream_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

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

// Against the plain way: a list of ids in the order of touching.
TEST(StreamTableTest, AnyOrderOfCallsKeepsIdsAndLatest) {
  std::minstd_rand random(1);
  StreamTable table(20);
  std::vector<uint32_t> touched;
  for (int i = 0; i < 5000; ++i) {
    const uint32_t id = 1 + random() % 20;
    const auto at = std::find(touched.begin(), touched.end(), id);
    if (at == touched.end()) {
      uint32_t smallest = 1;
      while (table.Find(smallest) != nullptr) ++smallest;
      ASSERT_EQ(table.Create(), smallest);
      touched.push_back(smallest);
    } else {
      touched.erase(at);
      if (random() % 3 == 0) {
        table.Delete(id);
      } else {
        table.Touch(id);
        touched.push_back(id);
      }
    }
    ASSERT_EQ(table.size(), touched.size());
    ASSERT_EQ(table.latest(), touched.empty() ? nullptr : table.Find(touched.back()));
  }
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
