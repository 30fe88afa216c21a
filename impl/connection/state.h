// The states of a connection and of its message streams.
#ifndef RTMPSPEC_IMPL_CONNECTION_STATE_H_
#define RTMPSPEC_IMPL_CONNECTION_STATE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace rtmp {

enum class ConnectionState : uint8_t { kHandshaking, kConnecting, kConnected, kDisconnecting };

enum class StreamState : uint8_t { kCreated, kPublishPending, kPublishing, kPlayPending, kPlaying };

// The model's nine names, for one look at a connection: the connection's state, or once it is connected the state of the
// message stream that was created or changed last.
enum class State : uint8_t {
  kHandshaking,
  kConnecting,
  kConnected,
  kMediaStreamCreated,
  kPublishPending,
  kPublishing,
  kPlayPending,
  kPlaying,
  kDisconnecting,
};

// "Handshaking", "MediaStreamCreated", ...
absl::string_view StateName(State state);
absl::string_view StateName(ConnectionState state);
absl::string_view StateName(StreamState state);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_STATE_H_
