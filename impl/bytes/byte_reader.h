// Reads big-endian fields from the front of a byte view without ever passing its end.
#ifndef RTMPSPEC_IMPL_BYTES_BYTE_READER_H_
#define RTMPSPEC_IMPL_BYTES_BYTE_READER_H_

#include <cstddef>
#include <cstdint>

#include "impl/bytes/bytes.h"

namespace rtmp {

// Every Read returns false, with the position and the output unchanged, when fewer bytes remain than it needs.
class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  // Bytes consumed so far, and bytes still to read.
  size_t offset() const { return offset_; }
  size_t remaining() const { return bytes_.size() - offset_; }
  Bytes rest() const { return bytes_.subspan(offset_); }

  bool ReadU8(uint8_t* value) {
    if (remaining() < 1) return false;
    *value = bytes_[offset_++];
    return true;
  }
  bool ReadU16(uint16_t* value) {
    uint32_t wide = 0;
    if (!ReadBigEndian(2, &wide)) return false;
    *value = static_cast<uint16_t>(wide);
    return true;
  }
  bool ReadU24(uint32_t* value) { return ReadBigEndian(3, value); }
  bool ReadU32(uint32_t* value) { return ReadBigEndian(4, value); }
  // The message stream id of a chunk header is the one little-endian field (RTMP 1.0 5.3.1.2.1).
  bool ReadU32LittleEndian(uint32_t* value) {
    if (remaining() < 4) return false;
    const uint8_t* p = bytes_.data() + offset_;
    *value = p[0] | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24;
    offset_ += 4;
    return true;
  }
  bool ReadBytes(size_t count, Bytes* value) {
    if (remaining() < count) return false;
    *value = bytes_.subspan(offset_, count);
    offset_ += count;
    return true;
  }
  bool Skip(size_t count) {
    if (remaining() < count) return false;
    offset_ += count;
    return true;
  }

 private:
  bool ReadBigEndian(size_t width, uint32_t* value) {
    if (remaining() < width) return false;
    uint32_t result = 0;
    for (size_t i = 0; i < width; ++i) result = result << 8 | bytes_[offset_ + i];
    *value = result;
    offset_ += width;
    return true;
  }

  Bytes bytes_;
  size_t offset_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_BYTE_READER_H_
