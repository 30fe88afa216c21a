// A blocking RTMP client over TCP or TLS around ClientConnection, for tests and small tools. Every wait has an end.
#ifndef RTMPSPEC_IMPL_IO_CLIENT_H_
#define RTMPSPEC_IMPL_IO_CLIENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "impl/bytes/bytes.h"
#include "impl/connection/client_connection.h"
#include "impl/io/tls_context.h"

namespace rtmp::io {

//   absl::StatusOr<Client> client = Client::Connect({.port = 1935, .connection = options});
//   client->RunUntil(State::kPublishing);
//   client->connection().SendVideo(0, payload);
//   client->Flush();
//   client->Disconnect();
class Client {
 public:
  // Where to, and as whom.
  struct Options {
    std::string address = "127.0.0.1";  // an IP address
    uint16_t port = 1935;
    absl::Duration timeout = absl::Seconds(10);  // of each call
    // RTMPS: a client's context. The certificate must be for `tls_host`, a name or an address; empty: for `address`.
    std::optional<TlsContext> tls;
    std::string tls_host;
    ClientOptions connection;
  };

  // Opens the socket and does TLS's handshake; RTMP's goes on in RunUntil. Unavailable, with the reason, if nobody listens there
  // or TLS fails; DeadlineExceeded after the timeout.
  static absl::StatusOr<Client> Connect(Options options);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // Moves bytes both ways until `done` returns true for an event; what came behind that event waits for the next call.
  // DeadlineExceeded after the timeout, Unavailable when the transport ends first, else the error of the protocol.
  absl::Status RunUntil(absl::FunctionRef<bool(const Event&)> done);
  // Until that state is reached; returns at once if it already is.
  absl::Status RunUntil(State state);

  // Sends everything that is queued.
  absl::Status Flush();
  // Ends the session, sends everything that is queued, waits for the server to close its side and closes the socket.
  absl::Status Disconnect();

  ClientConnection& connection();

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_CLIENT_H_
