// What does a handshake cost: plain, and signed with digests, on either side?
#include <functional>

#include "absl/strings/str_cat.h"
#include "bench/support/measure.h"
#include "impl/handshake/handshake.h"

namespace rtmp::bench {
namespace {

HandshakeOptions Signed() {
  HandshakeOptions options;
  options.digest = handshake::DigestScheme::k0;
  return options;
}

// All that a client sends to such a server.
Buffer ClientBytes(const HandshakeOptions& options) {
  Buffer sent, answers;
  ClientHandshake client(options);
  client.Start(&sent);
  ServerHandshake server({});
  Bytes input = sent;
  server.Feed(input, &answers);
  input = answers;
  client.Feed(input, &sent);
  return sent;
}

Buffer ServerBytes(const HandshakeOptions& options) {
  Buffer answers;
  ServerHandshake server({});
  const Buffer client = ClientBytes(options);
  Bytes input = client;
  server.Feed(input, &answers);
  return answers;
}

void RegisterHandshake(const std::string& row, size_t bytes, std::function<HandshakeResult(Buffer* out)> run) {
  Register(row, "rtmpspec", [=](benchmark::State& state) {
    Buffer out;
    Measure(state, {1, bytes}, [&] {
      out.clear();
      if (run(&out) != HandshakeResult::kDone) state.SkipWithError("it is not done");
      benchmark::DoNotOptimize(out.data());
    });
  });
}

const bool registered = [] {
  for (const bool is_signed : {false, true}) {
    const HandshakeOptions options = is_signed ? Signed() : HandshakeOptions();
    const std::string suffix = is_signed ? ", signed" : ", plain";
    RegisterHandshake("handshake of a server" + suffix, kHandshakeSize, [client = ClientBytes(options)](Buffer* out) {
      ServerHandshake server({});
      Bytes input = client;
      return server.Feed(input, out);
    });
    RegisterHandshake("handshake of a client" + suffix, kHandshakeSize, [answers = ServerBytes(options), options](Buffer* out) {
      ClientHandshake client(options);
      client.Start(out);
      Bytes input = answers;
      return client.Feed(input, out);
    });
  }
  return true;
}();

}  // namespace
}  // namespace rtmp::bench
