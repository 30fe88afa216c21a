// What does a session cost a server: from the handshake to publish, and a message of media behind it, next to copying its
// payload?
#include <benchmark/benchmark.h>

#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "bench/support/session.h"
#include "impl/connection/server_connection.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

void BM_SessionToPublish(benchmark::State& state) {
  const Buffer bytes = ClientToPublish();
  double best = 1e9;
  const size_t allocations = AllocationCount();
  for (auto _ : state) {
    best = std::min(best, BestSeconds(1, [&] {
                      ServerConnection server;
                      Serve(server, bytes);
                      if (server.state() != State::kPublishing) state.SkipWithError("the session does not publish");
                    }));
  }
  state.counters["us_session"] = best * 1e6;
  state.counters["allocs_session"] =
      static_cast<double>(AllocationCount() - allocations) / static_cast<double>(state.iterations());
}
BENCHMARK(BM_SessionToPublish);

void Ingest(benchmark::State& state, absl::Span<const size_t> sizes) {
  constexpr size_t kMessages = 60;
  const auto chunk_size = static_cast<uint32_t>(state.range(0));
  const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
  ServerConnection server;
  Serve(server, ClientToPublish());
  MeasureMedia(state, sizes, kMessages, stream.size(), chunk_size, [&] { benchmark::DoNotOptimize(Serve(server, stream)); });
  if (server.state() != State::kPublishing) state.SkipWithError("the session does not publish");
}

void BM_IngestMix(benchmark::State& state) { Ingest(state, kMixSizes); }
BENCHMARK(BM_IngestMix)->ArgName("chunk_size")->Arg(128)->Arg(4096)->Arg(65536);

void BM_IngestAudio(benchmark::State& state) { Ingest(state, kAudioSizes); }
BENCHMARK(BM_IngestAudio)->ArgName("chunk_size")->Arg(4096);

void BM_SendMix(benchmark::State& state) {
  constexpr size_t kMessages = 60;
  const std::vector<RawMessage> messages = MediaMessages(kMixSizes, kMessages);
  ServerOptions options;
  options.chunk_size = static_cast<uint32_t>(state.range(0));
  ServerConnection server(options);
  Serve(server, ClientToPlay());
  size_t bytes = 0;
  for (const RawMessage& message : messages) bytes += message.payload.size();
  MeasureMedia(state, kMixSizes, kMessages, bytes, options.chunk_size, [&] {
    for (const RawMessage& message : messages) {
      const bool audio = message.type_id == static_cast<uint8_t>(MessageType::kAudio);
      const absl::Status sent = audio ? server.SendAudio(1, message.timestamp, message.payload)
                                      : server.SendVideo(1, message.timestamp, message.payload);
      if (!sent.ok()) state.SkipWithError("the session does not play");
      if (server.send_buf().size() >= kPiece) server.AdvanceSendBuf(server.send_buf().size());
    }
  });
}
BENCHMARK(BM_SendMix)->ArgName("chunk_size")->Arg(128)->Arg(4096);

}  // namespace
}  // namespace rtmp::bench
