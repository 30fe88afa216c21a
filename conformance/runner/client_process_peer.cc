#include "conformance/runner/client_process_peer.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/runner/dial_back.h"
#include "conformance/runner/owning_connection.h"
#include "conformance/runner/process.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

constexpr char kApp[] = "live";
constexpr absl::Duration kStartPatience = absl::Seconds(10);

// A folder of its own for what a player writes; removed with its files.
class OutputFile {
 public:
  OutputFile() {
    const char* directory = std::getenv("TMPDIR");
    std::string pattern = absl::StrCat(directory != nullptr ? directory : "/tmp", "/rtmpspec.XXXXXX");
    if (mkdtemp(pattern.data()) != nullptr) directory_ = pattern;
  }
  ~OutputFile() {
    if (directory_.empty()) return;
    unlink(path().c_str());
    rmdir(directory_.c_str());
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  bool ok() const { return !directory_.empty(); }
  std::string path() const { return absl::StrCat(directory_, "/out.flv"); }

 private:
  std::string directory_;
};

// The connection of a client, and the file that it writes.
class ClientConnectionOfProcess : public OwningConnection {
 public:
  ClientConnectionOfProcess(std::unique_ptr<OutputFile> out, std::unique_ptr<Process> process,
                            std::unique_ptr<PeerConnection> connection, std::shared_ptr<ProcessEnds> ends)
      : OwningConnection(std::move(process), std::move(connection), std::move(ends)), out_(std::move(out)) {}

 private:
  std::unique_ptr<OutputFile> out_;
};

class ClientProcessPeer : public Peer {
 public:
  explicit ClientProcessPeer(ClientProcessOptions options) : options_(std::move(options)) {}

  Side role() const override { return Side::kClient; }
  bool exact() const override { return false; }
  std::string name() const override { return options_.publisher.empty() ? options_.player : options_.publisher; }
  std::string app() const override { return kApp; }
  std::string tc_url() const override { return tc_url_; }
  bool can_restart() const override { return true; }
  bool one_connection() const override { return true; }
  std::string usual_drive() const override { return options_.publisher.empty() ? "player" : "publisher"; }
  std::string TakeCrash() override { return std::exchange(ends_->crash, ""); }
  std::vector<std::string> TakeProcessEnds() override { return std::exchange(ends_->ends, {}); }

  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override {
    const std::string& command = task.drive == "player" ? options_.player : options_.publisher;
    if (command.empty()) return absl::UnavailableError(absl::StrCat("there is no --", task.drive, " command"));
    absl::StatusOr<std::unique_ptr<DialBack>> port = DialBack::Listen();
    if (!port.ok()) return port.status();
    tc_url_ = FormatRtmpUrl({"127.0.0.1", (*port)->port(), kApp});
    auto out = std::make_unique<OutputFile>();
    if (!out->ok()) return absl::UnavailableError("cannot make a folder for {out}");
    absl::StatusOr<std::unique_ptr<Process>> process =
        Process::Start(ClientCommand(command, absl::StrCat(tc_url_, "/", task.stream_name), options_.media, out->path()));
    if (!process.ok()) return process.status();
    absl::StatusOr<int> socket = (*port)->Accept(**process, kStartPatience * options_.timeout_scale, "client");
    if (!socket.ok()) return socket.status();
    return std::make_unique<ClientConnectionOfProcess>(std::move(out), *std::move(process), AdoptTcp(*socket), ends_);
  }

 private:
  const ClientProcessOptions options_;
  std::string tc_url_ = FormatRtmpUrl({"127.0.0.1", 1935, kApp});
  std::shared_ptr<ProcessEnds> ends_ = std::make_shared<ProcessEnds>();
};

}  // namespace

std::string ClientCommand(absl::string_view command, absl::string_view url, absl::string_view media, absl::string_view out) {
  return absl::StrReplaceAll(command,
                             {{"{url}", ShellQuoted(url)}, {"{media}", ShellQuoted(media)}, {"{out}", ShellQuoted(out)}});
}

std::unique_ptr<Peer> MakeClientProcessPeer(ClientProcessOptions options) {
  return std::make_unique<ClientProcessPeer>(std::move(options));
}

}  // namespace rtmpspec
