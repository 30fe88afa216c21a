// The counters that every benchmark of media prints, and the copy they are compared with.
#ifndef RTMPSPEC_BENCH_SUPPORT_MEASURE_H_
#define RTMPSPEC_BENCH_SUPPORT_MEASURE_H_

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>

#include "bench/support/allocation_counter.h"
#include "impl/bytes/bytes.h"

namespace rtmp::bench {

// Seconds that `run` takes, the best of `times`.
template <typename Run>
double BestSeconds(int times, Run run) {
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

// Copies the payload of a chunk stream chunk by chunk to a buffer in the cache and does nothing else: what reassembly costs at
// least. `sizes` are the messages, laid end to end in `source` with a byte of header before each chunk.
inline void CopyChunks(Bytes source, absl::Span<const size_t> sizes, size_t count, size_t chunk_size, uint8_t* hot) {
  const uint8_t* from = source.data();
  for (size_t i = 0; i < count; ++i) {
    size_t left = sizes[i % sizes.size()];
    uint8_t* to = hot;
    while (left > 0) {
      const size_t chunk = std::min(left, chunk_size);
      std::memcpy(to, from + 1, chunk);
      benchmark::DoNotOptimize(to);
      to += chunk;
      from += chunk + 1;
      left -= chunk;
    }
    benchmark::ClobberMemory();
  }
}

// Runs `run`, which handles `messages` messages of `bytes` bytes, as the benchmark's iteration. Prints the bytes a second, and of
// the best iteration the time a message and its ratio to `CopyChunks` over the same sizes: 1 is as fast as copying. Allocations
// are those of all iterations after the first ten, which warm up.
template <typename Run>
void MeasureMedia(benchmark::State& state, absl::Span<const size_t> sizes, size_t messages, size_t bytes, size_t chunk_size,
                  Run run) {
  const Buffer source(bytes + 1024 * 1024, 0x5a);
  Buffer hot(size_t{1} << 20);
  const auto copy = [&] { CopyChunks(source, sizes, messages, chunk_size, hot.data()); };
  double copy_best = BestSeconds(50, copy);
  for (int i = 0; i < 10; ++i) run();
  double best = std::numeric_limits<double>::max();
  const size_t allocations = AllocationCount();
  for (auto _ : state) best = std::min(best, BestSeconds(1, run));
  const size_t allocated = AllocationCount() - allocations;
  copy_best = std::min(copy_best, BestSeconds(50, copy));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes));
  state.counters["ns_message"] = best * 1e9 / static_cast<double>(messages);
  state.counters["copy_ns_message"] = copy_best * 1e9 / static_cast<double>(messages);
  state.counters["of_copy"] = copy_best / best;
  state.counters["allocs_message"] =
      static_cast<double>(allocated) / static_cast<double>(messages) / static_cast<double>(state.iterations());
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_MEASURE_H_
