// rtmpspec_shim: the reference as a library under test, and a model for other shims. What one is asked: runner/shim_peer.h.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

constexpr absl::Duration kLinger = absl::Seconds(60);

// Says what state the connection is in, where that is new, before what it sends in it.
void TellState(const PeerConnection& connection, std::string* told) {
  const std::string state = connection.state().value_or("");
  if (state == *told) return;
  *told = state;
  std::cout << "state " << state << std::endl;
}

int Run(uint16_t port, Side role, const ClientTask& task) {
  absl::StatusOr<std::unique_ptr<PeerConnection>> suite = ConnectTcp("127.0.0.1", port, absl::Seconds(5));
  if (!suite.ok()) {
    std::cerr << "rtmpspec_shim: " << suite.status().message() << "\n";
    return 1;
  }
  const std::unique_ptr<Peer> reference = MakeInProcessPeer(role, /*seed=*/port);
  const std::unique_ptr<PeerConnection> connection = *reference->Connect(task);
  std::string told;
  while (true) {
    TellState(*connection, &told);
    rtmp::Buffer out;
    const ReadEnd said = connection->Read(&out, absl::ZeroDuration());
    (*suite)->Write(out);
    if (said == ReadEnd::kFin || said == ReadEnd::kReset) break;
    if (said == ReadEnd::kData) continue;  // it may have been the last that it says
    rtmp::Buffer in;
    const ReadEnd heard = (*suite)->Read(&in, kLinger);
    if (heard != ReadEnd::kData) return 0;
    connection->Write(in);
  }
  (*suite)->Close(/*reset=*/false);
  // What the suite still says is read, so that our end of the connection is no reset.
  rtmp::Buffer ignored;
  while ((*suite)->Read(&ignored, absl::Seconds(2)) == ReadEnd::kData) ignored.clear();
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("The reference as a library under test: rtmpspec run --shim rtmpspec_shim", "rtmpspec_shim");
  uint16_t port = 0;
  std::string role, name;
  ClientTask task;
  app.add_option("--connect", port, "The port of 127.0.0.1 to dial")->required();
  app.add_option("--role", role, "What to be")->required()->check(CLI::IsMember({"server", "client"}));
  app.add_option("--drive", task.drive, "... as a client")->check(CLI::IsMember({"publisher", "player"}));
  app.add_option("--app", name, "... of this application; the reference knows one");
  app.add_option("--stream", task.stream_name, "... with this stream");
  CLI11_PARSE(app, argc, argv);
  return Run(port, role == "server" ? Side::kServer : Side::kClient, task);
}

}  // namespace
}  // namespace rtmpspec

int main(int argc, char** argv) {
  try {
    return rtmpspec::Main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "rtmpspec_shim: " << error.what() << "\n";
  }
  return 1;
}
