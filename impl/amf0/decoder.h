// Decodes AMF0 within limits.
#ifndef RTMPSPEC_IMPL_AMF0_DECODER_H_
#define RTMPSPEC_IMPL_AMF0_DECODER_H_

#include <cstddef>
#include <optional>

#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp::amf0 {

struct Limits {
  size_t max_depth = 32;     // nested objects and arrays (kAmfDepth)
  size_t max_nodes = 65536;  // values in one message (kAmfNodes)
};

// Decodes every value in `payload` into `values`, which is cleared first and keeps its memory from call to call. On an error
// returns it, with the offset in `payload`; `values` then holds the top-level values that were complete before.
// Iterative: nesting costs no stack. A count read from the wire sizes nothing. Strings are kept as they are, UTF-8 or not.
// An ECMA array ends at its end marker, whatever its count says (RTMP-AMF0-13), or with the message when the count is
// reached there (AMF0-14). 0x11 takes the rest of the payload as one kAvmPlus value.
std::optional<ProtocolError> Decode(Bytes payload, const Limits& limits, Values* values);

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_DECODER_H_
