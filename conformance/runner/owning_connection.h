// A connection that has a process for itself.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_OWNING_CONNECTION_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_OWNING_CONNECTION_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/runner/peer.h"
#include "conformance/runner/process.h"

namespace rtmpspec {

// What is left of processes that went with their connections.
struct ProcessEnds {
  std::string crash;              // of the last that crashed: how, and its last words
  std::vector<std::string> ends;  // of each: how, and the last lines of its standard error
};

// The process goes with the connection, unless it has gone before.
class OwningConnection : public PeerConnection {
 public:
  OwningConnection(std::unique_ptr<Process> process, std::unique_ptr<PeerConnection> connection,
                   std::shared_ptr<ProcessEnds> ends)
      : process_(std::move(process)), connection_(std::move(connection)), ends_(std::move(ends)) {}
  ~OwningConnection() override;
  void Write(rtmp::Bytes bytes) override { connection_->Write(bytes); }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override { return connection_->Read(out, wait); }
  void Close(bool reset) override { connection_->Close(reset); }

 private:
  std::unique_ptr<Process> process_;
  std::unique_ptr<PeerConnection> connection_;
  std::shared_ptr<ProcessEnds> ends_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_OWNING_CONNECTION_H_
