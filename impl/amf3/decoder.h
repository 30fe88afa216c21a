// Decodes AMF3 within limits.
#ifndef RTMPSPEC_IMPL_AMF3_DECODER_H_
#define RTMPSPEC_IMPL_AMF3_DECODER_H_

#include <cstddef>
#include <optional>

#include "impl/amf3/value.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp::amf3 {

// What a value may make of its bytes.
struct Limits {
  size_t max_depth = 32;     // nested objects, arrays, vectors of objects, dictionaries (kAmfDepth)
  size_t max_nodes = 65536;  // values, and the names in all traits (kAmfNodes)
};

// Decodes the value at the front of `input` into `values`, which is cleared first and keeps its memory from call to call, and
// puts its length into `consumed`. The three reference tables begin empty (4.1). On an error returns it, with the offset in
// `input`; `values` is empty then and `consumed` unchanged. Iterative: nesting costs no stack. A count read from the wire sizes
// nothing. Strings are kept as they are, UTF-8 or not.
//
// Choices where the text is open or practice differs:
// - A U29 that is longer than it needs to be is the number it says (AMF3-02).
// - Vectors and dictionaries have their place in the table of complex values (A38, AMF3-24).
// - A reference may lead to any complex value that has begun before it, an enclosing one too (AMF3-13); one to a value of another
//   type than its marker is kAmfReference.
// - An externalizable object can be read by nobody who does not know its class: kAmfUnsupported (AMF3-14). Of
//   flex.messaging.io.ArrayCollection, ArrayList and ObjectProxy it is known that one value follows (AMF3-15).
//
// Offsets of errors: the marker's, or for kAmfTruncated the end of the input.
std::optional<ProtocolError> Decode(Bytes input, const Limits& limits, Values* values, size_t* consumed);

}  // namespace rtmp::amf3

#endif  // RTMPSPEC_IMPL_AMF3_DECODER_H_
