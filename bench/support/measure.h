// What every benchmark measures, and the copy that media is compared with. bench/run makes one table of it.
#ifndef RTMPSPEC_BENCH_SUPPORT_MEASURE_H_
#define RTMPSPEC_BENCH_SUPPORT_MEASURE_H_

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/support/allocation_counter.h"
#include "bench/support/best_seconds.h"
#include "impl/bytes/bytes.h"

namespace rtmp::bench {

// What one call of a case's function does.
struct Work {
  size_t items = 1;  // messages, sessions: what the time is divided by
  size_t bytes = 0;  // of all items
};

// Runs `run` as the benchmark's iteration. Counters: `ns` an item in the best iteration, `allocs` an item once warm.
template <typename Run>
void Measure(benchmark::State& state, Work work, Run run) {
  for (int i = 0; i < 10; ++i) run();
  double best = std::numeric_limits<double>::max();
  const size_t allocations = AllocationCount();
  for (auto _ : state) best = std::min(best, BestSeconds(1, run));
  const auto items = static_cast<double>(state.iterations()) * static_cast<double>(work.items);
  state.counters["allocs"] = static_cast<double>(AllocationCount() - allocations) / items;
  state.counters["ns"] = best * 1e9 / static_cast<double>(work.items);
  state.SetItemsProcessed(static_cast<int64_t>(items));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * work.bytes));
}

// The rows in the order in which they were registered: a run takes its cases in random order.
inline std::vector<std::string>& RegisteredRows() {
  static std::vector<std::string> rows;
  return rows;
}

// A case of the table: a row such as "decode mix, chunk 4096", and whose work it is: "rtmpspec", "memcpy", "librtmp". `body`
// takes a benchmark::State.
template <typename Body>
bool Register(const std::string& row, const std::string& stack, Body body) {
  RegisteredRows().push_back(row);
  benchmark::RegisterBenchmark(absl::StrCat(row, "/", stack).c_str(), std::move(body));
  return true;
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

// The row's limit: CopyChunks over messages of these sizes.
inline void RegisterCopy(const std::string& row, absl::Span<const size_t> sizes, size_t count, size_t chunk_size) {
  Register(row, "memcpy", [=](benchmark::State& state) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; ++i) bytes += sizes[i % sizes.size()];
    const Buffer source(2 * bytes, 0x5a);
    Buffer hot(size_t{1} << 20);
    Measure(state, {count, bytes}, [&] { CopyChunks(source, sizes, count, chunk_size, hot.data()); });
  });
}

// The same for bytes in one piece, such as a message of AMF.
inline void RegisterCopy(const std::string& row, size_t bytes) {
  Register(row, "memcpy", [=](benchmark::State& state) {
    constexpr size_t kItems = 1000;
    const Buffer source(bytes, 0x5a);
    Buffer copy(bytes);
    Measure(state, {kItems, kItems * bytes}, [&] {
      for (size_t i = 0; i < kItems; ++i) {
        std::memcpy(copy.data(), source.data(), bytes);
        benchmark::ClobberMemory();
      }
    });
  });
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_MEASURE_H_
