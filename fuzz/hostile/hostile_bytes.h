// Writes hostile bytes: chunks as they are told, right or wrong.
#ifndef RTMPSPEC_FUZZ_HOSTILE_HOSTILE_BYTES_H_
#define RTMPSPEC_FUZZ_HOSTILE_HOSTILE_BYTES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "fuzz/hostile/hostile_input.h"
#include "impl/amf0/encoder.h"
#include "impl/bytes/hex.h"

namespace rtmp::hostile {

inline Buffer Hex(absl::string_view hex) { return ParseHex(hex).value(); }

inline Buffer Repeat(absl::string_view hex, size_t times, absl::string_view tail = "") {
  const Buffer piece = Hex(hex);
  Buffer all;
  all.reserve(piece.size() * times);
  for (size_t i = 0; i < times; ++i) all.insert(all.end(), piece.begin(), piece.end());
  const Buffer end = Hex(tail);
  all.insert(all.end(), end.begin(), end.end());
  return all;
}

inline Buffer operator+(Buffer a, const Buffer& b) {
  a.reserve(a.size() + b.size());
  for (const uint8_t byte : b) a.push_back(byte);  // g++ 12 misjudges insert() behind a short literal
  return a;
}

// "name" and a transaction id as AMF0: the head of a command.
inline Buffer Head(absl::string_view name, double transaction_id = 0) {
  Buffer out;
  amf0::Encoder amf(&out);
  amf.String(name);
  amf.Number(transaction_id);
  return out;
}

class Wire {
 public:
  // A whole message: a type 0 chunk and type 3 chunks of chunk_size(). The chunk stream id is 2..63.
  Wire& Message(uint8_t type_id, uint32_t message_stream_id, Bytes payload, uint8_t csid = 3) {
    U8(csid);
    U24(0);
    U24(static_cast<uint32_t>(payload.size()));
    U8(type_id);
    for (int shift = 0; shift < 32; shift += 8) U8(static_cast<uint8_t>(message_stream_id >> shift));
    for (size_t at = 0; at < payload.size();) {
      if (at > 0) U8(static_cast<uint8_t>(0xc0 | csid));
      const size_t part = std::min<size_t>(chunk_size_, payload.size() - at);
      Raw(payload.subspan(at, part));
      at += part;
    }
    return *this;
  }
  Wire& Control(uint8_t type_id, absl::string_view hex) { return Message(type_id, 0, hostile::Hex(hex), 2); }
  Wire& SetChunkSize(uint32_t size) {
    const uint8_t payload[] = {static_cast<uint8_t>(size >> 24), static_cast<uint8_t>(size >> 16),
                               static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)};
    Message(1, 0, payload, 2);
    chunk_size_ = size;
    return *this;
  }
  Wire& Hex(absl::string_view hex) { return Raw(hostile::Hex(hex)); }
  Wire& Raw(Bytes bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }

  const Buffer& bytes() const { return bytes_; }
  uint32_t chunk_size() const { return chunk_size_; }

 private:
  void U8(uint8_t value) { bytes_.push_back(value); }
  void U24(uint32_t value) {
    for (int shift = 16; shift >= 0; shift -= 8) U8(static_cast<uint8_t>(value >> shift));
  }

  Buffer bytes_;
  uint32_t chunk_size_ = 128;
};

inline void GoesOn(Inputs* inputs, std::string name, Prelude prelude, const Wire& wire, std::string row = "") {
  inputs->push_back({std::move(name), prelude, wire.bytes(), Outcome::kGoesOn, std::nullopt, std::move(row), wire.chunk_size()});
}
inline void Waits(Inputs* inputs, std::string name, Prelude prelude, const Wire& wire, std::string row = "") {
  inputs->push_back({std::move(name), prelude, wire.bytes(), Outcome::kWaits, std::nullopt, std::move(row), wire.chunk_size()});
}
inline void Closes(Inputs* inputs, std::string name, Prelude prelude, const Wire& wire, std::string row = "") {
  inputs->push_back({std::move(name), prelude, wire.bytes(), Outcome::kCloses, std::nullopt, std::move(row), wire.chunk_size()});
}
inline void Fails(Inputs* inputs, std::string name, Prelude prelude, const Wire& wire, ErrorCode error, std::string row = "") {
  inputs->push_back({std::move(name), prelude, wire.bytes(), Outcome::kError, error, std::move(row), wire.chunk_size()});
}

}  // namespace rtmp::hostile

#endif  // RTMPSPEC_FUZZ_HOSTILE_HOSTILE_BYTES_H_
