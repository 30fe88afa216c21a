// For tests only: decodes annotated hexadecimal under every cutting, and matchers for what comes out.
#ifndef RTMPSPEC_IMPL_CHUNK_DECODE_EVERY_WAY_H_
#define RTMPSPEC_IMPL_CHUNK_DECODE_EVERY_WAY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/cuts_testing.h"
#include "impl/bytes/hex.h"
#include "impl/bytes/protocol_error.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp {

// A RawMessage that owns its payload.
struct DecodedMessage {
  uint32_t chunk_stream_id = 0;
  uint32_t timestamp = 0;
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  std::string payload;

  explicit DecodedMessage(const RawMessage& raw)
      : chunk_stream_id(raw.chunk_stream_id),
        timestamp(raw.timestamp),
        type_id(raw.type_id),
        message_stream_id(raw.message_stream_id),
        payload(ToStringView(raw.payload)) {}

  friend bool operator==(const DecodedMessage& a, const DecodedMessage& b) {
    return a.chunk_stream_id == b.chunk_stream_id && a.timestamp == b.timestamp && a.type_id == b.type_id &&
           a.message_stream_id == b.message_stream_id && a.payload == b.payload;
  }
  friend std::ostream& operator<<(std::ostream& os, const DecodedMessage& m) {
    const std::string hex = ToHex(ToBytes(absl::string_view(m.payload)));
    return os << "{csid " << m.chunk_stream_id << ", t " << m.timestamp << ", type " << int{m.type_id} << ", msid "
              << m.message_stream_id << ", " << m.payload.size() << " bytes " << hex.substr(0, 80) << "}";
  }
};

// The messages, as a container for ElementsAre, and what the decoder said when the bytes were used up.
struct Decoded : std::vector<DecodedMessage> {
  std::optional<ProtocolError> error;
  uint64_t bytes_consumed = 0;
  size_t buffered_bytes = 0;
  uint32_t chunk_size = 0;

  friend bool operator==(const Decoded& a, const Decoded& b) {
    return static_cast<const std::vector<DecodedMessage>&>(a) == b && a.error == b.error &&
           a.bytes_consumed == b.bytes_consumed && a.buffered_bytes == b.buffered_bytes && a.chunk_size == b.chunk_size;
  }
  friend std::ostream& operator<<(std::ostream& os, const Decoded& d) {
    for (const DecodedMessage& message : d) os << message << " ";
    return os << (d.error ? ToStatus(*d.error).ToString() : "no error") << ", " << d.bytes_consumed << " consumed, "
              << d.buffered_bytes << " buffered, chunk size " << d.chunk_size;
  }
};

// Feeds pieces that end at `cuts`, and the rest. Each piece has memory of its own, so that a read past its end is seen.
inline Decoded DecodeInPieces(Bytes stream, const std::vector<size_t>& cuts, const ChunkDecoderOptions& options = {}) {
  ChunkDecoder decoder(options);
  Decoded result;
  auto feed = [&](Bytes part) {
    const Buffer piece(part.begin(), part.end());
    Bytes input = piece;
    RawMessage message;
    ChunkDecoder::Result next;
    while ((next = decoder.Next(input, &message)) == ChunkDecoder::Result::kMessage) result.emplace_back(message);
    EXPECT_TRUE(next != ChunkDecoder::Result::kNeedBytes || input.empty()) << "bytes were left";
  };
  size_t begin = 0;
  for (size_t cut : cuts) {
    feed(stream.subspan(begin, cut - begin));
    begin = cut;
  }
  feed(stream.subspan(begin));
  result.error = decoder.error();
  result.bytes_consumed = decoder.bytes_consumed();
  result.buffered_bytes = decoder.buffered_bytes();
  result.chunk_size = decoder.chunk_size();
  return result;
}

// Decodes the bytes whole, one at a time, split at every offset and cut at random places, and insists that all agree.
inline Decoded DecodeBytesEveryWay(Bytes stream, const ChunkDecoderOptions& options = {}) {
  Decoded whole = DecodeInPieces(stream, {}, options);
  std::vector<size_t> every_byte;
  for (size_t i = 1; i < stream.size(); ++i) {
    every_byte.push_back(i);
    EXPECT_EQ(DecodeInPieces(stream, {i}, options), whole) << "split at " << i;
  }
  EXPECT_EQ(DecodeInPieces(stream, every_byte, options), whole) << "byte by byte";
  for (unsigned seed = 1; seed <= RandomCuttings(stream.size()); ++seed) {
    EXPECT_EQ(DecodeInPieces(stream, RandomCuts(stream.size(), seed), options), whole) << "random cuts, seed " << seed;
  }
  return whole;
}

// The same for annotated hexadecimal (see ParseHex) that breaks no rule.
inline Decoded DecodeEveryWay(absl::string_view hex, const ChunkDecoderOptions& options = {}) {
  const auto stream = ParseHex(hex);
  if (!stream.ok()) ADD_FAILURE() << stream.status();
  Decoded result = DecodeBytesEveryWay(stream.ok() ? *stream : Buffer(), options);
  EXPECT_EQ(result.error, std::nullopt) << ToStatus(*result.error);
  return result;
}

// And for bytes that do: returns the error, with the messages before it.
inline Decoded FailEveryWay(absl::string_view hex, const ChunkDecoderOptions& options = {}) {
  const auto stream = ParseHex(hex);
  if (!stream.ok()) ADD_FAILURE() << stream.status();
  Decoded result = DecodeBytesEveryWay(stream.ok() ? *stream : Buffer(), options);
  EXPECT_NE(result.error, std::nullopt) << "no rule was broken";
  return result;
}

inline auto Message(uint8_t type_id, uint32_t message_stream_id, uint32_t timestamp, const std::string& payload) {
  return testing::AllOf(testing::Field("type_id", &DecodedMessage::type_id, type_id),
                        testing::Field("message_stream_id", &DecodedMessage::message_stream_id, message_stream_id),
                        testing::Field("timestamp", &DecodedMessage::timestamp, timestamp),
                        testing::Field("payload", &DecodedMessage::payload, payload));
}
// On message stream 1.
inline auto Audio(uint32_t timestamp, const std::string& payload) { return Message(8, 1, timestamp, payload); }
inline auto Video(uint32_t timestamp, const std::string& payload) { return Message(9, 1, timestamp, payload); }

// `count` bytes as hexadecimal, to write long payloads: Fill("aa", 128).
inline std::string Fill(absl::string_view hex, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text.append(hex.data(), hex.size());
  return text;
}

MATCHER_P2(IsError, code, offset, "") {
  *result_listener << (arg ? ToStatus(*arg).ToString() : "no error");
  return arg && arg->code == code && arg->offset == static_cast<uint64_t>(offset);
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_DECODE_EVERY_WAY_H_
