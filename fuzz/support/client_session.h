// A client under a fuzz target: where it starts, and what its user does.
#ifndef RTMPSPEC_FUZZ_SUPPORT_CLIENT_SESSION_H_
#define RTMPSPEC_FUZZ_SUPPORT_CLIENT_SESSION_H_

#include <cstdint>

#include "fuzz/support/session.h"
#include "fuzz/support/state_coverage.h"
#include "impl/connection/client_connection.h"

namespace rtmp {

struct ClientSetup {
  // Where the input begins: behind C0 and C1, the handshake, connect, createStream, and what onStatus says of publish or play.
  enum Start : uint8_t { kFresh, kHandshaken, kConnected, kPending, kStarted };
  static constexpr uint32_t kStarts = 5;

  Start start = kFresh;
  bool reads = false;   // the user sends what waits after each event
  bool sends = false;   // ... and a frame on each event, where it publishes
  bool closes = false;  // ... and closes on the first status
  ClientOptions options;

  // The last bytes of an input: start, and a byte of options.
  static ClientSetup Take(ClientOptions::Mode mode, FuzzInput& in);
};

class ClientSession : public Session<ClientConnection> {
 public:
  // `setup` must outlive it.
  explicit ClientSession(const ClientSetup& setup);

 private:
  void OnEvent(const Event& event) override;
  void OnError() override { states_.Count(false); }
  void CheckRefusals() override;

  const ClientSetup& setup_;
  ClientStates states_;
};

// The property of both client targets: however the bytes of a server are cut, the client shows the same, and nothing after an
// error.
int CheckClient(ClientOptions::Mode mode, FuzzInput in);

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_CLIENT_SESSION_H_
