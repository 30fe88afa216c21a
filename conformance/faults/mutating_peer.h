// A stack under test whose messages are changed on their way: one mutation, at one place.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_MUTATING_PEER_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_MUTATING_PEER_H_

#include <memory>
#include <optional>
#include <vector>

#include "conformance/runner/peer_decorator.h"
#include "conformance/faults/wire_mutation.h"

namespace rtmpspec {

// What a connection sent behind the handshake; `handshake`: whether that was complete.
struct SentByConnection {
  bool handshake = false;
  std::vector<SentMessage> messages;
};

// In front of an in-process peer. What it sends is handed on to the byte, up to the message that is changed; that and what
// follows is encoded anew, by the rules of the reference.
class MutatingPeer : public PeerDecorator {
 public:
  explicit MutatingPeer(std::unique_ptr<Peer> peer) : PeerDecorator(std::move(peer)), plan_(std::make_shared<Plan>()) {}

  // From here on connections count from 0 again; `mutation`, if any, is made. What was sent is forgotten.
  void Arm(std::optional<WireMutation> mutation);
  // What each connection since Arm has sent.
  const std::vector<SentByConnection>& sent() const { return plan_->sent; }

  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override;

  // Shared with the connections, which may live longer.
  struct Plan {
    std::optional<WireMutation> mutation;
    std::vector<SentByConnection> sent;
  };

 private:
  std::shared_ptr<Plan> plan_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_MUTATING_PEER_H_
