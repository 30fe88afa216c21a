// What does a session cost a server: from the handshake to publish, and a message of media behind it, next to copying its
// payload?
#include <benchmark/benchmark.h>

#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/connect.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/stream_commands.h"
#include "impl/connection/server_connection.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

constexpr size_t kPiece = 64 * 1024;  // what a socket gives at a time

// The bytes of a client up to publish or play, as an encoder sends them.
class ClientBytes {
 public:
  ClientBytes() : bytes_(kHandshakeSize, 3) {
    ConnectRequest connect;
    connect.app = "live";
    connect.tc_url = "rtmp://127.0.0.1:1935/live";
    connect.flash_ver = "FMLE/3.0 (compatible; FMSc/1.0)";
    connect.publisher = true;
    EncodeConnect(connect, &payload_);
    Command(0);
    EncodeReleaseStream(2, "stream", &payload_);
    Command(0);
    EncodeFcPublish(3, "stream", &payload_);
    Command(0);
    EncodeCreateStream(4, &payload_);
    Command(0);
  }
  Buffer Publish() {
    PublishCommand publish;
    publish.transaction_id = 5;
    publish.stream_name = "stream";
    EncodePublish(publish, &payload_);
    Command(1);
    return bytes_;
  }
  Buffer Play() {
    PlayCommand play;
    play.stream_name = "stream";
    EncodePlay(play, &payload_);
    Command(1);
    return bytes_;
  }

 private:
  void Command(uint32_t message_stream_id) {
    RawMessage message;
    message.chunk_stream_id = 3;
    message.type_id = static_cast<uint8_t>(MessageType::kCommandAmf0);
    message.message_stream_id = message_stream_id;
    message.payload = payload_;
    encoder_.Encode(message, &bytes_);
    payload_.clear();
  }
  Buffer bytes_;
  Buffer payload_;
  ChunkEncoder encoder_;
};

// Feeds everything, accepts what is asked for, sends what waits. Returns the payload bytes of media.
size_t Serve(ServerConnection& server, Bytes stream) {
  size_t payload = 0;
  for (; !stream.empty(); stream.remove_prefix(std::min(kPiece, stream.size()))) {
    Bytes input = stream.subspan(0, kPiece);
    for (;;) {
      const absl::StatusOr<Event> event = server.NextEvent(input);
      if (!event.ok() || IsNeedBytes(*event)) break;
      if (const auto* audio = std::get_if<AudioReceived>(&*event)) payload += audio->payload.size();
      if (const auto* video = std::get_if<VideoReceived>(&*event)) payload += video->payload.size();
      if (const auto* asked = std::get_if<PublishRequested>(&*event)) server.Accept(asked->message_stream_id).IgnoreError();
      if (const auto* asked = std::get_if<PlayRequested>(&*event)) server.Accept(asked->message_stream_id).IgnoreError();
    }
    server.AdvanceSendBuf(server.send_buf().size());
  }
  return payload;
}

void BM_SessionToPublish(benchmark::State& state) {
  const Buffer bytes = ClientBytes().Publish();
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
  Serve(server, ClientBytes().Publish());
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
  Serve(server, ClientBytes().Play());
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
