// A connection that is used more than once: what was said and heard on it is kept, and said and heard again.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_TAPED_CONNECTION_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_TAPED_CONNECTION_H_

#include <memory>
#include <vector>

#include "conformance/runner/peer.h"

namespace rtmpspec {

// One after another, views of it begin at the beginning: what they say is compared with what was said before and not sent again,
// and what the peer answered then comes once as much has been said as had been then. From where the tape ends on they use the
// wire.
class Tape {
 public:
  explicit Tape(std::unique_ptr<PeerConnection> wire) : wire_(std::move(wire)) {}

  // A view from the beginning; the one before it must be gone. The tape must outlive it.
  std::unique_ptr<PeerConnection> View();
  // The last view said something else than what was said before: the peer did not hear it, and what the view heard since means
  // nothing.
  bool diverged() const { return diverged_; }
  // All that was said so far.
  const rtmp::Buffer& said() const { return said_; }

 private:
  class TapedConnection;
  struct Heard {
    size_t said = 0;  // how much had been said when it came
    rtmp::Buffer bytes;
  };

  std::unique_ptr<PeerConnection> wire_;
  rtmp::Buffer said_;
  std::vector<Heard> heard_;
  bool diverged_ = false;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_TAPED_CONNECTION_H_
