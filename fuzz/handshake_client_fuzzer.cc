// However a server's bytes are cut, a client's handshake sends the same, with at most 3073 bytes, and takes no byte of what
// follows. It is complete only behind version 3, and where it insists on digests only behind a signed S1.
#include "fuzz/support/handshake_outcome.h"

namespace rtmp {
namespace {

HandshakeOutcome Play(const HandshakeOptions& options, Bytes stream, const Cuts& cuts) {
  ClientHandshake client(options);
  Buffer out;
  client.Start(&out);
  return FeedHandshake(std::move(client), stream, cuts, std::move(out));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  HandshakeOptions options = FixedHandshakeOptions();
  const uint8_t flags = in.TakeByte();
  options.require_echo = (flags & 1) != 0;
  if ((flags & 2) != 0) options.digest = (flags & 4) != 0 ? handshake::DigestScheme::k1 : handshake::DigestScheme::k0;
  options.require_digest = (flags & 8) != 0;
  if ((flags & 48) == 32) options.random = nullptr;  // the pattern that stands for it
  const Cuts cuts = in.TakeCuts();
  const HandshakeOutcome whole = Play(options, in.rest(), Cuts::None());
  FUZZ_CHECK_EQ(Play(options, in.rest(), cuts), whole);
  if (std::get<0>(whole) != HandshakeResult::kDone) return 0;
  FUZZ_CHECK(std::get<2>(whole).size() == kHandshakeSize && in.rest()[0] == kRtmpVersion);
  if (options.digest.has_value() && options.require_digest) {
    FUZZ_CHECK(handshake::FindDigest(in.rest().subspan(1, kHandshakePacketSize), handshake::Side::kServer).has_value());
  }
  return 0;
}

}  // namespace rtmp
