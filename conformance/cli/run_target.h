// What `rtmpspec run` is pointed at: turns its arguments into peers.
#ifndef RTMPSPEC_CONFORMANCE_CLI_RUN_TARGET_H_
#define RTMPSPEC_CONFORMANCE_CLI_RUN_TARGET_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/runner/peer.h"
#include "conformance/runner/server_process_peer.h"

namespace rtmpspec {

struct TargetFlags {
  std::string url;               // rtmp[s]://host[:port]/app: a server that runs already
  std::string ca;                // ... over TLS, with a certificate of an authority in this PEM file; empty: the system's
  bool insecure = false;         // ... with any certificate
  std::string server;            // a command with {port} in it: a server that the suite starts
  bool fresh = false;            // ... anew for every case
  std::string app = "live";      // ... with this application
  std::string publisher;         // a command with {url} in it: a client that the suite starts for every case
  std::string player;            // likewise
  std::string shim;              // a command that is started for every connection: runner/shim_peer.h
  std::string media;             // what a publisher is given as {media}; empty: the FLV file of the corpus
  ServerProcessOptions process;  // how a server is started and stopped, beside the four above
  std::string profile, name;     // where these flags are from, and what the stack is called; empty: from the command line
  double timeout_scale = 1;
  std::string role;  // "", "server" or "client"
  uint64_t seed = 1;
};

struct RunTarget {
  std::string name;
  std::string repeat_prefix;  // the command line that tests this target again
  std::vector<Side> roles;    // sides of it that can be tested
  bool in_process = false;
  bool own_process = false;                                   // each peer is a process of its own
  std::vector<std::string> drives = {"publisher", "player"};  // what a client of it can be asked to be
  // A peer of its own, to be used from one thread.
  std::function<std::unique_ptr<Peer>(Side role)> make_peer;
};

// Without URL and command: the built-in reference, in process, as a server and as a client.
// InvalidArgument, with a text for people, where the flags make no sense.
absl::StatusOr<RunTarget> MakeTarget(const TargetFlags& flags);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_RUN_TARGET_H_
