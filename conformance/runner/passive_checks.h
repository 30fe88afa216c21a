// What every message that a stack sends must keep, whatever the case is about (P-WIRE rows of the catalogue).
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_CHECKS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_CHECKS_H_

#include <set>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/runner/passive_rules.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

// One connection's sent messages, in order. `sender` is the side under test.
//
// A check speaks only of what the message shows by itself, or what earlier messages of the same connection make certain: what a
// script provokes (a publish on message stream 77) is never held against the stack that answers it in kind.
class PassiveChecks {
 public:
  explicit PassiveChecks(Side sender) { state_.sender = sender; }
  // Violations of this message (control on csid 2 msid 0, payload sizes, command shapes, ...), rows with V in the catalogue.
  std::vector<Violation> Check(const WireMessage& message);

  // What the suite sends on this connection, in order with Check. Without it nothing is wrong: MT-06 then rests on the server's
  // own objectEncoding alone, ST-13 and the ids of ST-11 are not judged.
  void NotePlayed(const PlayedMessage& message);

  // Rows that are about some messages only, and came to be checked.
  const std::set<std::string>& checked() const { return state_.checked; }

 private:
  PassiveState state_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_CHECKS_H_
