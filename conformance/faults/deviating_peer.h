// A stack under test that breaks one rule: the reference with a deviation.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_DEVIATING_PEER_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_DEVIATING_PEER_H_

#include <memory>
#include <string>

#include "conformance/runner/peer.h"

namespace rtmpspec {

// `peer`, an in-process one, with `deviation` (impl/bytes/deviation.h) in force during each call into it and not outside: the
// suite's own side, made from the same code, keeps every rule. In a build that cannot deviate it is just `peer`.
std::unique_ptr<Peer> MakeDeviatingPeer(std::unique_ptr<Peer> peer, const std::string& deviation);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_DEVIATING_PEER_H_
