// What a baseline makes of a run's verdicts.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "conformance/peers/baseline.h"

namespace rtmpspec {
namespace {

constexpr char kPassive[] = "passive/";
constexpr char kDelivery[] = "delivery/";

bool Fails(const Result& result, bool strict) {
  return result.verdict == Verdict::kFail || (strict && result.verdict == Verdict::kNonstrict);
}

// Said nothing about the stack.
bool IsSilent(const Result& result) {
  return result.verdict == Verdict::kSkip || result.verdict == Verdict::kNotrun || result.verdict == Verdict::kHarness;
}

bool Covers(const KnownDeviation& known, const Result& result) {
  if (known.causes.empty()) return result.cause != Cause::kCrash;
  return std::find(known.causes.begin(), known.causes.end(), CauseName(result.cause)) != known.causes.end();
}

void AddNote(const std::string& text, Result* result) { absl::StrAppend(&result->note, result->note.empty() ? "" : "; ", text); }

std::string Why(const KnownDeviation& known) {
  return known.link.empty() ? known.reason : absl::StrCat(known.reason, " (", known.link, ")");
}

// "what is expected" of an entry that is stale, as a result of its own.
Result Stale(const KnownDeviation& known, const std::string& actual) {
  Result result;
  const size_t colon = known.key.find(':');
  result.id = known.key.substr(0, colon);
  if (colon != std::string::npos) result.check = known.key.substr(colon + 1);
  result.delivery = "all";
  result.verdict = Verdict::kXpass;
  result.expected = absl::StrCat("a failure: ", Why(known));
  result.actual = actual;
  result.note = absl::StrCat("a stale entry: ", known.place);
  return result;
}

// What an entry stands for in this run.
struct Listed {
  std::vector<Result*> results;
  bool all_ran = true;
};

Listed Find(const std::string& key, RunReport* report) {
  Listed listed;
  for (Result& result : report->results) {
    if (result.key() != key) continue;
    listed.results.push_back(&result);
    listed.all_ran = listed.all_ran && !IsSilent(result);
  }
  return listed;
}

// Whether the deliveries of the case behind `delivery/ID` ran and could have differed.
bool DeliveriesRan(const std::string& key, RunReport* report) {
  const Listed listed = Find(std::string(absl::StripPrefix(key, kDelivery)), report);
  return listed.results.size() > 1 && listed.all_ran;
}

std::optional<Result> Judge(const KnownDeviation& known, const BaselineScope& scope, RunReport* report) {
  const bool passive = absl::StartsWith(known.key, kPassive), delivery = absl::StartsWith(known.key, kDelivery);
  const absl::string_view name = delivery ? absl::StripPrefix(known.key, kDelivery) : absl::string_view(known.key);
  const bool exists = passive ? scope.catalogue.Find(absl::StripPrefix(known.key, kPassive)) != nullptr
                              : known.key == "sanity" || scope.exists(std::string(name));
  if (!exists) return Stale(known, "there is no such case");
  const Listed listed = Find(known.key, report);
  bool failed = false;
  for (Result* result : listed.results) {
    if (!Fails(*result, report->strict)) continue;
    failed = true;
    if (Covers(known, *result)) {
      result->verdict = Verdict::kXfail;
      AddNote(absl::StrCat("known: ", Why(known)), result);
    } else {
      AddNote(absl::StrCat("the baseline lists another cause: ", known.place), result);
    }
  }
  if (failed || (passive && !scope.complete) || known.sometimes) return std::nullopt;
  if (delivery && listed.results.empty()) {
    if (!DeliveriesRan(known.key, report)) return std::nullopt;
    return Stale(known, "the deliveries agree");
  }
  if (listed.results.empty() || !listed.all_ran) return std::nullopt;
  return Stale(known, absl::StrCat("it is ", VerdictName(listed.results[0]->verdict)));
}

void JudgeBehaviour(const std::string& key, const std::vector<std::string>& pinned, const BaselineScope& scope,
                    RunReport* report) {
  const auto seen = report->behaviours.find(key);
  if (seen == report->behaviours.end() && !scope.complete) return;
  std::set<std::string> values;
  if (seen != report->behaviours.end()) values = absl::StrSplit(seen->second, " | ");
  const std::set<std::string> expected(pinned.begin(), pinned.end());
  // Which of several values come can be a matter of time, and of what part of the suite ran.
  const bool seen_at_all = !values.empty() || !scope.complete;
  if (seen_at_all && std::includes(expected.begin(), expected.end(), values.begin(), values.end())) return;
  Result result;
  result.id = absl::StrCat("behaviour/", key);
  for (const Requirement& row : scope.catalogue.rows()) {
    if (row.behaviour == key) result.rows.push_back(row.id);
  }
  result.delivery = "all";
  result.verdict = Verdict::kFail;
  result.cause = Cause::kMismatch;
  result.expected = absl::StrCat(key, " = ", absl::StrJoin(expected, " | "));
  result.actual = values.empty() ? "not seen" : absl::StrCat(key, " = ", absl::StrJoin(values, " | "));
  result.note = "a pinned behaviour changed";
  report->results.push_back(std::move(result));
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", " "}}), "\"");
}

}  // namespace

bool IsKnown(const Baseline& baseline, const Result& result) {
  return std::any_of(baseline.known.begin(), baseline.known.end(),
                     [&result](const KnownDeviation& known) { return known.key == result.key() && Covers(known, result); });
}

void ApplyBaseline(const Baseline& baseline, const BaselineScope& scope, RunReport* report) {
  std::vector<Result> stale;
  for (const KnownDeviation& known : baseline.known) {
    if (std::optional<Result> result = Judge(known, scope, report)) stale.push_back(*std::move(result));
  }
  for (const auto& [key, values] : baseline.pinned) JudgeBehaviour(key, values, scope, report);
  for (Result& result : stale) report->results.push_back(std::move(result));
  for (Result& result : report->results) {
    if (result.role.empty()) result.role = report->results.front().role;
  }
  report->Sort();
}

std::string RenderBaseline(const RunReport& report) {
  std::string out = "[behaviours]\n";
  for (const auto& [key, values] : report.behaviours) {
    const std::vector<std::string> all = absl::StrSplit(values, " | ");
    const std::string texts = absl::StrJoin(all, ", ", [](std::string* o, const std::string& value) { *o += Quoted(value); });
    absl::StrAppend(&out, key, " = ", all.size() == 1 ? texts : absl::StrCat("[", texts, "]"), "\n");
  }
  absl::StrAppend(&out, "\n[baseline]\n");
  std::map<std::string, std::vector<const Result*>> failures;
  for (const Result& result : report.results) {
    if (Fails(result, report.strict) || result.verdict == Verdict::kXfail) failures[result.key()].push_back(&result);
  }
  for (const auto& [key, results] : failures) {
    std::set<std::string> causes;
    for (const Result* result : results) causes.insert(Quoted(std::string(CauseName(result->cause))));
    const bool crashes = causes.count(Quoted(std::string(CauseName(Cause::kCrash)))) > 0;
    const std::string& actual = results[0]->actual;
    absl::StrAppend(&out, Quoted(key),
                    " = { reason = ", Quoted(actual.empty() ? std::string(CauseName(results[0]->cause)) : actual),
                    crashes ? absl::StrCat(", cause = [", absl::StrJoin(causes, ", "), "]") : "", " }\n");
  }
  return out;
}

}  // namespace rtmpspec
