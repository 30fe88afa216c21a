#include "impl/bytes/send_buffer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SendBufferTest, IsTakenFromTheFrontAndFilledAtTheBack) {
  SendBuffer buffer;
  *buffer.back() = {1, 2, 3};
  buffer.Advance(2);
  buffer.back()->push_back(4);
  EXPECT_THAT(buffer.data(), ElementsAre(3, 4));
  EXPECT_EQ(buffer.size(), 2u);
}

TEST(SendBufferTest, AdvancingPastTheEndTakesAll) {
  SendBuffer buffer;
  *buffer.back() = {1, 2, 3};
  buffer.Advance(100);
  EXPECT_THAT(buffer.data(), IsEmpty());
  buffer.back()->push_back(9);
  EXPECT_THAT(buffer.data(), ElementsAre(9));
}

TEST(SendBufferTest, AReaderThatNeverCatchesUpDoesNotMakeItGrow) {
  SendBuffer buffer;
  buffer.back()->assign(1000, 0);
  for (int i = 0; i < 10000; ++i) {
    buffer.back()->push_back(static_cast<uint8_t>(i));
    buffer.Advance(1);
    ASSERT_EQ(buffer.size(), 1000u);
  }
  EXPECT_LT(buffer.back()->size(), 6000u);
  EXPECT_EQ(buffer.data().front(), static_cast<uint8_t>(9000));
  EXPECT_EQ(buffer.data().back(), static_cast<uint8_t>(9999));
}

}  // namespace
}  // namespace rtmp
