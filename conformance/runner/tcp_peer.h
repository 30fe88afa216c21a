// A server under test that runs already, reached over TCP.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_TCP_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_TCP_PEER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conformance/runner/peer.h"

namespace rtmpspec {

// rtmp://host[:port]/app. The port defaults to 1935; the host may be a name, an IPv4 or a bracketed IPv6 address; the app is all
// that follows, slashes and query included, and may be empty.
struct RtmpUrl {
  std::string host;
  uint16_t port = 1935;
  std::string app;
};
// InvalidArgument says what is wrong with it.
absl::StatusOr<RtmpUrl> ParseRtmpUrl(absl::string_view url);

// The URL again, for $tcUrl: the port is written where it is not 1935.
std::string FormatRtmpUrl(const RtmpUrl& url);

// Unavailable when nobody answers within `patience`.
absl::StatusOr<std::unique_ptr<PeerConnection>> ConnectTcp(const std::string& host, uint16_t port, absl::Duration patience);

// Takes over a connected socket that does not block: one that was accepted.
std::unique_ptr<PeerConnection> AdoptTcp(int socket);

std::unique_ptr<Peer> MakeTcpPeer(const RtmpUrl& url);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_TCP_PEER_H_
