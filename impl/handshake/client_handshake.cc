#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/handshake/handshake.h"
#include "impl/handshake/packet.h"

namespace rtmp {

using handshake::Side;

ClientHandshake::ClientHandshake(HandshakeOptions options) : options_(std::move(options)) {
  if (Deviates("echo-required")) options_.require_echo = true;
}

void ClientHandshake::Start(Buffer* out) {
  out->push_back(Deviates("c0-is-6") ? 6 : kRtmpVersion);
  if (!Deviates("c1-waits-for-s0")) SendC1(out);
}

void ClientHandshake::SendC1(Buffer* out) {
  const Bytes c1 = handshake::AppendPacket1(options_, Side::kClient, options_.digest, out);
  if (options_.digest.has_value()) c1_digest_ = handshake::DigestIn(c1, *options_.digest);
  if (options_.require_echo) c1_.assign(c1.begin(), c1.end());
}

HandshakeResult ClientHandshake::Feed(Bytes& input, Buffer* out) {
  if (error_.has_value()) return HandshakeResult::kError;
  if (peer_.received() == 0) {
    uint8_t version = 0;
    if (!peer_.TakeVersion(input, &version)) return HandshakeResult::kNeedBytes;
    // RTMP 1.0 5.2.2: a client may give up when the server's version is not the one it asked for (RTMP-HS-06).
    if (version != kRtmpVersion && !Deviates("any-s0-accepted")) {
      error_ = ProtocolError{ErrorCode::kUnsupportedVersion, 0, absl::StrCat("S0 is ", version, "; only 3 is supported")};
      return HandshakeResult::kError;
    }
    if (Deviates("c1-waits-for-s0")) SendC1(out);
    if (Deviates("c2-before-s1")) out->resize(out->size() + kHandshakePacketSize);
  }
  if (peer_.received() < 1 + kHandshakePacketSize) {
    Bytes s1;
    if (!peer_.TakePacket(input, &s1)) return HandshakeResult::kNeedBytes;
    if (kMayDeviate && handshake::RefusesPacket1(s1, Side::kServer)) {
      error_ = ProtocolError{ErrorCode::kHandshakeMismatch, 1, "refused by a deviation"};
      return HandshakeResult::kError;
    }
    OnS1(s1, out);
    if (error_.has_value()) return HandshakeResult::kError;
  }
  if (!done()) {
    Bytes s2;
    const bool read = options_.require_echo || options_.require_digest;
    const bool complete = read ? peer_.TakePacket(input, &s2) : peer_.SkipPacket(input);
    if (!complete) return HandshakeResult::kNeedBytes;
    if (read) OnS2(s2);
    c1_ = Buffer();
  }
  return error_.has_value() ? HandshakeResult::kError : HandshakeResult::kDone;
}

// 5.2.1: C2 waits for S1 (RTMP-HS-11).
void ClientHandshake::OnS1(Bytes s1, Buffer* out) {
  std::optional<handshake::Digest> answered;
  if (options_.digest.has_value() && handshake::FindDigest(s1, Side::kServer) == options_.digest) {
    answered = handshake::DigestIn(s1, *options_.digest);
    s1_is_signed_ = true;
  } else if (options_.digest.has_value() && options_.require_digest) {
    error_ = ProtocolError{ErrorCode::kHandshakeMismatch, 1 + handshake::kVersionOffset, "S1 has no digest of the scheme of C1"};
    return;
  }
  if (Deviates("c2-before-s1")) return;
  handshake::AppendPacket2(options_, Side::kClient, s1, answered, out);
  if (Deviates("signed-s1-not-echoed") && s1[handshake::kVersionOffset] != 0)
    std::fill(out->end() - 1528, out->end(), uint8_t{0});
  if (kMayDeviate) handshake::SpeakEarly(out);
}

void ClientHandshake::OnS2(Bytes s2) {
  if (s1_is_signed_ && handshake::IsResponse(s2, *c1_digest_, Side::kServer)) return;
  if (s1_is_signed_ && options_.require_digest) {
    error_ = ProtocolError{ErrorCode::kHandshakeMismatch, kHandshakeSize - handshake::kDigestSize, "S2 is not signed for C1"};
    return;
  }
  if (options_.require_echo) error_ = handshake::CheckEcho("S2", "C1", s2, c1_);
}

}  // namespace rtmp
