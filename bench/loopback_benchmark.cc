// What does it cost a client to publish over a socket, a message at a time, next to other clients that do the same?
#include "bench/support/loopback.h"
#include "bench/support/measure.h"
#include "impl/io/client.h"

namespace rtmp::bench {
namespace {

void Publish(benchmark::State& state) {
  LoopbackServer server;
  io::Client::Options options;
  options.port = server.port();
  options.connection.app = "live";
  options.connection.tc_url = absl::StrCat("rtmp://127.0.0.1:", server.port(), "/live");
  options.connection.stream_name = "ours";
  absl::StatusOr<io::Client> client = io::Client::Connect(options);
  if (!client.ok() || !client->RunUntil(State::kPublishing).ok()) return state.SkipWithError("it does not publish");
  MeasureThread(state, [&](const RawMessage& message) {
    ClientConnection& connection = client->connection();
    const absl::Status queued = message.type_id == 8 ? connection.SendAudio(message.timestamp, message.payload)
                                                     : connection.SendVideo(message.timestamp, message.payload);
    return queued.ok() && client->Flush().ok();
  });
  client->Disconnect().IgnoreError();
}

const bool registered = Register(kLoopbackRow, "rtmpspec", Publish);

}  // namespace
}  // namespace rtmp::bench
