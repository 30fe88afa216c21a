// The digest of any packet lies inside of it, is found once the packet is signed, by its side alone and by no packet in which a
// byte differs; client and server that sign finish whatever they fill their packets with.
#include "fuzz/support/handshake_outcome.h"

namespace rtmp {

using handshake::DigestScheme;
using handshake::Side;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const DigestScheme scheme = in.TakeBool() ? DigestScheme::k1 : DigestScheme::k0;
  const Side side = in.TakeBool() ? Side::kClient : Side::kServer;
  const size_t changed = in.TakeU32() % kHandshakePacketSize;
  const Bytes fill = in.rest().subspan(0, kHandshakePacketSize);
  Buffer packet(kHandshakePacketSize, 0x5a);
  std::copy(fill.begin(), fill.end(), packet.begin());
  packet[handshake::kVersionOffset] |= 1;  // a version of zero has no digest

  const size_t offset = handshake::DigestOffset(packet, scheme);
  FUZZ_CHECK(offset >= (scheme == DigestScheme::k0 ? 776 : 12) && offset <= (scheme == DigestScheme::k0 ? 1503 : 739));
  handshake::SignPacket1(absl::MakeSpan(packet), scheme, side);
  FUZZ_CHECK_EQ(handshake::DigestOffset(packet, scheme), offset);
  FUZZ_CHECK_EQ(handshake::DigestIn(packet, scheme), handshake::ComputeDigest(packet, scheme, side));
  FUZZ_CHECK(handshake::FindDigest(packet, side) == scheme);
  FUZZ_CHECK(handshake::FindDigest(packet, side == Side::kClient ? Side::kServer : Side::kClient) == std::nullopt);
  const handshake::Digest digest = handshake::DigestIn(packet, scheme);
  packet[changed] ^= 0x40;
  FUZZ_CHECK(handshake::FindDigest(packet, side) == std::nullopt);
  handshake::SignPacket2(absl::MakeSpan(packet), digest, side);
  FUZZ_CHECK(handshake::IsResponse(packet, digest, side));
  packet[changed] ^= 1;
  FUZZ_CHECK(!handshake::IsResponse(packet, digest, side));

  HandshakeOptions options = FixedHandshakeOptions();
  options.random = [&](absl::Span<uint8_t> bytes) { std::copy_n(packet.begin(), bytes.size(), bytes.begin()); };
  options.require_echo = true;
  ServerHandshake server(options);
  options.digest = scheme;
  options.require_digest = true;
  ClientHandshake client(options);
  Buffer to_server, to_client;
  client.Start(&to_server);
  Bytes input = to_server;
  FUZZ_CHECK(server.Feed(input, &to_client) == HandshakeResult::kNeedBytes);
  to_server.clear();
  input = to_client;
  FUZZ_CHECK(client.Feed(input, &to_server) == HandshakeResult::kDone);
  input = to_server;
  FUZZ_CHECK(server.Feed(input, &to_client) == HandshakeResult::kDone);
  return 0;
}

}  // namespace rtmp
