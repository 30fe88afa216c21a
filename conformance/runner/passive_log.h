// What the passive checks saw in a whole run, over all connections: reported once per stack.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_LOG_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_LOG_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/runner/wire_reader.h"

namespace rtmpspec {

struct PassiveFinding {
  std::string case_id;  // of the first occurrence
  uint64_t offset = 0;
  std::string text;
  uint64_t count = 0;
  bool nonstrict = true;  // no occurrence was worse
};

struct PassiveLog {
  uint64_t messages = 0;
  uint64_t short_headers = 0;                      // messages that began with a chunk of type 1, 2 or 3
  std::set<std::string> checked;                   // rows about some messages only, of which one came
  std::map<std::string, PassiveFinding> findings;  // by row

  void Add(const std::string& case_id, const std::vector<Violation>& violations) {
    for (const Violation& violation : violations) {
      PassiveFinding& finding = findings[violation.row];
      // The first occurrence, unless a later one is worse.
      const bool worse = finding.nonstrict && !violation.nonstrict;
      if (finding.count++ == 0 || worse) {
        finding.case_id = case_id;
        finding.offset = violation.offset;
        finding.text = violation.text;
        finding.nonstrict = violation.nonstrict;
      }
    }
  }

  // Adds what another thread saw. Which came first is not known then: of equally bad ones the first by the case's name is kept,
  // so that a report does not depend on how cases were dealt out.
  void Merge(const PassiveLog& other) {
    messages += other.messages;
    short_headers += other.short_headers;
    checked.insert(other.checked.begin(), other.checked.end());
    for (const auto& [row, theirs] : other.findings) {
      const auto [position, is_new] = findings.emplace(row, theirs);
      if (is_new) continue;
      PassiveFinding& ours = position->second;
      const uint64_t count = ours.count + theirs.count;
      const bool worse = ours.nonstrict && !theirs.nonstrict;
      const bool better = !ours.nonstrict && theirs.nonstrict;
      if (worse || (!better && theirs.case_id < ours.case_id)) ours = theirs;
      ours.count = count;
    }
  }
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PASSIVE_LOG_H_
