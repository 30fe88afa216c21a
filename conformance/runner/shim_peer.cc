#include "conformance/runner/shim_peer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "conformance/runner/deadlines.h"
#include "conformance/runner/dial_back.h"
#include "conformance/runner/process.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

constexpr char kApp[] = "live";
constexpr absl::Duration kStartPatience = absl::Seconds(10);
constexpr absl::Duration kEndPatience = absl::Milliseconds(100);
constexpr absl::Duration kPoll = absl::Milliseconds(2);

// What came of processes that are gone.
struct Ends {
  std::string crash;
  bool unsupported = false;
};

class ShimConnection : public PeerConnection {
 public:
  ShimConnection(std::unique_ptr<Process> process, std::unique_ptr<PeerConnection> connection, std::shared_ptr<Ends> ends)
      : process_(std::move(process)), connection_(std::move(connection)), ends_(std::move(ends)) {}
  ~ShimConnection() override {
    connection_.reset();
    // One that is about to end shows it within this time; one that goes on is stopped.
    const Deadline deadline(kEndPatience);
    while (process_->Running() && deadline.left() > absl::ZeroDuration()) absl::SleepFor(kPoll);
    process_->Stop();
    if (process_->exit_code() == kShimNotImplemented) ends_->unsupported = true;
    if (process_->Crashed()) ends_->crash = absl::StrCat(process_->ExitText(), "\n", process_->ErrorTail());
  }

  void Write(rtmp::Bytes bytes) override { connection_->Write(bytes); }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override { return connection_->Read(out, wait); }
  void Close(bool reset) override { connection_->Close(reset); }

  // The last line that is complete.
  std::optional<std::string> state() const override {
    std::optional<std::string> state;
    const std::string output = process_->OutputTail(65536);
    std::vector<absl::string_view> lines = absl::StrSplit(output, '\n');
    lines.pop_back();
    for (absl::string_view line : lines) {
      if (absl::ConsumePrefix(&line, "state ")) state = std::string(absl::StripAsciiWhitespace(line));
    }
    return state;
  }

 private:
  std::unique_ptr<Process> process_;
  std::unique_ptr<PeerConnection> connection_;
  std::shared_ptr<Ends> ends_;
};

class ShimPeer : public Peer {
 public:
  explicit ShimPeer(ShimOptions options) : options_(std::move(options)) {}

  Side role() const override { return options_.role; }
  bool exact() const override { return false; }
  std::string name() const override { return options_.command; }
  std::string app() const override { return kApp; }
  std::string tc_url() const override { return FormatRtmpUrl({"127.0.0.1", 1935, kApp}); }
  bool can_restart() const override { return true; }
  bool one_connection() const override { return true; }
  std::string TakeCrash() override { return std::exchange(ends_->crash, ""); }
  bool TakeUnsupported() override { return std::exchange(ends_->unsupported, false); }

  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override {
    absl::StatusOr<std::unique_ptr<DialBack>> port = DialBack::Listen();
    if (!port.ok()) return port.status();
    std::string command = absl::StrCat(options_.command, " --connect ", (*port)->port(), " --role ");
    if (options_.role == Side::kServer) {
      absl::StrAppend(&command, "server");
    } else {
      absl::StrAppend(&command, "client --drive ", task.drive, " --app ", kApp, " --stream ", task.stream_name);
    }
    absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(command, {}, /*keep_output=*/true);
    if (!process.ok()) return process.status();
    absl::StatusOr<int> socket = (*port)->Accept(**process, kStartPatience * options_.timeout_scale, "shim");
    if (!socket.ok()) {
      ends_->unsupported = (*process)->exit_code() == kShimNotImplemented;
      return socket.status();
    }
    return std::make_unique<ShimConnection>(*std::move(process), AdoptTcp(*socket), ends_);
  }

 private:
  const ShimOptions options_;
  std::shared_ptr<Ends> ends_ = std::make_shared<Ends>();
};

}  // namespace

std::unique_ptr<Peer> MakeShimPeer(ShimOptions options) { return std::make_unique<ShimPeer>(std::move(options)); }

}  // namespace rtmpspec
