// A server under test made of a few lines: it does the handshake right, and what it answers to messages is up to the test.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_FAKE_PEER_TESTING_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_FAKE_PEER_TESTING_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/language/parser.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/peer.h"
#include "conformance/runner/player.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/script_testing.h"
#include "conformance/runner/tested_target.h"
#include "conformance/runner/usual_messages.h"
#include "conformance/runner/wire_reader.h"
#include "gtest/gtest.h"
#include "impl/handshake/handshake.h"

namespace rtmpspec::testing {

class FakeServer;

class FakeConnection : public PeerConnection {
 public:
  FakeConnection(FakeServer& server, int number) : server_(server), number_(number), reader_(rtmp::kHandshakeSize) {}

  void Write(rtmp::Bytes bytes) override;
  ReadEnd Read(rtmp::Buffer* out, absl::Duration) override {
    if (out_.empty()) return end_;
    out->insert(out->end(), out_.begin(), out_.end());
    out_.clear();
    return ReadEnd::kData;
  }
  void Close(bool) override {}

  // For handlers.
  int number() const { return number_; }
  void Reply(const PlayedMessage& message) { player_.Send(message, &out_); }
  // A line of a script, as the server plays it.
  void Reply(absl::string_view line) {
    const absl::Status status = player_.Play(Line(line), Bindings(), &out_);
    EXPECT_TRUE(status.ok()) << status;
  }
  void Raw(rtmp::Bytes bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void End(ReadEnd how) { end_ = how; }

 private:
  FakeServer& server_;
  const int number_;
  WireReader reader_;
  Player player_{Side::kServer};
  rtmp::Buffer handshake_;
  rtmp::Buffer out_;
  ReadEnd end_ = ReadEnd::kNothing;
};

class FakeServer : public Peer {
 public:
  using Handler = std::function<void(FakeConnection&, const WireMessage&)>;
  explicit FakeServer(Handler handler = UsualAnswer) : handler(std::move(handler)) {}

  Side role() const override { return Side::kServer; }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask&) override {
    if (dead) return absl::UnavailableError("connection refused");
    return std::make_unique<FakeConnection>(*this, ++connections);
  }
  bool exact() const override { return in_process; }
  std::string name() const override { return "fake"; }
  std::string app() const override { return "live"; }
  std::string tc_url() const override { return "rtmp://fake/live"; }
  bool can_restart() const override { return restarts >= 0; }
  absl::Status Restart() override {
    ++restarts;
    dead = false;
    return absl::OkStatus();
  }
  std::string TakeCrash() override { return std::exchange(crash, ""); }

  // connect, createStream, publish, play, PingRequest are answered; any other call with _error.
  static void UsualAnswer(FakeConnection& connection, const WireMessage& message) {
    uint32_t ping = 0;
    if (LookAtPing(message, 6, &ping)) connection.Reply(UserControlMessage(7, ping));
    const CommandSeen command = LookAtCommand(message);
    if (command.name == "connect") {
      connection.Reply("WindowAckSize 5000000");
      connection.Reply(
          R"(_result txn=1 {fmsVer: "x"} {level: "status", code: "NetConnection.Connect.Success", description: "ok"})");
    } else if (command.name == "createStream") {
      connection.Reply(absl::StrCat("_result txn=", command.transaction_id, " null 1"));
    } else if (command.name == "publish" || command.name == "play") {
      connection.Reply(absl::StrCat(R"(onStatus msid=1 txn=0 null {level: "status", code: ")",
                                    command.name == "play" ? "NetStream.Play.Start" : "NetStream.Publish.Start",
                                    R"(", description: "ok"})"));
    } else if (command.transaction_id != 0) {
      connection.Reply(absl::StrCat("_error txn=", static_cast<uint64_t>(command.transaction_id), R"( null {level: "error"})"));
    }
  }

  Handler handler;
  bool dead = false;
  bool in_process = true;  // false: deadlines are waited for, as over a socket
  int connections = 0;
  int restarts = -1;  // 0 or more: Restart is possible
  std::string crash;
  std::vector<size_t> writes;  // sizes
};

inline void FakeConnection::Write(rtmp::Bytes bytes) {
  server_.writes.push_back(bytes.size());
  const size_t left = rtmp::kHandshakeSize - handshake_.size();
  const rtmp::Bytes handshake = bytes.subspan(0, std::min(left, bytes.size()));
  for (const uint8_t byte : handshake) {
    handshake_.push_back(byte);
    // S0, S1 and S2 in one go, once C1 is complete.
    if (handshake_.size() != 1 + rtmp::kHandshakePacketSize) continue;
    out_.push_back(3);
    for (size_t i = 0; i < rtmp::kHandshakePacketSize; ++i) out_.push_back(i < 8 ? 0 : static_cast<uint8_t>(i));
    out_.insert(out_.end(), handshake_.begin() + 1, handshake_.end());
  }
  reader_.Feed(bytes.subspan(handshake.size()));
  while (std::optional<WireMessage> message = reader_.Next()) {
    if (end_ == ReadEnd::kNothing) server_.handler(*this, *message);
  }
}

inline const Catalogue& Rows() {
  static const auto& catalogue = *new absl::StatusOr<Catalogue>(Catalogue::Load(RTMPSPEC_CATALOGUE));
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  return *catalogue;
}

// A case from its steps. `header` holds more header lines. The first four steps are the handshake unless the text has its own.
inline Scenario Case(absl::string_view steps, absl::string_view row = "RTMP-CN-02", absl::string_view header = "",
                     absl::string_view id = "server/test/case") {
  constexpr absl::string_view kHandshake = "C: C0 3\nC: C1\nS: S0 3\nS: S1\nS: S2 echo of C1\nC: C2 echo of S1\n";
  const bool own = steps.find("C0") != absl::string_view::npos || steps.find("S0") != absl::string_view::npos;
  absl::StatusOr<Transcript> transcript =
      ParseTranscript(absl::StrCat("transcript 1\ntitle t\nrows ", row, "\npeer server client\n", header, "\n",
                                   own ? "" : kHandshake, steps, "\n"),
                      "case.transcript", id);
  EXPECT_TRUE(transcript.ok()) << transcript.status();
  Scenario scenario;
  scenario.id = std::string(id);
  if (transcript.ok()) scenario.transcript = *std::move(transcript);
  return scenario;
}

// connect, and its answer taken.
inline constexpr char kConnect[] = "C: connect txn=1 {app: $app, tcUrl: $tcUrl}\nS: _result txn=1 ...\n";

}  // namespace rtmpspec::testing

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_FAKE_PEER_TESTING_H_
