#include "impl/handshake/packet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "impl/bytes/byte_writer.h"

namespace rtmp::handshake {
namespace {

uint32_t Now(const HandshakeOptions& options) { return options.clock_ms ? options.clock_ms() : 0; }

}  // namespace

void AppendPacket1(const HandshakeOptions& options, Side side, Buffer* out) {
  // Room for the second packet too: one allocation for all that a side sends.
  out->reserve(out->size() + 2 * kHandshakePacketSize);
  ByteWriter writer(out);
  writer.WriteU32(Now(options));
  writer.WriteU32(0);
  const size_t begin = out->size();
  out->resize(begin + kHandshakePacketSize - kEchoOffset);
  const absl::Span<uint8_t> random = absl::MakeSpan(*out).subspan(begin);
  if (options.random) {
    options.random(random);
    return;
  }
  const size_t start = side == Side::kServer ? 101 : 7;
  for (size_t i = 0; i < random.size(); ++i) random[i] = static_cast<uint8_t>(start + 37 * i + i / 256);
}

void AppendPacket2(const HandshakeOptions& options, Bytes packet1, Buffer* out) {
  ByteWriter writer(out);
  writer.WriteBytes(packet1.subspan(0, 4));
  // 5.2.4: time2 is when packet 1 was read; most stacks leave it 0 (RTMP-HS-20).
  writer.WriteU32(Now(options));
  writer.WriteBytes(packet1.subspan(kEchoOffset));
}

bool CollectPacket(size_t begun, Bytes& input, Buffer* buffer, size_t* received, Bytes* packet) {
  const size_t count = std::min(kHandshakePacketSize - begun, input.size());
  const Bytes taken = input.subspan(0, count);
  input.remove_prefix(count);
  *received += count;
  if (count == kHandshakePacketSize) {
    *packet = taken;
    return true;
  }
  buffer->insert(buffer->end(), taken.begin(), taken.end());
  if (begun + count < kHandshakePacketSize) return false;
  *packet = *buffer;
  return true;
}

size_t SkipPacket(size_t begun, Bytes& input) {
  const size_t count = std::min(kHandshakePacketSize - begun, input.size());
  input.remove_prefix(count);
  return count;
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
