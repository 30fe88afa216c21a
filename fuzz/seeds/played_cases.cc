#include "fuzz/seeds/played_cases.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/cli/selection.h"
#include "conformance/cli/suite_files.h"
#include "conformance/language/printer.h"
#include "conformance/language/random_transcript.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/peer_decorator.h"
#include "conformance/runner/suite_run.h"
#include "fuzz/seeds/amf_messages.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

using rtmpspec::Side;

constexpr size_t kLongest = 3000;

// What was played on one connection.
struct Played {
  Buffer bytes;
  bool player = false;  // the client under test was asked to play
};
using AllPlayed = std::vector<std::shared_ptr<Played>>;

class RecordingConnection : public rtmpspec::PeerConnection {
 public:
  RecordingConnection(std::unique_ptr<PeerConnection> wire, std::shared_ptr<Played> played)
      : wire_(std::move(wire)), played_(std::move(played)) {}
  void Write(Bytes bytes) override {
    played_->bytes.insert(played_->bytes.end(), bytes.begin(), bytes.end());
    wire_->Write(bytes);
  }
  rtmpspec::ReadEnd Read(Buffer* out, absl::Duration wait) override { return wire_->Read(out, wait); }
  void Close(bool reset) override { wire_->Close(reset); }
  std::optional<std::string> state() const override { return wire_->state(); }
  std::optional<std::vector<rtmpspec::DeliveredMedia>> TakeDelivered() override { return wire_->TakeDelivered(); }

 private:
  std::unique_ptr<PeerConnection> wire_;
  std::shared_ptr<Played> played_;
};

class RecordingPeer : public rtmpspec::PeerDecorator {
 public:
  RecordingPeer(std::unique_ptr<Peer> peer, AllPlayed* all) : PeerDecorator(std::move(peer)), all_(*all) {}
  absl::StatusOr<std::unique_ptr<rtmpspec::PeerConnection>> Connect(const rtmpspec::ClientTask& task) override {
    auto wire = peer().Connect(task);
    if (!wire.ok()) return wire.status();
    all_.push_back(std::make_shared<Played>());
    all_.back()->player = task.drive == "player";
    return std::make_unique<RecordingConnection>(*std::move(wire), all_.back());
  }

 private:
  AllPlayed& all_;
};

void AddPlayed(const std::string& source, Side role, const Played& played, CorpusWriter& writer) {
  const Bytes bytes = played.bytes;
  const bool short_handshake = bytes.size() < kHandshakeSize;
  // Handshakes that are not plain, or not whole, are the case itself.
  if (short_handshake || absl::StrContains(source, "handshake/")) {
    const Bytes handshake = bytes.subspan(0, kHandshakeSize + 20);
    if (role == Side::kServer) {
      writer.Add("handshake_server", handshake, {0, 1, 0}, source);
      writer.Add("server_connection", handshake, {0, 0, 0, 1, 0}, source);
    } else {
      for (const uint8_t flags : {0, 2, 7}) writer.Add("handshake_client", handshake, {flags, 1, 0}, source);
      writer.Add(played.player ? "client_play" : "client_publish", handshake, {0, 0, 1, 0}, source);
    }
  }
  if (short_handshake) return;
  const Bytes stream = bytes.subspan(kHandshakeSize, kLongest);
  if (stream.empty()) return;
  writer.Add("chunk_differential", stream, {0, 2, 1, 40}, source);
  writer.Add("chunk_decoder", stream, {0, 0, 0}, source);
  writer.Add("chunk_round_trip", stream, {0, 2, 5, 200}, source);
  AddPlayedMessages(source, stream, writer);
  if (role == Side::kServer) {
    writer.Add("server_connection", stream, {1, 3, 0, 2, 1, 100}, source);
    writer.Add("limits", stream, {1, 0}, source);
  } else {
    writer.Add(played.player ? "client_play" : "client_publish", stream, {1, 2, 2, 1, 100}, source);
  }
}

void PlayAll(const rtmpspec::Suite& suite, Side role, CorpusWriter& writer) {
  for (const rtmpspec::Scenario& scenario : suite.scenarios) {
    if (!rtmpspec::HasRole(scenario, role)) continue;
    AllPlayed all;
    RecordingPeer peer(rtmpspec::MakeInProcessPeer(role, 1), &all);
    rtmpspec::RunOptions options;
    options.deliveries = {rtmpspec::Variant{}};
    rtmpspec::RunReport report;
    rtmpspec::RunScenarios({scenario}, suite.catalogue, peer, options, &report);
    for (const auto& played : all) AddPlayed(absl::StrCat("transcript ", scenario.id), role, *played, writer);
  }
}

}  // namespace

bool AddPlayedCases(CorpusWriter& writer) {
  const absl::StatusOr<rtmpspec::Suite> suite = rtmpspec::LoadSuite("");
  if (!suite.ok()) return rtmpspec::Complain(1, suite.status().message()) == 0;
  PlayAll(*suite, Side::kServer, writer);
  PlayAll(*suite, Side::kClient, writer);
  return true;
}

bool AddTranscripts(CorpusWriter& writer) {
  const std::filesystem::path folder = rtmpspec::DataDirectory() + "/transcripts";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".transcript") continue;
    const auto text = rtmpspec::ReadFile(entry.path().string());
    if (!text.ok()) return rtmpspec::Complain(1, text.status().message()) == 0;
    if (text->size() > kLongest) continue;
    writer.Add("transcript", ToBytes(*text), {}, entry.path().lexically_relative(folder).generic_string());
  }
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const std::string text = rtmpspec::PrintTranscript(rtmpspec::RandomTranscript(seed));
    if (text.size() <= kLongest) writer.Add("transcript", ToBytes(text), {}, absl::StrCat("random ", seed));
  }
  return true;
}

}  // namespace rtmp
