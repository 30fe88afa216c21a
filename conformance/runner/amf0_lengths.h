// A mistake of languages whose strings are not bytes.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_AMF0_LENGTHS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_AMF0_LENGTHS_H_

#include "impl/bytes/bytes.h"

namespace rtmpspec {

// Whether these bytes, which are no AMF0, are values of it where the length of a string counts the UTF-16 units of its text and
// not its bytes (AMF0 1.3.1).
bool CountsCharacters(rtmp::Bytes payload);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_AMF0_LENGTHS_H_
