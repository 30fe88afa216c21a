#include "conformance/runner/prerequisites.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/usual_session.h"

namespace rtmpspec {

std::optional<std::string> Prerequisites::Missing(const Scenario& scenario) {
  if (target_.peer().role() != Side::kServer || ConnectionsOf(scenario).size() < 2) return std::nullopt;
  if (target_.peer().one_connection()) return "the target takes one connection at a time";
  // The cases about publish and play are there to find out.
  const auto& rows = scenario.transcript.rows;
  const auto is_about_it = [](const std::string& row) {
    return absl::StartsWith(row, "RTMP-PB-") || absl::StartsWith(row, "RTMP-PL-");
  };
  if (std::any_of(rows.begin(), rows.end(), is_about_it)) return std::nullopt;
  std::string reason = target_.knowledge().Relay([&]() -> std::string {
    const SessionResult failure = CheckRelay(target_);
    return failure ? absl::StrCat("the target does not relay (", failure->row, "): ", failure->text) : "";
  });
  if (reason.empty()) return std::nullopt;
  return reason;
}

}  // namespace rtmpspec
