// However its bytes are cut, a handshake half answers the same, with at most 3073 bytes, and takes no byte of what follows.
#include <tuple>

#include "fuzz/support/fuzz_input.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

// The last result, the error, the bytes sent and the number of bytes taken.
using Outcome = std::tuple<HandshakeResult, std::optional<ProtocolError>, Buffer, size_t>;

template <typename Handshake>
Outcome Feed(Handshake handshake, Bytes stream, const Cuts& cuts, Buffer out) {
  HandshakeResult result = HandshakeResult::kNeedBytes;
  size_t taken = 0;
  cuts.Split(stream, [&](Bytes piece) {
    Bytes input = piece;
    const size_t sent = out.size();
    const HandshakeResult before = result;
    result = handshake.Feed(input, &out);
    taken += piece.size() - input.size();
    FUZZ_CHECK(out.size() <= kHandshakeSize);
    FUZZ_CHECK(handshake.done() || result != HandshakeResult::kDone);
    FUZZ_CHECK_EQ(handshake.error().has_value(), result == HandshakeResult::kError);
    FUZZ_CHECK(result != HandshakeResult::kNeedBytes || input.empty());
    // An end is an end.
    if (before != HandshakeResult::kNeedBytes) {
      FUZZ_CHECK(result == before && input.size() == piece.size() && out.size() == sent);
    }
    return true;
  });
  FUZZ_CHECK(taken <= kHandshakeSize);
  return {result, handshake.error(), std::move(out), taken};
}

Outcome Play(bool server, const HandshakeOptions& options, Bytes stream, const Cuts& cuts) {
  if (server) return Feed(ServerHandshake(options), stream, cuts, {});
  ClientHandshake client(options);
  Buffer out;
  client.Start(&out);
  return Feed(std::move(client), stream, cuts, std::move(out));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const bool server = !in.TakeBool();
  HandshakeOptions options;
  options.require_echo = in.TakeBool();
  options.clock_ms = [] { return 0x01020304u; };
  options.random = [](absl::Span<uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), uint8_t{0x5a}); };
  const Cuts cuts = in.TakeCuts();
  FUZZ_CHECK_EQ(Play(server, options, in.rest(), Cuts::None()), Play(server, options, in.rest(), cuts));
  return 0;
}

}  // namespace rtmp
