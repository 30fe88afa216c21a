// How much memory does a connection hold: behind its handshake, publishing, playing, and each of 10,000?
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/support/measure.h"
#include "bench/support/session.h"
#include "impl/connection/server_connection.h"
#include "impl/io/relay.h"

namespace rtmp::bench {
namespace {

// `make` returns what is held; counter `live_bytes`, an item.
template <typename Make>
void RegisterMemory(const std::string& row, size_t items, Make make) {
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    int64_t held = 0;
    for (auto _ : state) {
      const int64_t before = LiveBytes();
      const auto holder = make();
      held = LiveBytes() - before;
      benchmark::DoNotOptimize(holder);
    }
    state.counters["live_bytes"] = static_cast<double>(held) / static_cast<double>(items);
  });
}

std::unique_ptr<ServerConnection> Connection(const Buffer& client) {
  auto server = std::make_unique<ServerConnection>();
  Serve(*server, client);
  return server;
}

const bool registered = [] {
  const Buffer publish = ClientToPublish();
  const Buffer handshake(publish.begin(), publish.begin() + kHandshakeSize);
  RegisterMemory("memory: new", 1, [] { return std::make_unique<ServerConnection>(); });
  RegisterMemory("memory: behind the handshake", 1, [=] { return Connection(handshake); });
  RegisterMemory("memory: publishing", 1, [=] { return Connection(publish); });
  RegisterMemory("memory: playing", 1, [] { return Connection(ClientToPlay()); });
  constexpr size_t kMany = 10000;
  RegisterMemory(absl::StrCat("memory: each of ", kMany, " of a relay"), kMany, [=] {
    auto relay = std::make_unique<io::Relay>(io::RelayOptions());
    relay->set_on_output([relay = relay.get()](io::ConnectionId id) { relay->AdvanceSendBuf(id, relay->send_buf(id).size()); });
    for (size_t i = 0; i < kMany; ++i) relay->Receive(relay->Open("127.0.0.1:50000"), handshake);
    return relay;
  });
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
