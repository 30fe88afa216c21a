// Bytes written as text, the notation of tests, tools and documents.
#ifndef RTMPSPEC_IMPL_BYTES_HEX_H_
#define RTMPSPEC_IMPL_BYTES_HEX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

// Reads annotated hexadecimal, such as
//
//   04  000010 000002 08 01000000 | type 0, chunk stream 4
//   AAbb                          | payload
//
// Digits in either case; the two digits of a byte stand together; blanks and line ends between bytes mean nothing; `|` starts
// a comment that runs to the end of the line. InvalidArgument, naming the line, for anything else.
absl::StatusOr<Buffer> ParseHex(absl::string_view text);

// Lower-case digits without blanks: "04000010".
std::string ToHex(Bytes bytes);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_HEX_H_
