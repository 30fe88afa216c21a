#include "conformance/faults/mutant_run.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/faults/mutating_peer.h"
#include "conformance/faults/parallel.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/passive_results.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/script_message.h"
#include "conformance/runner/tested_target.h"

namespace rtmpspec {
namespace {

using Kind = WireMutation::Kind;

struct Words {
  std::string text;
  std::string like;
};

// The code of a status or a result, which tells those of a kind apart.
std::string CodeIn(const std::vector<Value>& arguments) {
  for (const Value& argument : arguments) {
    for (const auto& [key, value] : argument.properties) {
      if (key == "code") return value.text;
    }
  }
  return "";
}

Words InScript(const SentMessage& message) {
  WireMessage wire;
  wire.chunk_stream_id = message.chunk_stream_id;
  wire.timestamp = message.timestamp;
  wire.type_id = message.type_id;
  wire.message_stream_id = message.message_stream_id;
  wire.payload = message.payload;
  const ScriptMessage script = ReadScriptMessage(wire);
  return {PrintScriptMessage(script, wire, {}).text, absl::StrCat(script.kind, " ", CodeIn(script.arguments))};
}

// One case in one role, with the same target for all its mutants: what was learned about it on the way, such as its round trip,
// is learned before anything is changed.
class CaseRun {
 public:
  CaseRun(const Scenario& scenario, Side side, const Catalogue& catalogue, uint64_t seed)
      : scenario_(scenario), options_(Options(seed)), peer_(MakeInProcessPeer(side, seed)), target_(peer_, catalogue, options_) {}

  std::vector<Mutant> Run() {
    Judge(std::nullopt);  // learns
    const std::vector<Result> right = Judge(std::nullopt);
    baseline_ = MakeBaseline(right);
    const std::vector<SentByConnection> sent = peer_.sent();
    for (size_t connection = 0; connection < sent.size(); ++connection) OneConnection(sent[connection], connection);
    return std::move(mutants_);
  }

 private:
  static RunOptions Options(uint64_t seed) {
    RunOptions options;
    options.seed = seed;
    options.slow = true;
    return options;
  }

  std::vector<Result> Judge(std::optional<WireMutation> mutation) {
    peer_.Arm(std::move(mutation));
    target_.passive() = PassiveLog();
    std::vector<Result> results = RunScenario(scenario_, target_, kWhole);
    for (Result& result : PassiveResults(target_)) results.push_back(std::move(result));
    return results;
  }

  Mutant Try(WireMutation mutation, const Words& message) {
    Mutant mutant;
    const std::vector<Result> results = Judge(mutation);
    mutant.mutation = std::move(mutation);
    mutant.message = message.text;
    mutant.like = absl::StrCat(message.like, " ", mutant.mutation.field);
    for (const Finding& finding : Compare(results, baseline_)) mutant.rows.insert(finding.row);
    if (!mutant.rows.empty()) {
      mutant.fate = MutantFate::kFound;
    } else if (results.front().verdict == Verdict::kNotrun) {
      mutant.fate = MutantFate::kPrelude;
    }
    return mutant;
  }

  void OneConnection(const SentByConnection& sent, size_t connection) {
    if (sent.handshake) {
      for (WireMutation& mutation : HandshakeMutations(connection)) {
        Mutant mutant = Try(std::move(mutation), {"handshake", "handshake"});
        // Cases about other things do not look at it.
        if (mutant.fate == MutantFate::kSurvived) mutant.fate = MutantFate::kUnasked;
        mutants_.push_back(std::move(mutant));
      }
    }
    for (size_t i = 0; i < sent.messages.size(); ++i) OneMessage(sent.messages[i], connection, i, i + 1 == sent.messages.size());
  }

  void OneMessage(const SentMessage& message, size_t connection, size_t index, bool last) {
    const Words text = InScript(message);
    std::optional<MutantFate> whole;  // of the message when it is dropped: what holds for all of it
    for (WireMutation& mutation : MutationsOf(message, connection, index, last)) {
      const bool open = !OpenField(mutation, message).empty();
      Mutant mutant = Try(std::move(mutation), text);
      if (mutant.mutation.kind == Kind::kDrop) {
        whole = mutant.fate == MutantFate::kSurvived ? MutantFate::kUnasked : mutant.fate;
        mutant.fate = *whole;
      } else if (mutant.fate == MutantFate::kSurvived && whole == MutantFate::kUnasked) {
        mutant.fate = MutantFate::kUnasked;
      } else if (mutant.fate == MutantFate::kSurvived && open) {
        mutant.fate = MutantFate::kOpen;
      }
      mutants_.push_back(std::move(mutant));
      // The rest of what a prelude checks is checked by it in every case.
      if (whole == MutantFate::kPrelude) return;
    }
  }

  const Scenario& scenario_;
  const RunOptions options_;
  MutatingPeer peer_;
  TestedTarget target_;
  Baseline baseline_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::string OpenField(const WireMutation& mutation, const SentMessage& message) {
  const bool media = message.type_id == 8 || message.type_id == 9 || message.type_id == 22;
  if (mutation.kind == Kind::kTimestamp && !media)
    return "the time of a message that is no media is ignored (RTMP-PC-04, RTMP-UC-02)";
  return "";
}

std::vector<CaseMutants> RunMutants(const std::vector<const Scenario*>& scenarios, const Catalogue& catalogue,
                                    const MutantOptions& options) {
  std::vector<CaseMutants> cases;
  for (const Side side : {Side::kServer, Side::kClient}) {
    for (const Scenario* scenario : scenarios) {
      const Transcript& transcript = scenario->transcript;
      if (!(side == Side::kServer ? transcript.server_under_test : transcript.client_under_test)) continue;
      CaseMutants one;
      one.scenario = scenario;
      one.side = side;
      cases.push_back(std::move(one));
    }
  }
  std::mutex mutex;
  int done = 0;
  InParallel(cases.size(), options.jobs, [&](size_t i) {
    cases[i].mutants = CaseRun(*cases[i].scenario, cases[i].side, catalogue, options.seed).Run();
    const std::lock_guard<std::mutex> lock(mutex);
    ++done;
    if (options.on_case != nullptr) options.on_case(cases[i], done, static_cast<int>(cases.size()));
  });
  std::set<std::pair<Side, std::string>> noticed;
  for (const CaseMutants& one : cases) {
    for (const Mutant& mutant : one.mutants) {
      if (mutant.fate == MutantFate::kFound) noticed.emplace(one.side, mutant.like);
    }
  }
  for (CaseMutants& one : cases) {
    for (Mutant& mutant : one.mutants) {
      if (mutant.fate == MutantFate::kSurvived && noticed.count({one.side, mutant.like}) > 0)
        mutant.fate = MutantFate::kElsewhere;
    }
  }
  return cases;
}

}  // namespace rtmpspec
