#include "impl/chunk/chunk_header.h"

#include <random>
#include <tuple>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"
#include "impl/chunk/chunk_header_inline.h"

namespace rtmp {
namespace {

using testing::ElementsAre;

bool Never(uint32_t) { return false; }
bool Always(uint32_t) { return true; }

std::string Written(const ChunkHeader& header) {
  Buffer bytes;
  AppendChunkHeader(header, &bytes);
  return ToHex(bytes);
}

TEST(ChunkHeaderTest, Type0HasEveryField) {
  const Buffer bytes = *ParseHex("00 ff 0003e8 000002 12 01020304 | 12 bytes, then payload \n aabb");
  ChunkHeader header;
  ASSERT_EQ(ParseChunkHeader(bytes, Never, &header), 13u);
  EXPECT_EQ(header.format, 0);
  EXPECT_EQ(header.basic_header_size, 2);
  EXPECT_EQ(header.chunk_stream_id, 319u);
  EXPECT_EQ(header.timestamp_field, 1000u);
  EXPECT_EQ(header.message_length, 2u);
  EXPECT_EQ(header.message_type_id, 18);
  EXPECT_EQ(header.message_stream_id, 0x04030201u);
  EXPECT_FALSE(header.has_extended_timestamp);
  EXPECT_EQ(header.timestamp(), 1000u);
}

TEST(ChunkHeaderTest, TheMarkerBringsTheExtendedTimestamp) {
  ChunkHeader header;
  ASSERT_EQ(ParseChunkHeader(*ParseHex("84 ffffff 12345678"), Never, &header), 8u);
  EXPECT_TRUE(header.has_extended_timestamp);
  EXPECT_EQ(header.timestamp_field, 0xffffffu);
  EXPECT_EQ(header.extended_timestamp, 0x12345678u);
  EXPECT_EQ(header.timestamp(), 0x12345678u);
}

TEST(ChunkHeaderTest, OnType3TheCallerKnows) {
  const Buffer bytes = *ParseHex("c1 0101 12345678");
  ChunkHeader header;
  ASSERT_EQ(ParseChunkHeader(bytes, Never, &header), 3u);
  EXPECT_FALSE(header.has_extended_timestamp);
  uint32_t asked = 0;
  const auto ask = [&](uint32_t csid) {
    asked = csid;
    return true;
  };
  ASSERT_EQ(ParseChunkHeader(bytes, ask, &header), 7u);
  EXPECT_EQ(asked, 321u);
  EXPECT_EQ(header.extended_timestamp, 0x12345678u);
}

TEST(ChunkHeaderTest, NobodyIsAskedAboutOtherTypes) {
  ChunkHeader header;
  const auto ask = [](uint32_t) {
    ADD_FAILURE();
    return true;
  };
  EXPECT_EQ(ParseChunkHeader(*ParseHex("84 000001"), ask, &header), 4u);
  EXPECT_FALSE(header.has_extended_timestamp);
}

TEST(ChunkHeaderTest, SmallestForms) {
  const auto size = [](uint32_t csid) { return int{SmallestBasicHeaderSize(csid)}; };
  EXPECT_EQ(size(2), 1);
  EXPECT_EQ(size(63), 1);
  EXPECT_EQ(size(64), 2);
  EXPECT_EQ(size(319), 2);
  EXPECT_EQ(size(320), 3);
  EXPECT_EQ(size(65599), 3);
}

TEST(ChunkHeaderTest, WritesTheFormThatIsAskedFor) {
  ChunkHeader header;
  header.format = 3;
  header.chunk_stream_id = 65;
  header.basic_header_size = 2;
  EXPECT_EQ(Written(header), "c001");
  header.basic_header_size = 3;
  EXPECT_EQ(Written(header), "c10100");
  header.chunk_stream_id = 65599;
  EXPECT_EQ(Written(header), "c1ffff");
}

// Tests and transcripts need headers that contradict themselves.
TEST(ChunkHeaderTest, WritesWhatItIsToldEvenIfItIsWrong) {
  ChunkHeader header;
  header.format = 2;
  header.chunk_stream_id = 4;
  header.timestamp_field = 0xffffff;
  EXPECT_EQ(Written(header), "84ffffff");
  header.timestamp_field = 1;
  header.has_extended_timestamp = true;
  header.extended_timestamp = 2;
  EXPECT_EQ(Written(header), "8400000100000002");
}

// Every type, form and id with and without the extended timestamp: read back as written, and never from a part.
TEST(ChunkHeaderTest, ReadsWhatWasWrittenAndOnlyWhenItIsWhole) {
  const std::vector<std::tuple<int, uint32_t>> ids = {{1, 2},  {1, 63},  {2, 64},  {2, 319},
                                                      {3, 64}, {3, 319}, {3, 320}, {3, 65599}};
  for (int format = 0; format <= 3; ++format) {
    for (const auto& [size, csid] : ids) {
      for (bool extended : {false, true}) {
        ChunkHeader in;
        in.format = static_cast<uint8_t>(format);
        in.basic_header_size = static_cast<uint8_t>(size);
        in.chunk_stream_id = csid;
        if (format <= 2) in.timestamp_field = extended ? 0xffffff : 0xfffffe;
        if (format <= 1) {
          in.message_length = 0xabcdef;
          in.message_type_id = 0x16;
        }
        if (format == 0) in.message_stream_id = 0xdeadbeef;
        in.has_extended_timestamp = extended;
        if (extended) in.extended_timestamp = 0x89abcdef;
        Buffer bytes;
        AppendChunkHeader(in, &bytes);
        ASSERT_LE(bytes.size(), kMaxChunkHeaderSize);
        ChunkHeader out;
        for (size_t part = 0; part < bytes.size(); ++part) {
          const Buffer truncated(bytes.begin(), bytes.begin() + part);
          ASSERT_EQ(ParseChunkHeader(truncated, extended ? Always : Never, &out), 0u) << ToHex(truncated);
        }
        ASSERT_EQ(ParseChunkHeader(bytes, extended ? Always : Never, &out), bytes.size());
        EXPECT_EQ(out.format, in.format);
        EXPECT_EQ(out.basic_header_size, in.basic_header_size);
        EXPECT_EQ(out.chunk_stream_id, in.chunk_stream_id);
        EXPECT_EQ(out.timestamp_field, in.timestamp_field);
        EXPECT_EQ(out.message_length, in.message_length);
        EXPECT_EQ(out.message_type_id, in.message_type_id);
        EXPECT_EQ(out.message_stream_id, in.message_stream_id);
        EXPECT_EQ(out.has_extended_timestamp, in.has_extended_timestamp);
        EXPECT_EQ(out.extended_timestamp, in.extended_timestamp);
      }
    }
  }
}

// The unchecked way reads and writes what the checked one does, whatever the bytes are.
TEST(ChunkHeaderTest, BothWaysAgree) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    Buffer bytes(kMaxChunkHeaderSize);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random() % 3 == 0 ? 0xff : random());
    if (random() % 3 == 0) bytes[0] &= 0xc1;  // a longer basic header
    const bool extended = random() % 2 == 0;
    const auto on_type3 = [&](uint32_t) { return extended; };
    ChunkHeader checked, unchecked;
    const size_t size = ParseChunkHeader(bytes, on_type3, &checked);
    ASSERT_EQ(ParseWholeChunkHeader(bytes.data(), on_type3, &unchecked), size) << ToHex(bytes);
    ASSERT_EQ(unchecked.format, checked.format) << ToHex(bytes);
    ASSERT_EQ(unchecked.basic_header_size, checked.basic_header_size) << ToHex(bytes);
    ASSERT_EQ(unchecked.chunk_stream_id, checked.chunk_stream_id) << ToHex(bytes);
    ASSERT_EQ(unchecked.timestamp_field, checked.timestamp_field) << ToHex(bytes);
    ASSERT_EQ(unchecked.message_length, checked.message_length) << ToHex(bytes);
    ASSERT_EQ(unchecked.message_type_id, checked.message_type_id) << ToHex(bytes);
    ASSERT_EQ(unchecked.message_stream_id, checked.message_stream_id) << ToHex(bytes);
    ASSERT_EQ(unchecked.has_extended_timestamp, checked.has_extended_timestamp) << ToHex(bytes);
    ASSERT_EQ(unchecked.extended_timestamp, checked.extended_timestamp) << ToHex(bytes);
    bytes.resize(size);
    ASSERT_EQ(Written(checked), ToHex(bytes));
  }
}

}  // namespace
}  // namespace rtmp
