// One connection of the relay, and the list of those that have something to send.
#ifndef RTMPSPEC_IMPL_IO_RELAY_PEER_H_
#define RTMPSPEC_IMPL_IO_RELAY_PEER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "impl/connection/server_connection.h"

namespace rtmp::io {

class LiveStream;

// A connection to the relay and what it does there.
struct RelayPeer {
  RelayPeer(uint64_t id, absl::string_view name, const ServerOptions& options) : id(id), name(name), connection(options) {}

  // What one message stream of this connection does.
  struct Role {
    uint32_t message_stream_id;
    LiveStream* stream;
    bool publishes;
  };

  const uint64_t id;
  const std::string name;
  ServerConnection connection;
  std::vector<Role> roles;  // at most ServerOptions::max_message_streams
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
  bool closing = false;  // the relay wants it closed, whatever the connection's state is
  bool marked = false;   // is in OutputMarks
  bool hangs = false;    // reads nothing more: only with a deviation
};

// Peers that got something to send since the last Take, each once.
class OutputMarks {
 public:
  void Mark(RelayPeer& peer) {
    if (std::exchange(peer.marked, true)) return;
    peers_.push_back(&peer);
  }
  // Moves the marks into `peers` (whose memory is used again) and forgets them.
  void Take(std::vector<RelayPeer*>* peers) {
    peers->clear();
    peers->swap(peers_);
    for (RelayPeer* peer : *peers) peer->marked = false;
  }

 private:
  std::vector<RelayPeer*> peers_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_RELAY_PEER_H_
