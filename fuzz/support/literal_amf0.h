// AMF0 read as its specification spells it out, one recursive function, and written again in the canonical form. What the
// iterative decoder and the encoder are held against.
#ifndef RTMPSPEC_FUZZ_SUPPORT_LITERAL_AMF0_H_
#define RTMPSPEC_FUZZ_SUPPORT_LITERAL_AMF0_H_

#include <optional>
#include <vector>

#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"

namespace rtmp {

struct LiteralAmf0 {
  std::optional<ErrorCode> error;
  bool has_amf3 = false;        // not read from there on
  std::vector<size_t> offsets;  // where each complete top-level value begins, and where the last one ends
  Buffer canonical;             // all complete top-level values
};

LiteralAmf0 ReadAmf0Literally(Bytes payload, size_t max_depth);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_LITERAL_AMF0_H_
