// The result of a run. Everything that is shown or written renders this.
#ifndef RTMPSPEC_CONFORMANCE_REPORT_RUN_REPORT_H_
#define RTMPSPEC_CONFORMANCE_REPORT_RUN_REPORT_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rtmpspec {

enum class Verdict { kPass, kFail, kNonstrict, kInfo, kUnsupported, kSkip, kNotrun, kHarness, kXfail, kXpass };
inline constexpr int kVerdictCount = 10;
absl::string_view VerdictName(Verdict verdict);  // "PASS", ...

// How a verdict counts in the three sums of a run's last line.
enum class Sum { kPassed, kFailed, kSkipped };
Sum SumOf(Verdict verdict, bool strict);

enum class Cause { kNone, kMismatch, kExtraMessage, kMissing, kClose, kReset, kCrash, kRefused, kIllFormed };
absl::string_view CauseName(Cause cause);  // "", "mismatch", "extra-message", "missing", "close", ...

// One case, or one labelled check of it, in one role and one delivery.
struct Result {
  std::string id;     // server/chunk/csid_forms/three-byte
  std::string check;  // label, empty for the case itself; shown as id:check
  std::vector<std::string> rows;
  std::string role;      // "server" or "client": the side under test
  std::string delivery;  // "whole", "bytewise", "random:7 chunk=1": a variant's text
  Verdict verdict = Verdict::kPass;
  Cause cause = Cause::kNone;
  double duration_ms = 0;
  // Where and what, for everything that is not a plain PASS.
  std::string file;  // below the transcripts folder
  int line = 0;
  std::string expected;  // in the script's notation
  std::string actual;
  std::string mark;  // a line with ~~~~ under the differing field of `actual` and the reason behind it
  std::string note;
  std::string direction;  // "s2c" or "c2s": which stream wire_offset counts
  std::optional<uint64_t> wire_offset;
  std::vector<std::string> wire;               // the last few wire events, one a line
  std::string process;  // where the connection had a process of its own: how it ended, and its last lines
  std::map<std::string, std::string> records;  // behaviour keys and values seen

  std::string key() const { return check.empty() ? id : id + ":" + check; }
};

struct RunReport {
  std::string tool_version;
  std::string catalogue_version;
  std::string target;         // Peer::name
  std::string repeat_prefix;  // "rtmpspec run rtmp://127.0.0.1:1935/live": a failure's repeat command starts so
  uint64_t seed = 0;
  bool strict = false;
  double duration_ms = 0;
  std::vector<std::string> notes;  // sync methods found, restarts, a target that died
  std::map<std::string, std::string> behaviours;
  bool target_unreachable = false;  // never reached, or died for good
  bool stopped_early = false;
  std::vector<Result> results;  // sorted by role, id, check, delivery

  std::array<int, kVerdictCount> Counts() const;
  // The three sums of the last line: passed (PASS INFO NONSTRICT UNSUPPORTED XFAIL), failed (FAIL XPASS HARNESS; with `strict`
  // also NONSTRICT), skipped (SKIP NOTRUN).
  int passed() const;
  int failed() const;
  int skipped() const;
  // Different (id, role) pairs that ran.
  int CaseRolePairs() const;
  // 5 for HARNESS, else 3 for a target that could not be reached, else 1 for failures, else 0. (2 and 4 are the caller's.)
  int ExitCode() const;
  // Puts the results into the order named above.
  void Sort();

 private:
  int CountOf(Sum sum) const;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_REPORT_RUN_REPORT_H_
