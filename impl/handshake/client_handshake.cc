#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/handshake/handshake.h"
#include "impl/handshake/packet.h"

namespace rtmp {

ClientHandshake::ClientHandshake(HandshakeOptions options) : options_(std::move(options)) {}

void ClientHandshake::Start(Buffer* out) {
  out->push_back(kRtmpVersion);
  const size_t begin = out->size();
  handshake::AppendPacket1(options_, handshake::Side::kClient, out);
  if (options_.require_echo) c1_.assign(out->begin() + static_cast<std::ptrdiff_t>(begin), out->end());
}

HandshakeResult ClientHandshake::Feed(Bytes& input, Buffer* out) {
  if (error_.has_value()) return HandshakeResult::kError;
  if (received_ == 0) {
    if (input.empty()) return HandshakeResult::kNeedBytes;
    const uint8_t version = input.front();
    input.remove_prefix(1);
    // RTMP 1.0 5.2.2: a client may give up when the server's version is not the one it asked for (RTMP-HS-06).
    if (version != kRtmpVersion) {
      error_ = ProtocolError{ErrorCode::kUnsupportedVersion, 0, absl::StrCat("S0 is ", version, "; only 3 is supported")};
      return HandshakeResult::kError;
    }
    received_ = 1;
  }
  if (received_ < 1 + kHandshakePacketSize) {
    Bytes s1;
    if (!handshake::CollectPacket(received_ - 1, input, &packet_, &received_, &s1)) return HandshakeResult::kNeedBytes;
    // 5.2.1: C2 waits for S1 (RTMP-HS-11).
    handshake::AppendPacket2(options_, s1, out);
    packet_.clear();
  }
  if (received_ < kHandshakeSize) {
    const size_t begun = received_ - (1 + kHandshakePacketSize);
    if (!options_.require_echo) {
      received_ += handshake::SkipPacket(begun, input);
    } else {
      Bytes s2;
      if (!handshake::CollectPacket(begun, input, &packet_, &received_, &s2)) return HandshakeResult::kNeedBytes;
      error_ = handshake::CheckEcho("S2", "C1", s2, c1_);
    }
    if (received_ < kHandshakeSize) return HandshakeResult::kNeedBytes;
    packet_ = Buffer();
    c1_ = Buffer();
  }
  return error_.has_value() ? HandshakeResult::kError : HandshakeResult::kDone;
}

}  // namespace rtmp
