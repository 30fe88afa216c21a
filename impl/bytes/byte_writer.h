// Appends big-endian fields to a Buffer.
#ifndef RTMPSPEC_IMPL_BYTES_BYTE_WRITER_H_
#define RTMPSPEC_IMPL_BYTES_BYTE_WRITER_H_

#include <cstdint>

#include "impl/bytes/bytes.h"

namespace rtmp {

// Appends fields to a buffer.
class ByteWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit ByteWriter(Buffer* out) : out_(*out) {}

  void WriteU8(uint8_t value) { out_.push_back(value); }
  void WriteU16(uint16_t value) { WriteBigEndian(value, 2); }
  // Writes the low 24 bits.
  void WriteU24(uint32_t value) { WriteBigEndian(value, 3); }
  void WriteU32(uint32_t value) { WriteBigEndian(value, 4); }
  void WriteBytes(Bytes bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

 private:
  void WriteBigEndian(uint64_t value, int width) {
    uint8_t bytes[8] = {};
    for (int i = 0; i < width; ++i) bytes[i] = static_cast<uint8_t>(value >> 8 * (width - 1 - i));
    WriteBytes(Bytes(bytes, width));
  }

  Buffer& out_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_BYTE_WRITER_H_
