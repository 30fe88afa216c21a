// What stands in front of a peer and changes one thing about it.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PEER_DECORATOR_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PEER_DECORATOR_H_

#include <memory>
#include <string>
#include <utility>

#include "conformance/runner/peer.h"

namespace rtmpspec {

// Hands every question on to the peer behind it; Connect is left to whoever inherits.
class PeerDecorator : public Peer {
 public:
  explicit PeerDecorator(std::unique_ptr<Peer> peer) : peer_(std::move(peer)) {}
  Side role() const override { return peer_->role(); }
  bool exact() const override { return peer_->exact(); }
  std::string name() const override { return peer_->name(); }
  std::string app() const override { return peer_->app(); }
  std::string tc_url() const override { return peer_->tc_url(); }
  bool is_reference() const override { return peer_->is_reference(); }
  absl::Status Restart() override { return peer_->Restart(); }
  bool can_restart() const override { return peer_->can_restart(); }
  bool one_connection() const override { return peer_->one_connection(); }
  bool can_connect_again() const override { return peer_->can_connect_again(); }
  std::string usual_drive() const override { return peer_->usual_drive(); }
  std::string TakeCrash() override { return peer_->TakeCrash(); }

 protected:
  Peer& peer() { return *peer_; }

 private:
  std::unique_ptr<Peer> peer_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PEER_DECORATOR_H_
