// A client of the load program: one socket, one ClientConnection, no threads. Every wait has an end.
#ifndef RTMPSPEC_BENCH_LOAD_LOAD_PEER_H_
#define RTMPSPEC_BENCH_LOAD_LOAD_PEER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "impl/connection/client_connection.h"

namespace rtmp::bench {

class LoadPeer {
 public:
  // Connects to 127.0.0.1:`port` and goes on until it publishes or plays `name`, at most 10 seconds.
  static absl::StatusOr<LoadPeer> Open(uint16_t port, ClientOptions::Mode mode, const std::string& name, uint32_t chunk_size);
  LoadPeer(LoadPeer&& other) noexcept;
  ~LoadPeer();

  ClientConnection& connection() { return *connection_; }
  int descriptor() const { return descriptor_; }

  // Sends what is queued: all of it, waiting as long as the server takes some each 10 seconds, or what the socket takes now. What
  // the server sends meanwhile is read and dropped.
  absl::Status SendAll();
  absl::Status SendSome();
  // Reads what is there and drops it; how much that was. From here on the connection sees no input any more.
  absl::StatusOr<size_t> Drain();
  // Ends our side, and waits until the server has read everything and closed its own.
  absl::Status Finish();

 private:
  LoadPeer(int descriptor, const ClientOptions& options);
  absl::Status Wait(short events) const;

  int descriptor_;
  std::unique_ptr<ClientConnection> connection_;
};

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_LOAD_LOAD_PEER_H_
