// The digest ("complex") handshake: de facto, known from Flash and the Flash Media Server (RTMP-CX-01..10). Pure functions on
// packets.
//
// C1 and S1 carry a version that is not zero in bytes 4 to 7, and at a place that other bytes name an HMAC-SHA256 over all the
// rest. S2 and C2 end with an HMAC over what stands in front of it, whose key comes from the digest that they answer.
#ifndef RTMPSPEC_IMPL_HANDSHAKE_DIGEST_H_
#define RTMPSPEC_IMPL_HANDSHAKE_DIGEST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/types/span.h"
#include "impl/bytes/bytes.h"

namespace rtmp::handshake {

enum class Side : uint8_t { kServer, kClient };

// Where the digest stands. 0: in the second block of 764 bytes, behind the key. 1: in the first.
enum class DigestScheme : uint8_t { k0, k1 };

inline constexpr size_t kDigestSize = 32;
inline constexpr size_t kVersionOffset = 4;
using Digest = std::array<uint8_t, kDigestSize>;

// All packets have kHandshakePacketSize bytes.

// 776..1503 in scheme 0, 12..739 in scheme 1.
size_t DigestOffset(Bytes packet1, DigestScheme scheme);
// The digest that belongs there, of a packet that `sender` sends.
Digest ComputeDigest(Bytes packet1, DigestScheme scheme, Side sender);
// The bytes that stand there.
Digest DigestIn(Bytes packet1, DigestScheme scheme);

// The scheme in which `packet1` is signed. Nothing with a version of zero, whatever stands behind it (RTMP-CX-10). Scheme 0 where
// both are valid (RTMP-CX-06).
std::optional<DigestScheme> FindDigest(Bytes packet1, Side sender);

// Puts the digest into its place. The version is the caller's.
void SignPacket1(absl::Span<uint8_t> packet1, DigestScheme scheme, Side sender);

// The last 32 bytes of a packet 2 that `sender` sends in answer to `digest`.
Digest ComputeResponse(Bytes packet2, const Digest& digest, Side sender);
void SignPacket2(absl::Span<uint8_t> packet2, const Digest& digest, Side sender);
bool IsResponse(Bytes packet2, const Digest& digest, Side sender);

}  // namespace rtmp::handshake

#endif  // RTMPSPEC_IMPL_HANDSHAKE_DIGEST_H_
