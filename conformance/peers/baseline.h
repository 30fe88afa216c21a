// What a stack is known to do: a failure that is listed is expected, one that is not is news, and so is a listed one that passes.
#ifndef RTMPSPEC_CONFORMANCE_PEERS_BASELINE_H_
#define RTMPSPEC_CONFORMANCE_PEERS_BASELINE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/report/run_report.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

struct KnownDeviation {
  std::string key;     // id, or id:check
  std::string reason;  // for people, never empty
  std::string link;    // where more is said
  // If given, a failure of another cause is news. Without, a crash is.
  std::vector<std::string> causes;
  // It depends on how the stack came to read the bytes: that it passes is no news.
  bool sometimes = false;
  std::string place;  // file:line
};

struct Baseline {
  std::vector<KnownDeviation> known;
  // Behaviour keys that must come to one of these values, in all that they are seen in.
  std::map<std::string, std::vector<std::string>> pinned;
};

// Of a file with the tables [baseline] and [behaviours]; the others of a profile may be there and are not looked at.
//
//   [baseline]
//   "server/control/abort" = { reason = "Abort is ignored", link = "README.md#abort" }
//   "server/chunk/zero_length/data" = { reason = "the process dies", cause = "crash" }
//   "server/rpc/after_an_error" = { reason = "the rest of the segment is lost", sometimes = true }
//   [behaviours]
//   chunk-size-zero = "close"
//   zero-length = ["accept", "close"]
absl::StatusOr<Baseline> ParseBaseline(const std::string& text, const std::string& file);

// What a baseline is held against.
struct BaselineScope {
  const Catalogue& catalogue;
  // Whether the suite has such a case or labelled check.
  std::function<bool(const std::string& key)> exists;
  // The whole suite ran: what is said of all cases together (passive checks, behaviours) can be judged.
  bool complete = true;
};

// FAIL, and NONSTRICT under --strict, becomes XFAIL where it is listed. A result with XPASS stands for each entry that is stale:
// all of what it lists ran and none failed, or there is no such case. A pinned behaviour that came to something else is a FAIL of
// `behaviour/KEY`. What did not run says nothing.
void ApplyBaseline(const Baseline& baseline, const BaselineScope& scope, RunReport* report);

// Whether this failure is one that the baseline lists, with a cause that it covers.
bool IsKnown(const Baseline& baseline, const Result& result);

// The baseline of this run as text: what failed, and every behaviour.
std::string RenderBaseline(const RunReport& report);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_PEERS_BASELINE_H_
