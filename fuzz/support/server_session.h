// A server under a fuzz target: where it starts, and what its user does.
#ifndef RTMPSPEC_FUZZ_SUPPORT_SERVER_SESSION_H_
#define RTMPSPEC_FUZZ_SUPPORT_SERVER_SESSION_H_

#include <cstdint>

#include "fuzz/support/session.h"
#include "fuzz/support/state_coverage.h"
#include "impl/connection/server_connection.h"

namespace rtmp {

struct ServerSetup {
  // Where the input begins. Seeds and `rtmpspec from-input` count on the order.
  enum Start : uint8_t { kFresh, kHandshaken, kConnected, kStreamCreated, kPublishPending, kPublishing, kPlaying, kPlayPending };
  static constexpr uint32_t kStarts = 8;
  // What the user does with requests.
  enum Policy : uint8_t { kAccept, kReject, kLeave, kAcceptAndRelay };
  static constexpr uint32_t kPolicies = 4;

  Start start = kFresh;
  Policy policy = kAccept;
  bool reads = false;  // the user sends what waits after each event
  ServerOptions options;

  ServerSetup() { options.handshake.random = FillRandom; }
  // The last bytes of an input: start, policy, and a byte of options.
  static ServerSetup Take(FuzzInput& in);
};

// The bytes of a client that lead there.
const Buffer& WayTo(ServerSetup::Start start);

class ServerSession : public Session<ServerConnection> {
 public:
  // `setup` must outlive it.
  explicit ServerSession(const ServerSetup& setup);

 private:
  void OnEvent(const Event& event) override;
  void OnError() override { states_.Count(false); }
  void CheckRefusals() override;
  void Decide(uint32_t message_stream_id);
  // Loops media back to the streams that play.
  using Send = absl::Status (ServerConnection::*)(uint32_t message_stream_id, uint32_t timestamp, Bytes payload);
  template <typename Media>
  void Relay(const Media& media, Send send);

  const ServerSetup& setup_;
  ServerSetup::Policy policy_;
  ServerStates states_;
};

// The whole input in pieces.
Shown Serve(const ServerSetup& setup, Bytes stream, const Cuts& cuts);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_SERVER_SESSION_H_
