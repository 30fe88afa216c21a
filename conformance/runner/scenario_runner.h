// Inside of RunScenario: the state of one running case. A file a family of steps:
//
//   scenario_runner.cc    the order of steps, connections
//   step_results.cc       what a step came to, as a result
//   played_steps.cc       what the suite sends
//   expectations.cc       messages, groups, handshake packets, bytes
//   absence.cc            nothing, sync, quiet, closes, alive
//   one_of.cc             alternatives
//   other_steps.cc        Acks, serve, state, delivers
//   mirror.cc             where nothing is played and both sides are checked
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_SCENARIO_RUNNER_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_SCENARIO_RUNNER_H_

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "conformance/language/transcript.h"
#include "conformance/report/run_report.h"
#include "conformance/runner/bindings.h"
#include "conformance/runner/handshake_steps.h"
#include "conformance/runner/matcher.h"
#include "conformance/runner/played_connection.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

class ScenarioRunner {
 public:
  // With `mirrored`, a client, nothing is played: the target, then a server, talks to it, and the lines of both sides are
  // expected.
  ScenarioRunner(const Scenario& scenario, TestedTarget& target, const std::string& delivery, Peer* mirrored = nullptr);
  std::vector<Result> Run();

 private:
  // `S: optional ...` never waits by itself: it stays open until a later checked step of its connection is met.
  struct Optional {
    const MessageStep* step;
    int order;  // those of one group have the same
  };
  // What the two directions of a connection have in common.
  struct Common {
    Value msid;
    HandshakePackets packets;
  };
  // A connection, or where nothing is played one direction of it.
  struct Connection {
    std::string name;
    std::unique_ptr<PlayedConnection> wire;
    std::shared_ptr<Common> common;
    SessionState state = SessionState::kHandshaking;
    std::vector<Optional> optionals;
    int next_order = 0;
    // The barrier that was answered here, and whether anything was played since.
    BarrierKind confirmed = BarrierKind::kNone;
    bool played_since = true;
    bool played_part = false;  // bytes or chunks by themselves, or a message cut short: what follows may be its rest
    bool over = false;         // ended as an alternative allows: later steps do not apply
    std::deque<DeliveredMedia> delivered;
  };
  // What a step came to. Without a verdict of its own a mismatch is FAIL, as far as the row allows.
  struct Finding {
    Verdict verdict = Verdict::kFail;
    Cause cause = Cause::kMismatch;
    bool binding = false;    // FAIL in every row: crash, hang, bytes that cannot be read
    bool concluded = false;  // an inner step has reported it already: the case stops, and that is all
    bool consumed = false;   // the message that came in its place was taken: a labelled check lets the case go on
    std::string expected, actual, mark, note;
    std::optional<uint64_t> offset;
    std::string record_key, record_value;
    bool not_judged = false;  // there is nothing to judge, and another check says why: NOTRUN
    bool stop = false;        // the alternative says that the rest of the case does not apply
  };
  using StepOutcome = std::optional<Finding>;  // nothing: the step went through
  // The best candidate among messages that did not match, for the report.
  struct NearMiss {
    std::optional<Mismatch> mismatch;
    std::string kind;
    uint64_t offset = 0;
    std::string taken;  // the message that did match
  };

  // scenario_runner.cc. False: the case stops here.
  bool RunSteps(const Steps& steps);
  bool RunStep(const Step& step);
  bool RunRepeat(const RepeatStep& repeat);
  StepOutcome Execute(const Step& step, Connection& connection);
  Connection* Open(const std::string& name, const Step& step);
  bool Conclude(const Step& step, const Finding& finding);
  void Passed(const Step& step);
  Result& Slot(const Step& step);
  const std::string& RowOf(const Step& step) const;
  void FlushOthers(const Connection* except);
  void Stop(const Step& step);
  bool IsChecked(const Step& step) const;
  bool IsFromPrelude(const Step& step) const;
  StepOutcome LeftOver();

  // played_steps.cc
  StepOutcome Play(const Step& step, Connection& connection);
  StepOutcome PlayMessage(const Message& message, Connection& connection);
  Message AsSigned(Message line, const Connection& connection) const;
  StepOutcome Harness(const absl::Status& status) const;
  void NotePlayed(const Message& message, Connection& connection);
  void ConfirmBarrier(const Steps& steps, size_t index);

  // expectations.cc
  StepOutcome ExpectMessage(const MessageStep& step, Connection& connection);
  StepOutcome ExpectGroup(const GroupStep& group, Connection& connection);
  StepOutcome ExpectPacket(const Message& line, Connection& connection);
  StepOutcome ExpectBytes(const BytesStep& step, Connection& connection);
  bool TakeOptional(Connection& connection, const WireMessage& message);
  bool MayPass(const WireMessage& message, const std::vector<std::string>& skipping) const;
  std::optional<Mismatch> Match(const Message& pattern, const WireMessage& message);
  std::string KindOf(const Message& pattern) const;
  Finding Wrong(const Message& pattern, const WireMessage& message, const Mismatch& mismatch) const;
  Finding Missing(Connection& connection, const NearMiss& near, const std::string& what);
  void NoteEndedElsewhere(const Connection& here, Finding* finding);
  Finding Mark(Finding finding, const Mismatch& mismatch) const;

  // absence.cc
  bool CanSync(Connection& connection);
  bool SettleOthers(const Connection& here);
  StepOutcome ExpectNothing(const NothingStep& step, Connection& connection);
  StepOutcome Sync(Connection& connection);
  StepOutcome ExpectQuiet(const QuietStep& step, Connection& connection);
  StepOutcome ExpectClose(const ClosesStep& step, Connection& connection);
  StepOutcome ExpectAlive();
  BarrierKind KnownBarrier(Connection& connection);
  bool MayAccuse(const Connection& connection, BarrierKind kind) const;
  // The first message not taken, of the first `count`, that is not ambient (and matches `pattern`, if there is one).
  const WireMessage* Extra(Connection& connection, size_t count, const Message* pattern);

  // one_of.cc
  bool AsksBehindSilence(const OneOfStep& step, Connection& connection, StepOutcome* round);
  StepOutcome ExpectOneOf(const OneOfStep& step, Connection& connection);
  const Alternative* ChooseRaw(const OneOfStep& step, Connection& connection, const Deadline& deadline, bool* decided);
  const Alternative* ChooseMessage(const OneOfStep& step, Connection& connection, const Deadline& deadline, BarrierKind barrier,
                                   NearMiss* near);
  StepOutcome RunRest(const Alternative& alternative, Connection& connection);
  const Alternative* ChooseEnd(const OneOfStep& step, Connection& connection);

  // other_steps.cc
  StepOutcome ExpectAcks(const AcksStep& step, Connection& connection, const Step& whole);
  StepOutcome Serve(const ServeStep& step, Connection& connection);
  StepOutcome ExpectState(const StateStep& step, Connection& connection);
  StepOutcome ExpectDelivery(const DeliversStep& step, Connection& connection);

  // mirror.cc. The side that a step is about, where a wire alone shows whether the step is met.
  static std::optional<Side> SideShown(const Step& step);
  StepOutcome TurnTo(const Step& step);
  Connection* OpenMirrored(const std::string& name, const Step& step);

  char checked_letter() const { return checked_ == Side::kServer ? 'S' : 'C'; }
  void FillRandom(absl::Span<uint8_t> bytes);

  const Scenario& scenario_;
  TestedTarget& target_;
  const std::string delivery_;
  const absl::StatusOr<Variant> variant_;
  Peer* const mirrored_;
  std::vector<std::unique_ptr<PeerConnection>> meeting_;  // where nothing is played: the two ends of each connection
  Side checked_;                                          // where nothing is played: the side of the step at hand
  const Deadlines deadlines_;
  Bindings bindings_;
  std::map<std::string, Message> lets_;
  std::map<std::string, Connection> connections_;
  std::string drive_;
  std::mt19937_64 random_;
  WireLog log_;
  std::vector<Result> results_;           // [0] the case, then its checks
  std::map<std::string, size_t> checks_;  // label to index
  std::vector<bool> reached_;
  bool stepwise_ = false;
  // `exact` binds the steps of the file itself, not those of the preludes that it uses.
  bool exact_now_ = false;
  bool own_step_reached_ = false;  // a step of the file itself
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_SCENARIO_RUNNER_H_
