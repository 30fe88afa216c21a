// Decodes AMF0 within limits.
#ifndef RTMPSPEC_IMPL_AMF0_DECODER_H_
#define RTMPSPEC_IMPL_AMF0_DECODER_H_

#include <cstddef>
#include <optional>

#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp::amf0 {

// What a message may make of its bytes.
struct Limits {
  size_t max_depth = 32;     // nested objects and arrays (kAmfDepth)
  size_t max_nodes = 65536;  // values in one message, those of AMF3 values in it among them (kAmfNodes)
  // What ExpandAmf3 may write, bytes (kAmfBytes): AMF3 strings that come again are references, and copies here.
  size_t max_expanded_bytes = size_t{1} << 20;
};

// Decodes every value in `payload` into `values`, which is cleared first and keeps its memory from call to call. On an error
// returns it, with the offset in `payload`; `values` then holds the top-level values that were complete before.
// Iterative: nesting costs no stack. A count read from the wire sizes nothing. Strings are kept as they are, UTF-8 or not.
//
// Choices where the text is open or practice differs:
// - An ECMA array ends at its end marker, whatever its count says (AMF0-13), or with the message when the count is reached there
//   (AMF0-14). An object without its end is kAmfTruncated (AMF0-09).
// - An empty property name in front of anything but the end marker is a name like others (AMF0-10); the end marker behind a name
//   that is not empty is kAmfMarker, as it is outside of objects (AMF0-12).
// - A reference may lead to any complex value that has started before it, an enclosing one too (AMF0-19, AMF0-21).
// - 0x11 takes one AMF3 value wherever a value may stand, and AMF0 goes on behind it (AMF0-27, RTMP-MT-04). Each begins with
//   empty reference tables (A39). Errors of AMF3 are errors here; depth and nodes count together.
//
// Offsets of errors: the marker's, or for kAmfTruncated the end of the payload.
std::optional<ProtocolError> Decode(Bytes payload, const Limits& limits, Values* values);

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_DECODER_H_
