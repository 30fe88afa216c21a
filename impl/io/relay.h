// A media server without sockets: many connections, publishers and players, streams by application and name.
// The TCP server and the conformance suite's in-process target are both this.
#ifndef RTMPSPEC_IMPL_IO_RELAY_H_
#define RTMPSPEC_IMPL_IO_RELAY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/connection/options.h"
#include "impl/connection/server_connection.h"

namespace rtmp::io {

// Of the relay and of every connection to it.
struct RelayOptions {
  ServerOptions server;
  // Media that waits for a slow player, bytes. Beyond it whole messages are dropped for that player, up to the next key frame
  // that fits; a message is never torn.
  size_t max_player_queue = size_t{4} << 20;
  // One line per connection event, without a newline: `#3 127.0.0.1:50412 publishes live/cam1`. What the peer sent stands in it
  // escaped and shortened. Null: nothing.
  std::function<void(absl::string_view)> log;
};

using ConnectionId = uint64_t;

// Not thread-safe. A call may queue output on any connection; `on_output` names each that has some, so that a driver needs no
// scan.
class Relay {
 public:
  explicit Relay(RelayOptions options);
  ~Relay();

  // Called at the end of Receive, Close and Shutdown, once for each connection that got something to send or is to be closed. It
  // may call send_buf, AdvanceSendBuf and wants_close, and nothing else. May be null.
  void set_on_output(std::function<void(ConnectionId)> on_output);

  // A new connection; `peer` is its name in the log. Ids are never used twice.
  ConnectionId Open(absl::string_view peer);
  // Bytes from that connection, all of which are consumed. Publishes are accepted unless the name is taken (RTMP-PB-04). Plays of
  // a stream that nobody publishes wait for it when start is -2 and are refused with StreamNotFound otherwise (RTMP-PL-04).
  // live_stream.h says what a player gets, stream_key.h which stream a name means.
  void Receive(ConnectionId id, Bytes input);
  // What to send on it, valid until the next call that is not const, and how much was sent.
  Bytes send_buf(ConnectionId id) const;
  void AdvanceSendBuf(ConnectionId id, size_t count);
  // True once the connection has nothing more to say: send what is queued, then close it.
  bool wants_close(ConnectionId id) const;
  // The transport is gone: frees the connection, its publish names and its players.
  void Close(ConnectionId id, absl::string_view reason);

  // Ends every publish, so that players get the end of their streams; then every connection wants to close.
  void Shutdown();

  // Null for an unknown id. For tests and for the suite's view of states.
  const ServerConnection* connection(ConnectionId id) const;
  size_t connection_count() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_RELAY_H_
