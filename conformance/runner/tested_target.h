// The stack under test as a whole run sees it: the peer, the rules, and what was learned about it on the way.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_TESTED_TARGET_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_TESTED_TARGET_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"
#include "conformance/runner/deadlines.h"
#include "conformance/runner/passive_log.h"
#include "conformance/runner/peer.h"
#include "conformance/runner/played_connection.h"
#include "conformance/runner/suite_run.h"
#include "conformance/runner/sync.h"
#include "conformance/runner/target_knowledge.h"

namespace rtmpspec {

class TestedTarget {
 public:
  // `knowledge` is what others share who use the same target; null: there are none.
  TestedTarget(Peer& peer, const Catalogue& catalogue, const RunOptions& options, TargetKnowledge* knowledge = nullptr)
      : peer_(peer), catalogue_(catalogue), options_(options), knowledge_(knowledge != nullptr ? *knowledge : own_knowledge_) {}

  Peer& peer() { return peer_; }
  const Catalogue& catalogue() const { return catalogue_; }
  const RunOptions& options() const { return options_; }
  // The reference is what others are judged by: where a row is binding under --strict only, it is binding for the reference.
  bool judges_strictly() const { return options_.strict || peer_.is_reference(); }
  // The side that the suite plays.
  Side played() const { return peer_.role() == Side::kServer ? Side::kClient : Side::kServer; }
  Deadlines deadlines() const { return {peer_.exact(), options_.timeout_scale}; }

  // A new connection. The settings that follow from the target are filled in.
  absl::StatusOr<std::unique_ptr<PlayedConnection>> Open(const ClientTask& task, PlayedConnection::Settings settings);

  // The round trip that this target answers in `state`, found once, on connections of its own; kNone where it answers none. A
  // client under test is started with `drive`.
  BarrierKind FindBarrier(SessionState state, const std::string& drive);
  // A barrier with a number of its own.
  Barrier NextBarrier(BarrierKind kind) { return {kind, ++last_barrier_}; }
  // What a client is asked to be in this case: publisher or player.
  std::string DriveOf(const Scenario& scenario) const {
    return scenario.transcript.drive == "any" ? peer_.usual_drive() : scenario.transcript.drive;
  }
  // A name for a stream of the suite's own.
  std::string NextStream();
  TargetKnowledge& knowledge() { return knowledge_; }
  // Forgets nothing learned; notes are added to the report.
  std::vector<std::string>& notes() { return notes_; }
  PassiveLog& passive() { return passive_; }

 private:
  BarrierKind AskForBarrier(SessionState state, const std::string& drive);

  Peer& peer_;
  const Catalogue& catalogue_;
  const RunOptions& options_;
  TargetKnowledge own_knowledge_;
  TargetKnowledge& knowledge_;
  PassiveLog passive_;
  uint32_t last_barrier_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_TESTED_TARGET_H_
