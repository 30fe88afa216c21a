#include "fuzz/support/literal_chunks.h"

#include <map>

namespace rtmp {
namespace {

struct Stream {
  uint32_t timestamp = 0;
  uint32_t delta = 0;  // of the last header of type 0, 1 or 2; of type 0 the timestamp itself (5.3.1.2.4)
  uint32_t length = 0;
  uint8_t type_id = 0;
  uint32_t message_stream_id = 0;
  bool extended = false;
  bool last_was_type_0 = false;
  bool in_message = false;
  uint64_t message_offset = 0;
  Buffer payload;
};

class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}
  bool Has(size_t count) const { return bytes_.size() - at_ >= count; }
  uint32_t BigEndian(int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value * 256 + bytes_[at_++];
    return value;
  }
  uint32_t LittleEndian(int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i) value += uint32_t{bytes_[at_++]} << (8 * i);
    return value;
  }
  uint8_t Peek(size_t ahead) const { return bytes_[at_ + ahead]; }
  size_t left() const { return bytes_.size() - at_; }
  uint64_t at() const { return at_; }

 private:
  Bytes bytes_;
  size_t at_ = 0;
};

}  // namespace

LiteralChunks DecodeLiterally(const ChunkDecoderOptions& options, Bytes bytes) {
  LiteralChunks result;
  std::map<uint32_t, Stream> streams;
  uint32_t chunk_size = 128;
  Reader in(bytes);
  const auto fail = [&](ErrorCode code, uint64_t offset) {
    result.error = code;
    result.error_offset = offset;
    return result;
  };
  while (in.Has(1)) {
    const uint64_t offset = in.at();
    // 5.3.1.1: the basic header.
    const uint32_t first = in.BigEndian(1);
    const uint32_t format = first / 64;
    uint32_t id = first % 64;
    if (id == 0) {
      if (!in.Has(1)) return result;
      id = 64 + in.BigEndian(1);
    } else if (id == 1) {
      if (!in.Has(2)) return result;
      id = 64 + in.LittleEndian(2);
    }
    // 5.3.1.2: the message header.
    constexpr size_t kSizes[] = {11, 7, 3, 0};
    if (!in.Has(kSizes[format])) return result;
    Stream header;
    if (format <= 2) header.delta = in.BigEndian(3);
    if (format <= 1) header.length = in.BigEndian(3);
    if (format <= 1) header.type_id = static_cast<uint8_t>(in.BigEndian(1));
    if (format == 0) header.message_stream_id = in.LittleEndian(4);
    const auto found = streams.find(id);
    // 5.3.1.3: the extended timestamp.
    bool extended = format <= 2 ? header.delta == 0xffffff : found != streams.end() && found->second.extended;
    if (format == 3 && extended && options.peek_extended_timestamp) {
      for (size_t i = 0; i < 4 && extended; ++i) {
        if (in.left() <= i) return result;
        extended = in.Peek(i) == static_cast<uint8_t>(found->second.delta >> (24 - 8 * i));
      }
    }
    uint32_t field = 0;
    if (extended) {
      if (!in.Has(4)) return result;
      field = in.BigEndian(4);
      if (format <= 2) header.delta = field;
    }
    // What may stand here.
    if (found == streams.end() && format != 0) return fail(ErrorCode::kNoPreviousHeader, offset);
    if (found != streams.end() && found->second.in_message && format != 3) return fail(ErrorCode::kHeaderInsideMessage, offset);
    if (format <= 1 && header.length > options.max_message_length) return fail(ErrorCode::kMessageTooLong, offset);
    Stream& stream = streams[id];
    if (format == 0) {
      stream.message_stream_id = header.message_stream_id;
      stream.timestamp = 0;
    }
    if (format <= 1) {
      stream.length = header.length;
      stream.type_id = header.type_id;
    }
    if (format <= 2) {
      stream.delta = header.delta;
      stream.extended = extended;
      stream.last_was_type_0 = format == 0;
    }
    if (!stream.in_message) {
      stream.in_message = true;
      stream.message_offset = offset;
      stream.timestamp += format == 3 && extended && !stream.last_was_type_0 ? field : stream.delta;
    }
    // 5.3.2: the chunk's data.
    const size_t missing = stream.length - stream.payload.size();
    const size_t size = missing < chunk_size ? missing : chunk_size;
    if (!in.Has(size)) return result;
    for (size_t i = 0; i < size; ++i) stream.payload.push_back(static_cast<uint8_t>(in.BigEndian(1)));
    if (stream.payload.size() < stream.length) continue;
    OwnedMessage message{id, stream.timestamp, stream.type_id, stream.message_stream_id, stream.payload, chunk_size};
    stream.payload.clear();
    stream.in_message = false;
    // 5.4.1, 5.4.2.
    if (message.type_id == 1 || message.type_id == 2) {
      if (message.payload.size() < 4) return fail(ErrorCode::kShortControlMessage, stream.message_offset);
      const uint32_t value = Reader(message.payload).BigEndian(4);
      if (message.type_id == 2) {
        const auto aborted = streams.find(value);
        if (aborted != streams.end()) {
          aborted->second.in_message = false;
          aborted->second.payload.clear();
        }
      } else {
        if (value == 0 || value >= 0x80000000) return fail(ErrorCode::kInvalidChunkSize, stream.message_offset);
        chunk_size = value < 0xffffff ? value : 0xffffff;
        message.next_chunk_size = chunk_size;
      }
    }
    result.messages.push_back(std::move(message));
  }
  return result;
}

}  // namespace rtmp
