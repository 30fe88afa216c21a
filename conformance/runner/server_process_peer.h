// A server under test that the suite starts, watches, restarts and stops.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SERVER_PROCESS_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SERVER_PROCESS_PEER_H_

#include <memory>
#include <string>

#include "conformance/runner/peer.h"

namespace rtmpspec {

struct ServerProcessOptions {
  std::string command;  // for /bin/sh; every {port} is replaced by a free port of 127.0.0.1
  std::string app = "live";
  // A process of its own for each connection: for servers that take one connection and end.
  bool fresh = false;
  double timeout_scale = 1;
};

// The process is started by the first Connect, so that a command that does not work is reported as a target that is not reached.
std::unique_ptr<Peer> MakeServerProcessPeer(ServerProcessOptions options);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SERVER_PROCESS_PEER_H_
