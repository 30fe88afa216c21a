#include "bench/support/media_mix.h"

#include "impl/bytes/byte_writer.h"
#include "impl/chunk/chunk_encoder.h"

namespace rtmp::bench {

std::vector<RawMessage> MediaMessages(absl::Span<const size_t> sizes, size_t count) {
  static const Buffer* const payload = [] {
    auto* bytes = new Buffer(size_t{1} << 20);
    for (size_t i = 0; i < bytes->size(); ++i) (*bytes)[i] = static_cast<uint8_t>(i * 31 + i / 256);
    return bytes;
  }();
  std::vector<RawMessage> messages(count);
  uint32_t timestamp = 0;
  for (size_t i = 0; i < count; ++i) {
    const size_t size = sizes[i % sizes.size()];
    const bool audio = size <= 200;
    messages[i].chunk_stream_id = audio ? 4 : 6;
    messages[i].type_id = audio ? 8 : 9;
    messages[i].message_stream_id = 1;
    messages[i].timestamp = timestamp += 20 + static_cast<uint32_t>(i % 16);
    messages[i].payload = Bytes(*payload).subspan(i % 64, size);
  }
  return messages;
}

namespace {

Buffer Encode(const std::vector<RawMessage>& messages, uint32_t chunk_size) {
  Buffer set_chunk_size;
  ByteWriter(&set_chunk_size).WriteU32(chunk_size);
  RawMessage message;
  message.chunk_stream_id = 2;
  message.type_id = 1;
  message.payload = set_chunk_size;
  Buffer stream;
  ChunkEncoder encoder;
  encoder.Encode(message, &stream);
  encoder.set_chunk_size(chunk_size);
  for (const RawMessage& media : messages) encoder.Encode(media, &stream);
  return stream;
}

}  // namespace

Buffer MediaStream(absl::Span<const size_t> sizes, size_t count, uint32_t chunk_size) {
  return Encode(MediaMessages(sizes, count), chunk_size);
}

Buffer TaggedMediaStream(absl::Span<const size_t> sizes, size_t count, uint32_t chunk_size) {
  constexpr size_t kKeyFrameEach = 50;
  std::vector<RawMessage> messages = MediaMessages(sizes, count);
  std::vector<Buffer> payloads;
  for (size_t i = 0; i < count; ++i) {
    Buffer& payload = payloads.emplace_back(messages[i].payload.begin(), messages[i].payload.end());
    payload[0] = messages[i].type_id == 8 ? 0xaf : i % kKeyFrameEach <= 1 ? 0x17 : 0x27;
    payload[1] = 1;
    messages[i].payload = payload;
  }
  return Encode(messages, chunk_size);
}

}  // namespace rtmp::bench
