// However a chunk stream is cut, the decoder yields the same messages, pauses and error, and holds no more than what has come.
#include <optional>
#include <tuple>
#include <vector>

#include "fuzz/support/fuzz_input.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp {
namespace {

struct Outcome {
  // Chunk stream, timestamp, type, message stream, payload, and where it was complete. A pause is an item without a payload.
  using Item = std::tuple<uint32_t, uint32_t, uint8_t, uint32_t, std::optional<Buffer>, uint64_t>;
  std::vector<Item> items;
  std::optional<ProtocolError> error;
  uint64_t bytes_consumed = 0;
  size_t buffered_bytes = 0;
  uint32_t chunk_size = 0;

  bool operator==(const Outcome&) const = default;
};

Outcome Decode(const ChunkDecoderOptions& options, uint64_t pause_at, Bytes stream, const Cuts& cuts) {
  Outcome outcome;
  ChunkDecoder decoder(options);
  decoder.PauseAt(pause_at);
  size_t fed = 0;
  cuts.Split(stream, [&](Bytes piece) {
    fed += piece.size();
    Bytes input = piece;
    RawMessage m;
    ChunkDecoder::Result result;
    while ((result = decoder.Next(input, &m)) == ChunkDecoder::Result::kMessage || result == ChunkDecoder::Result::kPaused) {
      if (result == ChunkDecoder::Result::kPaused) {
        outcome.items.emplace_back(0, 0, 0, 0, std::nullopt, decoder.bytes_consumed());
      } else {
        outcome.items.emplace_back(m.chunk_stream_id, m.timestamp, m.type_id, m.message_stream_id,
                                   Buffer(m.payload.begin(), m.payload.end()), decoder.bytes_consumed());
      }
    }
    FUZZ_CHECK(result == ChunkDecoder::Result::kError || input.empty());
    FUZZ_CHECK(decoder.bytes_consumed() <= fed);
    // An unfinished message took a type 0 header of 12 bytes at least, and counts 64 bytes of state.
    FUZZ_CHECK(decoder.error().has_value() || decoder.buffered_bytes() <= fed + 64 * (fed / 12 + 1));
    return result != ChunkDecoder::Result::kError;
  });
  outcome.error = decoder.error();
  outcome.bytes_consumed = decoder.bytes_consumed();
  outcome.buffered_bytes = decoder.buffered_bytes();
  outcome.chunk_size = decoder.chunk_size();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  ChunkDecoderOptions options;
  const uint8_t flags = in.TakeByte();
  options.peek_extended_timestamp = (flags & 1) != 0;
  if ((flags & 2) != 0) options.max_message_length = 200;
  if ((flags & 4) != 0) options.max_buffered_bytes = 600;
  if ((flags & 8) != 0) options.max_chunk_streams = 3;
  const uint64_t pause_at = in.TakeByte() * uint64_t{8};
  const Cuts cuts = in.TakeCuts();
  FUZZ_CHECK_EQ(Decode(options, pause_at, in.rest(), Cuts::None()), Decode(options, pause_at, in.rest(), cuts));
  return 0;
}

}  // namespace rtmp
