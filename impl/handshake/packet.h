// The 1536-byte packets C1, C2, S1 and S2 (RTMP 1.0 5.2.3, 5.2.4). For this folder only.
#ifndef RTMPSPEC_IMPL_HANDSHAKE_PACKET_H_
#define RTMPSPEC_IMPL_HANDSHAKE_PACKET_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/handshake/handshake.h"

namespace rtmp::handshake {

// Where the part of C2 and S2 begins that echoes the peer's random bytes.
inline constexpr size_t kEchoOffset = 8;

// Appends C1 or S1: the time, four zeros, 1528 random bytes; with a scheme a version in place of the zeros, and the digest.
// Without a source of randomness the two sides fill in different patterns, so that each can tell its own echo (RTMP-HS-22).
// Returns the packet, valid until `out` changes.
Bytes AppendPacket1(const HandshakeOptions& options, Side side, std::optional<DigestScheme> scheme, Buffer* out);

// Appends C2 or S2, the answer to `packet1`: its time, the time now, its random bytes; the last of them signed where a digest is
// answered.
void AppendPacket2(const HandshakeOptions& options, Side side, Bytes packet1, const std::optional<Digest>& answered, Buffer* out);

// kHandshakeMismatch at the first byte of `packet2` that is not the echo of `packet1`, the second packet's offset in the
// peer's stream included.
std::optional<ProtocolError> CheckEcho(absl::string_view name2, absl::string_view name1, Bytes packet2, Bytes packet1);

// For deviations: whether one that holds now makes a peer of `sender` refuse this C1 or S1.
bool RefusesPacket1(Bytes packet1, Side sender);
// For deviations: appends what a peer sends that does not wait for its turn.
void SpeakEarly(Buffer* out);

}  // namespace rtmp::handshake

#endif  // RTMPSPEC_IMPL_HANDSHAKE_PACKET_H_
