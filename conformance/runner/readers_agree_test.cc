// The strict reader of this folder and the reference's decoder were written apart: whatever the player writes, both read alike.
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/runner/player.h"
#include "conformance/runner/script_testing.h"
#include "conformance/runner/wire_reader.h"
#include "gtest/gtest.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmpspec {
namespace {

using testing::Line;

std::string Text(uint32_t csid, uint32_t msid, uint8_t type, uint32_t time, rtmp::Bytes payload) {
  return absl::StrCat(csid, "/", msid, " ", type, "@", time, ":", rtmp::ToHex(payload));
}

std::vector<std::string> ReadStrictly(rtmp::Bytes bytes, size_t piece) {
  WireReader reader;
  std::vector<std::string> messages;
  for (size_t i = 0; i < bytes.size(); i += piece) {
    reader.Feed(bytes.subspan(i, piece));
    while (std::optional<WireMessage> message = reader.Next()) {
      messages.push_back(
          Text(message->chunk_stream_id, message->message_stream_id, message->type_id, message->timestamp, message->payload));
    }
  }
  EXPECT_EQ(reader.error(), "");
  return messages;
}

std::vector<std::string> Decode(rtmp::Bytes bytes) {
  rtmp::ChunkDecoder decoder;
  std::vector<std::string> messages;
  rtmp::RawMessage message;
  while (decoder.Next(bytes, &message) == rtmp::ChunkDecoder::Result::kMessage) {
    messages.push_back(
        Text(message.chunk_stream_id, message.message_stream_id, message.type_id, message.timestamp, message.payload));
  }
  EXPECT_FALSE(decoder.error().has_value()) << decoder.error()->text;
  return messages;
}

// Lines that a legal sender could play: every format where it is allowed, times around the 24-bit and the 32-bit boundary, all
// forms of basic header, chunk sizes that change, messages of two chunk streams in turn.
class Script {
 public:
  explicit Script(uint32_t seed) : random_(seed) {}

  rtmp::Buffer Write(int lines) {
    rtmp::Buffer out;
    for (int i = 0; i < lines; ++i) {
      switch (Pick(12)) {
        case 0:
          Play(absl::StrCat("SetChunkSize ", 1 + Pick(300)), &out);
          break;
        case 1:
          Interleave(&out);
          break;
        default:
          Play(Media(), &out);
      }
    }
    return out;
  }

 private:
  uint32_t Pick(uint32_t below) { return static_cast<uint32_t>(random_() % below); }

  std::string Media() {
    static constexpr uint32_t kStreams[] = {4, 6, 63, 64, 319, 320, 65599};
    static constexpr uint32_t kTimes[] = {0, 40, 0xfffffe, 0xffffff, 0x1000000, 0x7ffffff0, 0x80000010, 0xfffffff0};
    const uint32_t csid = kStreams[Pick(7)];
    State& state = states_[csid];
    const bool first = !state.used;
    const uint32_t format = first ? 0 : Pick(4);
    if (format <= 1) {
      state.length = Pick(3) == 0 ? Pick(3) : Pick(700);
      state.video = Pick(2) == 0;
    }
    if (format == 0) state.msid = 1 + Pick(2);
    state.used = true;
    std::string line = absl::StrCat(state.video ? "video" : "audio", " csid=", csid, " msid=", state.msid, " fill(", state.length,
                                    ", ", Pick(256), ") @fmt=", format);
    if (format == 0) absl::StrAppend(&line, " time=", kTimes[Pick(8)] + Pick(3));
    if (format == 1 || format == 2) absl::StrAppend(&line, " delta=", Pick(4) == 0 ? kTimes[Pick(5)] : Pick(50));
    if (format < 3 && Pick(8) == 0) absl::StrAppend(&line, " @ext=force");
    if (csid == 64 && Pick(2) == 0) absl::StrAppend(&line, " @basic=3");
    return line;
  }

  void Interleave(rtmp::Buffer* out) {
    ASSERT_TRUE(player_.Let("V", Line("video csid=100 time=5 avc_key(700, 1)")).ok());
    ASSERT_TRUE(player_.Let("A", Line("audio csid=101 time=0x1000005 aac(300, 2)")).ok());
    const ChunksStep step = testing::ParseStepAs<ChunksStep>("C: chunks V A V A V* A*");
    ASSERT_TRUE(player_.PlayChunks(step, bindings_, out).ok());
  }

  void Play(const std::string& line, rtmp::Buffer* out) {
    const absl::Status status = player_.Play(Line(line), bindings_, out);
    ASSERT_TRUE(status.ok()) << line << ": " << status;
  }

  struct State {
    bool used = false;
    bool video = false;
    uint32_t length = 0;
    uint32_t msid = 1;
  };
  std::mt19937 random_;
  std::map<uint32_t, State> states_;
  Bindings bindings_;
  Player player_{Side::kClient};
};

TEST(ReadersAgreeTest, OnWhateverThePlayerWrites) {
  for (uint32_t seed = 1; seed <= 6; ++seed) {
    const rtmp::Buffer bytes = Script(seed).Write(60);
    const std::vector<std::string> decoded = Decode(bytes);
    EXPECT_GE(decoded.size(), 60u) << "seed " << seed;
    EXPECT_EQ(ReadStrictly(bytes, bytes.size()), decoded) << "seed " << seed;
    EXPECT_EQ(ReadStrictly(bytes, 1 + seed % 13), decoded) << "seed " << seed;
  }
}

}  // namespace
}  // namespace rtmpspec
