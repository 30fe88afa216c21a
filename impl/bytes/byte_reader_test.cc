#include "impl/bytes/byte_reader.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/byte_writer.h"

namespace rtmp {
namespace {

using testing::ElementsAre;

TEST(ByteReaderTest, ReadsBigEndianFieldsAndTheOneLittleEndian) {
  const Buffer bytes = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e};
  ByteReader reader(bytes);
  uint8_t u8 = 0;
  uint16_t u16 = 0;
  uint32_t u24 = 0, u32 = 0, little = 0;
  ASSERT_TRUE(reader.ReadU8(&u8) && reader.ReadU16(&u16) && reader.ReadU24(&u24) && reader.ReadU32(&u32) &&
              reader.ReadU32LittleEndian(&little));
  EXPECT_EQ(u8, 0x01);
  EXPECT_EQ(u16, 0x0203);
  EXPECT_EQ(u24, 0x040506u);
  EXPECT_EQ(u32, 0x0708090au);
  EXPECT_EQ(little, 0x0e0d0c0bu);
  EXPECT_EQ(reader.offset(), 14u);
  EXPECT_EQ(reader.remaining(), 0u);
}

TEST(ByteReaderTest, AReadThatLacksAByteChangesNothing) {
  const Buffer bytes(7, 0xee);
  auto check = [&](size_t width, auto read) {
    ByteReader reader(Bytes(bytes).subspan(0, width - 1));
    EXPECT_FALSE(read(reader)) << width;
    EXPECT_EQ(reader.offset(), 0u) << width;
  };
  uint8_t u8 = 1;
  uint16_t u16 = 2;
  uint32_t u24 = 3, u32 = 4, little = 5;
  Bytes view;
  check(1, [&](ByteReader& r) { return r.ReadU8(&u8); });
  check(2, [&](ByteReader& r) { return r.ReadU16(&u16); });
  check(3, [&](ByteReader& r) { return r.ReadU24(&u24); });
  check(4, [&](ByteReader& r) { return r.ReadU32(&u32); });
  check(4, [&](ByteReader& r) { return r.ReadU32LittleEndian(&little); });
  check(5, [&](ByteReader& r) { return r.ReadBytes(5, &view); });
  check(5, [&](ByteReader& r) { return r.Skip(5); });
  EXPECT_THAT((std::vector<double>{double(u8), double(u16), double(u24), double(u32), double(little)}),
              ElementsAre(1, 2, 3, 4, 5));
  EXPECT_TRUE(view.empty());
}

TEST(ByteReaderTest, ReadBytesAndRestPointIntoTheInput) {
  const Buffer bytes = {1, 2, 3, 4, 5};
  ByteReader reader(bytes);
  Bytes view;
  ASSERT_TRUE(reader.Skip(1));
  ASSERT_TRUE(reader.ReadBytes(2, &view));
  EXPECT_EQ(view.data(), bytes.data() + 1);
  EXPECT_THAT(view, ElementsAre(2, 3));
  EXPECT_THAT(reader.rest(), ElementsAre(4, 5));
}

TEST(ByteWriterTest, WritesWhatByteReaderReads) {
  Buffer bytes;
  ByteWriter writer(&bytes);
  writer.WriteU8(0x01);
  writer.WriteU16(0x0203);
  writer.WriteU24(0xff040506);  // the high byte is dropped
  writer.WriteU32(0x0708090a);
  writer.WriteBytes(Buffer{0x0b});
  EXPECT_THAT(bytes, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
}

TEST(BigEndianTest, DoublesKeepNanPayloadsAndTheSignOfZero) {
  const std::vector<Buffer> values = {
      {0x7f, 0xf8, 0, 0, 0, 0, 0x12, 0x34}, {0x80, 0, 0, 0, 0, 0, 0, 0}, {0x3f, 0xf0, 0, 0, 0, 0, 0, 0}};
  for (const Buffer& bits : values) {
    Buffer written(8);
    StoreDouble(LoadDouble(bits.data()), written.data());
    EXPECT_EQ(written, bits);
  }
  const double minus_zero = LoadDouble(values[1].data());
  EXPECT_TRUE(minus_zero == 0 && std::signbit(minus_zero));
  EXPECT_EQ(LoadDouble(values[2].data()), 1);
}

}  // namespace
}  // namespace rtmp
