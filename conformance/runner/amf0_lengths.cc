#include "conformance/runner/amf0_lengths.h"

#include <cstdint>

#include "impl/bytes/byte_reader.h"

namespace rtmpspec {
namespace {

// What a stack answers is flat.
constexpr int kDeepest = 16;

// So many UTF-16 units of UTF-8: a character of four bytes is two.
bool SkipText(rtmp::ByteReader* reader, uint32_t units) {
  while (units > 0) {
    uint8_t lead = 0;
    if (!reader->ReadU8(&lead)) return false;
    const size_t more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    const uint32_t counted = more == 3 ? 2 : 1;
    if (counted > units || !reader->Skip(more)) return false;
    units -= counted;
  }
  return true;
}

bool SkipName(rtmp::ByteReader* reader, uint16_t* units) { return reader->ReadU16(units) && SkipText(reader, *units); }

bool SkipValue(rtmp::ByteReader* reader, int depth);

bool SkipProperties(rtmp::ByteReader* reader, int depth) {
  uint16_t units = 0;
  uint8_t end = 0;
  while (SkipName(reader, &units)) {
    if (units == 0) return reader->ReadU8(&end) && end == 9;
    if (!SkipValue(reader, depth)) return false;
  }
  return false;
}

bool SkipValue(rtmp::ByteReader* reader, int depth) {
  uint8_t marker = 0;
  uint16_t units = 0;
  uint32_t count = 0;
  if (depth > kDeepest || !reader->ReadU8(&marker)) return false;
  switch (marker) {
    case 0:  // number
      return reader->Skip(8);
    case 1:  // boolean
      return reader->Skip(1);
    case 2:  // string
      return SkipName(reader, &units);
    case 3:  // object
      return SkipProperties(reader, depth + 1);
    case 5:  // null
    case 6:  // undefined
      return true;
    case 8:  // ECMA array
      return reader->Skip(4) && SkipProperties(reader, depth + 1);
    case 10:  // strict array
      if (!reader->ReadU32(&count)) return false;
      for (; count > 0; --count) {
        if (!SkipValue(reader, depth + 1)) return false;
      }
      return true;
    case 11:  // date
      return reader->Skip(10);
    case 12:  // long string
      return reader->ReadU32(&count) && SkipText(reader, count);
    default:
      return false;
  }
}

}  // namespace

bool CountsCharacters(rtmp::Bytes payload) {
  rtmp::ByteReader reader(payload);
  while (reader.remaining() > 0) {
    if (!SkipValue(&reader, 0)) return false;
  }
  return true;
}

}  // namespace rtmpspec
