#include "impl/bytes/extend.h"

#include <algorithm>
#include <cstring>

#include "gtest/gtest.h"

namespace rtmp {
namespace {

// However much room there is: what was there stays, what is new is zero and in its place, and nothing behind it.
TEST(ExtendTest, AppendsZerosWhateverTheRoom) {
  for (const size_t old_size : {0, 1, 63, 64, 1000}) {
    for (const size_t room : {0, 1, 63, 64, 65, 500}) {
      for (const size_t count : {1, 2, 9, 63, 64, 65, 300}) {
        Buffer buffer;
        buffer.reserve(old_size + room);
        buffer.assign(old_size + room, 0xaa);  // what a shrunk buffer leaves behind is not seen again
        buffer.resize(old_size);
        uint8_t* const place = Extend(count, &buffer);
        ASSERT_EQ(buffer.size(), old_size + count) << room;
        ASSERT_EQ(place, buffer.data() + old_size);
        const auto zero = buffer.begin() + static_cast<ptrdiff_t>(old_size);
        EXPECT_EQ(std::count(buffer.begin(), zero, 0xaa), static_cast<ptrdiff_t>(old_size));
        EXPECT_EQ(std::count(zero, buffer.end(), 0), static_cast<ptrdiff_t>(count)) << old_size << " " << room << " " << count;
      }
    }
  }
}

TEST(ExtendTest, DoesNotAllocateWhereThereIsRoom) {
  Buffer buffer;
  buffer.reserve(100);
  const uint8_t* const memory = buffer.data();
  for (int i = 0; i < 100; ++i) *Extend(1, &buffer) = static_cast<uint8_t>(i);
  EXPECT_EQ(buffer.data(), memory);
  EXPECT_EQ(buffer.capacity(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(buffer[i], i);
}

}  // namespace
}  // namespace rtmp
