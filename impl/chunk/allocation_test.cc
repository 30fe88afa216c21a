// Steady media allocates nothing, and what is held is what has come. Counts through operator new of the whole test program.
#include <cstddef>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/allocation_counter.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp {
namespace {

// Audio of 200 bytes before each video message of 1, 4 and 16 KiB, `rounds` times.
Buffer Media(ChunkEncoder& encoder, int rounds, uint32_t* timestamp) {
  static const Buffer payload(16384, 0xaa);
  Buffer stream;
  for (int i = 0; i < rounds; ++i) {
    for (size_t video : {1024, 4096, 16384}) {
      RawMessage message;
      message.timestamp = *timestamp += 20;
      message.message_stream_id = 1;
      message.chunk_stream_id = 4;
      message.type_id = 8;
      message.payload = Bytes(payload).subspan(0, 200);
      encoder.Encode(message, &stream);
      message.chunk_stream_id = 6;
      message.type_id = 9;
      message.payload = Bytes(payload).subspan(0, video);
      encoder.Encode(message, &stream);
    }
  }
  return stream;
}

class AllocationTest : public testing::TestWithParam<uint32_t> {};

TEST_P(AllocationTest, DecodingSteadyMediaAllocatesNothing) {
  ChunkEncoder encoder;
  encoder.set_chunk_size(GetParam());
  uint32_t timestamp = 0;
  ChunkDecoder decoder;
  if (GetParam() != kDefaultChunkSize) {
    const uint8_t size[4] = {0, 0, static_cast<uint8_t>(GetParam() >> 8), static_cast<uint8_t>(GetParam())};
    RawMessage message;
    message.chunk_stream_id = 2;
    message.type_id = 1;
    message.payload = size;
    Buffer bytes;
    ChunkEncoder().Encode(message, &bytes);
    Bytes input = bytes;
    ASSERT_EQ(decoder.Next(input, &message), ChunkDecoder::Result::kMessage);
  }
  const auto decode = [&](Bytes stream, size_t piece) {
    size_t messages = 0;
    for (; !stream.empty(); stream.remove_prefix(std::min(piece, stream.size()))) {
      Bytes input = stream.subspan(0, piece);
      RawMessage message;
      while (decoder.Next(input, &message) == ChunkDecoder::Result::kMessage) ++messages;
    }
    return messages;
  };
  for (size_t piece : {size_t{1}, size_t{1000}, size_t{65536}}) {
    ASSERT_EQ(decode(Media(encoder, 4, &timestamp), piece), 24u);  // warms up
    const Buffer stream = Media(encoder, 20, &timestamp);
    const size_t before = allocation_counts.allocations;
    const size_t messages = decode(stream, piece);
    EXPECT_EQ(allocation_counts.allocations - before, 0u) << "in pieces of " << piece;
    EXPECT_EQ(messages, 120u);
  }
}

TEST_P(AllocationTest, EncodingIntoAUsedBufferAllocatesNothing) {
  ChunkEncoder encoder;
  encoder.set_chunk_size(GetParam());
  uint32_t timestamp = 0;
  Media(encoder, 1, &timestamp);  // both chunk streams are known
  const Buffer payload(16384, 0xaa);
  Buffer out;
  size_t before = 0;
  for (int i = 0; i < 100; ++i) {
    if (i == 2) before = allocation_counts.allocations;
    out.clear();
    RawMessage message;
    message.timestamp = timestamp += 20;
    message.message_stream_id = 1;
    message.chunk_stream_id = 6;
    message.type_id = 9;
    message.payload = payload;
    encoder.Encode(message, &out);
  }
  EXPECT_EQ(allocation_counts.allocations - before, 0u);
}

INSTANTIATE_TEST_SUITE_P(ChunkSizes, AllocationTest, testing::Values(128, 1000, 4096, 65535), testing::PrintToStringParamName());

// RTMP-CM-17: a header promises 16 MB, each of 1,000 chunk streams; one input carries a chunk for each.
TEST(ChunkDecoderMemoryTest, MemoryFollowsTheBytesThatCame) {
  Buffer stream;
  for (uint32_t csid = 3; csid < 1003; ++csid) {
    ChunkHeader header;
    header.basic_header_size = SmallestBasicHeaderSize(csid);
    header.chunk_stream_id = csid;
    header.message_length = kMaxMessageLength;
    AppendChunkHeader(header, &stream);
    stream.insert(stream.end(), 128, 0);
  }
  const size_t before = allocation_counts.bytes;
  ChunkDecoder decoder;
  Bytes input = stream;
  RawMessage message;
  EXPECT_EQ(decoder.Next(input, &message), ChunkDecoder::Result::kNeedBytes);
  EXPECT_LT(allocation_counts.bytes - before, 6 * stream.size());
}

// All allocations together, not the peak: a quadratic decoder fails this.
TEST(ChunkDecoderMemoryTest, AMegabyteInSmallChunksCostsALinearAmount) {
  const Buffer payload(1 << 20, 0xaa);
  RawMessage message;
  message.chunk_stream_id = 6;
  message.payload = payload;
  Buffer stream;
  ChunkEncoder().Encode(message, &stream);
  const size_t before = allocation_counts.bytes;
  ChunkDecoder decoder;
  for (Bytes rest = stream; !rest.empty(); rest.remove_prefix(1)) {
    Bytes input = rest.subspan(0, 1);
    const bool complete = decoder.Next(input, &message) == ChunkDecoder::Result::kMessage;
    ASSERT_EQ(complete, rest.size() == 1);
  }
  EXPECT_LT(allocation_counts.bytes - before, 4 * payload.size());
}

}  // namespace
}  // namespace rtmp
