// All that a handshake half does with a peer's bytes, and what holds on the way.
#ifndef RTMPSPEC_FUZZ_SUPPORT_HANDSHAKE_OUTCOME_H_
#define RTMPSPEC_FUZZ_SUPPORT_HANDSHAKE_OUTCOME_H_

#include <tuple>
#include <utility>

#include "fuzz/support/fill_random.h"
#include "fuzz/support/fuzz_input.h"
#include "impl/handshake/handshake.h"

namespace rtmp {

// The same time and the same random bytes in every run.
inline HandshakeOptions FixedHandshakeOptions() {
  HandshakeOptions options;
  options.clock_ms = [] { return 0x01020304u; };
  options.random = FillRandom;
  return options;
}

// The last result, the error, the bytes sent (`out` first) and the number of bytes taken.
using HandshakeOutcome = std::tuple<HandshakeResult, std::optional<ProtocolError>, Buffer, size_t>;

template <typename Handshake>
HandshakeOutcome FeedHandshake(Handshake handshake, Bytes stream, const Cuts& cuts, Buffer out = {}) {
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

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_HANDSHAKE_OUTCOME_H_
