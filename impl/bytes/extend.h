// Room at the end of a buffer, for the encoders that write value by value.
#ifndef RTMPSPEC_IMPL_BYTES_EXTEND_H_
#define RTMPSPEC_IMPL_BYTES_EXTEND_H_

#include <cstddef>
#include <cstdint>

#include "impl/bytes/bytes.h"

namespace rtmp {

// Appends `count` bytes, at least one, and returns where they begin, for the caller to fill: zero until then, and there until
// `out` changes again.
uint8_t* Extend(size_t count, Buffer* out);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_EXTEND_H_
