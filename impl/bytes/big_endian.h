// Big-endian fields at a place that is known to hold them.
#ifndef RTMPSPEC_IMPL_BYTES_BIG_ENDIAN_H_
#define RTMPSPEC_IMPL_BYTES_BIG_ENDIAN_H_

#include <cstdint>
#include <cstring>

namespace rtmp {

inline uint16_t Load16(const uint8_t* p) { return static_cast<uint16_t>(p[0] << 8 | p[1]); }
inline uint32_t Load32(const uint8_t* p) { return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3]; }
inline uint32_t Load24(const uint8_t* p) { return uint32_t{p[0]} << 16 | uint32_t{p[1]} << 8 | p[2]; }
inline uint32_t Load32LittleEndian(const uint8_t* p) {
  return uint32_t{p[3]} << 24 | uint32_t{p[2]} << 16 | uint32_t{p[1]} << 8 | p[0];
}
// IEEE 754; NaN payloads and the sign of zero are kept.
inline double LoadDouble(const uint8_t* p) {
  const uint64_t bits = uint64_t{Load32(p)} << 32 | Load32(p + 4);
  double value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

inline void Store16(uint16_t value, uint8_t* p) {
  p[0] = static_cast<uint8_t>(value >> 8);
  p[1] = static_cast<uint8_t>(value);
}
// The low 24 bits.
inline void Store24(uint32_t value, uint8_t* p) {
  p[0] = static_cast<uint8_t>(value >> 16);
  p[1] = static_cast<uint8_t>(value >> 8);
  p[2] = static_cast<uint8_t>(value);
}
inline void Store32(uint32_t value, uint8_t* p) {
  Store16(static_cast<uint16_t>(value >> 16), p);
  Store16(static_cast<uint16_t>(value), p + 2);
}
inline void Store32LittleEndian(uint32_t value, uint8_t* p) {
  p[0] = static_cast<uint8_t>(value);
  p[1] = static_cast<uint8_t>(value >> 8);
  p[2] = static_cast<uint8_t>(value >> 16);
  p[3] = static_cast<uint8_t>(value >> 24);
}
inline void StoreDouble(double value, uint8_t* p) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  Store32(static_cast<uint32_t>(bits >> 32), p);
  Store32(static_cast<uint32_t>(bits), p + 4);
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_BIG_ENDIAN_H_
