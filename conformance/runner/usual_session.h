// A session without surprises, for what is asked of the target between cases: is it there, is it alive, which barriers does it
// answer, does it relay.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_USUAL_SESSION_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_USUAL_SESSION_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "conformance/report/run_report.h"
#include "conformance/runner/played_connection.h"
#include "conformance/runner/tested_target.h"
#include "conformance/runner/usual_messages.h"

namespace rtmpspec {

// Why a step of it did not go through, and the requirement that says it should.
struct SessionFailure {
  std::string row;
  Cause cause = Cause::kNone;
  std::string text;
};
using SessionResult = std::optional<SessionFailure>;  // nothing: it went through

class UsualSession {
 public:
  UsualSession(TestedTarget& target, ClientTask task) : target_(target), task_(std::move(task)) {}

  SessionResult Open();
  SessionResult Handshake();
  // Server under test: connect and its answer. Client under test: its connect command, and the answer.
  SessionResult Connect();
  // Server under test only.
  SessionResult CreateStream();
  SessionResult Publish(const std::string& stream);
  SessionResult Play(const std::string& stream);
  // Client under test only: serves it until it publishes or plays, and grants that.
  SessionResult ServeToStart();
  // Brings a fresh session to `state`.
  SessionResult Reach(SessionState state, const std::string& stream);

  PlayedConnection& connection() { return *connection_; }

 private:
  // The next command that `accept` takes; others are passed over.
  SessionResult Await(absl::string_view row, absl::string_view what, absl::FunctionRef<bool(const CommandSeen&)> accept,
                      CommandSeen* found, bool serve);

  TestedTarget& target_;
  ClientTask task_;
  std::unique_ptr<PlayedConnection> connection_;
  uint32_t message_stream_id_ = 0;
};

// A fresh connection completes the handshake and connect.
SessionResult CheckAlive(TestedTarget& target, const std::string& drive);
// A stream that is published can be played: publish is answered, play is answered, a frame comes through.
SessionResult CheckRelay(TestedTarget& target);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_USUAL_SESSION_H_
