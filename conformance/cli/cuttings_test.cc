// Every transcript in every role, against the reference in process: however what the suite plays is cut, byte by byte or at
// random places, each connection gets the same bytes back, the same ends, and each step the same verdict. RTMPSPEC_CUTTINGS of
// the environment says how many random cuttings each gets.
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/cli/selection.h"
#include "conformance/cli/suite_files.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/suite_run.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

constexpr int kUsualCuttings = 4;

struct Traffic {
  rtmp::Buffer bytes;
  std::string end;
  bool operator==(const Traffic&) const = default;
};
using Recording = std::vector<std::shared_ptr<Traffic>>;  // a connection each, in the order in which they were opened

class RecordedConnection : public PeerConnection {
 public:
  RecordedConnection(std::unique_ptr<PeerConnection> wire, std::shared_ptr<Traffic> traffic)
      : wire_(std::move(wire)), traffic_(std::move(traffic)) {}
  void Write(rtmp::Bytes bytes) override { wire_->Write(bytes); }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override {
    const size_t before = out->size();
    const ReadEnd end = wire_->Read(out, wait);
    traffic_->bytes.insert(traffic_->bytes.end(), out->begin() + static_cast<std::ptrdiff_t>(before), out->end());
    if (end == ReadEnd::kFin) traffic_->end = "fin";
    if (end == ReadEnd::kReset) traffic_->end = "rst";
    return end;
  }
  void Close(bool reset) override { wire_->Close(reset); }
  std::optional<std::string> state() const override { return wire_->state(); }
  std::optional<std::vector<DeliveredMedia>> TakeDelivered() override { return wire_->TakeDelivered(); }

 private:
  std::unique_ptr<PeerConnection> wire_;
  std::shared_ptr<Traffic> traffic_;
};

class RecordedPeer : public Peer {
 public:
  explicit RecordedPeer(Side role) : peer_(MakeInProcessPeer(role, /*seed=*/1)) {}
  Side role() const override { return peer_->role(); }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override {
    absl::StatusOr<std::unique_ptr<PeerConnection>> wire = peer_->Connect(task);
    if (!wire.ok()) return wire.status();
    recording_.push_back(std::make_shared<Traffic>());
    return std::make_unique<RecordedConnection>(*std::move(wire), recording_.back());
  }
  bool exact() const override { return true; }
  std::string name() const override { return peer_->name(); }
  std::string app() const override { return peer_->app(); }
  std::string tc_url() const override { return peer_->tc_url(); }
  bool is_reference() const override { return true; }
  bool can_restart() const override { return true; }
  absl::Status Restart() override { return peer_->Restart(); }

  const Recording& recording() const { return recording_; }

 private:
  std::unique_ptr<Peer> peer_;
  Recording recording_;
};

class CuttingsTest : public testing::Test {
 public:
  CuttingsTest(const Scenario& scenario, const Catalogue& catalogue, Side role)
      : scenario_(scenario), catalogue_(catalogue), role_(role) {}

  void TestBody() override {
    const char* asked = std::getenv("RTMPSPEC_CUTTINGS");
    RunOptions options;
    options.slow = true;
    options.cuttings = asked == nullptr ? kUsualCuttings : std::atoi(asked);
    for (const std::string& text : DeliveriesOf(scenario_, role_, options)) {
      const absl::StatusOr<Variant> variant = Variant::Parse(text);
      ASSERT_TRUE(variant.ok()) << variant.status();
      Variant whole = *variant;
      whole.delivery = Variant::Delivery::kWhole;
      if (expected_.empty()) expected_ = Run(whole);
      const std::vector<std::string> seen = Run(*variant);
      ASSERT_EQ(seen.size(), expected_.size()) << text;
      for (size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], expected_[i]) << text;
    }
  }

 private:
  // The verdicts, then what each connection got: all of it as text, short where it is long.
  std::vector<std::string> Run(const Variant& delivery) {
    RecordedPeer peer(role_);
    RunOptions options;
    options.slow = true;
    options.deliveries = {delivery};
    RunReport report;
    RunScenarios({scenario_}, catalogue_, peer, options, &report);
    std::vector<std::string> seen;
    for (const Result& result : report.results) {
      seen.push_back(absl::StrCat(result.key(), " ", VerdictName(result.verdict), " ", result.expected, " ", result.actual,
                                  " at ", result.wire_offset.value_or(0)));
      for (const auto& [key, value] : result.records) absl::StrAppend(&seen.back(), " ", key, "=", value);
    }
    for (const std::shared_ptr<Traffic>& traffic : peer.recording()) {
      seen.push_back(absl::StrCat(traffic->bytes.size(), " bytes ", traffic->end, " "));
      uint64_t hash = 14695981039346656037u;  // FNV-1a
      for (const uint8_t byte : traffic->bytes) hash = (hash ^ byte) * 1099511628211u;
      absl::StrAppend(&seen.back(), absl::Hex(hash));
    }
    return seen;
  }

  const Scenario& scenario_;
  const Catalogue& catalogue_;
  const Side role_;
  std::vector<std::string> expected_;
};

// In a name, GoogleTest takes a hyphen for the beginning of what to leave out.
std::string TestName(std::string id) {
  for (char& c : id) c = c == '-' ? '_' : c;
  return id;
}

void Register(const Suite& suite, Side role) {
  for (const Scenario& scenario : suite.scenarios) {
    if (!HasRole(scenario, role)) continue;
    testing::RegisterTest(role == Side::kServer ? "server" : "client", TestName(scenario.id).c_str(), nullptr, nullptr, __FILE__,
                          __LINE__, [&scenario, &suite, role] { return new CuttingsTest(scenario, suite.catalogue, role); });
  }
}

}  // namespace
}  // namespace rtmpspec

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const absl::StatusOr<rtmpspec::Suite> suite = rtmpspec::LoadSuite("");
  if (!suite.ok()) return rtmpspec::Complain(1, suite.status().message());
  rtmpspec::Register(*suite, rtmpspec::Side::kServer);
  rtmpspec::Register(*suite, rtmpspec::Side::kClient);
  return RUN_ALL_TESTS();
}
