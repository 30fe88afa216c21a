// A server under test that runs already, reached over TCP or TLS.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_TCP_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_TCP_PEER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conformance/runner/peer.h"
#include "impl/io/tls_context.h"

namespace rtmpspec {

// rtmp://host[:port]/app, or rtmps:// over TLS. The port defaults to 1935, of rtmps to 443; the host may be a name, an IPv4 or a
// bracketed IPv6 address; the app is all that follows, slashes and query included, and may be empty.
struct RtmpUrl {
  std::string host;
  uint16_t port = 1935;
  std::string app;
  bool tls = false;
};
// InvalidArgument says what is wrong with it.
absl::StatusOr<RtmpUrl> ParseRtmpUrl(absl::string_view url);

// The URL again, for $tcUrl: the port is written where it is not the default.
std::string FormatRtmpUrl(const RtmpUrl& url);

// `tls`: a client's context; the connection is then one over TLS whose handshake is done, and the server's certificate must be
// for `host`. Unavailable when nobody answers within `patience`, or when TLS is refused, with the reason.
absl::StatusOr<std::unique_ptr<PeerConnection>> ConnectTcp(const std::string& host, uint16_t port, absl::Duration patience,
                                                           const rtmp::io::TlsContext* tls = nullptr);

// Takes over a connected socket: one that was accepted.
std::unique_ptr<PeerConnection> AdoptTcp(int descriptor);

// `trust` counts for rtmps alone. InvalidArgument where it cannot be used.
absl::StatusOr<std::unique_ptr<Peer>> MakeTcpPeer(const RtmpUrl& url, const rtmp::io::TlsTrust& trust = {});

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_TCP_PEER_H_
