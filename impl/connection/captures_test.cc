// Sessions of real stacks, both directions: everything behind the handshake is a message that we know, however it is cut, and
// what we write of it reads the same.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/bytes/cuts_testing.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/chunk/decode_every_way_testing.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

struct Capture {
  std::string name;
  Buffer chunks;  // behind the handshake
};
// By its members GoogleTest cannot, and by its bytes it would read padding.
void PrintTo(const Capture& capture, std::ostream* out) { *out << capture.name; }

std::vector<Capture> ReadCaptures() {
  std::vector<Capture> captures;
  for (const auto& entry : std::filesystem::directory_iterator(RTMPSPEC_SOURCE_DIR "/corpus/captures")) {
    if (entry.path().extension() != ".bin") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    Capture capture;
    capture.name = entry.path().stem().string();
    std::replace(capture.name.begin(), capture.name.end(), '.', '_');
    capture.chunks.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    capture.chunks.erase(capture.chunks.begin(), capture.chunks.begin() + std::min(capture.chunks.size(), kHandshakeSize));
    captures.push_back(std::move(capture));
  }
  std::sort(captures.begin(), captures.end(), [](const Capture& a, const Capture& b) { return a.name < b.name; });
  return captures;
}

class CapturesTest : public testing::TestWithParam<Capture> {};

TEST_P(CapturesTest, EveryByteBelongsToAMessageThatWeKnow) {
  const Decoded whole = DecodeInPieces(GetParam().chunks, {});
  EXPECT_EQ(whole.error, std::nullopt) << ToStatus(*whole.error);
  EXPECT_EQ(whole.buffered_bytes, 0u);
  EXPECT_EQ(whole.bytes_consumed, GetParam().chunks.size());
  EXPECT_GE(whole.size(), 5u);
  for (const DecodedMessage& message : whole) EXPECT_FALSE(MessageTypeName(message.type_id).empty()) << message;
  EXPECT_EQ(whole[0].type_id, GetParam().name.find("_c2s") != std::string::npos ? whole[0].type_id : 5) << whole[0];
}

TEST_P(CapturesTest, TheSameHoweverItIsCut) {
  const Bytes chunks = GetParam().chunks;
  const Decoded whole = DecodeInPieces(chunks, {});
  std::vector<size_t> every_byte;
  for (size_t i = 1; i < chunks.size(); ++i) every_byte.push_back(i);
  EXPECT_EQ(DecodeInPieces(chunks, every_byte), whole) << "byte by byte";
  for (unsigned seed = 1; seed <= RandomCuttings(chunks.size()); ++seed) {
    ASSERT_EQ(DecodeInPieces(chunks, RandomCuts(chunks.size(), seed)), whole) << "random cuts, seed " << seed;
  }
}

TEST_P(CapturesTest, WhatWeWriteOfItReadsTheSame) {
  const Decoded messages = DecodeInPieces(GetParam().chunks, {});
  ChunkEncoder encoder;
  Buffer written;
  for (const DecodedMessage& message : messages) {
    RawMessage raw;
    raw.chunk_stream_id = message.chunk_stream_id;
    raw.timestamp = message.timestamp;
    raw.type_id = message.type_id;
    raw.message_stream_id = message.message_stream_id;
    raw.payload = ToBytes(absl::string_view(message.payload));
    encoder.Encode(raw, &written);
    if (message.type_id != static_cast<uint8_t>(MessageType::kSetChunkSize)) continue;
    const auto control = ParseControlMessage(message.type_id, raw.payload);
    encoder.set_chunk_size(std::get<SetChunkSize>(std::get<ControlMessage>(control)).chunk_size);
  }
  Decoded again = DecodeInPieces(written, {});
  EXPECT_EQ(again.bytes_consumed, written.size());
  again.bytes_consumed = messages.bytes_consumed;  // what was captured may have longer headers
  EXPECT_EQ(again, messages);
}

// All captured stacks write AMF0 as we do, save for the values named here.
TEST_P(CapturesTest, CommandsAndDataDecodeAndEncodeToTheirBytes) {
  const Decoded messages = DecodeInPieces(GetParam().chunks, {});
  int seen = 0;
  for (const DecodedMessage& message : messages) {
    if (message.type_id != 20 && message.type_id != 18) continue;
    ++seen;
    const Bytes payload = ToBytes(absl::string_view(message.payload));
    amf0::Values values;
    const auto error = amf0::Decode(payload, {}, &values);
    ASSERT_EQ(error, std::nullopt) << ToStatus(*error) << " " << message;
    Buffer written;
    amf0::Encoder(&written).Copy(values);
    EXPECT_EQ(ToHex(written), ToHex(payload)) << amf0::ToText(values);
  }
  EXPECT_GE(seen, 3);
}

INSTANTIATE_TEST_SUITE_P(Stacks, CapturesTest, testing::ValuesIn(ReadCaptures()),
                         [](const auto& info) { return info.param.name; });

TEST(CapturesTableTest, BothDirectionsOfTenSessions) { EXPECT_EQ(ReadCaptures().size(), 20u); }

}  // namespace
}  // namespace rtmp
