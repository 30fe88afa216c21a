// What a decoder remembers of each chunk stream. For this folder only.
#ifndef RTMPSPEC_IMPL_CHUNK_CHUNK_STREAM_TABLE_H_
#define RTMPSPEC_IMPL_CHUNK_CHUNK_STREAM_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "impl/chunk/chunk_header.h"
#include "impl/chunk/message_buffer.h"

namespace rtmp {

struct ChunkStream {
  uint32_t chunk_stream_id = 0;
  // The latest message begun; type 1, 2 and 3 chunks inherit from it.
  uint32_t timestamp = 0;
  uint32_t message_length = 0;
  uint32_t message_stream_id = 0;
  uint8_t message_type_id = 0;
  // The latest type 0, 1 or 2 chunk.
  bool had_timestamp = false;           // it was type 0: `delta` is its timestamp
  bool has_extended_timestamp = false;  // so type 3 chunks have one too (RTMP-XT-09, XT-11)
  uint32_t delta = 0;                   // what a type 3 chunk adds that begins a message
  // The unfinished message: the payload that has come, and where its first chunk began.
  bool in_message = false;
  MessageBuffer payload;
  uint64_t message_offset = 0;

  // Takes what a header says, which later ones inherit. After type 0 the message's time is `delta` alone.
  void Inherit(const ChunkHeader& header) {
    if (header.format == 0) {
      message_stream_id = header.message_stream_id;
      timestamp = 0;
    }
    if (header.format <= 1) {
      message_length = header.message_length;
      message_type_id = header.message_type_id;
    }
    if (header.format <= 2) {
      // After a type 0 chunk its timestamp is the delta of a type 3 chunk (5.3.1.2.4, RTMP-CM-08).
      had_timestamp = header.format == 0;
      has_extended_timestamp = header.has_extended_timestamp;
      delta = header.timestamp();
    }
  }
};

// The chunk streams that have had a header. The first 64 ids, which is all that most peers use, are found without a search.
class ChunkStreamTable {
 public:
  ChunkStreamTable() = default;
  ChunkStreamTable(const ChunkStreamTable&) = delete;
  ChunkStreamTable& operator=(const ChunkStreamTable&) = delete;

  // Null when this chunk stream never had a header. Valid until the next Add.
  ChunkStream* Find(uint32_t chunk_stream_id) const {
    uint32_t slot = 0;
    if (chunk_stream_id < low_.size()) {
      slot = low_[chunk_stream_id];
    } else if (const auto it = high_.find(chunk_stream_id); it != high_.end()) {
      slot = it->second;
    }
    return slot == 0 ? nullptr : first_ + (slot - 1);
  }

  // The same for the ids of a one-byte basic header, below 64. Null for the two that stand for longer forms.
  ChunkStream* FindLow(uint32_t chunk_stream_id) const {
    const uint32_t slot = low_[chunk_stream_id];
    return slot == 0 ? nullptr : first_ + (slot - 1);
  }

  ChunkStream* Add(uint32_t chunk_stream_id) {
    streams_.emplace_back();
    streams_.back().chunk_stream_id = chunk_stream_id;
    const auto slot = static_cast<uint32_t>(streams_.size());
    if (chunk_stream_id < low_.size()) {
      low_[chunk_stream_id] = slot;
    } else {
      high_[chunk_stream_id] = slot;
    }
    first_ = streams_.data();
    return &streams_.back();
  }

  size_t size() const { return streams_.size(); }

 private:
  // Both map to the position in streams_ plus one; 0 is none.
  std::array<uint32_t, 64> low_ = {};
  absl::flat_hash_map<uint32_t, uint32_t> high_;
  absl::InlinedVector<ChunkStream, 4> streams_;  // what most peers use
  ChunkStream* first_ = nullptr;                 // streams_.data(): asking for it each time costs a branch
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_CHUNK_STREAM_TABLE_H_
