// The built-in reference as a stack under test, in process: no sockets, no clock, every run the same.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_IN_PROCESS_PEER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_IN_PROCESS_PEER_H_

#include <cstdint>
#include <memory>

#include "conformance/runner/peer.h"

namespace rtmpspec {

// Server: a Relay. Client: a ClientConnection with a small application that publishes a few frames, or plays.
// Time starts at 1000 ms and moves by one a question; randomness follows from `seed`.
std::unique_ptr<Peer> MakeInProcessPeer(Side role, uint64_t seed);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_IN_PROCESS_PEER_H_
