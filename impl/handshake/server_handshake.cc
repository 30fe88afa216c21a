#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/handshake/handshake.h"
#include "impl/handshake/packet.h"

namespace rtmp {

ServerHandshake::ServerHandshake(HandshakeOptions options) : options_(std::move(options)) {}

HandshakeResult ServerHandshake::Feed(Bytes& input, Buffer* out) {
  if (error_.has_value()) return HandshakeResult::kError;
  if (received_ == 0) {
    if (input.empty()) return HandshakeResult::kNeedBytes;
    const uint8_t version = input.front();
    input.remove_prefix(1);
    // RTMP 1.0 5.2.2: 32..255 tell RTMP from text protocols; a peer that speaks one gets no byte.
    if (version >= 32) {
      error_ = ProtocolError{ErrorCode::kNotRtmp, 0, absl::StrCat("C0 is ", version, "; 0..31 are RTMP")};
      return HandshakeResult::kError;
    }
    received_ = 1;
    // 5.2.2 answers an unknown version with 3, 5.2.5 would end the connection: the first is followed (RTMP-HS-03, HS-04).
    out->push_back(kRtmpVersion);
    const size_t begin = out->size();
    handshake::AppendPacket1(options_, handshake::Side::kServer, out);
    if (options_.require_echo) s1_.assign(out->begin() + static_cast<std::ptrdiff_t>(begin), out->end());
  }
  if (received_ < 1 + kHandshakePacketSize) {
    Bytes c1;
    if (!handshake::CollectPacket(received_ - 1, input, &packet_, &received_, &c1)) return HandshakeResult::kNeedBytes;
    // 5.2.1: S2 waits for the whole of C1 (RTMP-HS-09).
    handshake::AppendPacket2(options_, c1, out);
    packet_.clear();
  }
  if (received_ < kHandshakeSize) {
    const size_t begun = received_ - (1 + kHandshakePacketSize);
    if (!options_.require_echo) {
      received_ += handshake::SkipPacket(begun, input);
    } else {
      Bytes c2;
      if (!handshake::CollectPacket(begun, input, &packet_, &received_, &c2)) return HandshakeResult::kNeedBytes;
      error_ = handshake::CheckEcho("C2", "S1", c2, s1_);
    }
    if (received_ < kHandshakeSize) return HandshakeResult::kNeedBytes;
    // The connection lives on: give the memory back.
    packet_ = Buffer();
    s1_ = Buffer();
  }
  return error_.has_value() ? HandshakeResult::kError : HandshakeResult::kDone;
}

}  // namespace rtmp
