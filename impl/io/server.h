// A server around Relay over TCP or TLS: one thread, one event loop. The folder's one place that accepts connections.
#ifndef RTMPSPEC_IMPL_IO_SERVER_H_
#define RTMPSPEC_IMPL_IO_SERVER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "impl/io/relay.h"
#include "impl/io/tls_context.h"

namespace rtmp::io {

//   Server server({.port = 0});
//   absl::StatusOr<uint16_t> port = server.Listen();
//   if (port.ok()) server.Run();   // until Stop
class Server {
 public:
  // Where to listen, and with what patience.
  struct Options {
    std::string address = "127.0.0.1";  // an IP address
    uint16_t port = 1935;               // 0: the system chooses one
    // From accept to the end of the handshake.
    absl::Duration handshake_timeout = absl::Seconds(10);
    // A connection on which no byte moved for this long, in either direction, is closed. A player that has taken all there is
    // may wait for its stream as long as it likes.
    absl::Duration idle_timeout = absl::Seconds(60);
    // What a connection that is to be closed has left to take its last bytes and to close its side.
    absl::Duration linger = absl::Seconds(2);
    // RTMPS: every connection begins with TLS, and handshake_timeout covers that, too. None: plain RTMP.
    std::optional<TlsContext> tls;
    RelayOptions relay;
  };

  explicit Server(Options options);
  ~Server();

  // Binds and listens; the port. InvalidArgument for an address that is none, Unavailable for one that cannot be had.
  absl::StatusOr<uint16_t> Listen();

  // Serves until Stop: then nothing more is accepted, players get the end of their streams and what waits for them (within
  // `linger`), and all sockets are closed. Requires Listen.
  void Run();

  // Ends Run. From any thread, before or during Run.
  void Stop();
  // SIGINT and SIGTERM end Run, until the server is destroyed. Call it before Run.
  void StopOnSignals();

  // Connections accepted so far. For the thread that called Run, after it.
  uint64_t accepted_count() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_SERVER_H_
