// The bytes of one connection, over TCP or over TLS over TCP, without waiting: the same calls for both.
#ifndef RTMPSPEC_IMPL_IO_STREAM_H_
#define RTMPSPEC_IMPL_IO_STREAM_H_

#include <asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/types/span.h"
#include "impl/bytes/bytes.h"
#include "impl/io/tls_context.h"

namespace rtmp::io {

// Every call returns at once. would_block means: wait until the socket can be read (ReadSome, and while `handshaking`, Handshake)
// or, if `wants_write`, written; then call again. Other errors are final; ErrorText says what they mean. Not thread-safe.
class Stream {
 public:
  // Plain TCP. The socket is connected and non-blocking.
  explicit Stream(asio::ip::tcp::socket socket);
  // The side of the context. A client checks that the certificate is for `host`, a name or an IP address, unless its context is
  // insecure. Either side's handshake happens in Handshake, or in ReadSome.
  Stream(asio::ip::tcp::socket socket, const TlsContext& tls, const std::string& host = "");
  Stream(Stream&&) noexcept;
  ~Stream();

  // Goes on with the handshake of TLS; no error once it is done, and for plain TCP.
  void Handshake(asio::error_code& error);
  // True until the handshake of TLS is done.
  bool handshaking() const;

  // Reads up to out.size() bytes; 0 with an error, eof at the peer's end. Where `out` was filled there may be more that waiting
  // for the socket does not show: read on until would_block.
  size_t ReadSome(absl::Span<uint8_t> out, asio::error_code& error);

  // Takes bytes from the front of `bytes`, how many is returned. would_block with 0 where it can take none now. Called with no
  // bytes it only sends what it took before; no error then means that nothing is left of that.
  size_t WriteSome(Bytes bytes, asio::error_code& error);
  // True while bytes that it took, or bytes of TLS's own, wait for the socket.
  bool wants_write() const;

  // Ends our side behind what was written: close_notify and FIN. would_block: call again when the socket can be written.
  void Finish(asio::error_code& error);

  // "certificate verify failed: self-signed certificate", "Connection reset by peer".
  std::string ErrorText(asio::error_code error) const;

  asio::ip::tcp::socket& socket() { return socket_; }

 private:
  class Tls;

  asio::ip::tcp::socket socket_;
  std::unique_ptr<Tls> tls_;  // null: plain
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_STREAM_H_
