// The handshake, both sides: plain (RTMP 1.0 5.2), and with digests (digest.h).
#ifndef RTMPSPEC_IMPL_HANDSHAKE_HANDSHAKE_H_
#define RTMPSPEC_IMPL_HANDSHAKE_HANDSHAKE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "absl/types/span.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/handshake/digest.h"

namespace rtmp {

inline constexpr uint8_t kRtmpVersion = 3;
inline constexpr size_t kHandshakePacketSize = 1536;                    // C1, C2, S1, S2
inline constexpr size_t kHandshakeSize = 1 + 2 * kHandshakePacketSize;  // what each side sends: 3073 bytes

// What the handshake needs from outside, so that every run can be repeated exactly, and its choices.
struct HandshakeOptions {
  // Milliseconds since an epoch of the caller's choice: the time of C1/S1 and time2 of C2/S2. Null: always 0.
  std::function<uint32_t()> clock_ms;
  // Fills the random part of C1/S1, one call. Null: a fixed pattern, not zeros.
  std::function<void(absl::Span<uint8_t>)> random;
  // Refuse a C2 (S2) whose bytes 8..1535 are not the echo of S1 (C1). Off: many peers sign or fill them (RTMP-HS-26, HS-27).
  // One that is signed as it should be counts as an echo.
  bool require_echo = false;
  // Server: answer a C1 that is signed with a signed S1 and S2; off: plainly, as a C1 without a valid digest (RTMP-CX-03, CX-04).
  bool answer_digests = true;
  // Client: sign C1 in this scheme, and C2 where S1 is signed in it. A server that answers plainly gets a plain C2 (RTMP-CX-07).
  std::optional<handshake::DigestScheme> digest;
  // Client: refuse a server that does not sign S1 and S2. Means nothing without `digest`.
  bool require_digest = false;
};

enum class HandshakeResult {
  kNeedBytes,  // the input is used up, the handshake is not complete
  kDone,       // complete; bytes that follow stay in the input
  kError,      // see error(); final, nothing more is consumed or queued
};

namespace handshake {

// What a peer sends, packet by packet, from whatever pieces arrive. Part of the two classes below.
class PeerPackets {
 public:
  size_t received() const { return received_; }
  bool complete() const { return received_ == kHandshakeSize; }
  bool TakeVersion(Bytes& input, uint8_t* version);
  // Requires the packets in front of it. True once it is complete; `packet` then points into `input`'s memory or in here, and is
  // valid until the next call.
  bool TakePacket(Bytes& input, Bytes* packet);
  // The packet's first `count` bytes, if they are all there; takes no byte of what follows them.
  bool TakeBeginning(Bytes& input, size_t count, Bytes* beginning);
  // The same for packet 2 where nobody reads it.
  bool SkipPacket(Bytes& input);

 private:
  size_t received_ = 0;
  Buffer packet_;
};

}  // namespace handshake

// The server's half. C0 of 3, and of 0..31 (answered with version 3, 5.2.2; RTMPE's 6, 8 and 9 too, RTMP-CX-09); 32..255 and a
// TLS client hello end in kNotRtmp without a byte sent. S0 and S1 are queued when bytes 4..7 of C1 say that it is plain, else
// when C1 is complete, S2 when C1 is complete. S2 echoes C1 with time2 the time at which C1 was read; a signed one has its last
// 32 bytes replaced.
class ServerHandshake {
 public:
  explicit ServerHandshake(HandshakeOptions options);

  // Consumes bytes from the front of `input` and appends the answers to `out`.
  HandshakeResult Feed(Bytes& input, Buffer* out);

  bool done() const { return peer_.complete(); }
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  void RefuseTls(Bytes beginning);
  void OnBeginningOfC1(Bytes c1, Buffer* out);
  void SendS1(std::optional<handshake::DigestScheme> scheme, Buffer* out);
  void OnC1(Bytes c1, Buffer* out);
  void OnC2(Bytes c2);

  HandshakeOptions options_;
  std::optional<ProtocolError> error_;
  handshake::PeerPackets peer_;
  bool may_be_tls_ = false;
  bool s1_sent_ = false;  // and S0
  Buffer s1_;             // for require_echo
  std::optional<handshake::Digest> s1_digest_;
};

// The client's half. C0 and C1 are queued by Start; C2 when S1 is complete; done when S2 is complete.
// S0 other than 3 is kUnsupportedVersion.
class ClientHandshake {
 public:
  explicit ClientHandshake(HandshakeOptions options);

  void Start(Buffer* out);
  HandshakeResult Feed(Bytes& input, Buffer* out);

  bool done() const { return peer_.complete(); }
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  void SendC1(Buffer* out);
  void OnS1(Bytes s1, Buffer* out);
  void OnS2(Bytes s2);

  HandshakeOptions options_;
  std::optional<ProtocolError> error_;
  handshake::PeerPackets peer_;
  Buffer c1_;  // for require_echo
  std::optional<handshake::Digest> c1_digest_;
  bool s1_is_signed_ = false;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_HANDSHAKE_HANDSHAKE_H_
