#include "conformance/runner/server_process_peer.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/runner/owning_connection.h"
#include "conformance/runner/process.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

// A running server and its port.
struct Server {
  std::unique_ptr<Process> process;
  uint16_t port = 0;
};

class ServerProcessPeer : public Peer {
 public:
  explicit ServerProcessPeer(ServerProcessOptions options) : options_(std::move(options)), port_(FreePort().value_or(0)) {}

  Side role() const override { return Side::kServer; }
  bool exact() const override { return false; }
  std::string name() const override { return options_.command; }
  std::string app() const override { return options_.app; }
  std::string tc_url() const override { return FormatRtmpUrl({"127.0.0.1", port_, options_.app, false}); }
  bool can_restart() const override { return true; }
  bool one_connection() const override { return options_.fresh; }

  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask&) override {
    if (!options_.fresh) {
      if (server_.process == nullptr) {
        if (absl::Status status = Restart(); !status.ok()) return status;
      }
      return ConnectTcp("127.0.0.1", server_.port, absl::Seconds(5));
    }
    absl::StatusOr<Server> server = Start();
    if (!server.ok()) return server.status();
    absl::StatusOr<std::unique_ptr<PeerConnection>> connection = ConnectTcp("127.0.0.1", server->port, absl::Seconds(5));
    if (!connection.ok()) return connection.status();
    return std::make_unique<OwningConnection>(std::move(server->process), *std::move(connection), ends_);
  }

  absl::Status Restart() override {
    if (options_.fresh) return absl::OkStatus();
    server_ = {};
    errors_seen_ = 0;
    absl::StatusOr<Server> server = Start();
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    return absl::OkStatus();
  }

  std::vector<std::string> TakeProcessEnds() override { return std::exchange(ends_->ends, {}); }

  std::string TakeCrash() override {
    if (options_.fresh) return std::exchange(ends_->crash, "");
    if (server_.process == nullptr) return "";
    if (server_.process->Running()) return NewCrashText();
    // A server that is to serve on has no reason to end, whatever its exit code is.
    std::string text = server_.process->ExitText();
    if (const std::string tail = server_.process->ErrorTail(); !tail.empty()) absl::StrAppend(&text, "\n", tail);
    server_ = {};
    return text;
  }

 private:
  // What it wrote since the last look, if that tells of a crash.
  std::string NewCrashText() {
    const size_t size = server_.process->ErrorSize();
    const std::string text = server_.process->ErrorTail(size - std::exchange(errors_seen_, size));
    if (options_.crash_text.empty() || !absl::StrContains(text, options_.crash_text)) return "";
    return absl::StrCat("reports a crash:\n", text);
  }

  // The port was free a moment ago, and may be another's by the time the server asks for it: a second one decides.
  absl::StatusOr<Server> Start() {
    absl::StatusOr<Server> server = StartOnce();
    return server.ok() ? std::move(server) : StartOnce();
  }

  absl::StatusOr<Server> StartOnce() {
    Server server;
    // The same port each time where it can be had, so that $tcUrl stays true.
    server.port = port_ != 0 && !IsListening(port_) && !options_.fresh ? port_ : FreePort().value_or(0);
    if (server.port == 0) return absl::UnavailableError("no free port");
    port_ = server.port;
    absl::StatusOr<std::unique_ptr<Process>> process =
        Process::Start(absl::StrReplaceAll(options_.command, {{"{port}", absl::StrCat(server.port)}}),
                       {options_.stop_by_interrupt ? SIGINT : SIGTERM, options_.stop_patience});
    if (!process.ok()) return process.status();
    server.process = *std::move(process);
    if (absl::Status status = WaitUntilListening(*server.process, server.port, options_.ready_patience * options_.timeout_scale,
                                                 options_.ready_by_connecting);
        !status.ok()) {
      return status;
    }
    return server;
  }

  const ServerProcessOptions options_;
  uint16_t port_;
  Server server_;
  size_t errors_seen_ = 0;  // of the running server
  std::shared_ptr<ProcessEnds> ends_ = std::make_shared<ProcessEnds>();
};

}  // namespace

std::unique_ptr<Peer> MakeServerProcessPeer(ServerProcessOptions options) {
  return std::make_unique<ServerProcessPeer>(std::move(options));
}

}  // namespace rtmpspec
