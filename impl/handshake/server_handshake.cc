#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/handshake/handshake.h"
#include "impl/handshake/packet.h"

namespace rtmp {

using handshake::Side;

namespace {

constexpr uint8_t kTlsHandshakeRecord = 22;
constexpr size_t kTlsVersionSize = 2;

}  // namespace

ServerHandshake::ServerHandshake(HandshakeOptions options) : options_(std::move(options)) {
  if (Deviates("echo-required")) options_.require_echo = true;
}

HandshakeResult ServerHandshake::Feed(Bytes& input, Buffer* out) {
  if (error_.has_value()) return HandshakeResult::kError;
  if (peer_.received() == 0) {
    uint8_t version = 0;
    if (!peer_.TakeVersion(input, &version)) return HandshakeResult::kNeedBytes;
    if (Deviates("s0-echoes-c0")) out->push_back(version);
    // RTMP 1.0 5.2.2: 32..255 tell RTMP from text protocols; a peer that speaks one gets no byte.
    if ((version >= 32 && !Deviates("other-protocol-answered")) || (version < 3 && Deviates("deprecated-version-refused"))) {
      error_ = ProtocolError{ErrorCode::kNotRtmp, 0, absl::StrCat("C0 is ", version, "; 0..31 are RTMP")};
      return HandshakeResult::kError;
    }
    may_be_tls_ = version == kTlsHandshakeRecord;
  }
  if (peer_.received() < 1 + kHandshakePacketSize) {
    Bytes c1;
    if (may_be_tls_) {
      if (!peer_.TakeBeginning(input, kTlsVersionSize, &c1)) return HandshakeResult::kNeedBytes;
      RefuseTls(c1);
      if (error_.has_value()) return HandshakeResult::kError;
    }
    const bool complete = peer_.TakePacket(input, &c1);
    if (kMayDeviate && complete && handshake::RefusesPacket1(c1, Side::kClient)) {
      error_ = ProtocolError{ErrorCode::kHandshakeMismatch, 1, "refused by a deviation"};
      return HandshakeResult::kError;
    }
    OnBeginningOfC1(c1, out);
    if (!complete) return HandshakeResult::kNeedBytes;
    OnC1(c1, out);
  }
  if (!done()) {
    Bytes c2;
    const bool complete = options_.require_echo ? peer_.TakePacket(input, &c2) : peer_.SkipPacket(input);
    if (!complete) return HandshakeResult::kNeedBytes;
    if (options_.require_echo) OnC2(c2);
    if (Deviates("bytes-behind-c2-lost")) input = Bytes();
    s1_ = Buffer();  // the connection lives on: give the memory back
  }
  return error_.has_value() ? HandshakeResult::kError : HandshakeResult::kDone;
}

// A TLS record of version 3.x: nobody's RTMP version is 22 (RTMP-HS-05).
void ServerHandshake::RefuseTls(Bytes beginning) {
  may_be_tls_ = false;
  if (beginning[0] != 3 || beginning[1] > 4 || Deviates("tls-answered")) return;
  error_ = ProtocolError{ErrorCode::kNotRtmp, 0, "a TLS client hello on a port for plain RTMP"};
}

void ServerHandshake::OnBeginningOfC1(Bytes c1, Buffer* out) {
  if (s1_sent_ || c1.size() < handshake::kEchoOffset || Deviates("s1-copies-c1")) return;
  // RTMP-HS-08: a plain C1 is told from a signed one by its zeros, and S1 need not wait for the rest.
  const Bytes version = c1.subspan(handshake::kVersionOffset, 4);
  if (std::all_of(version.begin(), version.end(), [](uint8_t b) { return b == 0; })) SendS1(std::nullopt, out);
  if (Deviates("s2-before-c1") && s1_sent_) out->insert(out->end(), c1.begin(), c1.begin() + 4);
}

void ServerHandshake::SendS1(std::optional<handshake::DigestScheme> scheme, Buffer* out) {
  // 5.2.2 answers an unknown version with 3, 5.2.5 would end the connection: the first is followed (RTMP-HS-03, HS-04).
  if (!Deviates("s0-echoes-c0")) out->push_back(Deviates("s0-is-6") ? 6 : kRtmpVersion);
  const Bytes s1 = handshake::AppendPacket1(options_, Side::kServer, scheme, out);
  if (scheme.has_value()) s1_digest_ = handshake::DigestIn(s1, *scheme);
  if (options_.require_echo) s1_.assign(s1.begin(), s1.end());
  s1_sent_ = true;
}

// 5.2.1: S2 waits for the whole of C1 (RTMP-HS-09).
void ServerHandshake::OnC1(Bytes c1, Buffer* out) {
  std::optional<handshake::DigestScheme> scheme;
  if (options_.answer_digests) scheme = handshake::FindDigest(c1, Side::kClient);
  const bool s2_begun = Deviates("s2-before-c1") && s1_sent_;
  if (!s1_sent_) SendS1(scheme, out);
  if (Deviates("s1-copies-c1")) std::copy(c1.begin() + handshake::kEchoOffset, c1.end(), out->end() - (c1.size() - 8));
  std::optional<handshake::Digest> answered;
  if (scheme.has_value()) answered = handshake::DigestIn(c1, *scheme);
  const size_t s2 = out->size();
  handshake::AppendPacket2(options_, Side::kServer, c1, answered, out);
  if (s2_begun) out->erase(out->begin() + s2, out->begin() + s2 + 4);
  if (kMayDeviate) handshake::SpeakEarly(out);
}

void ServerHandshake::OnC2(Bytes c2) {
  if (s1_digest_.has_value() && handshake::IsResponse(c2, *s1_digest_, Side::kClient)) return;
  error_ = handshake::CheckEcho("C2", "S1", c2, s1_);
}

}  // namespace rtmp
