// A client under test: a process that the suite starts anew for each connection, with an address of its own to connect to.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_CLIENT_PROCESS_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_CLIENT_PROCESS_PEER_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "conformance/runner/peer.h"

namespace rtmpspec {

struct ClientProcessOptions {
  // For /bin/sh, each or both: {url} is replaced by rtmp://127.0.0.1:PORT/live/NAME, {media} by the path below, {out} by a file
  // that is removed with the connection. Empty: cases that need this kind of client do not run.
  std::string publisher;
  std::string player;
  std::string media;  // an FLV file for publishers
  double timeout_scale = 1;
};

// `command` with its placeholders filled in; values are quoted for the shell.
std::string ClientCommand(absl::string_view command, absl::string_view url, absl::string_view media, absl::string_view out);

// Connect listens on a free port of 127.0.0.1, starts the command and waits for its connection. Unavailable, with what the
// process said, when it ends or the time is up before that.
std::unique_ptr<Peer> MakeClientProcessPeer(ClientProcessOptions options);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_CLIENT_PROCESS_PEER_H_
