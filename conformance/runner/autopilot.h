// What the played side does unasked: Acknowledgements by the peer's window, answers to PingRequest (RTMP 1.0 5.4.3, 7.1.7).
// The peer's SetChunkSize is followed by WireReader; SetPeerBandwidth is never answered.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_AUTOPILOT_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_AUTOPILOT_H_

#include <cstdint>
#include <vector>

#include "conformance/runner/payload.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

class Autopilot {
 public:
  // The answers that `message` calls for, appended to `answers`.
  void OnMessage(const WireMessage& message, std::vector<PlayedMessage>* answers);

 private:
  uint32_t window_ = 0;        // 0: none announced, nothing to acknowledge (A17)
  uint64_t acknowledged_ = 0;  // bytes behind the handshake
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_AUTOPILOT_H_
