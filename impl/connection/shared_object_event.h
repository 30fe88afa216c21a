// A shared object message as an event.
#ifndef RTMPSPEC_IMPL_CONNECTION_SHARED_OBJECT_EVENT_H_
#define RTMPSPEC_IMPL_CONNECTION_SHARED_OBJECT_EVENT_H_

#include "impl/chunk/chunk_decoder.h"
#include "impl/connection/events.h"

namespace rtmp {

// SharedObjectReceived, or MessageIgnored where it is malformed: the chunk stream is whole, and the connection goes on. Type 16
// has a format byte, 0, in front (RTMP-MT-10, MT-11).
Event SharedObjectEventOf(const RawMessage& message);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_SHARED_OBJECT_EVENT_H_
