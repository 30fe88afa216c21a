// What a step came to, as the case's result or as that of its label.
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/language/printer.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/step_walk.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

std::string OneLine(const Step& step) { return absl::StrReplaceAll(PrintStep(step), {{"\n", " "}, {"  ", " "}}); }

}  // namespace

const std::string& ScenarioRunner::RowOf(const Step& step) const {
  static const std::string* const kNone = new std::string();
  if (step.check) return step.check->row;
  return scenario_.transcript.rows.empty() ? *kNone : scenario_.transcript.rows[0];
}

Result& ScenarioRunner::Slot(const Step& step) {
  const auto check = step.check ? checks_.find(step.check->name) : checks_.end();
  const size_t index = check == checks_.end() ? 0 : check->second;
  reached_[index] = true;
  return results_[index];
}

void ScenarioRunner::Passed(const Step& step) { Slot(step); }

bool ScenarioRunner::Conclude(const Step& step, const Finding& finding) {
  if (finding.concluded) return false;
  Result& result = Slot(step);
  if (finding.not_judged) {
    if (step.check && result.verdict == Verdict::kPass) {
      result.verdict = Verdict::kNotrun;
      result.note = finding.actual;
    }
    return true;
  }
  Verdict verdict = finding.verdict;
  if (!finding.binding) verdict = Capped(verdict, target_.catalogue(), RowOf(step), target_.judges_strictly());
  if (Severity(verdict) > Severity(Verdict::kPass) && verdict != Verdict::kHarness && !own_step_reached_ && IsFromPrelude(step)) {
    // What the case is about was not reached: whatever failed here is another case's matter (requirements, section 15).
    result.verdict = Verdict::kNotrun;
    result.note = absl::StrCat("a prerequisite failed, ", step.position.file, ":", step.position.line, ": ",
                               finding.actual.empty() ? finding.note : finding.actual);
    return false;
  }
  if (!finding.record_key.empty()) result.records[finding.record_key] = finding.record_value;
  const bool explicit_outcome = finding.cause == Cause::kNone && verdict != Verdict::kHarness;
  const bool first_note = verdict == Verdict::kPass && result.verdict == Verdict::kPass && result.note.empty();
  if (Severity(verdict) > Severity(result.verdict) || first_note) {
    result.verdict = verdict;
    result.note = finding.note;
    if (finding.cause != Cause::kNone || verdict != Verdict::kPass) {
      result.cause = finding.cause;
      if (!step.position.file.empty()) result.file = step.position.file;
      result.line = step.position.line;
      result.expected = finding.expected.empty() ? OneLine(step) : finding.expected;
      result.actual = finding.actual;
      result.mark = finding.mark;
      result.wire_offset = finding.offset;
      result.direction = checked_ == Side::kServer ? "s2c" : "c2s";
      result.wire = log_.lines();
    }
  }
  if (explicit_outcome) return !finding.stop;
  if (step.check && finding.consumed && !finding.binding && !finding.stop) return true;
  Stop(step);
  return false;
}

// A case that ends at a labelled check has not shown what its own result stands for, if something of that is still to come.
void ScenarioRunner::Stop(const Step& step) {
  if (!step.check || results_[0].verdict != Verdict::kPass) return;
  // What it holds is not behind it.
  std::set<const Step*> inside;
  if (const auto* one_of = std::get_if<OneOfStep>(&step.what)) {
    for (const Alternative& alternative : one_of->alternatives) {
      ForEachStep(alternative.steps, [&](const Step& inner) { inside.insert(&inner); });
    }
  }
  bool behind = false, unlabelled = false;
  ForEachStep(scenario_.transcript.steps, [&](const Step& other) {
    unlabelled = unlabelled || (behind && !other.check && IsChecked(other) && inside.count(&other) == 0);
    behind = behind || &other == &step;
  });
  if (!unlabelled) return;
  results_[0].verdict = Verdict::kNotrun;
  results_[0].note = absl::StrCat("stopped at check ", step.check->name);
}

}  // namespace rtmpspec
