// How fast are the AMF0 messages of a session's beginning read and written, next to copying their bytes?
#include <benchmark/benchmark.h>

#include "bench/support/allocation_counter.h"
#include "bench/support/measure.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"

namespace rtmp::bench {
namespace {

// connect as a player of some age sends it: 9 properties, about 215 bytes.
void WriteConnect(amf0::Encoder& encoder) {
  encoder.String("connect");
  encoder.Number(1);
  encoder.BeginObject();
  encoder.Property("app", "live");
  encoder.Property("flashVer", "LNX 9,0,124,2");
  encoder.Property("tcUrl", "rtmp://127.0.0.1:1935/live");
  encoder.Property("fpad", false);
  encoder.Property("capabilities", 15.0);
  encoder.Property("audioCodecs", 4071.0);
  encoder.Property("videoCodecs", 252.0);
  encoder.Property("videoFunction", 1.0);
  encoder.Property("objectEncoding", 0.0);
  encoder.EndObject();
}

// onMetaData as an encoder sends it: 16 properties, about 390 bytes.
void WriteMetadata(amf0::Encoder& encoder) {
  encoder.String("@setDataFrame");
  encoder.String("onMetaData");
  encoder.BeginEcmaArray(16);
  encoder.Property("duration", 0.0);
  encoder.Property("fileSize", 0.0);
  encoder.Property("width", 1920.0);
  encoder.Property("height", 1080.0);
  encoder.Property("videocodecid", 7.0);
  encoder.Property("videodatarate", 4000.0);
  encoder.Property("framerate", 30.0);
  encoder.Property("audiocodecid", 10.0);
  encoder.Property("audiodatarate", 128.0);
  encoder.Property("audiosamplerate", 48000.0);
  encoder.Property("audiosamplesize", 16.0);
  encoder.Property("audiochannels", 2.0);
  encoder.Property("stereo", true);
  encoder.Property("2.1", false);
  encoder.Property("encoder", "Lavf59.27.100 (an encoder's name)");
  encoder.Property("server", "none");
  encoder.EndObject();
}

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
