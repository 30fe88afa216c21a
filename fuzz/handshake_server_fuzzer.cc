// However a client's bytes are cut, a server's handshake answers the same, with at most 3073 bytes, and takes no byte of what
// follows. A complete one was answered in full.
#include "fuzz/support/handshake_outcome.h"

namespace rtmp {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  HandshakeOptions options = FixedHandshakeOptions();
  const uint8_t flags = in.TakeByte();
  options.require_echo = (flags & 1) != 0;
  options.answer_digests = (flags & 2) == 0;
  if ((flags & 48) == 32) options.random = nullptr;  // the pattern that stands for it
  const Cuts cuts = in.TakeCuts();
  const HandshakeOutcome whole = FeedHandshake(ServerHandshake(options), in.rest(), Cuts::None());
  FUZZ_CHECK_EQ(FeedHandshake(ServerHandshake(options), in.rest(), cuts), whole);
  if (std::get<0>(whole) == HandshakeResult::kDone) FUZZ_CHECK_EQ(std::get<2>(whole).size(), kHandshakeSize);
  return 0;
}

}  // namespace rtmp
