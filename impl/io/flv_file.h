// The tags of an FLV file in memory (FLV 10.1 E.2 to E.4): what tests publish.
#ifndef RTMPSPEC_IMPL_IO_FLV_FILE_H_
#define RTMPSPEC_IMPL_IO_FLV_FILE_H_

#include <cstdint>
#include <optional>

#include "impl/bytes/byte_reader.h"
#include "impl/bytes/bytes.h"

namespace rtmp::io {

// An audio, video or script tag: its type is the RTMP message's type id (8, 9, 18), its body the message's payload.
struct FlvTag {
  uint8_t type;
  uint32_t timestamp;  // milliseconds
  Bytes payload;       // a view into the file
};

// Takes the tags of a file one by one.
class FlvReader {
 public:
  // `file` must outlive the tags.
  explicit FlvReader(Bytes file);

  // Nothing at the end of the file, where a tag is cut short, and at once if the bytes are no FLV.
  std::optional<FlvTag> Next();

 private:
  ByteReader reader_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_FLV_FILE_H_
