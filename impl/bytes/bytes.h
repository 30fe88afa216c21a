// The two byte types that every layer shares.
#ifndef RTMPSPEC_IMPL_BYTES_BYTES_H_
#define RTMPSPEC_IMPL_BYTES_BYTES_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rtmp {

// A borrowed view of bytes. Valid as long as the owner says.
using Bytes = absl::Span<const uint8_t>;

// Owned bytes, as written by ByteWriter and the encoders.
using Buffer = std::vector<uint8_t>;

// The same memory seen as bytes or as text; no copy.
inline Bytes ToBytes(absl::string_view text) { return Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()); }
inline absl::string_view ToStringView(Bytes bytes) {
  return absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_BYTES_H_
