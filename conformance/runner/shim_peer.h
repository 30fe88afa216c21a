// A library under test, through a small program of its own: a shim, which the suite starts for each connection.
//
//   SHIM --connect PORT --role server
//   SHIM --connect PORT --role client --drive publisher|player --app live --stream NAME
//
// It dials 127.0.0.1:PORT and speaks RTMP on that connection until it ends: as a server it takes whatever is published and
// played, as a client it publishes or plays NAME. It may write lines `state NAME` to its output, the states of
// impl/connection/README.md, each before what it sends in that state; else `state` steps are not checked. It exits with 89 where
// it does not implement what it is asked: the case is then UNSUPPORTED.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SHIM_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SHIM_PEER_H_

#include <memory>
#include <string>

#include "conformance/runner/peer.h"

namespace rtmpspec {

inline constexpr int kShimNotImplemented = 89;

struct ShimOptions {
  std::string command;  // for /bin/sh; the arguments above are put behind it
  Side role = Side::kServer;
  double timeout_scale = 1;
};

std::unique_ptr<Peer> MakeShimPeer(ShimOptions options);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SHIM_PEER_H_
