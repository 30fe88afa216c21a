// The plain handshake, both sides (RTMP 1.0 5.2).
#ifndef RTMPSPEC_IMPL_HANDSHAKE_HANDSHAKE_H_
#define RTMPSPEC_IMPL_HANDSHAKE_HANDSHAKE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "absl/types/span.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

inline constexpr uint8_t kRtmpVersion = 3;
inline constexpr size_t kHandshakePacketSize = 1536;                    // C1, C2, S1, S2
inline constexpr size_t kHandshakeSize = 1 + 2 * kHandshakePacketSize;  // what each side sends: 3073 bytes

// What the handshake needs from outside, so that every run can be repeated exactly.
struct HandshakeOptions {
  // Milliseconds since an epoch of the caller's choice: the time of C1/S1 and time2 of C2/S2. Null: always 0.
  std::function<uint32_t()> clock_ms;
  // Fills the random part of C1/S1, one call. Null: a fixed pattern, not zeros.
  std::function<void(absl::Span<uint8_t>)> random;
  // Refuse a C2 (S2) whose bytes 8..1535 are not the echo of S1 (C1). Off: many peers sign or fill them (RTMP-HS-26, HS-27).
  bool require_echo = false;
};

enum class HandshakeResult {
  kNeedBytes,  // the input is used up, the handshake is not complete
  kDone,       // complete; bytes that follow stay in the input
  kError,      // see error(); final, nothing more is consumed or queued
};

// The server's half. C0 of 3, and of 0..31 (answered with version 3, 5.2.2); 32..255 ends in kNotRtmp without a byte sent.
// S0 and S1 are queued when C0 has come, S2 when C1 is complete; S2 echoes C1 with time2 the time at which C1 was read.
class ServerHandshake {
 public:
  explicit ServerHandshake(HandshakeOptions options);

  // Consumes bytes from the front of `input` and appends the answers to `out`.
  HandshakeResult Feed(Bytes& input, Buffer* out);

  bool done() const { return received_ == kHandshakeSize; }
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  HandshakeOptions options_;
  std::optional<ProtocolError> error_;
  size_t received_ = 0;
  Buffer packet_;  // C1, then C2, as they arrive
  Buffer s1_;
};

// The client's half. C0 and C1 are queued by Start; C2 when S1 is complete; done when S2 is complete.
// S0 other than 3 is kUnsupportedVersion.
class ClientHandshake {
 public:
  explicit ClientHandshake(HandshakeOptions options);

  void Start(Buffer* out);
  HandshakeResult Feed(Bytes& input, Buffer* out);

  bool done() const { return received_ == kHandshakeSize; }
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  HandshakeOptions options_;
  std::optional<ProtocolError> error_;
  size_t received_ = 0;
  Buffer packet_;
  Buffer c1_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_HANDSHAKE_HANDSHAKE_H_
