// Which states and transitions of the table the inputs of a run reached. A target of connections reports each change; one that
// the table does not have is a finding. The table of a program's life is printed to stderr when it ends.
#ifndef RTMPSPEC_FUZZ_SUPPORT_STATE_COVERAGE_H_
#define RTMPSPEC_FUZZ_SUPPORT_STATE_COVERAGE_H_

#include <cstdint>
#include <optional>

#include "impl/connection/client_connection.h"
#include "impl/connection/server_connection.h"
#include "impl/connection/state.h"

namespace rtmp {

enum class Role : uint8_t { kServer, kClient };

// A new input begins: findings show the states from here on.
void BeginStatePath(Role role, State start);

// One change, by the peer's bytes or by a call of the user (Accept, Reject, Close). Not for what leads to a start state: a state
// counts only where the input entered it.
void CountTransition(Role role, State from, State to, bool by_user);

// Finds the changes of a server by looking at it: the connection's state, and those of message streams 1 to kStreams.
class ServerStates {
 public:
  static constexpr uint32_t kStreams = 6;
  explicit ServerStates(const ServerConnection& server) : server_(&server) { Look(); }
  // To be called after each event and each call. The table has no row for what stays as it is.
  void Count(bool by_user);

 private:
  void Look();
  const ServerConnection* server_;
  State state_ = State::kHandshaking;
  ConnectionState connection_ = ConnectionState::kHandshaking;
  std::optional<StreamState> streams_[kStreams + 1];
};

// The same for a client, whose way is a single one: from its events.
class ClientStates {
 public:
  explicit ClientStates(const ClientConnection& client) : client_(&client), state_(client.state()) {}
  void OnStateChanged(State state);  // of the event
  void Count(bool by_user);          // after calls, and errors, which come without an event

 private:
  const ClientConnection* client_;
  State state_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_STATE_COVERAGE_H_
