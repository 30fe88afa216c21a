#include "impl/chunk/chunk_encoder.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/hex.h"
#include "impl/chunk/decode_every_way_testing.h"

namespace rtmp {
namespace {

class ChunkEncoderTest : public testing::Test {
 protected:
  // The chunks of one message on message stream 1.
  std::string Encode(uint32_t csid, uint32_t timestamp, uint8_t type_id, absl::string_view payload,
                     uint32_t message_stream_id = 1) {
    RawMessage message;
    message.chunk_stream_id = csid;
    message.timestamp = timestamp;
    message.type_id = type_id;
    message.message_stream_id = message_stream_id;
    message.payload = ToBytes(payload);
    Buffer out;
    encoder_.Encode(message, &out);
    return ToHex(out);
  }

  ChunkEncoder encoder_;
};

std::string Hex(absl::string_view annotated) { return ToHex(*ParseHex(annotated)); }

// RTMP 1.0 5.3.1.2.1; the message stream id is little-endian.
// RTMP-CM-02.
TEST_F(ChunkEncoderTest, AChunkStreamBeginsWithType0) {
  EXPECT_EQ(Encode(4, 1000, 8, "ab", 0x01020304), Hex("04 0003e8 000002 08 04030201 6162"));
  EXPECT_EQ(Encode(5, 1000, 8, "ab"), Hex("05 0003e8 000002 08 01000000 6162"));
}

// RTMP-CM-20: the most compact header, except for type 3 right after type 0 (RTMP-CM-08).
TEST_F(ChunkEncoderTest, HeadersShrinkAsTheyRepeat) {
  Encode(4, 20, 8, "ab");
  EXPECT_EQ(Encode(4, 40, 8, "cd"), Hex("84 000014 6364"));               // the delta is the type 0's time, and yet type 2
  EXPECT_EQ(Encode(4, 60, 8, "ef"), Hex("c4 6566"));                      // the same delta, sent as one
  EXPECT_EQ(Encode(4, 80, 8, "gh"), Hex("c4 6768"));                      // and again
  EXPECT_EQ(Encode(4, 81, 8, "ij"), Hex("84 000001 696a"));               // another delta
  EXPECT_EQ(Encode(4, 82, 8, "klm"), Hex("44 000001 000003 08 6b6c6d"));  // another length
  EXPECT_EQ(Encode(4, 83, 9, "klm"), Hex("44 000001 000003 09 6b6c6d"));  // another type
  EXPECT_EQ(Encode(4, 84, 9, "nop"), Hex("c4 6e6f70"));
}

TEST_F(ChunkEncoderTest, ADeltaOfZeroIsADelta) {
  Encode(4, 7, 8, "a");
  EXPECT_EQ(Encode(4, 7, 8, "b"), Hex("84 000000 62"));
  EXPECT_EQ(Encode(4, 7, 8, "c"), Hex("c4 63"));
}

TEST_F(ChunkEncoderTest, AnotherMessageStreamTakesType0) {
  Encode(4, 10, 8, "a", 1);
  EXPECT_EQ(Encode(4, 20, 8, "b", 2), Hex("04 000014 000001 08 02000000 62"));
  EXPECT_EQ(Encode(4, 30, 8, "c", 2), Hex("84 00000a 63"));
}

// 5.3.1.2.1 (RTMP-CM-04), the wrap at 2^32 included.
TEST_F(ChunkEncoderTest, ATimestampThatGoesBackTakesType0) {
  Encode(4, 100, 8, "a");
  EXPECT_EQ(Encode(4, 99, 8, "b"), Hex("04 000063 000001 08 01000000 62"));
  Encode(4, 0xfffffff0, 8, "c");
  EXPECT_EQ(Encode(4, 0x10, 8, "d"), Hex("04 000010 000001 08 01000000 64"));
}

// 5.3.1.2.1, 5.3.1.3 (RTMP-XT-01 .. XT-03).
// RTMP-XT-15.
TEST_F(ChunkEncoderTest, TheExtendedTimestampBeginsAtTheMarker) {
  EXPECT_EQ(Encode(4, 0xfffffe, 8, "a"), Hex("04 fffffe 000001 08 01000000 61"));
  EXPECT_EQ(Encode(5, 0xffffff, 8, "a"), Hex("05 ffffff 000001 08 01000000 00ffffff 61"));
  EXPECT_EQ(Encode(6, 0xffffffff, 8, "a"), Hex("06 ffffff 000001 08 01000000 ffffffff 61"));
}

// RTMP-XT-10: a small delta past the marker needs no extended field.
TEST_F(ChunkEncoderTest, DeltasStaySmallBeyondTheMarker) {
  Encode(4, 0x1000000, 8, "a");
  EXPECT_EQ(Encode(4, 0x1000014, 8, "b"), Hex("84 000014 62"));
  EXPECT_EQ(Encode(4, 0x1000028, 8, "c"), Hex("c4 63"));
}

// RTMP-XT-06: receivers disagree on extended deltas, so none is sent.
TEST_F(ChunkEncoderTest, AJumpOfHoursTakesType0) {
  Encode(4, 0, 8, "a");
  EXPECT_EQ(Encode(4, 0xfffffe, 8, "b"), Hex("84 fffffe 62"));
  EXPECT_EQ(Encode(4, 0xfffffe + 0xffffff, 8, "c"), Hex("04 ffffff 000001 08 01000000 01fffffd 63"));
}

// 5.3.1.2.4, 5.3.1.3 (RTMP-XT-04).
// RTMP-CM-10.
TEST_F(ChunkEncoderTest, ContinuationsAreType3AndRepeatTheExtendedTimestamp) {
  encoder_.set_chunk_size(4);
  EXPECT_EQ(Encode(4, 1, 9, "abcdefghij"), Hex("04 000001 00000a 09 01000000 61626364 c4 65666768 c4 696a"));
  EXPECT_EQ(Encode(4, 0x1000000, 9, "abcdefghij"),
            Hex("04 ffffff 00000a 09 01000000 01000000 61626364 c4 01000000 65666768 c4 01000000 696a"));
  EXPECT_EQ(Encode(4, 0x1000001, 9, "abcdefghij"), Hex("84 000001 61626364 c4 65666768 c4 696a"));
}

// 5.3.1.1 (RTMP-CB-06).
TEST_F(ChunkEncoderTest, UsesTheSmallestBasicHeader) {
  encoder_.set_chunk_size(1);
  EXPECT_EQ(Encode(63, 0, 8, "ab"), Hex("3f 000000 000002 08 01000000 61 ff 62"));
  EXPECT_EQ(Encode(64, 0, 8, "ab"), Hex("00 00 000000 000002 08 01000000 61 c0 00 62"));
  EXPECT_EQ(Encode(319, 0, 8, "ab"), Hex("00 ff 000000 000002 08 01000000 61 c0 ff 62"));
  EXPECT_EQ(Encode(320, 0, 8, "ab"), Hex("01 0001 000000 000002 08 01000000 61 c1 0001 62"));
  EXPECT_EQ(Encode(65599, 0, 8, "ab"), Hex("01 ffff 000000 000002 08 01000000 61 c1 ffff 62"));
}

// 5.3.1.2.5 (RTMP-CM-15, CM-16).
TEST_F(ChunkEncoderTest, NoEmptyChunkBehindAnExactMultiple) {
  encoder_.set_chunk_size(2);
  EXPECT_EQ(Encode(4, 0, 8, "abcd"), Hex("04 000000 000004 08 01000000 6162 c4 6364"));
  EXPECT_EQ(Encode(5, 0, 8, "ab"), Hex("05 000000 000002 08 01000000 6162"));
  EXPECT_EQ(Encode(6, 0, 8, ""), Hex("06 000000 000000 08 01000000"));
}

TEST_F(ChunkEncoderTest, AppendsBehindWhatIsThere) {
  Buffer out = {1, 2, 3};
  RawMessage message;
  message.chunk_stream_id = 4;
  encoder_.Encode(message, &out);
  EXPECT_EQ(ToHex(out), "010203" + Hex("04 000000 000000 00 00000000"));
}

TEST_F(ChunkEncoderTest, TheLargestChunkSizeIsOneChunk) {
  encoder_.set_chunk_size(0x7fffffff);
  EXPECT_EQ(Encode(4, 0, 8, std::string(300, 'a')).size(), 2u * (12 + 300));
}

// Messages, chunk sizes and chunk streams at random, times near the boundaries: decoded under cuttings they are what was encoded.
// RTMP-CM-14.
TEST(ChunkRoundTripTest, DecodesWhatWasEncoded) {
  const std::vector<uint32_t> csids = {2, 3, 4, 63, 64, 65, 319, 320, 321, 65599};
  const std::vector<uint32_t> times = {0,         1,          0xfffffd,   0xfffffe,   0xffffff,
                                       0x1000000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
  const std::vector<uint32_t> sizes = {0, 1, 2, 127, 128, 129, 255, 256, 257, 4095, 4096, 4097, 20000};
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](const std::vector<uint32_t>& from) { return from[random() % from.size()]; };
    ChunkEncoder encoder;
    Buffer stream;
    std::vector<DecodedMessage> sent;
    for (int i = 0; i < 20; ++i) {
      RawMessage message;
      Buffer payload;
      if (random() % 8 == 0) {
        const uint32_t size = 1 + random() % 5000;
        for (int shift = 24; shift >= 0; shift -= 8) payload.push_back(static_cast<uint8_t>(size >> shift));
        message.chunk_stream_id = 2;
        message.type_id = 1;
        message.payload = payload;
        encoder.Encode(message, &stream);
        encoder.set_chunk_size(size);
      } else {
        payload.resize(pick(sizes));
        for (uint8_t& byte : payload) byte = static_cast<uint8_t>(random());
        message.chunk_stream_id = pick(csids);
        message.timestamp = random() % 2 == 0 ? pick(times) : i * 20;
        message.type_id = static_cast<uint8_t>(8 + random() % 2);
        message.message_stream_id = random() % 4 == 0 ? random() : 1;
        message.payload = payload;
        encoder.Encode(message, &stream);
      }
      sent.emplace_back(message);
    }
    std::vector<size_t> cuts;
    for (size_t at = random() % 3000; at < stream.size(); at += random() % 3000) cuts.push_back(at);
    for (bool peek : {false, true}) {
      ChunkDecoderOptions options;
      options.peek_extended_timestamp = peek;
      const Decoded whole = DecodeInPieces(stream, {}, options);
      ASSERT_EQ(whole.error, std::nullopt) << "seed " << seed;
      ASSERT_EQ(static_cast<const std::vector<DecodedMessage>&>(whole), sent) << "seed " << seed;
      ASSERT_EQ(whole.bytes_consumed, stream.size());
      ASSERT_EQ(whole.buffered_bytes, 0u);
      ASSERT_EQ(DecodeInPieces(stream, cuts, options), whole) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace rtmp
