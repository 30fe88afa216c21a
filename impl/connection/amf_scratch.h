// What AMF messages are decoded into. Its memory is kept from message to message.
#ifndef RTMPSPEC_IMPL_CONNECTION_AMF_SCRATCH_H_
#define RTMPSPEC_IMPL_CONNECTION_AMF_SCRATCH_H_

#include "impl/amf0/value.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

struct AmfScratch {
  amf0::Values values;
  Buffer expanded;  // what `values` points into where AMF3 was in the message
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_AMF_SCRATCH_H_
