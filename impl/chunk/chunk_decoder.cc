#include "impl/chunk/chunk_decoder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/bytes/big_endian.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_deviations.h"
#include "impl/chunk/chunk_header_inline.h"
#include "impl/chunk/chunk_run.h"
#include "impl/chunk/chunk_stream_table.h"
#include "impl/chunk/message_buffer.h"

namespace rtmp {
namespace {

constexpr uint8_t kSetChunkSize = 1;
constexpr uint8_t kAbort = 2;

// What an unfinished message counts beside its payload (ChunkDecoderOptions::max_buffered_bytes).
constexpr size_t kStateBytes = 64;

constexpr uint64_t kNoPause = std::numeric_limits<uint64_t>::max();

}  // namespace

class ChunkDecoder::Impl {
 public:
  explicit Impl(const ChunkDecoderOptions& options) : options_(options) {
    if (Deviates("first-chunk-size-256")) chunk_size_ = 256;
  }

  Result Next(Bytes& input, RawMessage* message) {
    const Result result = Run(input, message);
    unread_ = result == Result::kNeedBytes ? carry_size_ : 0;
    return result;
  }

  void PauseAt(uint64_t bytes_consumed) { pause_at_ = bytes_consumed; }
  uint64_t bytes_consumed() const { return position_ + unread_; }
  uint32_t chunk_size() const { return chunk_size_; }
  size_t buffered_bytes() const { return held_ - chunk_left_ + unread_; }
  const std::optional<ProtocolError>& error() const { return error_; }

 private:
  Result Run(Bytes& input, RawMessage* message);
  bool TakeWholeMessage(const ChunkHeader& header, size_t header_size, Bytes& input, RawMessage* message);
  bool ReadHeader(Bytes& input);
  bool ExtendedOnType3(uint32_t chunk_stream_id, Bytes chunk) const;
  bool BeginChunk(const ChunkHeader& header, uint64_t offset);
  void CopyPayload(Bytes& input);
  void CopyWholeChunks(Bytes& input);
  static void Describe(const ChunkStream& stream, Bytes payload, RawMessage* message);
  Result FinishMessage(Bytes payload, RawMessage* message);
  bool ObeyControlMessage(const RawMessage& message);
  void Abort(uint32_t chunk_stream_id);
  bool Fail(ErrorCode code, uint64_t offset, std::string text);

  const ChunkDecoderOptions options_;
  std::optional<ProtocolError> error_;
  ChunkStreamTable streams_;
  MessageBufferPool pool_;
  MessageBuffer delivered_;  // the payload that the caller still looks at

  uint32_t chunk_size_ = kDefaultChunkSize;
  // The chunk whose payload is being read: its chunk stream, null between chunks, and the payload bytes still to come.
  ChunkStream* stream_ = nullptr;
  size_t chunk_left_ = 0;
  // Payload of unfinished messages, all of the current chunk included, and kStateBytes for each.
  size_t held_ = 0;

  // The start of a header whose end has not come. Its length can turn out shorter than what is here, if the extended timestamp
  // of a type 3 chunk proves to be payload: the rest is then read before the input.
  std::array<uint8_t, kMaxChunkHeaderSize> carry_;
  size_t carry_size_ = 0;
  size_t unread_ = 0;  // the part of carry_ that counts as consumed: all of it while waiting for more

  uint64_t position_ = 0;  // of the byte read next
  uint64_t pause_at_ = kNoPause;
};

ChunkDecoder::Result ChunkDecoder::Impl::Run(Bytes& input, RawMessage* message) {
  if (error_.has_value()) return Result::kError;
  const bool has_input = !input.empty();
  if (delivered_.capacity() > 0) pool_.Give(std::move(delivered_));
  while (true) {
    // Deviations stand along the long way.
    if (!kMayDeviate && stream_ == nullptr && carry_size_ == 0 && input.size() >= kMaxChunkHeaderSize) {
      ChunkHeader header;
      const size_t size = ParseWholeChunkHeader(
          input.data(), [this, &input](uint32_t csid) { return ExtendedOnType3(csid, input); }, &header);
      if (TakeWholeMessage(header, size, input, message)) return Result::kMessage;
      input.remove_prefix(size);
      position_ += size;
      if (!BeginChunk(header, position_ - size)) return Result::kError;
    } else if (stream_ == nullptr && !ReadHeader(input)) {
      return error_.has_value() ? Result::kError : Result::kNeedBytes;
    }
    ChunkStream& stream = *stream_;
    if (chunk_left_ == stream.message_length && input.size() >= chunk_left_ && carry_size_ == 0 && stream.payload.size() == 0) {
      const Bytes payload = input.subspan(0, chunk_left_);  // the whole message, where it lies
      input.remove_prefix(chunk_left_);
      position_ += chunk_left_;
      return FinishMessage(payload, message);
    }
    CopyPayload(input);
    if (chunk_left_ > 0) {
      if (kMayDeviate && has_input && IsHandedOutEarly(stream)) {
        Describe(stream, stream.payload.bytes(), message);
        return Result::kMessage;
      }
      if (input.empty()) return Result::kNeedBytes;
      continue;
    }
    const bool short_way = !kMayDeviate || Deviates("bug-interleaved");
    if (short_way && stream.payload.size() < stream.message_length && position_ < pause_at_) CopyWholeChunks(input);
    if (stream.payload.size() == stream.message_length) {
      delivered_ = std::move(stream.payload);
      return FinishMessage(delivered_.bytes(), message);
    }
    stream_ = nullptr;
    if (position_ >= pause_at_) {
      pause_at_ = kNoPause;
      return Result::kPaused;
    }
  }
}

// The short way through media: takes a message that lies whole in the input, in one chunk of a chunk stream that is known. False,
// with nothing changed, for whatever else comes, everything wrong included: that takes the way through BeginChunk.
inline bool ChunkDecoder::Impl::TakeWholeMessage(const ChunkHeader& header, size_t header_size, Bytes& input,
                                                 RawMessage* message) {
  if (header.basic_header_size != 1 || header.has_extended_timestamp) return false;
  ChunkStream* const stream = streams_.FindLow(header.chunk_stream_id);
  if (stream == nullptr || stream->in_message) return false;
  const bool has_length = header.format <= 1;
  const size_t length = has_length ? header.message_length : stream->message_length;
  const uint8_t type_id = has_length ? header.message_type_id : stream->message_type_id;
  if (type_id <= kAbort || length > chunk_size_ || length > input.size() - header_size || length > options_.max_message_length ||
      held_ + kStateBytes + length > options_.max_buffered_bytes) {
    return false;
  }
  stream->Inherit(header);
  stream->timestamp += stream->delta;
  Describe(*stream, input.subspan(header_size, length), message);
  input.remove_prefix(header_size + length);
  position_ += header_size + length;
  if (position_ >= pause_at_) pause_at_ = kNoPause;
  return true;
}

inline void ChunkDecoder::Impl::Describe(const ChunkStream& stream, Bytes payload, RawMessage* message) {
  message->chunk_stream_id = stream.chunk_stream_id;
  message->timestamp = stream.timestamp;
  message->type_id = stream.message_type_id;
  message->message_stream_id = stream.message_stream_id;
  message->payload = payload;
}

// Reads the header of the next chunk. False when its end has not come, or with error_ set.
bool ChunkDecoder::Impl::ReadHeader(Bytes& input) {
  ChunkHeader header;
  const auto parse = [this, &header](Bytes bytes) {
    return ParseChunkHeader(
        bytes, [this, bytes](uint32_t csid) { return ExtendedOnType3(csid, bytes); }, &header);
  };
  size_t size = 0;
  if (carry_size_ == 0) {
    size = parse(input);
    if (size == 0) {
      std::copy(input.begin(), input.end(), carry_.begin());
      carry_size_ = input.size();
      input = Bytes();
      return false;
    }
    input.remove_prefix(size);
  } else {
    if (Deviates("cut-basic-header-loses-byte") && carry_size_ == 1 && (carry_[0] & 0x3f) < 2 && !input.empty()) {
      input.remove_prefix(1);
    }
    const size_t added = std::min(input.size(), carry_.size() - carry_size_);
    std::copy_n(input.begin(), added, carry_.begin() + carry_size_);
    size = parse(Bytes(carry_).subspan(0, carry_size_ + added));
    if (size == 0) {
      carry_size_ += added;
      input.remove_prefix(added);
      return false;
    }
    if (size >= carry_size_) {
      input.remove_prefix(size - carry_size_);
      carry_size_ = 0;
    } else {
      std::copy(carry_.begin() + size, carry_.begin() + carry_size_, carry_.begin());
      carry_size_ -= size;
    }
  }
  position_ += size;
  return BeginChunk(header, position_ - size);
}

// Whether a type 3 chunk of this chunk stream, whose header begins at `chunk`, carries an extended timestamp.
bool ChunkDecoder::Impl::ExtendedOnType3(uint32_t chunk_stream_id, Bytes chunk) const {
  const ChunkStream* stream = streams_.Find(chunk_stream_id);
  // 5.3.1.3: present when the latest type 0, 1 or 2 chunk of this chunk stream had one.
  if (Deviates("extended-of-any-chunk-stream") && AnyHasExtended(streams_)) return true;
  if (stream == nullptr || !stream->has_extended_timestamp) return false;
  if (Deviates("second-continuation-without-extended") && stream->payload.size() == 2 * size_t{chunk_size_}) return false;
  if (Deviates("new-type3-without-extended") && !stream->in_message && !stream->had_timestamp) return false;
  if (!options_.peek_extended_timestamp && !Deviates("extended-peeked")) return true;
  // Some encoders omit it (RTMP-XT-05). The first byte that differs decides; until then the field is asked for.
  return ContinuesWithExtendedTimestamp(chunk, stream->delta);
}

bool ChunkDecoder::Impl::BeginChunk(const ChunkHeader& header, uint64_t offset) {
  if (kMayDeviate && RefusesHeader(header, streams_)) return Fail(ErrorCode::kTooMuchBuffered, offset, "refused by a deviation");
  for (uint32_t id = kMinChunkStreamId; Deviates("one-unfinished-message") && id < 64; ++id) {
    if (id != header.chunk_stream_id) Abort(id);
  }
  const uint32_t id = StreamIdOf(header);
  ChunkStream* stream = streams_.Find(id);
  if (Deviates("header-inside-message-restarts") && header.format != 3) Abort(header.chunk_stream_id);
  const bool may_begin = Deviates("fresh-chunk-stream-accepted") || Deviates("bug-first-chunk-type");
  if (stream == nullptr && header.format != 0 && !may_begin) {
    // 5.3.1.2.1: a chunk stream starts with type 0. Nothing may be inherited from nowhere (RTMP-CM-03).
    return Fail(ErrorCode::kNoPreviousHeader, offset,
                absl::StrCat("type ", header.format, " on chunk stream ", header.chunk_stream_id, ", which needs type 0 first"));
  }
  const bool begins_message = stream == nullptr || !stream->in_message;
  if (!begins_message && header.format != 3 && !Deviates("bug-length-inside-message")) {
    // 5.3.1.2.4 asks for type 3 here; what another type would mean is open, and was a heap overflow elsewhere (RTMP-CM-11,
    // CM-12).
    return Fail(
        ErrorCode::kHeaderInsideMessage, offset,
        absl::StrCat("type ", header.format, " on chunk stream ", header.chunk_stream_id, " after ", stream->payload.size(),
                     " of ", stream->message_length, " bytes of a message, where only type 3 goes on"));
  }
  if ((header.format == 0 || (header.format == 1 && !Deviates("bug-message-limit"))) &&
      header.message_length > options_.max_message_length) {
    return Fail(ErrorCode::kMessageTooLong, offset,
                absl::StrCat("a message of ", header.message_length, " bytes, the limit is ", options_.max_message_length));
  }
  if (stream == nullptr) {
    if (streams_.size() >= options_.max_chunk_streams) {
      return Fail(
          ErrorCode::kTooManyChunkStreams, offset,
          absl::StrCat("chunk stream ", header.chunk_stream_id, " is one more than the limit of ", options_.max_chunk_streams));
    }
    stream = streams_.Add(id);
  }
  const HeaderDeviation deviation(*stream);
  stream->Inherit(header);
  if (kMayDeviate) deviation.Apply(header, begins_message, stream);
  size_t held = held_;
  if (begins_message) {
    // After type 1 or 2 the repeated field is a delta like theirs (RTMP-XT-07); after type 0 senders disagree on what stands in
    // it, so the timestamp counts that the type 0 chunk gave (RTMP-XT-08).
    const bool take_field =
        header.format == 3 && header.has_extended_timestamp && (!stream->had_timestamp || Deviates("bug-extended-delta"));
    const uint32_t delta = take_field ? header.extended_timestamp : stream->delta;
    stream->timestamp += delta;  // modulo 2^32 (RTMP-CM-22)
    if (stream->timestamp < delta && Deviates("bug-timestamp-wraps")) stream->timestamp = 0xffffffff;
    stream->in_message = true;
    stream->message_offset = offset;
    if (Deviates("bug-promised-length")) AllocateWhatIsPromised(stream);
    held += kStateBytes;
  }
  const bool short_chunk = Deviates("full-chunk-is-cut") && stream->message_length % chunk_size_ == 0;
  const size_t chunk = std::min<size_t>(chunk_size_ - (short_chunk ? 1 : 0), stream->message_length - stream->payload.size());
  held += chunk;
  // Judged by the chunk, not by the part of it that is here: how the bytes were cut must not matter.
  if (held > options_.max_buffered_bytes) {
    return Fail(ErrorCode::kTooMuchBuffered, offset,
                absl::StrCat("unfinished messages of ", held, " bytes, the limit is ", options_.max_buffered_bytes));
  }
  held_ = held;
  chunk_left_ = chunk;
  stream_ = stream;
  return true;
}

// Copies what is here of the current chunk.
void ChunkDecoder::Impl::CopyPayload(Bytes& input) {
  ChunkStream& stream = *stream_;
  if (stream.payload.capacity() == 0) stream.payload = pool_.Take();
  if (carry_size_ > 0) {
    const size_t count = std::min(chunk_left_, carry_size_);
    std::copy_n(carry_.begin(), count, stream.payload.Reserve(count, stream.message_length));
    stream.payload.Commit(count);
    std::copy(carry_.begin() + count, carry_.begin() + carry_size_, carry_.begin());
    carry_size_ -= count;
    chunk_left_ -= count;
    position_ += count;
    if (carry_size_ > 0) return;
  }
  const size_t count = std::min(chunk_left_, input.size());
  if (count == 0) return;
  std::memcpy(stream.payload.Reserve(count, stream.message_length), input.data(), count);
  stream.payload.Commit(count);
  input.remove_prefix(count);
  chunk_left_ -= count;
  position_ += count;
}

// The short way through a long message: copies the chunks that follow as long as each is a whole type 3 chunk of the same chunk
// stream. Whatever else comes takes the way through ReadHeader. Called at the end of a chunk.
void ChunkDecoder::Impl::CopyWholeChunks(Bytes& input) {
  ChunkStream& stream = *stream_;
  if (stream.chunk_stream_id >= 64 || carry_size_ > 0) return;
  if (stream.has_extended_timestamp && options_.peek_extended_timestamp) return;
  const ChunkRun run = {
      .basic_header = static_cast<uint8_t>(0xc0 | stream.chunk_stream_id),
      .header_size = stream.has_extended_timestamp ? size_t{5} : size_t{1},
      .chunk_size = chunk_size_,
      .message_length = stream.message_length,
      // A chunk that would pass the limit is left to BeginChunk.
      .room = std::min<size_t>(stream.message_length - stream.payload.size(), options_.max_buffered_bytes - held_),
  };
  const uint32_t before = stream.payload.size();
  // A chunk that reaches the pause ends the run.
  const size_t usable = std::min<uint64_t>(input.size(), pause_at_ - 1 - position_);
  const size_t taken = CopyChunks(run, input.subspan(0, usable), &stream.payload);
  held_ += stream.payload.size() - before;
  input.remove_prefix(taken);
  position_ += taken;
}

// Hands out the message that the current chunk completed.
ChunkDecoder::Result ChunkDecoder::Impl::FinishMessage(Bytes payload, RawMessage* message) {
  ChunkStream& stream = *stream_;
  Describe(stream, payload, message);
  held_ -= kStateBytes + stream.message_length;
  chunk_left_ = 0;
  stream.in_message = false;
  if (message->type_id <= kAbort && !ObeyControlMessage(*message)) return Result::kError;
  if (Deviates("chunk-size-for-one-message") && message->type_id > 6) chunk_size_ = kDefaultChunkSize;
  stream_ = nullptr;
  if (position_ >= pause_at_) pause_at_ = kNoPause;
  return Result::kMessage;
}

// 5.4: takes effect as soon as it is complete, whatever its timestamp and streams (RTMP-PC-02 .. PC-04).
bool ChunkDecoder::Impl::ObeyControlMessage(const RawMessage& message) {
  if (message.type_id != kSetChunkSize && message.type_id != kAbort) return true;
  if (message.payload.size() < 4 && !Deviates("bug-short-chunk-size")) {
    return Fail(ErrorCode::kShortControlMessage, stream_->message_offset,
                absl::StrCat(message.type_id == kAbort ? "Abort" : "SetChunkSize", " of ", message.payload.size(),
                             " bytes, its field has 4"));
  }
  uint32_t value = Load32(message.payload.data());  // bytes that follow mean nothing (RTMP-PC-13)
  if (kMayDeviate && IgnoresControl(message, chunk_size_, held_ > 0, &value)) return true;
  if (kMayDeviate && RefusesControl(message, value, streams_)) {
    return Fail(ErrorCode::kShortControlMessage, stream_->message_offset, "refused by a deviation");
  }
  if (message.type_id == kAbort) {
    Abort(value);
    return true;
  }
  // 5.4.1: the top bit is zero and the size is at least 1.
  if (value == 0 || (value > 0x7fffffff && !Deviates("bug-chunk-size-top-bit"))) {
    return Fail(ErrorCode::kInvalidChunkSize, stream_->message_offset,
                absl::StrCat("SetChunkSize of ", value, ", allowed are 1 to 2147483647"));
  }
  // 5.4.1: no message is longer, so all sizes from here on are the same (RTMP-PC-12).
  chunk_size_ = std::min(value, kMaxMessageLength);
  return true;
}

// 5.4.2: drops the payload; what later headers inherit stays (RTMP-PC-16).
void ChunkDecoder::Impl::Abort(uint32_t chunk_stream_id) {
  ChunkStream* stream = streams_.Find(chunk_stream_id);
  if (stream == nullptr || !stream->in_message || Deviates("bug-abort")) return;
  if (Deviates("abort-drops-header")) stream->delta = 0;
  held_ -= kStateBytes + stream->payload.size();
  pool_.Give(std::move(stream->payload));
  stream->in_message = false;
}

bool ChunkDecoder::Impl::Fail(ErrorCode code, uint64_t offset, std::string text) {
  error_ = ProtocolError{code, offset, std::move(text)};
  return false;
}

ChunkDecoder::ChunkDecoder(const ChunkDecoderOptions& options) : impl_(std::make_unique<Impl>(options)) {}
ChunkDecoder::~ChunkDecoder() = default;
ChunkDecoder::ChunkDecoder(ChunkDecoder&&) noexcept = default;
ChunkDecoder& ChunkDecoder::operator=(ChunkDecoder&&) noexcept = default;

ChunkDecoder::Result ChunkDecoder::Next(Bytes& input, RawMessage* message) { return impl_->Next(input, message); }
void ChunkDecoder::PauseAt(uint64_t bytes_consumed) { impl_->PauseAt(bytes_consumed); }
uint64_t ChunkDecoder::bytes_consumed() const { return impl_->bytes_consumed(); }
uint32_t ChunkDecoder::chunk_size() const { return impl_->chunk_size(); }
size_t ChunkDecoder::buffered_bytes() const { return impl_->buffered_bytes(); }
const std::optional<ProtocolError>& ChunkDecoder::error() const { return impl_->error(); }

}  // namespace rtmp
