// How fast are the AMF0 messages of a session's beginning read and written, next to copying their bytes?
#include <benchmark/benchmark.h>

#include "bench/support/allocation_counter.h"
#include "bench/support/amf0_messages.h"
#include "bench/support/measure.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"

namespace rtmp::bench {
namespace {

using Write = void (*)(amf0::Encoder&);

// Runs `run`; prints the best time a message, that of copying its bytes, and the allocations once warm.
template <typename Run>
void Measure(benchmark::State& state, const Buffer& message, Run run) {
  constexpr int kMessages = 1000;
  Buffer copy(message.size());
  const double copy_best = BestSeconds(50, [&] {
    for (int i = 0; i < kMessages; ++i) {
      std::memcpy(copy.data(), message.data(), message.size());
      benchmark::ClobberMemory();
    }
  });
  run();
  const size_t allocations = AllocationCount();
  double best = std::numeric_limits<double>::max();
  for (auto _ : state) {
    best = std::min(best, BestSeconds(1, [&] {
                      for (int i = 0; i < kMessages; ++i) run();
                    }));
  }
  const size_t allocated = AllocationCount() - allocations;
  state.SetItemsProcessed(state.iterations() * kMessages);
  state.SetBytesProcessed(state.items_processed() * static_cast<int64_t>(message.size()));
  state.counters["bytes_message"] = static_cast<double>(message.size());
  state.counters["ns_message"] = best * 1e9 / kMessages;
  state.counters["copy_ns_message"] = copy_best * 1e9 / kMessages;
  state.counters["allocs_message"] = static_cast<double>(allocated) / kMessages / static_cast<double>(state.iterations());
}

void Decode(benchmark::State& state, Write write) {
  Buffer message;
  amf0::Encoder encoder(&message);
  write(encoder);
  amf0::Values values;
  Measure(state, message, [&] {
    if (amf0::Decode(message, {}, &values).has_value()) state.SkipWithError("does not decode");
    benchmark::DoNotOptimize(values);
  });
}

void Encode(benchmark::State& state, Write write) {
  Buffer message;
  amf0::Encoder encoder(&message);
  write(encoder);
  Buffer out;
  Measure(state, message, [&] {
    out.clear();
    amf0::Encoder again(&out);
    write(again);
    benchmark::DoNotOptimize(out.data());
  });
}

// Reading what a server needs of connect, by name.
void BM_DecodeConnectAndLookUp(benchmark::State& state) {
  Buffer message;
  amf0::Encoder encoder(&message);
  WriteConnect(encoder);
  amf0::Values values;
  Measure(state, message, [&] {
    amf0::Decode(message, {}, &values);
    const amf0::Value object = values[2];
    benchmark::DoNotOptimize(object["app"].string());
    benchmark::DoNotOptimize(object["tcUrl"].string());
    benchmark::DoNotOptimize(object["objectEncoding"].number());
  });
}

BENCHMARK_CAPTURE(Decode, connect, WriteConnect);
BENCHMARK_CAPTURE(Decode, metadata, WriteMetadata);
BENCHMARK(BM_DecodeConnectAndLookUp);
BENCHMARK_CAPTURE(Encode, connect, WriteConnect);
BENCHMARK_CAPTURE(Encode, metadata, WriteMetadata);

}  // namespace
}  // namespace rtmp::bench
