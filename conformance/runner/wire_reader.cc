#include "conformance/runner/wire_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using rtmp::Bytes;
using rtmp::ChunkHeader;

// Message header sizes by chunk type (RTMP 1.0 5.3.1.2).
constexpr size_t kMessageHeaderSize[] = {11, 7, 3, 0};

uint32_t BigEndian(Bytes bytes) {
  uint32_t value = 0;
  for (uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

}  // namespace

void WireReader::Feed(Bytes bytes) {
  if (!error_.empty()) {
    offset_ += bytes.size();
    return;
  }
  // The read bytes go when they outweigh the unread ones: linear in the bytes fed.
  if (consumed_ > pending_.size() / 2) {
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(consumed_));
    consumed_ = 0;
  }
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
}

std::optional<WireMessage> WireReader::Next() {
  std::optional<WireMessage> message;
  while (error_.empty() && !message && ReadChunk(&message)) {
  }
  return message;
}

std::vector<Violation> WireReader::TakeViolations() { return std::exchange(violations_, {}); }

bool WireReader::mid_message() const { return unfinished_ > 0 || consumed_ < pending_.size(); }

std::string WireReader::Unfinished() {
  const auto text = [](uint64_t offset, uint32_t chunk_stream_id, uint8_t type_id, size_t came, size_t length) {
    return absl::StrCat("the message @", offset, " on chunk stream ", chunk_stream_id, ", of type ", type_id,
                        ", is unfinished: ", came, " of ", length, " bytes came");
  };
  Chunk chunk;
  if (consumed_ < pending_.size() && ReadHeader(&chunk) && chunk.header.format <= 1) {
    const ChunkHeader& header = chunk.header;
    return text(offset_, header.chunk_stream_id, header.message_type_id, unread().size() - chunk.header_size,
                header.message_length);
  }
  const Stream* first = nullptr;
  for (const auto& [id, stream] : streams_) {
    if (stream.in_message && (first == nullptr || stream.message.offset < first->message.offset)) first = &stream;
  }
  if (first == nullptr) return "";
  const WireMessage& message = first->message;
  return text(message.offset, message.chunk_stream_id, message.type_id, message.payload.size(), first->length);
}

void WireReader::Report(absl::string_view row, uint64_t offset, std::string text) {
  violations_.push_back({std::string(row), offset, std::move(text), false});
}

bool WireReader::Fail(std::string text) {
  error_ = std::move(text);
  error_offset_ = offset_;
  offset_ += pending_.size() - consumed_;
  Buffer().swap(pending_);
  consumed_ = 0;
  streams_.clear();
  return false;
}

void WireReader::Consume(size_t size) {
  consumed_ += size;
  offset_ += size;
}

// RTMP 1.0 5.3.1: basic header, message header, extended timestamp. False while they are incomplete, or on an error.
bool WireReader::ReadHeader(Chunk* chunk) {
  const Bytes bytes = unread();
  if (bytes.empty()) return false;
  ChunkHeader& header = chunk->header;
  header.format = bytes[0] >> 6;
  // 5.3.1.1: the 3-byte form is the third byte times 256 plus the second plus 64, whatever its figure suggests.
  const uint8_t low = bytes[0] & 0x3f;
  header.basic_header_size = low == 0 ? 2 : low == 1 ? 3 : 1;
  if (bytes.size() < header.basic_header_size) return false;
  header.chunk_stream_id = low == 0 ? bytes[1] + 64u : low == 1 ? bytes[2] * 256u + bytes[1] + 64u : low;

  const auto it = streams_.find(header.chunk_stream_id);
  const Stream* stream = it == streams_.end() ? nullptr : &it->second;
  if (header.format >= 2 && stream == nullptr) {
    Report(
        "RTMP-CM-02", offset_,
        absl::StrCat("the first chunk on chunk stream ", header.chunk_stream_id, " is type ", header.format, "; it is type 0"));
    return Fail(absl::StrCat("type ", header.format, " chunk on chunk stream ", header.chunk_stream_id,
                             ", which never had a header: its length is unknown"));
  }

  const size_t size = header.basic_header_size + kMessageHeaderSize[header.format];
  if (bytes.size() < size) return false;
  const Bytes fields = bytes.subspan(header.basic_header_size);
  if (header.format <= 2) header.timestamp_field = BigEndian(fields.subspan(0, 3));
  if (header.format <= 1) {
    header.message_length = BigEndian(fields.subspan(3, 3));
    header.message_type_id = fields[6];
  }
  // 5.3.1.2.1: the one little-endian field.
  if (header.format == 0) {
    header.message_stream_id = uint32_t{fields[10]} << 24 | uint32_t{fields[9]} << 16 | uint32_t{fields[8]} << 8 | fields[7];
  }
  chunk->header_size = size;
  if (header.format == 3) return ReadType3ExtendedTimestamp(bytes.subspan(size), stream, chunk);
  if (header.timestamp_field != rtmp::kExtendedTimestampMarker) return true;
  if (bytes.size() < size + 4) return false;
  header.has_extended_timestamp = true;
  header.extended_timestamp = BigEndian(bytes.subspan(size, 4));
  chunk->header_size += 4;
  return true;
}

// 5.3.1.3: present when the most recent type 0, 1 or 2 chunk of the chunk stream had one.
bool WireReader::ReadType3ExtendedTimestamp(Bytes rest, const Stream* stream, Chunk* chunk) {
  if (!stream->last.has_extended_timestamp) return true;
  const uint32_t expected = stream->last.extended_timestamp;
  // A field that was left out shows at its first byte that differs, and may be followed by fewer than four.
  for (size_t i = 0; i < std::min<size_t>(rest.size(), 4); ++i) {
    if (stream->in_message && rest[i] != static_cast<uint8_t>(expected >> (24 - 8 * i))) {
      chunk->extended_timestamp_left_out = true;
      return true;
    }
  }
  if (rest.size() < 4) return false;
  chunk->header.has_extended_timestamp = true;
  chunk->header.extended_timestamp = BigEndian(rest.subspan(0, 4));
  chunk->header_size += 4;
  return true;
}

void WireReader::ReportHeader(const Chunk& chunk, const Stream& stream) {
  const ChunkHeader& header = chunk.header;
  const uint32_t csid = header.chunk_stream_id;
  if (!stream.has_header && header.format != 0) {
    Report("RTMP-CM-02", offset_,
           absl::StrCat("the first chunk on chunk stream ", csid, " is type ", header.format, "; it is type 0"));
  }
  if (header.basic_header_size > rtmp::SmallestBasicHeaderSize(csid)) {
    Report("RTMP-CB-06", offset_,
           absl::StrCat("chunk stream ", csid, " is named by ", header.basic_header_size, " bytes; ",
                        rtmp::SmallestBasicHeaderSize(csid), " would do"));
  }
  if (stream.in_message && header.format != 3) {
    Report("RTMP-CM-10", offset_,
           absl::StrCat("type ", header.format, " chunk on chunk stream ", csid, " after ", stream.message.payload.size(), " of ",
                        stream.length, " bytes of a message; a continuation is type 3"));
  }
  if (header.format < 3 && header.has_extended_timestamp && header.extended_timestamp < rtmp::kExtendedTimestampMarker) {
    Report("RTMP-XT-15", offset_,
           absl::StrCat("an extended timestamp carries ", header.extended_timestamp, ", which fits the 24-bit field"));
  }
  if ((header.format == 1 || header.format == 2) && header.timestamp() >= 0x80000000) {
    Report("RTMP-CM-04", offset_,
           absl::StrFormat("a type %d chunk carries the delta 0x%08x: a timestamp that goes backward takes type 0", header.format,
                           header.timestamp()));
  }
  ReportWaste(header, stream);
  if (chunk.extended_timestamp_left_out) {
    Report("RTMP-XT-04", offset_,
           absl::StrFormat("a type 3 chunk on chunk stream %d does not repeat the extended timestamp 0x%08x", csid,
                           stream.last.extended_timestamp));
  }
}

// 5.3.1.2: the shortest header that says it. Type 3 for a new message is left out: stacks disagree on what it adds (A11, A12).
void WireReader::ReportWaste(const ChunkHeader& header, const Stream& stream) {
  if (!stream.has_header || stream.in_message || header.format > 1) return;
  const bool same_shape = header.message_length == stream.length && header.message_type_id == stream.type_id;
  if (header.format == 1 && !same_shape) return;
  if (header.format == 0) {
    // A time that goes back takes type 0, and so may one that wraps or jumps by hours: an extended delta is often misread
    // (XT-06).
    const bool forward =
        header.timestamp() >= stream.timestamp && header.timestamp() - stream.timestamp < rtmp::kExtendedTimestampMarker;
    if (header.message_stream_id != stream.message_stream_id || !forward) return;
  }
  Report("RTMP-CM-20", offset_,
         absl::StrCat("a type ", header.format, " chunk on chunk stream ", header.chunk_stream_id, " where type ",
                      same_shape ? 2 : 1, " would do"));
}

void WireReader::BeginMessage(const ChunkHeader& header, Stream* stream) {
  if (header.format < 3) {
    stream->last = header;
    stream->has_header = true;
    // 5.3.1.2.4: after a type 0 chunk its timestamp is the delta of a type 3 chunk.
    stream->delta = header.timestamp();
  }
  stream->timestamp = header.format == 0 ? header.timestamp() : stream->timestamp + stream->delta;
  if (header.format <= 1) {
    stream->length = header.message_length;
    stream->type_id = header.message_type_id;
  }
  if (header.format == 0) stream->message_stream_id = header.message_stream_id;

  if (!stream->in_message) ++unfinished_;
  stream->in_message = true;
  WireMessage& message = stream->message;
  message = WireMessage();
  message.chunk_stream_id = header.chunk_stream_id;
  message.timestamp = stream->timestamp;
  message.type_id = stream->type_id;
  message.message_stream_id = stream->message_stream_id;
  message.offset = offset_;
  message.header = header;
  message.chunks = 0;
}

// One whole chunk. False when more bytes are needed, and on an error.
bool WireReader::ReadChunk(std::optional<WireMessage>* message) {
  Chunk chunk;
  if (!ReadHeader(&chunk)) return false;
  const ChunkHeader& header = chunk.header;

  // How much payload the chunk carries, before anything changes: it may not all be there yet.
  const auto it = streams_.find(header.chunk_stream_id);
  const bool continues = it != streams_.end() && it->second.in_message && header.format == 3;
  const size_t length = header.format <= 1 ? header.message_length : it->second.length;
  const size_t left = continues ? length - it->second.message.payload.size() : length;
  const size_t size = std::min<size_t>(left, chunk_size_);
  if (unread().size() < chunk.header_size + size) return false;

  Stream& stream = streams_[header.chunk_stream_id];
  ReportHeader(chunk, stream);
  if (!continues) BeginMessage(header, &stream);
  const Bytes data = unread().subspan(chunk.header_size, size);
  WireMessage& begun = stream.message;
  begun.payload.insert(begun.payload.end(), data.begin(), data.end());
  ++begun.chunks;
  const bool complete = begun.payload.size() == stream.length;
  if (complete) {
    begun.end_offset = offset_ + chunk.header_size + size;
    if (!TakeControl(begun)) return false;
    stream.in_message = false;
    --unfinished_;
    *message = std::move(begun);
  }
  Consume(chunk.header_size + size);
  return true;
}

// 5.4.1 and 5.4.2 act on the chunks behind them. False on an error.
bool WireReader::TakeControl(const WireMessage& message) {
  if (message.type_id != 1 && message.type_id != 2) return true;
  if (message.payload.size() < 4) {
    if (message.type_id == 2) return true;
    Report("RTMP-PC-33", message.offset, absl::StrCat("SetChunkSize has ", message.payload.size(), " bytes; it has 4"));
    return Fail(absl::StrCat("a SetChunkSize of ", message.payload.size(), " bytes announces no size"));
  }
  const uint32_t value = BigEndian(Bytes(message.payload).subspan(0, 4));
  if (message.type_id == 2) {
    const auto it = streams_.find(value);
    // Its own message, complete, is no longer to be aborted.
    if (it == streams_.end() || !it->second.in_message || value == message.chunk_stream_id) return true;
    it->second.in_message = false;
    it->second.message = WireMessage();
    --unfinished_;
    return true;
  }
  if (value == 0 || value > 0x7fffffff) {
    Report("RTMP-PC-33", message.offset, absl::StrFormat("SetChunkSize 0x%08x; sizes are 1 to 0x7fffffff", value));
    return Fail(absl::StrFormat("SetChunkSize 0x%08x is no chunk size", value));
  }
  if (value < rtmp::kDefaultChunkSize)
    Report("RTMP-PC-09", message.offset, absl::StrCat("SetChunkSize ", value, "; a sender's size is at least 128"));
  chunk_size_ = value;
  return true;
}

}  // namespace rtmpspec
