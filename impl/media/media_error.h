// How the parsers of this folder word their errors; only they include this.
#ifndef RTMPSPEC_IMPL_MEDIA_MEDIA_ERROR_H_
#define RTMPSPEC_IMPL_MEDIA_MEDIA_ERROR_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp::media {

// `body` ends inside of `what`.
inline ProtocolError Truncated(Bytes body, absl::string_view what) {
  return {ErrorCode::kMediaTruncated, body.size(), absl::StrCat("the message ends inside of ", what)};
}

inline ProtocolError WrongField(size_t offset, std::string text) { return {ErrorCode::kMediaField, offset, std::move(text)}; }

// A signed field of 24 bits, sign-extended.
inline int32_t SignExtend24(uint32_t value) {
  return value < 0x800000 ? static_cast<int32_t>(value) : static_cast<int32_t>(value) - 0x1000000;
}

}  // namespace rtmp::media

#endif  // RTMPSPEC_IMPL_MEDIA_MEDIA_ERROR_H_
