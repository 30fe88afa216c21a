#include "conformance/cli/selection.h"

#include <fnmatch.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "conformance/runner/passive_results.h"

namespace rtmpspec {
namespace {

bool AnyMatches(const std::vector<std::string>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) { return GlobMatches(pattern, name); });
}

bool AsksForBehaviour(const std::vector<std::string>& patterns, absl::string_view key) {
  return AnyMatches(patterns, absl::StrCat("behaviour/", key));
}

bool AsksForPassiveBehaviour(const std::vector<std::string>& patterns) {
  const std::vector<absl::string_view> keys = PassiveBehaviours();
  return std::any_of(keys.begin(), keys.end(), [&](absl::string_view key) { return AsksForBehaviour(patterns, key); });
}

// Passive checks watch every case, so that asking for one of them asks for all cases.
bool AsksForPassive(const std::vector<std::string>& patterns) {
  return AsksForPassiveBehaviour(patterns) || std::any_of(patterns.begin(), patterns.end(), [](const std::string& pattern) {
           return pattern.rfind("passive", 0) == 0;
         });
}

// Whether a result of this name, or one that is made of all deliveries of a case, or of what it records, was asked for.
bool Names(const std::vector<std::string>& patterns, const Result& result) {
  if (AnyMatches(patterns, result.id) || AnyMatches(patterns, result.key())) return true;
  if (AnyMatches(patterns, absl::StrCat("delivery/", result.id)) || AsksForPassiveBehaviour(patterns)) return true;
  return std::any_of(result.records.begin(), result.records.end(),
                     [&](const auto& record) { return AsksForBehaviour(patterns, record.first); });
}

bool LevelHas(const std::string& level, const Requirement* requirement) {
  if (level == "all") return true;
  if (requirement == nullptr) return false;
  return requirement->ceiling == "F" || (level == "should" && requirement->ceiling == "N");
}

bool RowAsked(const Selection& selection, const std::string& row, const Catalogue& catalogue) {
  return (selection.rows.empty() || AnyMatches(selection.rows, row)) && LevelHas(selection.level, catalogue.Find(row));
}

bool AnyRowAsked(const Selection& selection, const std::vector<std::string>& rows, const Catalogue& catalogue) {
  if (selection.rows.empty() && selection.level == "all") return true;
  return std::any_of(rows.begin(), rows.end(), [&](const std::string& row) { return RowAsked(selection, row, catalogue); });
}

std::string KeyOf(const std::string& id, const std::string& check) { return absl::StrCat(id, ":", check); }

}  // namespace

bool GlobMatches(const std::string& pattern, const std::string& name) {
  if (fnmatch(pattern.c_str(), name.c_str(), 0) == 0) return true;
  const char* below = !pattern.empty() && pattern.back() == '/' ? "*" : "/*";
  return fnmatch((pattern + below).c_str(), name.c_str(), 0) == 0;
}

bool Selection::Selects(const Scenario& scenario, const Catalogue& catalogue) const {
  if (!AnyRowAsked(*this, RowsOf(scenario), catalogue)) return false;
  if (only.empty() || AsksForPassive(only) || AnyMatches(only, scenario.id)) return true;
  if (AnyMatches(only, absl::StrCat("delivery/", scenario.id))) return true;  // what its deliveries disagree on
  const std::set<std::string> keys = BehavioursOf(scenario);
  if (std::any_of(keys.begin(), keys.end(), [&](const std::string& key) { return AsksForBehaviour(only, key); })) return true;
  const std::vector<Check> checks = ChecksOf(scenario);
  return std::any_of(checks.begin(), checks.end(),
                     [&](const Check& check) { return AnyMatches(only, KeyOf(scenario.id, check.name)); });
}

bool Selection::Skips(const Scenario& scenario) const { return AnyMatches(skip, scenario.id); }

bool Selection::Keeps(const Result& result, const Catalogue& catalogue) const {
  if (AnyMatches(skip, result.id) || AnyMatches(skip, result.key())) return result.verdict == Verdict::kSkip;
  if ((only.empty() || Names(only, result)) && AnyRowAsked(*this, result.rows, catalogue)) return true;
  // A case that broke before the check that was asked for must not look like success.
  return result.check.empty() && SumOf(result.verdict, /*strict=*/false) == Sum::kFailed;
}

bool HasRole(const Scenario& scenario, Side side) {
  return side == Side::kServer ? scenario.transcript.server_under_test : scenario.transcript.client_under_test;
}

}  // namespace rtmpspec
