#include "impl/io/flv_file.h"

namespace rtmp::io {

FlvReader::FlvReader(Bytes file) : reader_(file) {
  // E.2: "FLV", version, flags, the header's size; then the first back pointer.
  uint32_t signature = 0;
  uint16_t version_and_flags = 0;
  uint32_t header_size = 0;
  const bool is_flv = reader_.ReadU24(&signature) && signature == 0x464c56 && reader_.ReadU16(&version_and_flags) &&
                      reader_.ReadU32(&header_size) && header_size >= 9 && reader_.Skip(size_t{header_size} - 9) &&
                      reader_.Skip(4);
  if (!is_flv) reader_ = ByteReader({});
}

std::optional<FlvTag> FlvReader::Next() {
  // E.4.1: type, size, 24 low bits of the timestamp and then its high byte, stream id; the body; a back pointer.
  FlvTag tag{};
  uint32_t size = 0;
  uint32_t low = 0;
  uint8_t high = 0;
  if (!reader_.ReadU8(&tag.type) || !reader_.ReadU24(&size) || !reader_.ReadU24(&low) || !reader_.ReadU8(&high) ||
      !reader_.Skip(3) || !reader_.ReadBytes(size, &tag.payload) || !reader_.Skip(4)) {
    reader_ = ByteReader({});
    return std::nullopt;
  }
  tag.type &= 0x1f;
  tag.timestamp = uint32_t{high} << 24 | low;
  return tag;
}

}  // namespace rtmp::io
