// Turns the AMF3 values in a message into AMF0, for who reads AMF0 alone.
#ifndef RTMPSPEC_IMPL_AMF0_FROM_AMF3_H_
#define RTMPSPEC_IMPL_AMF0_FROM_AMF3_H_

#include <optional>

#include "impl/amf0/decoder.h"
#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp::amf0 {

// Appends `values` to `out` with each AMF3 value in AMF0's form:
//
//   integer, double                    number
//   XML, XML document                  XML document
//   byte array                         string of its bytes
//   object                             object, or typed object where it has a class; members in their order
//   array, dense alone                 strict array
//   array with names, dictionary       ECMA array; dense elements are named "0", "1", ..., keys that are numbers so too
//   vector                             strict array
//   reference                          reference, to dates, XML and byte arrays a copy
//
// Iterative, and linear in the input and Limits::max_expanded_bytes. Errors, with the offset in what `values` was decoded from:
// kAmfBytes beyond that limit, kAmfUnsupported for a dictionary with a key that is neither string nor number, kAmfReference for a
// reference to more than the 65,536 values that AMF0 can name. `out` holds a part then.
std::optional<ProtocolError> ExpandAmf3(const Values& values, const Limits& limits, Buffer* out);

}  // namespace rtmp::amf0

#endif  // RTMPSPEC_IMPL_AMF0_FROM_AMF3_H_
