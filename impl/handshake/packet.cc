#include "impl/handshake/packet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_writer.h"
#include "impl/bytes/deviation.h"

namespace rtmp::handshake {
namespace {

// What a signed packet has in place of the zeros. Any version but 0 does.
constexpr uint32_t kServerVersion = 0x04050001;
constexpr uint32_t kClientVersion = 0x09007c02;

constexpr size_t kFirstMessages = 1024;

uint32_t Now(const HandshakeOptions& options) { return options.clock_ms ? options.clock_ms() : 0; }

}  // namespace

Bytes AppendPacket1(const HandshakeOptions& options, Side side, std::optional<DigestScheme> scheme, Buffer* out) {
  const size_t packet_begin = out->size();
  // Room for the second packet and the first messages: one allocation for what a session's beginning sends.
  out->reserve(out->size() + 2 * kHandshakePacketSize + kFirstMessages);
  ByteWriter writer(out);
  writer.WriteU32(Now(options));
  const bool zero = !scheme.has_value() && !Deviates("plain-packet-with-version");
  writer.WriteU32(zero ? 0 : side == Side::kServer ? kServerVersion : kClientVersion);
  const size_t begin = out->size();
  out->resize(begin + kHandshakePacketSize - kEchoOffset);
  const absl::Span<uint8_t> random = absl::MakeSpan(*out).subspan(begin);
  if (options.random) {
    options.random(random);
  } else {
    const size_t start = side == Side::kServer ? 101 : 7;
    for (size_t i = 0; i < random.size(); ++i) random[i] = static_cast<uint8_t>(start + 37 * i + i / 256);
  }
  const absl::Span<uint8_t> packet = absl::MakeSpan(*out).subspan(packet_begin);
  if (scheme.has_value()) SignPacket1(packet, *scheme, side);
  return packet;
}

void AppendPacket2(const HandshakeOptions& options, Side side, Bytes packet1, const std::optional<Digest>& answered,
                   Buffer* out) {
  ByteWriter writer(out);
  const size_t begin = out->size();
  writer.WriteBytes(packet1.subspan(0, 4));
  if (Deviates("packet2-has-own-time")) (*out)[begin] ^= 0x80;
  // 5.2.4: time2 is when packet 1 was read; most stacks leave it 0 (RTMP-HS-20).
  writer.WriteU32(Deviates("time2-is-zero") ? 0 : Now(options));
  writer.WriteBytes(packet1.subspan(kEchoOffset));
  if (Deviates("handshake-echo-last-byte")) out->back() ^= 1;
  if (answered.has_value()) SignPacket2(absl::MakeSpan(*out).subspan(begin), *answered, side);
}

void SpeakEarly(Buffer* out) {
  constexpr uint8_t kAudio[] = {4, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0xaf};
  constexpr uint8_t kWindowAckSize[] = {2, 0, 0, 0, 0, 0, 4, 5, 0, 0, 0, 0, 0, 0x4c, 0x4b, 0x40};
  if (Deviates("speaks-before-packet2")) out->insert(out->end(), std::begin(kAudio), std::end(kAudio));
  if (Deviates("announces-before-packet2")) out->insert(out->end(), std::begin(kWindowAckSize), std::end(kWindowAckSize));
}

bool RefusesPacket1(Bytes packet1, Side sender) {
  const Bytes version = packet1.subspan(kVersionOffset, 4), random = packet1.subspan(kEchoOffset);
  const bool has_version = std::any_of(version.begin(), version.end(), [](uint8_t byte) { return byte != 0; });
  const bool constant = std::all_of(random.begin(), random.end(), [&](uint8_t byte) { return byte == random[0]; });
  const bool is_signed = FindDigest(packet1, sender).has_value();
  return (Deviates("late-time-refused") && packet1[0] >= 0x80) || (Deviates("constant-random-refused") && constant) ||
         (Deviates("version-without-digest-refused") && has_version && !is_signed) ||
         (Deviates("signed-c1-refused") && is_signed) || (Deviates("plain-s1-refused") && !has_version);
}

bool PeerPackets::TakeVersion(Bytes& input, uint8_t* version) {
  if (input.empty()) return false;
  *version = input.front();
  input.remove_prefix(1);
  received_ = 1;
  return true;
}

bool PeerPackets::TakePacket(Bytes& input, Bytes* packet) {
  const size_t begun = (received_ - 1) % kHandshakePacketSize;
  if (begun == 0 && !(received_ > 1 && Deviates("bug-handshake-cut"))) packet_.clear();
  if (Deviates("packet-cut-in-half") && begun == kHandshakePacketSize / 2 && !input.empty()) input.remove_prefix(1);
  const Bytes taken = input.subspan(0, kHandshakePacketSize - begun);
  input.remove_prefix(taken.size());
  received_ += taken.size();
  if (taken.size() == kHandshakePacketSize) {
    *packet = taken;
    return true;
  }
  packet_.insert(packet_.end(), taken.begin(), taken.end());
  *packet = packet_;
  return begun + taken.size() == kHandshakePacketSize;
}

bool PeerPackets::TakeBeginning(Bytes& input, size_t count, Bytes* beginning) {
  const size_t begun = (received_ - 1) % kHandshakePacketSize;
  if (begun == 0) packet_.clear();
  if (begun < count) {
    const Bytes taken = input.subspan(0, count - begun);
    input.remove_prefix(taken.size());
    received_ += taken.size();
    packet_.insert(packet_.end(), taken.begin(), taken.end());
  }
  *beginning = packet_;
  return packet_.size() >= count;
}

bool PeerPackets::SkipPacket(Bytes& input) {
  const size_t count = std::min(kHandshakeSize - received_, input.size());
  input.remove_prefix(count);
  received_ += count;
  return complete();
}

std::optional<ProtocolError> CheckEcho(absl::string_view name2, absl::string_view name1, Bytes packet2, Bytes packet1) {
  for (size_t i = kEchoOffset; i < kHandshakePacketSize; ++i) {
    if (packet2[i] == packet1[i]) continue;
    return ProtocolError{ErrorCode::kHandshakeMismatch, 1 + kHandshakePacketSize + i,
                         absl::StrCat("byte ", i, " of ", name2, " is ", packet2[i], ", in ", name1, " it is ", packet1[i])};
  }
  return std::nullopt;
}

}  // namespace rtmp::handshake
