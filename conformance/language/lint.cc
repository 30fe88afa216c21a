#include "conformance/language/lint.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/language/hints.h"
#include "conformance/language/lint_rules.h"
#include "conformance/language/walk.h"
#include "conformance/language/words.h"

namespace rtmpspec {
namespace {

constexpr absl::string_view kVerdicts[] = {"pass", "fail", "nonstrict", "info", "unsupported"};
constexpr absl::string_view kPins[] = {"chunk", "handshake", "delivery", "basic", "amf"};
constexpr absl::string_view kStates[] = {"Handshaking", "Connecting",  "Connected", "MediaStreamCreated", "PublishPending",
                                         "Publishing",  "PlayPending", "Playing",   "Disconnecting"};

template <size_t n>
bool Contains(const absl::string_view (&words)[n], absl::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// lower-case-with-hyphens, as keys and values of behaviours are.
bool IsRecordWord(absl::string_view word) {
  bool start = true;
  for (const char c : word) {
    if (c == '-' ? start : !(absl::ascii_islower(c) || absl::ascii_isdigit(c))) return false;
    start = c == '-';
  }
  return !start;
}

class ScenarioLint {
 public:
  ScenarioLint(const Scenario& scenario, const Catalogue& catalogue, Complaints* complaints)
      : scenario_(scenario), transcript_(scenario.transcript), catalogue_(catalogue), complaints_(complaints) {}

  void Run() {
    Header();
    ForEachStep(transcript_.steps, [&](const Step& step) {
      if (const auto* let = std::get_if<LetStep>(&step.what)) named_[let->name] = &let->message;
    });
    FindUses();
    FindUnplayed();
    ForEachStep(transcript_.steps, [&](const Step& step) {
      LintCheck(step);
      std::visit([&](const auto& what) { Visit(step, what); }, step.what);
    });
    LintVariables(scenario_, complaints_);
    LintChunks(scenario_, named_, complaints_);
  }

 private:
  void Complain(const Position& position, const std::string& message) { complaints_->Add(position, message); }

  void Row(const Position& position, const std::string& id) {
    if (catalogue_.Find(id) == nullptr) Complain(position, absl::StrCat("unknown row ", id));
  }

  void Header() {
    for (const std::string& row : transcript_.rows) Row(transcript_.position, row);
    if (transcript_.drive != "any" && !transcript_.client_under_test) {
      Complain(transcript_.position, "'drive' is about a client under test, and there is none");
    }
    for (const auto& [key, value] : transcript_.pins) {
      if (!Contains(kPins, key)) Complain(transcript_.position, absl::StrCat("unknown variant '", key, "' in 'pin'"));
    }
  }

  // Whether messages given by `let` are sent or expected, and that each is used.
  void FindUses() {
    ForEachStep(transcript_.steps, [&](const Step& step) {
      if (const auto* chunks = std::get_if<ChunksStep>(&step.what)) {
        for (const ChunksStep::Item& item : chunks->items) uses_[item.name].played = true;
        return;
      }
      if (std::holds_alternative<LetStep>(step.what)) return;
      const auto* sided = std::get_if<MessageStep>(&step.what);
      const Use use = sided == nullptr ? Use{false, true} : UseOf(transcript_, sided->side);
      ForEachMessage(step, [&](const Message& message) {
        uses_[message.kind].played |= use.played;
        uses_[message.kind].checked |= use.checked;
      });
    });
  }

  // Where a `one of` is played its first alternative is: the others are patterns only.
  void FindUnplayed() {
    ForEachStep(transcript_.steps, [&](const Step& step) {
      const auto* one_of = std::get_if<OneOfStep>(&step.what);
      if (one_of == nullptr) return;
      for (const Alternative& alternative : one_of->alternatives) {
        if (&alternative == &one_of->alternatives.front()) continue;
        for (const Step& inner : alternative.steps) unplayed_.insert(&inner);
      }
    });
  }

  // A check where nothing is checked would never be reported.
  void LintCheck(const Step& step) {
    if (!step.check.has_value()) return;
    Row(step.position, step.check->row);
    const auto [it, fresh] = check_rows_.emplace(step.check->name, step.check->row);
    if (!fresh && it->second != step.check->row) {
      Complain(step.position, absl::StrCat("the check '", step.check->name, "' has another row above: ", it->second));
    }
    if (!IsExpectation(step)) Complain(step.position, "'check' stands behind a step that checks nothing");
  }

  bool IsExpectation(const Step& step) const {
    const auto checked = [&](Side side) { return UseOf(transcript_, side).checked; };
    if (const auto* message = std::get_if<MessageStep>(&step.what)) return checked(message->side);
    if (const auto* bytes = std::get_if<BytesStep>(&step.what)) return checked(bytes->side);
    if (const auto* closes = std::get_if<ClosesStep>(&step.what)) return checked(closes->side);
    return std::holds_alternative<GroupStep>(step.what) || std::holds_alternative<OneOfStep>(step.what) ||
           std::holds_alternative<NothingStep>(step.what) || std::holds_alternative<SyncStep>(step.what) ||
           std::holds_alternative<AliveStep>(step.what) || std::holds_alternative<QuietStep>(step.what) ||
           std::holds_alternative<StateStep>(step.what) || std::holds_alternative<DeliversStep>(step.what) ||
           std::holds_alternative<AcksStep>(step.what) || std::holds_alternative<ServeStep>(step.what);
  }

  // An expectation on a side that is only ever played.
  void MustBeChecked(const Step& step, Side side, absl::string_view what) {
    if (UseOf(transcript_, side).checked) return;
    const absl::string_view name = side == Side::kClient ? "client" : "server";
    Complain(step.position, absl::StrCat(what, " expects something of the ", name, ", but 'peer' does not name it"));
  }

  void Lint(const Message& message, Use use) { LintMessage(message, use, named_, complaints_); }

  void Skipping(const Step& step, const std::vector<std::string>& kinds) {
    for (const std::string& kind : kinds) {
      const bool plain = kind == "any" || kind == "commands" || FindMessageWord(kind) != nullptr;
      if (!plain && absl::ascii_isupper(kind[0])) Complain(step.position, absl::StrCat("no message is called '", kind, "'"));
    }
  }

  template <typename T>
  void Visit(const Step&, const T&) {}

  void Visit(const Step& step, const MessageStep& what) {
    Use use = UseOf(transcript_, what.side);
    // A step of the side that is only ever played stands there to be played: `; C: ...` behind what came.
    use.played = use.played && !(use.checked && unplayed_.count(&step) != 0);
    Lint(what.message, use);
    if (what.optional) MustBeChecked(step, what.side, "'optional'");
    if (!what.skipping.empty()) MustBeChecked(step, what.side, "'skipping'");
    Skipping(step, what.skipping);
  }
  void Visit(const Step& step, const LetStep& what) {
    const auto use = uses_.find(what.name);
    if (use == uses_.end()) return Complain(step.position, absl::StrCat("'", what.name, "' is not used"));
    if (FindMessageWord(what.name) != nullptr)
      Complain(step.position, absl::StrCat("'", what.name, "' is a word of the language"));
    Lint(what.message, use->second);
  }
  void Visit(const Step& step, const GroupStep& what) {
    MustBeChecked(step, what.side, what.ordered ? "'ordered'" : "'unordered'");
    Skipping(step, what.skipping);
  }
  void Visit(const Step& step, const OneOfStep& what) {
    MustBeChecked(step, what.side, "'one of'");
    for (const Alternative& alternative : what.alternatives) {
      const Outcome& outcome = alternative.outcome;
      if (!Contains(kVerdicts, outcome.verdict))
        Complain(alternative.position, absl::StrCat("unknown verdict ", outcome.verdict));
      if (outcome.record_key.empty()) continue;
      if (!IsRecordWord(outcome.record_key) || !IsRecordWord(outcome.record_value)) {
        Complain(alternative.position, absl::StrCat("expected small letters, digits and hyphens: records ", outcome.record_key,
                                                    "=", outcome.record_value));
      }
    }
  }
  void Visit(const Step& step, const NothingStep& what) {
    MustBeChecked(step, what.side, "'nothing'");
    if (what.matching.has_value()) Lint(*what.matching, Use{false, true});
  }
  void Visit(const Step& step, const AcksStep& what) { MustBeChecked(step, what.side, "'acks'"); }
  void Visit(const Step& step, const ChunksStep& what) {
    if (!UseOf(transcript_, what.side).played) Complain(step.position, "'chunks' are sent; this side never is played");
  }
  void Visit(const Step& step, const ServeStep& what) {
    MustBeChecked(step, Side::kClient, "'serve'");
    Lint(what.until, Use{false, true});
  }
  void Visit(const Step& step, const DeliversStep& what) {
    MustBeChecked(step, what.side, "'delivers'");
    Lint(what.message, Use{false, true});
  }
  void Visit(const Step& step, const StateStep& what) {
    for (const auto& [side, state] : what.states) {
      if (!Contains(kStates, state)) {
        const std::string closest = ClosestWord(state, {std::begin(kStates), std::end(kStates)});
        Complain(step.position, absl::StrCat("no state is called '", state, "'",
                                             closest.empty() ? "" : absl::StrCat("; did you mean '", closest, "'?")));
      }
    }
  }
  void Visit(const Step&, const SetStep& what) { LintValue(what.value, Use{true, false}, complaints_); }

  const Scenario& scenario_;
  const Transcript& transcript_;
  const Catalogue& catalogue_;
  Complaints* complaints_;
  NamedMessages named_;
  std::map<std::string, Use> uses_;
  std::set<const Step*> unplayed_;
  std::map<std::string, std::string> check_rows_;
};

void Hints(const Scenario& scenario, const Catalogue& catalogue, Complaints* hints) {
  const Transcript& transcript = scenario.transcript;
  std::vector<std::string> binding;
  bool labelled = false;
  const auto look = [&](const Position& position, const std::string& id) {
    const Requirement* row = catalogue.Find(id);
    if (row == nullptr) return;
    const bool fits = row->who == "B" || (row->who == "S" ? transcript.server_under_test : transcript.client_under_test);
    if (!fits)
      hints->Add(position, absl::StrCat(id, " binds a ", row->who == "S" ? "server" : "client", ", which is not tested here"));
  };
  for (const std::string& id : transcript.rows) {
    look(transcript.position, id);
    const Requirement* row = catalogue.Find(id);
    if (row != nullptr && row->ceiling == "F") binding.push_back(id);
  }
  ForEachStep(transcript.steps, [&](const Step& step) {
    if (!step.check.has_value()) return;
    labelled = true;
    look(step.position, step.check->row);
  });
  if (binding.size() > 1 && !labelled) {
    hints->Add(transcript.position, absl::StrCat("a failure would be reported under ", transcript.rows[0],
                                                 " only: label what stands for the other rows with 'check NAME row ID'"));
  }
}

}  // namespace

std::vector<std::string> Lint(const std::vector<Scenario>& scenarios, const Catalogue& catalogue) {
  Complaints complaints;
  for (const Scenario& scenario : scenarios) ScenarioLint(scenario, catalogue, &complaints).Run();
  return complaints.Take();
}

std::vector<std::string> LintHints(const std::vector<Scenario>& scenarios, const Catalogue& catalogue) {
  Complaints hints;
  for (const Scenario& scenario : scenarios) Hints(scenario, catalogue, &hints);
  return hints.Take();
}

}  // namespace rtmpspec
