// A reference client and a reference server, each the other's peer, and the wire between them, on which a fuzz target acts.
#ifndef RTMPSPEC_FUZZ_SUPPORT_PAIR_H_
#define RTMPSPEC_FUZZ_SUPPORT_PAIR_H_

#include <cstdint>
#include <vector>

#include "fuzz/support/fuzz_input.h"
#include "fuzz/support/state_coverage.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/connection/client_connection.h"
#include "impl/connection/server_connection.h"

namespace rtmp {

class Pair {
 public:
  enum class Action : uint8_t {
    kRun,           // moves all that waits, both ways, until nothing does
    kMoveToServer,  // one way, once
    kMoveToClient,
    kCutToServer,  // a few bytes of it
    kCutToClient,
    kClientMessage,  // behind what waits: a well-formed message that the client did not send
    kServerMessage,
    kRawBytes,     // ... bytes
    kMutate,       // a byte on the wire becomes another
    kDrop,         // bytes on the wire get lost
    kStopReading,  // a side leaves its output where it is, or takes it up again
    kAccept,
    kReject,
    kClose,  // the client leaves
    kSend,   // media, from whichever side may
    kClock,
    kSendData,  // metadata and data, likewise
    kSendLong,  // a large frame, likewise; one that is too large is refused
    kSource,    // of what is played: it has ended, or the next begins
    kAskToReconnect,
    kReadSome,     // a side's output is taken in part
    kMoveObjects,  // both connections to other places in memory and back
  };

  static constexpr uint8_t kActions = 22;

  Pair(const ServerOptions& server, const ClientOptions& client);
  ~Pair();

  // Takes the action's operands from `in`.
  void Act(Action action, FuzzInput& in);
  // Delivers what is left, and checks that both ends agree as far as nobody meddled.
  void Finish();

 private:
  enum Way : uint8_t { kToServer, kToClient };

  void Collect();
  bool Move(Way way, size_t count);
  void Send(Action action, FuzzInput& in);
  bool Plays() const;
  void Run();
  void FeedServer(Bytes bytes);
  void FeedClient(Bytes bytes);
  void Insert(Way way, uint8_t which, uint32_t message_stream_id);
  void CheckErrors();

  uint32_t clock_ms_ = 0;
  ServerConnection server_;
  ClientConnection client_;
  ServerStates server_states_;
  ClientStates client_states_;
  Buffer wire_[2];
  bool reading_[2] = {true, true};  // kToServer: the client's output is taken
  bool handshaken_[2] = {};         // kToServer: the client's handshake has been through
  ChunkEncoder encoders_[2];        // of inserted messages, on chunk streams of their own
  std::vector<uint32_t> asking_;    // message streams that wait for Accept or Reject
  bool reconnects_ = false;         // the client said that it can
  size_t asked_to_reconnect_ = 0;
  size_t told_to_reconnect_ = 0;
  bool inserted_ = false;
  bool meddled_ = false;
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_PAIR_H_
