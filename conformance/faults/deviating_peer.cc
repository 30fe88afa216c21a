#include "conformance/faults/deviating_peer.h"

#include <optional>
#include <utility>
#include <vector>

#include "conformance/runner/peer_decorator.h"
#include "impl/bytes/deviation.h"

namespace rtmpspec {
namespace {

class DeviatingConnection : public PeerConnection {
 public:
  DeviatingConnection(std::unique_ptr<PeerConnection> connection, std::shared_ptr<const std::string> deviation)
      : deviation_(std::move(deviation)), connection_(std::move(connection)) {}
  ~DeviatingConnection() override {
    const rtmp::DeviationScope scope(*deviation_);
    connection_.reset();
  }
  void Write(rtmp::Bytes bytes) override {
    const rtmp::DeviationScope scope(*deviation_);
    connection_->Write(bytes);
  }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override {
    const rtmp::DeviationScope scope(*deviation_);
    return connection_->Read(out, wait);
  }
  void Close(bool reset) override {
    const rtmp::DeviationScope scope(*deviation_);
    connection_->Close(reset);
  }
  std::optional<std::string> state() const override {
    const rtmp::DeviationScope scope(*deviation_);
    return connection_->state();
  }
  std::optional<std::vector<DeliveredMedia>> TakeDelivered() override { return connection_->TakeDelivered(); }

 private:
  std::shared_ptr<const std::string> deviation_;
  std::unique_ptr<PeerConnection> connection_;
};

class DeviatingPeer : public PeerDecorator {
 public:
  DeviatingPeer(std::unique_ptr<Peer> peer, const std::string& deviation)
      : PeerDecorator(std::move(peer)), deviation_(std::make_shared<const std::string>(deviation)) {}
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override {
    const rtmp::DeviationScope scope(*deviation_);
    absl::StatusOr<std::unique_ptr<PeerConnection>> connection = peer().Connect(task);
    if (!connection.ok()) return connection.status();
    return std::make_unique<DeviatingConnection>(*std::move(connection), deviation_);
  }
  absl::Status Restart() override {
    const rtmp::DeviationScope scope(*deviation_);
    return peer().Restart();
  }

 private:
  std::shared_ptr<const std::string> deviation_;
};

}  // namespace

std::unique_ptr<Peer> MakeDeviatingPeer(std::unique_ptr<Peer> peer, const std::string& deviation) {
  return std::make_unique<DeviatingPeer>(std::move(peer), deviation);
}

}  // namespace rtmpspec
