// What careless relays do to media, as deviations: they hang, close, drop, or change a message on its way. This one does not.
#ifndef RTMPSPEC_IMPL_IO_CARELESS_RELAY_H_
#define RTMPSPEC_IMPL_IO_CARELESS_RELAY_H_

#include "impl/bytes/bytes.h"
#include "impl/io/relay_peer.h"
#include "impl/media/enhanced_tag.h"

namespace rtmp::io {

#ifdef RTMPSPEC_DEVIANT
// False where the deviation that holds leaves nothing to relay of a message from `peer`, which may hang or be closing then.
// Otherwise *payload is the message, perhaps another than before, valid until the next call.
bool TakeCarelessly(MediaType media, RelayPeer& peer, Bytes* payload);
#else
inline bool TakeCarelessly(MediaType, RelayPeer&, Bytes*) { return true; }
#endif

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_CARELESS_RELAY_H_
