// A server under test that the suite starts, watches, restarts and stops.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SERVER_PROCESS_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SERVER_PROCESS_PEER_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "conformance/runner/peer.h"

namespace rtmpspec {

struct ServerProcessOptions {
  std::string command;  // for /bin/sh; every {port} is replaced by a free port of 127.0.0.1
  std::string app = "live";
  // A process of its own for each connection: for servers that take one connection and end.
  bool fresh = false;
  // Ready when it listens, by the system's table: a connection would use up a server that takes one. By connecting where that
  // table does not show it (a container with a network of its own).
  bool ready_by_connecting = false;
  absl::Duration ready_patience = absl::Seconds(30);
  // SIGINT instead of SIGTERM; SIGKILL after this time.
  bool stop_by_interrupt = false;
  absl::Duration stop_patience = absl::Seconds(2);
  // On its standard error: a part of it crashed, though it goes on listening. Empty: there is no such text.
  std::string crash_text;
  double timeout_scale = 1;
};

// The process is started by the first Connect, so that a command that does not work is reported as a target that is not reached.
std::unique_ptr<Peer> MakeServerProcessPeer(ServerProcessOptions options);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SERVER_PROCESS_PEER_H_
