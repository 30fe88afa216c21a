// What every message that a stack sends must keep, whatever the case is about (P-WIRE rows of the catalogue).
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_CHECKS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_CHECKS_H_

#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

// One connection's sent messages, in order. `sender` is the side under test.
class PassiveChecks {
 public:
  explicit PassiveChecks(Side sender) : sender_(sender) {}
  // Violations of this message (control on csid 2 msid 0, payload sizes, command shapes, ...), rows with V in the catalogue.
  std::vector<Violation> Check(const WireMessage& message);

 private:
  Side sender_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_CHECKS_H_
