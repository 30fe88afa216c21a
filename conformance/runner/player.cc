#include "conformance/runner/player.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/runner/script_values.h"
#include "impl/bytes/byte_reader.h"
#include "impl/bytes/byte_writer.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using rtmp::Bytes;
using rtmp::ChunkHeader;

constexpr uint32_t kControlChunkStream = 2;
constexpr uint8_t kCommandAmf0 = 20;
constexpr uint8_t kCommandAmf3 = 17;

// A form can name only the ids that RTMP 1.0 5.3.1.1 gives it; in another one the id would be a different one.
absl::Status CheckBasicHeader(uint8_t size, uint32_t csid, const Position& position) {
  const bool fits = size == 1 ? csid <= 63 : size == 2 ? csid >= 64 && csid <= 319 : csid >= 64;
  if (fits) return absl::OkStatus();
  return ErrorAt(position, absl::StrCat("chunk stream ", csid, " has no basic header of ", size, " bytes"));
}

bool Writes(const Message& line, const std::string& name) {
  return std::any_of(line.fields.begin(), line.fields.end(), [&](const auto& field) { return field.first == name; });
}

// Those of `over` replace those of the same name in `base`.
void Overlay(const std::vector<std::pair<std::string, Value>>& over, std::vector<std::pair<std::string, Value>>* base) {
  for (const auto& field : over) {
    base->erase(std::remove_if(base->begin(), base->end(), [&](const auto& old) { return old.first == field.first; }),
                base->end());
  }
  base->insert(base->end(), over.begin(), over.end());
}

void SetTimestampField(uint32_t time, bool force_extended, ChunkHeader* header) {
  header->has_extended_timestamp = force_extended || time >= rtmp::kExtendedTimestampMarker;
  header->timestamp_field = header->has_extended_timestamp ? rtmp::kExtendedTimestampMarker : time;
  header->extended_timestamp = header->has_extended_timestamp ? time : 0;
}

}  // namespace

const Message* Player::Find(const std::string& name) const {
  const auto it = named_.find(name);
  return it == named_.end() ? nullptr : &it->second;
}

absl::Status Player::Let(const std::string& name, const Message& message) {
  Message merged;
  named_[name] = *Resolve(message, &merged);
  return absl::OkStatus();
}

const Message* Player::Resolve(const Message& line, Message* merged) const {
  const Message* named = line.quoted ? nullptr : Find(line.kind);
  if (named == nullptr) return &line;
  *merged = *named;
  if (Writes(line, "time") || Writes(line, "delta")) {
    auto is_time = [](const auto& field) { return field.first == "time" || field.first == "delta"; };
    merged->fields.erase(std::remove_if(merged->fields.begin(), merged->fields.end(), is_time), merged->fields.end());
  }
  Overlay(line.fields, &merged->fields);
  Overlay(line.options, &merged->options);
  merged->position = line.position;
  return merged;
}

absl::StatusOr<Player::Begun> Player::Prepare(const Message& line, const Bindings& bindings) const {
  Message merged;
  const Message& message = *Resolve(line, &merged);
  absl::StatusOr<ChunkOptions> options = ReadChunkOptions(message, bindings);
  if (!options.ok()) return options.status();
  absl::StatusOr<PlayedMessage> played = BuildMessage(message, sender_, bindings);
  if (!played.ok()) return played.status();
  if (options->basic_header_size) {
    absl::Status status = CheckBasicHeader(*options->basic_header_size, played->chunk_stream_id, message.position);
    if (!status.ok()) return status;
  }
  if (options->format == 3 && (Writes(message, "time") || Writes(message, "delta"))) {
    return ErrorAt(message.position, "a type 3 chunk carries no time: write neither time= nor delta=");
  }
  if (options->format == 0 && played->delta) return ErrorAt(message.position, "a type 0 chunk carries no delta");
  Vary(&message, &*played);
  if (played->payload.size() > rtmp::kMaxMessageLength)
    return ErrorAt(message.position, "the message is longer than 24 bits can say");
  Begun begun;
  begun.message = *std::move(played);
  begun.options = *std::move(options);
  return begun;
}

// `line`: what the script says of it; null where it says nothing.
void Player::Vary(const Message* line, PlayedMessage* message) const {
  if (variant_.amf3 && message->type_id == kCommandAmf0 && (line == nullptr || line->kind != "message")) {
    message->type_id = kCommandAmf3;
    message->payload.insert(message->payload.begin(), 0);  // the format byte: what follows is AMF0
  }
  const uint32_t csid = message->chunk_stream_id;
  const bool is_free = (line == nullptr || !Writes(*line, "csid")) && csid > kControlChunkStream && csid < 64;
  if (is_free && variant_.basic_header == 2) message->chunk_stream_id += 64;
  if (is_free && variant_.basic_header == 3) message->chunk_stream_id += 320;
}

// The variant's chunk size, before anything else is said.
void Player::Announce(Buffer* out) {
  if (announced_) return;
  announced_ = true;
  if (variant_.chunk_size == 0) return;
  Begun begun;
  begun.message.type_id = 1;
  begun.message.chunk_stream_id = kControlChunkStream;
  rtmp::ByteWriter(&begun.message.payload).WriteU32(variant_.chunk_size);
  AppendChunk(&begun, out);
  Complete(begun);
}

ChunkHeader Player::FirstHeader(const Begun& begun, uint32_t* timestamp) const {
  const PlayedMessage& message = begun.message;
  const auto it = streams_.find(message.chunk_stream_id);
  const Stream previous = it == streams_.end() ? Stream() : it->second;

  ChunkHeader header;
  header.chunk_stream_id = message.chunk_stream_id;
  header.basic_header_size = begun.options.basic_header_size.value_or(rtmp::SmallestBasicHeaderSize(message.chunk_stream_id));
  const uint32_t delta = message.delta.value_or(message.timestamp - previous.timestamp);
  if (begun.options.format) {
    header.format = *begun.options.format;
  } else if (message.delta) {
    header.format = 1;
  } else {
    const bool same_stream = previous.used && previous.message_stream_id == message.message_stream_id;
    header.format = same_stream && delta < 0x80000000 ? 1 : 0;
  }

  if (header.format == 3) {
    header.has_extended_timestamp = previous.header.has_extended_timestamp && begun.options.repeat_extended_timestamp;
    header.extended_timestamp = header.has_extended_timestamp ? previous.header.extended_timestamp : 0;
    *timestamp = previous.timestamp + previous.header.timestamp();
    return header;
  }
  const uint32_t time = header.format == 0 ? message.timestamp : delta;
  SetTimestampField(time, begun.options.force_extended_timestamp, &header);
  *timestamp = header.format == 0 ? time : previous.timestamp + delta;
  if (header.format <= 1) {
    const int64_t length = static_cast<int64_t>(message.payload.size()) + begun.options.length_offset;
    const int64_t announced = begun.options.length ? int64_t{*begun.options.length} : length;
    header.message_length = static_cast<uint32_t>(std::clamp<int64_t>(announced, 0, rtmp::kMaxMessageLength));
    header.message_type_id = message.type_id;
  }
  if (header.format == 0) header.message_stream_id = message.message_stream_id;
  return header;
}

// Types 0 to 2 in the middle of a message (RTMP-CM-11) say again what the first chunk said; a delta there is 0, so that a peer
// that adds it stays right.
ChunkHeader Player::ContinuationHeader(const Begun& begun) const {
  ChunkHeader header = begun.header;
  header.format = begun.options.continuation;
  if (header.format == 3) {
    // RTMP 1.0 5.3.1.3: the most recent type 0, 1 or 2 chunk of this chunk stream decides, here the message's own or, for a
    // message begun with type 3, the one before it.
    bool extended = begun.header.has_extended_timestamp;
    uint32_t value = begun.header.extended_timestamp;
    if (begun.header.format == 3) {
      const auto it = streams_.find(begun.message.chunk_stream_id);
      extended = it != streams_.end() && it->second.header.has_extended_timestamp;
      value = extended ? it->second.header.extended_timestamp : 0;
    }
    header.has_extended_timestamp = extended && begun.options.repeat_extended_timestamp;
    header.extended_timestamp = header.has_extended_timestamp ? value : 0;
    return header;
  }
  SetTimestampField(header.format == 0 ? begun.timestamp : 0, begun.options.force_extended_timestamp, &header);
  if (header.format <= 1 && begun.header.format > 1) {
    header.message_length = static_cast<uint32_t>(begun.message.payload.size());
    header.message_type_id = begun.message.type_id;
  }
  if (header.format == 0) header.message_stream_id = begun.message.message_stream_id;
  return header;
}

void Player::AppendChunk(Begun* begun, Buffer* out) {
  ChunkHeader header;
  if (begun->begun) {
    header = ContinuationHeader(*begun);
  } else {
    header = FirstHeader(*begun, &begun->timestamp);
    begun->header = header;
    begun->begun = true;
    if (begun->options.remember) {
      Stream& stream = streams_[header.chunk_stream_id];
      stream.used = true;
      stream.timestamp = begun->timestamp;
      if (header.format == 0) stream.message_stream_id = header.message_stream_id;
      if (header.format < 3) stream.header = header;
    }
  }
  rtmp::AppendChunkHeader(header, out);
  const Buffer& payload = begun->message.payload;
  const size_t size = std::min<size_t>(begun->options.chunk_size.value_or(chunk_size_), payload.size() - begun->sent);
  const Bytes data = Bytes(payload).subspan(begun->sent, size);
  out->insert(out->end(), data.begin(), data.end());
  begun->sent += size;
}

bool Player::IsComplete(const Begun& begun) const { return begun.begun && begun.sent == begun.message.payload.size(); }

void Player::Complete(const Begun& begun) {
  uint32_t size = 0;
  if (begun.message.type_id != 1 || !rtmp::ByteReader(begun.message.payload).ReadU32(&size)) return;
  if (size >= 1 && size <= 0x7fffffff) chunk_size_ = size;
}

absl::Status Player::Play(const Message& message, const Bindings& bindings, Buffer* out) {
  absl::StatusOr<Begun> begun = Prepare(message, bindings);
  if (!begun.ok()) return begun.status();
  Announce(out);
  const size_t start = out->size();
  while (!IsComplete(*begun)) AppendChunk(&*begun, out);
  if (begun->options.stop && out->size() - start > *begun->options.stop) {
    out->resize(start + *begun->options.stop);
    return absl::OkStatus();
  }
  Complete(*begun);
  return absl::OkStatus();
}

absl::Status Player::PlayOne(const ChunksStep::Item& item, const Bindings& bindings, Buffer* out) {
  auto it = begun_.find(item.name);
  if (it == begun_.end()) {
    const Message* message = Find(item.name);
    if (message == nullptr) return absl::NotFoundError(absl::StrCat("no message is named ", item.name));
    absl::StatusOr<Begun> begun = Prepare(*message, bindings);
    if (!begun.ok()) return begun.status();
    if (begun->options.stop) return ErrorAt(message->position, "@stop and chunks exclude each other");
    it = begun_.emplace(item.name, *std::move(begun)).first;
  }
  do {
    AppendChunk(&it->second, out);
  } while (item.rest && !IsComplete(it->second));
  if (!IsComplete(it->second)) return absl::OkStatus();
  Complete(it->second);
  begun_.erase(it);
  return absl::OkStatus();
}

absl::Status Player::PlayChunks(const ChunksStep& step, const Bindings& bindings, Buffer* out) {
  Announce(out);
  for (const ChunksStep::Item& item : step.items) {
    if (absl::Status status = PlayOne(item, bindings, out); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Player::Abandon(const std::string& name) {
  if (begun_.erase(name) == 0) return absl::NotFoundError(absl::StrCat(name, " is not begun"));
  return absl::OkStatus();
}

void Player::Send(const PlayedMessage& message, Buffer* out) {
  Announce(out);
  Begun begun;
  begun.message = message;
  Vary(nullptr, &begun.message);
  while (!IsComplete(begun)) AppendChunk(&begun, out);
  Complete(begun);
}

}  // namespace rtmpspec
