// RunMirror, and what a running case does otherwise where it plays nothing.
#include "conformance/runner/mirror.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/conversation.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/script_values.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {

std::optional<Side> ScenarioRunner::SideShown(const Step& step) {
  if (const auto* message = std::get_if<MessageStep>(&step.what)) return message->side;
  if (const auto* bytes = std::get_if<BytesStep>(&step.what)) return bytes->side;
  if (const auto* group = std::get_if<GroupStep>(&step.what)) return group->side;
  const auto* one_of = std::get_if<OneOfStep>(&step.what);
  if (one_of == nullptr) return std::nullopt;
  for (const Alternative& alternative : one_of->alternatives) {
    for (const Step& inner : alternative.steps) {
      if (SideShown(inner) != one_of->side) return std::nullopt;
    }
  }
  return one_of->side;
}

// The step's side is the checked one from here on.
ScenarioRunner::StepOutcome ScenarioRunner::TurnTo(const Step& step) {
  const std::optional<Side> side = SideShown(step);
  if (!side.has_value()) {
    return Harness(absl::InvalidArgumentError(
        absl::StrCat("no recorded wire shows this step, so a transcript of both sides cannot hold it: ", PrintStep(step))));
  }
  checked_ = *side;
  return std::nullopt;
}

// Both directions at once: what a side says depends on all that the other said.
ScenarioRunner::Connection* ScenarioRunner::OpenMirrored(const std::string& name, const Step& step) {
  const auto key = [&] { return absl::StrCat(name, checked_ == Side::kServer ? " from the server" : " from the client"); };
  if (const auto found = connections_.find(key()); found != connections_.end()) return &found->second;
  ClientTask task;
  task.drive = name == "player" || name == "publisher" ? name : drive_;
  task.stream_name = bindings_.Find("stream")->text;
  absl::StatusOr<std::unique_ptr<PeerConnection>> server = target_.peer().Connect(task);
  absl::StatusOr<std::unique_ptr<PeerConnection>> client = mirrored_->Connect(task);
  for (const absl::Status& status : {server.status(), client.status()}) {
    if (status.ok()) continue;
    Conclude(step, *Harness(status));
    return nullptr;
  }
  const size_t piece = variant_->delivery == Variant::Delivery::kWhole ? std::numeric_limits<size_t>::max() : 1;
  Conversation talk = Converse(**client, **server, piece);
  // They stay: a player that comes later is sent what this publisher published.
  meeting_.push_back(*std::move(server));
  meeting_.push_back(*std::move(client));
  const auto common = std::make_shared<Common>();
  common->msid = NumberValue(1);
  const Side turned_to = checked_;
  for (const Side side : {Side::kServer, Side::kClient}) {
    checked_ = side;
    PlayedConnection::Settings settings;
    settings.played = side == Side::kServer ? Side::kClient : Side::kServer;
    settings.exact_peer = true;
    settings.variant = *variant_;
    settings.autopilot = false;  // nobody would hear it
    settings.stepwise = stepwise_;
    settings.case_id = scenario_.id;
    settings.name = name;
    settings.log = &log_;
    Connection& connection = connections_[key()];
    connection.name = name;
    connection.common = common;
    connection.wire = std::make_unique<PlayedConnection>(Overheard(std::move(side == Side::kServer ? talk.server : talk.client)),
                                                         std::move(settings));
  }
  checked_ = turned_to;
  if (!talk.settled) {
    Conclude(step, *Harness(absl::ResourceExhaustedError("the two never came to an end")));
    return nullptr;
  }
  return &connections_.at(key());
}

bool IsTwoSided(const Scenario& scenario) {
  return scenario.transcript.server_under_test && scenario.transcript.client_under_test;
}

std::vector<Result> RunMirror(const Scenario& scenario, const Catalogue& catalogue, Peer& server, Peer& client, uint64_t seed) {
  RunOptions options;
  options.seed = seed;
  std::vector<Result> results;
  for (const char* delivery : {kWhole, kBytewise}) {
    // A name that the run before published would be taken.
    const absl::Status restarted = server.Restart();
    TestedTarget target(server, catalogue, options);
    std::vector<Result> more = ScenarioRunner(scenario, target, delivery, &client).Run();
    if (!restarted.ok()) {
      more[0].verdict = Verdict::kHarness;
      more[0].note = std::string(restarted.message());
    }
    std::move(more.begin(), more.end(), std::back_inserter(results));
  }
  return results;
}

}  // namespace rtmpspec
