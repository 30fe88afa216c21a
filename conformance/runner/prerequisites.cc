#include "conformance/runner/prerequisites.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/usual_session.h"

namespace rtmpspec {

std::optional<std::string> Prerequisites::Missing(const Scenario& scenario) {
  if (target_.peer().role() != Side::kServer) return std::nullopt;
  std::string reason = MissingRelay(scenario);
  if (reason.empty()) reason = MissingCase(scenario);
  if (reason.empty()) return std::nullopt;
  return reason;
}

std::string Prerequisites::MissingRelay(const Scenario& scenario) {
  if (ConnectionsOf(scenario).size() < 2) return "";
  if (target_.peer().one_connection()) return "the target takes one connection at a time";
  // The cases about publish and play are there to find out.
  const auto& rows = scenario.transcript.rows;
  const auto is_about_it = [](const std::string& row) {
    return absl::StartsWith(row, "RTMP-PB-") || absl::StartsWith(row, "RTMP-PL-");
  };
  if (std::any_of(rows.begin(), rows.end(), is_about_it)) return "";
  return target_.knowledge().Relay([&]() -> std::string {
    const SessionResult failure = CheckRelay(target_);
    return failure ? absl::StrCat("the target does not relay (", failure->row, "): ", failure->text) : "";
  });
}

std::string Prerequisites::MissingCase(const Scenario& scenario) {
  if (scenario.needed == nullptr) return "";
  const std::string& id = scenario.needed->id;
  return target_.knowledge().Needed(id, [&]() -> std::string {
    // Under a name of its own: what names its streams follows from it, and the case itself may run at the same time.
    Scenario asked = *scenario.needed;
    absl::StrAppend(&asked.id, ", needed by others");
    const std::vector<Result> results = ask_(asked);
    const auto failed = std::find_if(results.begin(), results.end(),
                                     [](const Result& result) { return SumOf(result.verdict, false) == Sum::kFailed; });
    if (failed == results.end()) return "";
    const std::string& why = failed->note.empty() ? failed->actual : failed->note;
    return absl::StrCat("the target fails ", id, " (", failed->rows.empty() ? "" : failed->rows[0], "): ", why);
  });
}

}  // namespace rtmpspec
