#include "impl/bytes/send_buffer.h"

#include <algorithm>
#include <initializer_list>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/allocation_counter.h"

namespace rtmp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void Put(SendBuffer& buffer, std::initializer_list<uint8_t> bytes) {
  std::copy(bytes.begin(), bytes.end(), buffer.Reserve(bytes.size()));
  buffer.Commit(bytes.size());
}

TEST(SendBufferTest, IsTakenFromTheFrontAndFilledAtTheBack) {
  SendBuffer buffer;
  Put(buffer, {1, 2, 3});
  buffer.Advance(2);
  Put(buffer, {4});
  EXPECT_THAT(buffer.data(), ElementsAre(3, 4));
  EXPECT_EQ(buffer.size(), 2u);
}

TEST(SendBufferTest, LessMayBeWrittenThanWasAskedRoomFor) {
  SendBuffer buffer;
  buffer.Reserve(1000)[0] = 7;
  buffer.Commit(1);
  buffer.Reserve(5000)[0] = 8;
  buffer.Commit(1);
  EXPECT_THAT(buffer.data(), ElementsAre(7, 8));
}

// Appending to a Buffer and writing into reserved room go together, in order.
TEST(SendBufferTest, BothWaysToWriteMeet) {
  SendBuffer buffer;
  Put(buffer, {1});
  buffer.Append([](Buffer* out) {
    EXPECT_THAT(*out, ElementsAre(1));
    out->push_back(2);
  });
  Put(buffer, {3});
  buffer.Advance(1);
  EXPECT_THAT(buffer.data(), ElementsAre(2, 3));
}

TEST(SendBufferTest, AdvancingPastTheEndTakesAll) {
  SendBuffer buffer;
  Put(buffer, {1, 2, 3});
  buffer.Advance(100);
  EXPECT_THAT(buffer.data(), IsEmpty());
  Put(buffer, {9});
  EXPECT_THAT(buffer.data(), ElementsAre(9));
}

TEST(SendBufferTest, AReaderThatNeverCatchesUpDoesNotMakeItGrow) {
  SendBuffer buffer;
  std::fill_n(buffer.Reserve(1000), 1000, uint8_t{0});
  buffer.Commit(1000);
  const size_t before = allocation_counts.bytes;
  for (int i = 0; i < 100000; ++i) {
    Put(buffer, {static_cast<uint8_t>(i)});
    buffer.Advance(1);
    ASSERT_EQ(buffer.size(), 1000u);
  }
  EXPECT_LT(allocation_counts.bytes - before, 20000u);
  EXPECT_EQ(buffer.data().front(), static_cast<uint8_t>(99000));
  EXPECT_EQ(buffer.data().back(), static_cast<uint8_t>(99999));
}

TEST(SendBufferTest, MemoryOfASlowReaderIsGivenBackAndASteadyOnesIsKept) {
  SendBuffer buffer;
  const int64_t before = allocation_counts.live_bytes;
  buffer.Reserve(SendBuffer::kMostKept);
  buffer.Commit(10);
  buffer.Advance(10);
  EXPECT_GE(allocation_counts.live_bytes - before, static_cast<int64_t>(SendBuffer::kMostKept));
  buffer.Reserve(SendBuffer::kMostKept + 1);
  buffer.Commit(10);
  buffer.Advance(9);
  EXPECT_GT(allocation_counts.live_bytes - before, static_cast<int64_t>(SendBuffer::kMostKept));
  buffer.Advance(1);
  EXPECT_EQ(allocation_counts.live_bytes, before);
  Put(buffer, {1, 2});
  buffer.Advance(2);
  EXPECT_GT(allocation_counts.live_bytes, before);
  buffer.Release();
  EXPECT_EQ(allocation_counts.live_bytes, before);
  Put(buffer, {3});
  EXPECT_THAT(buffer.data(), ElementsAre(3));
}

}  // namespace
}  // namespace rtmp
