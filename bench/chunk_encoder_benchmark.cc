// How fast do messages become chunks, next to copying their payload?
#include <benchmark/benchmark.h>

#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp::bench {
namespace {

constexpr size_t kFlushAt = 64 * 1024;  // what a socket takes at a time

void Encode(benchmark::State& state, absl::Span<const size_t> sizes) {
  constexpr size_t kMessages = 60;
  const auto chunk_size = static_cast<uint32_t>(state.range(0));
  const std::vector<RawMessage> messages = MediaMessages(sizes, kMessages);
  size_t bytes = 0;
  for (const RawMessage& message : messages) bytes += message.payload.size();
  ChunkEncoder encoder;
  encoder.set_chunk_size(chunk_size);
  Buffer out;
  MeasureMedia(state, sizes, kMessages, bytes, chunk_size, [&] {
    for (const RawMessage& message : messages) {
      encoder.Encode(message, &out);
      if (out.size() < kFlushAt) continue;
      benchmark::DoNotOptimize(out.data());
      out.clear();
    }
  });
}

void BM_EncodeMix(benchmark::State& state) { Encode(state, kMixSizes); }
BENCHMARK(BM_EncodeMix)->ArgName("chunk_size")->Arg(128)->Arg(4096)->Arg(65536);

void BM_EncodeAudio(benchmark::State& state) { Encode(state, kAudioSizes); }
BENCHMARK(BM_EncodeAudio)->ArgName("chunk_size")->Arg(128)->Arg(4096);

}  // namespace
}  // namespace rtmp::bench
