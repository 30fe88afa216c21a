// What does a session cost a server: from the handshake to publish, a message of media behind it, in and out, next to copying its
// payload; and a message with many players?
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "bench/support/measure.h"
#include "bench/support/media_mix.h"
#include "bench/support/session.h"
#include "impl/connection/server_connection.h"
#include "impl/io/relay.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

constexpr size_t kMessages = 60;

// The client's bytes of a recorded session; empty where it is not there.
Buffer Recorded(absl::string_view name) {
  std::ifstream file(absl::StrCat(RTMPSPEC_SOURCE_DIR "/corpus/captures/", name, ".c2s.bin"), std::ios::binary);
  return Buffer(std::istreambuf_iterator<char>(file), {});
}

void RegisterSession(const std::string& row, Buffer bytes, State end) {
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    Measure(state, {1, bytes.size()}, [&] {
      ServerConnection server;
      Serve(server, bytes);
      if (server.state() != end) state.SkipWithError("the session does not end as it should");
    });
  });
}

void RegisterIngest(absl::string_view what, absl::Span<const size_t> sizes, uint32_t chunk_size) {
  const std::string row = absl::StrCat("server connection in: ", what, ", chunk ", chunk_size);
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    const Buffer stream = MediaStream(sizes, kMessages, chunk_size);
    ServerConnection server;
    Serve(server, ClientToPublish());
    Measure(state, {kMessages, stream.size()}, [&] { benchmark::DoNotOptimize(Serve(server, stream)); });
    if (server.state() != State::kPublishing) state.SkipWithError("the session does not publish");
  });
  RegisterCopy(row, sizes, kMessages, chunk_size);
}

void RegisterSend(uint32_t chunk_size) {
  const std::string row = absl::StrCat("server connection out: mix, chunk ", chunk_size);
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    const std::vector<RawMessage> messages = MediaMessages(kMixSizes, kMessages);
    ServerOptions options;
    options.chunk_size = chunk_size;
    ServerConnection server(options);
    Serve(server, ClientToPlay());
    size_t bytes = 0;
    for (const RawMessage& message : messages) bytes += message.payload.size();
    Measure(state, {kMessages, bytes}, [&] {
      for (const RawMessage& message : messages) {
        const bool audio = message.type_id == static_cast<uint8_t>(MessageType::kAudio);
        const absl::Status sent = audio ? server.SendAudio(1, message.timestamp, message.payload)
                                        : server.SendVideo(1, message.timestamp, message.payload);
        if (!sent.ok()) state.SkipWithError("the session does not play");
        if (server.send_buf().size() >= kPiece) server.AdvanceSendBuf(server.send_buf().size());
      }
    });
  });
  RegisterCopy(row, kMixSizes, kMessages, chunk_size);
}

// One publisher's messages in, and out to every player, who take everything at once. An item is a message of one player.
void RegisterRelay(size_t players) {
  const std::string row = absl::StrCat("relay to ", players, players == 1 ? " player" : " players", ": mix, a message each");
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    const Buffer stream = TaggedMediaStream(kMixSizes, kMessages, 4096);
    io::Relay relay({});
    relay.set_on_output([&](io::ConnectionId id) { relay.AdvanceSendBuf(id, relay.send_buf(id).size()); });
    const io::ConnectionId publisher = relay.Open("publisher");
    relay.Receive(publisher, ClientToPublish());
    const Buffer play = ClientToPlay();
    for (size_t i = 0; i < players; ++i) relay.Receive(relay.Open("player"), play);
    Measure(state, {kMessages * players, stream.size() * players}, [&] {
      for (Bytes rest = stream; !rest.empty(); rest.remove_prefix(std::min(kPiece, rest.size()))) {
        relay.Receive(publisher, rest.subspan(0, kPiece));
      }
    });
  });
  RegisterCopy(row, kMixSizes, kMessages, 4096);
}

const bool registered = [] {
  RegisterSession("session to publish", ClientToPublish(), State::kPublishing);
  RegisterSession("session to publish, digests", MaybeSignedClientToPublish(), State::kPublishing);
  const Buffer recorded = Recorded("ffmpeg_pub__nginx");
  if (!recorded.empty()) RegisterSession("recorded session of FFmpeg, 47 KB", recorded, State::kConnected);
  RegisterIngest("mix", kMixSizes, 65536);
  RegisterIngest("mix", kMixSizes, 4096);
  RegisterIngest("mix", kMixSizes, 128);
  RegisterIngest("200 B audio", kAudioSizes, 4096);
  RegisterSend(4096);
  RegisterSend(128);
  for (const size_t players : {1, 10, 1000}) RegisterRelay(players);
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
