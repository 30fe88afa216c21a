// What a chunk decoder refuses, holds and reports: limits, memory, pauses.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/chunk/decode_every_way_testing.h"

namespace rtmp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Result = ChunkDecoder::Result;

TEST(ChunkDecoderLimitsTest, AMessageMayBeAsLongAsTheLimit) {
  ChunkDecoderOptions options;
  options.max_message_length = 3;
  EXPECT_THAT(DecodeEveryWay("04 000000 000003 08 01000000 aabbcc", options), ElementsAre(Audio(0, "\xaa\xbb\xcc")));
  EXPECT_THAT(FailEveryWay("04 000000 000004 08 01000000 aabbccdd", options).error, IsError(ErrorCode::kMessageTooLong, 0));
  // By type 1 too.
  EXPECT_THAT(FailEveryWay("04 000000 000001 08 01000000 aa  44 000000 000004 08 aabbccdd", options).error,
              IsError(ErrorCode::kMessageTooLong, 13));
}

// RTMP-CB-10, CM-30.
TEST(ChunkDecoderLimitsTest, ChunkStreamsAreCountedOnce) {
  ChunkDecoderOptions options;
  options.max_chunk_streams = 2;
  const std::string two = "04 000000 000001 08 01000000 aa  00 00 000000 000001 08 01000000 bb  c4 cc";
  EXPECT_THAT(DecodeEveryWay(two, options), ElementsAre(Audio(0, "\xaa"), Audio(0, "\xbb"), Audio(0, "\xcc")));
  EXPECT_THAT(FailEveryWay(absl::StrCat(two, "05 000000 000001 08 01000000 dd"), options).error,
              IsError(ErrorCode::kTooManyChunkStreams, 29));
}

// Two messages of 128 bytes begun, each with 64 bytes of state.
TEST(ChunkDecoderLimitsTest, UnfinishedMessagesAreLimitedTogether) {
  const std::string begun = absl::StrCat("04 000000 000100 08 01000000", Fill("aa", 128),  //
                                         "05 000000 000100 08 01000000", Fill("bb", 128));
  ChunkDecoderOptions options;
  options.max_buffered_bytes = size_t{2} * (128 + 64);
  const Decoded decoded = DecodeEveryWay(begun, options);
  EXPECT_THAT(decoded, IsEmpty());
  EXPECT_EQ(decoded.buffered_bytes, 2u * (128 + 64));
  EXPECT_THAT(FailEveryWay(absl::StrCat(begun, "c4"), options).error, IsError(ErrorCode::kTooMuchBuffered, 280));
  EXPECT_THAT(FailEveryWay(absl::StrCat(begun, "06 000000 000000 08 01000000"), options).error,
              IsError(ErrorCode::kTooMuchBuffered, 280));
  options.max_buffered_bytes -= 1;
  EXPECT_THAT(FailEveryWay(begun, options).error, IsError(ErrorCode::kTooMuchBuffered, 140));
}

// The limit is met inside a run of chunks that is copied in one go.
TEST(ChunkDecoderLimitsTest, ALongRunStopsAtTheLimit) {
  ChunkDecoderOptions options;
  options.max_buffered_bytes = 64 + 4 * 128;
  const std::string four = absl::StrCat("04 000000 001000 08 01000000", Fill("aa", 128), Fill(Fill("c4", 129), 3));
  EXPECT_EQ(DecodeEveryWay(four, options).buffered_bytes, 64u + 4 * 128);
  EXPECT_THAT(FailEveryWay(absl::StrCat(four, "c4", Fill("aa", 128)), options).error,
              IsError(ErrorCode::kTooMuchBuffered, 12 + 128 + 3 * 129));
}

TEST(ChunkDecoderLimitsTest, FinishedMessagesAreNotHeld) {
  const Decoded decoded = DecodeEveryWay(absl::StrCat("04 000000 000082 08 01000000", Fill("aa", 128), "c4 aaaa",  //
                                                      "04 000000 000001 08 01000000 bb  84 0000"));
  EXPECT_EQ(decoded.size(), 2u);
  EXPECT_EQ(decoded.buffered_bytes, 3u);  // the beginning of a header
}

// RTMP-CM-17: what is announced is not what is held.
TEST(ChunkDecoderLimitsTest, LongMessagesOnManyChunkStreamsHoldWhatHasCome) {
  ChunkDecoder decoder;
  RawMessage message;
  Buffer stream;
  for (uint32_t csid = 64; csid < 64 + 1000; ++csid) {
    ChunkHeader header;
    header.basic_header_size = 3;
    header.chunk_stream_id = csid;
    header.message_length = 0xffffff;
    AppendChunkHeader(header, &stream);
    stream.insert(stream.end(), 128, 0xaa);
  }
  Bytes input = stream;
  EXPECT_EQ(decoder.Next(input, &message), Result::kNeedBytes);
  EXPECT_EQ(decoder.buffered_bytes(), 1000u * (128 + 64));
}

// All 65,598 chunk streams at once, within the default limits.
TEST(ChunkDecoderLimitsTest, EveryChunkStreamCanBeInUse) {
  ChunkDecoder decoder;
  RawMessage message;
  auto chunk = [&](uint8_t format, uint32_t csid) {
    ChunkHeader header;
    header.format = format;
    header.basic_header_size = SmallestBasicHeaderSize(csid);
    header.chunk_stream_id = csid;
    header.message_length = 129;
    header.message_type_id = 8;
    Buffer bytes;
    AppendChunkHeader(header, &bytes);
    bytes.insert(bytes.end(), format == 0 ? 128 : 1, static_cast<uint8_t>(csid));
    Bytes input = bytes;
    return decoder.Next(input, &message);
  };
  for (uint32_t csid = kMinChunkStreamId; csid <= kMaxChunkStreamId; ++csid)
    ASSERT_EQ(chunk(0, csid), Result::kNeedBytes) << csid;
  for (uint32_t csid = kMinChunkStreamId; csid <= kMaxChunkStreamId; ++csid) {
    ASSERT_EQ(chunk(3, csid), Result::kMessage) << csid;
    ASSERT_EQ(message.chunk_stream_id, csid);
    ASSERT_EQ(message.payload, Bytes(Buffer(129, static_cast<uint8_t>(csid)))) << csid;
  }
  EXPECT_EQ(decoder.buffered_bytes(), 0u);
}

TEST(ChunkDecoderPayloadTest, AMessageInOneChunkIsHandedOutWhereItLies) {
  const Buffer stream = *ParseHex("04 000000 000002 08 01000000 aabb");
  Bytes input = stream;
  ChunkDecoder decoder;
  RawMessage message;
  ASSERT_EQ(decoder.Next(input, &message), Result::kMessage);
  EXPECT_EQ(message.payload.data(), stream.data() + 12);
}

TEST(ChunkDecoderPayloadTest, AMovedDecoderGoesOn) {
  const Buffer stream = *ParseHex(absl::StrCat("04 000000 000082 08 01000000", Fill("aa", 128), "c4 bbcc"));
  ChunkDecoder first;
  RawMessage message;
  Bytes input = Bytes(stream).subspan(0, 50);
  ASSERT_EQ(first.Next(input, &message), Result::kNeedBytes);
  ChunkDecoder second = std::move(first);
  input = Bytes(stream).subspan(50);
  ASSERT_EQ(second.Next(input, &message), Result::kMessage);
  EXPECT_EQ(message.payload.size(), 130u);
}

// Chunks of chunk stream 4 end at 140, 269, 398 and 400.
class ChunkDecoderPauseTest : public testing::Test {
 protected:
  // Every result that is no kNeedBytes, with bytes_consumed(), when the input comes in pieces of `piece` bytes.
  std::vector<std::pair<Result, uint64_t>> Run(uint64_t pause_at, size_t piece) {
    const Buffer stream = *ParseHex(absl::StrCat("04 000000 000181 08 01000000", Fill("aa", 128), "c4", Fill("bb", 128),  //
                                                 "c4", Fill("cc", 128), "c4 dd", "c4", Fill("aa", 128)));
    std::vector<std::pair<Result, uint64_t>> results;
    ChunkDecoder decoder;
    decoder.PauseAt(pause_at);
    for (Bytes rest = stream; !rest.empty();) {
      Bytes input = rest.subspan(0, piece);
      rest.remove_prefix(input.size());
      RawMessage message;
      for (Result result; (result = decoder.Next(input, &message)) != Result::kNeedBytes;) {
        results.emplace_back(result, decoder.bytes_consumed());
      }
    }
    return results;
  }
};

TEST_F(ChunkDecoderPauseTest, PausesOnceAtTheFirstEndOfAChunkThere) {
  const auto message = std::make_pair(Result::kMessage, uint64_t{400});
  for (size_t piece : {size_t{1}, size_t{7}, size_t{140}, size_t{1000}}) {
    for (uint64_t pause : {0, 1, 139, 140}) {
      EXPECT_THAT(Run(pause, piece), ElementsAre(std::make_pair(Result::kPaused, uint64_t{140}), message)) << pause;
    }
    for (uint64_t pause : {141, 268, 269}) {
      EXPECT_THAT(Run(pause, piece), ElementsAre(std::make_pair(Result::kPaused, uint64_t{269}), message)) << pause;
    }
    for (uint64_t pause : {270, 398}) {
      EXPECT_THAT(Run(pause, piece), ElementsAre(std::make_pair(Result::kPaused, uint64_t{398}), message)) << pause;
    }
  }
}

TEST_F(ChunkDecoderPauseTest, AMessageThatEndsThereTakesItsPlace) {
  for (size_t piece : {size_t{1}, size_t{7}, size_t{140}, size_t{1000}}) {
    for (uint64_t pause : {399, 400}) {
      EXPECT_THAT(Run(pause, piece), ElementsAre(std::make_pair(Result::kMessage, uint64_t{400}))) << pause;
    }
    EXPECT_THAT(Run(401, piece),
                ElementsAre(std::make_pair(Result::kMessage, uint64_t{400}), std::make_pair(Result::kPaused, uint64_t{529})));
    EXPECT_THAT(Run(530, piece), ElementsAre(std::make_pair(Result::kMessage, uint64_t{400})));
  }
}

TEST_F(ChunkDecoderPauseTest, NoPauseIsSetAtFirst) {
  EXPECT_THAT(Run(~uint64_t{0}, 1000), ElementsAre(std::make_pair(Result::kMessage, uint64_t{400})));
  const Buffer stream = *ParseHex(absl::StrCat("04 000000 000181 08 01000000", Fill("aa", 128)));
  Bytes input = stream;
  RawMessage message;
  EXPECT_EQ(ChunkDecoder().Next(input, &message), Result::kNeedBytes);
}

}  // namespace
}  // namespace rtmp
