// A client's bytes, and a server that takes them.
#ifndef RTMPSPEC_BENCH_SUPPORT_SESSION_H_
#define RTMPSPEC_BENCH_SUPPORT_SESSION_H_

#include <cstddef>

#include "impl/bytes/bytes.h"
#include "impl/connection/server_connection.h"

namespace rtmp::bench {

inline constexpr size_t kPiece = 64 * 1024;  // what a socket gives at a time

// All that a client sends from C0 to publish, or to play, as an encoder sends it. Message stream 1.
Buffer ClientToPublish(absl::string_view name = "stream");
Buffer ClientToPlay();
// With a handshake in which the server has to look for a digest.
Buffer MaybeSignedClientToPublish();

// Feeds everything in pieces of kPiece, accepts what is asked for, sends what waits. Returns the payload bytes of media.
size_t Serve(ServerConnection& server, Bytes stream);

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_SESSION_H_
