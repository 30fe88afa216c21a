// Judges the Acknowledgements that a stack sent (RTMP 1.0 5.4.3): `S: acks since $m { unacked <= 3900 increasing cumulative }
// slack 3073`.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_ACKS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_ACKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/runner/played_connection.h"

namespace rtmpspec {

struct AcksExpected {
  uint64_t mark = 0;  // bytes sent behind the handshake at `mark`
  std::optional<uint64_t> unacked_at_most;
  bool increasing = false;
  bool cumulative = false;
  uint64_t slack = 0;   // the specification leaves open whether the handshake counts (RTMP-PC-19)
  uint64_t window = 0;  // the last one played
};

// What is wrong, in words; nothing when all is well. `sent` is the count of bytes sent behind the handshake by now. Sequence
// numbers are compared modulo 2^32 (RTMP-PC-20).
std::optional<std::string> JudgeAcks(const std::vector<PlayedConnection::AckSeen>& acks, uint64_t sent,
                                     const AcksExpected& expected);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_ACKS_H_
