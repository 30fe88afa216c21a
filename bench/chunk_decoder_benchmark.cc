// How fast do chunks become messages, at the specification's chunk size and at larger ones, next to copying their payload?
#include <benchmark/benchmark.h>

#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "impl/chunk/chunk_decoder.h"

namespace rtmp::bench {
namespace {

constexpr size_t kPiece = 64 * 1024;  // what a socket gives at a time

// Feeds the whole stream; returns the payload bytes, so that nothing is left out.
size_t DecodeAll(ChunkDecoder& decoder, Bytes stream) {
  size_t payload = 0;
  for (; !stream.empty(); stream.remove_prefix(std::min(kPiece, stream.size()))) {
    Bytes input = stream.subspan(0, kPiece);
    RawMessage message;
    while (decoder.Next(input, &message) == ChunkDecoder::Result::kMessage) {
      benchmark::DoNotOptimize(message.payload.data());
      payload += message.payload.size();
    }
  }
  return payload;
}

void Decode(benchmark::State& state, absl::Span<const size_t> sizes) {
  constexpr size_t kMessages = 60;
  const auto chunk_size = static_cast<uint32_t>(state.range(0));
  const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
  ChunkDecoder decoder;
  MeasureMedia(state, sizes, kMessages, stream.size(), chunk_size, [&] { benchmark::DoNotOptimize(DecodeAll(decoder, stream)); });
}

void BM_DecodeMix(benchmark::State& state) { Decode(state, kMixSizes); }
BENCHMARK(BM_DecodeMix)->ArgName("chunk_size")->Arg(128)->Arg(4096)->Arg(65536);

void BM_DecodeAudio(benchmark::State& state) { Decode(state, kAudioSizes); }
BENCHMARK(BM_DecodeAudio)->ArgName("chunk_size")->Arg(128)->Arg(4096);

}  // namespace
}  // namespace rtmp::bench
