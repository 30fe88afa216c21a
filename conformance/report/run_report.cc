#include "conformance/report/run_report.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace rtmpspec {

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "PASS";
    case Verdict::kFail:
      return "FAIL";
    case Verdict::kNonstrict:
      return "NONSTRICT";
    case Verdict::kInfo:
      return "INFO";
    case Verdict::kUnsupported:
      return "UNSUPPORTED";
    case Verdict::kSkip:
      return "SKIP";
    case Verdict::kNotrun:
      return "NOTRUN";
    case Verdict::kHarness:
      return "HARNESS";
    case Verdict::kXfail:
      return "XFAIL";
    case Verdict::kXpass:
      return "XPASS";
  }
  return "HARNESS";
}

absl::string_view CauseName(Cause cause) {
  switch (cause) {
    case Cause::kNone:
      return "";
    case Cause::kMismatch:
      return "mismatch";
    case Cause::kExtraMessage:
      return "extra-message";
    case Cause::kMissing:
      return "missing";
    case Cause::kClose:
      return "close";
    case Cause::kReset:
      return "reset";
    case Cause::kCrash:
      return "crash";
    case Cause::kRefused:
      return "refused";
    case Cause::kIllFormed:
      return "ill-formed";
  }
  return "";
}

Sum SumOf(Verdict verdict, bool strict) {
  switch (verdict) {
    case Verdict::kPass:
    case Verdict::kInfo:
    case Verdict::kUnsupported:
    case Verdict::kXfail:
      return Sum::kPassed;
    case Verdict::kNonstrict:
      return strict ? Sum::kFailed : Sum::kPassed;
    case Verdict::kSkip:
    case Verdict::kNotrun:
      return Sum::kSkipped;
    case Verdict::kFail:
    case Verdict::kXpass:
    case Verdict::kHarness:
      return Sum::kFailed;
  }
  return Sum::kFailed;
}

std::array<int, kVerdictCount> RunReport::Counts() const {
  std::array<int, kVerdictCount> counts{};
  for (const Result& result : results) ++counts[static_cast<size_t>(result.verdict)];
  return counts;
}

int RunReport::CountOf(Sum sum) const {
  return static_cast<int>(
      std::count_if(results.begin(), results.end(), [&](const Result& result) { return SumOf(result.verdict, strict) == sum; }));
}

int RunReport::passed() const { return CountOf(Sum::kPassed); }
int RunReport::failed() const { return CountOf(Sum::kFailed); }
int RunReport::skipped() const { return CountOf(Sum::kSkipped); }

int RunReport::CaseRolePairs() const {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const Result& result : results) {
    if (SumOf(result.verdict, strict) != Sum::kSkipped) pairs.emplace(result.id, result.role);
  }
  return static_cast<int>(pairs.size());
}

int RunReport::ExitCode() const {
  const bool harness =
      std::any_of(results.begin(), results.end(), [](const Result& result) { return result.verdict == Verdict::kHarness; });
  if (harness) return 5;
  if (target_unreachable) return 3;
  return failed() > 0 ? 1 : 0;
}

void RunReport::Sort() {
  std::stable_sort(results.begin(), results.end(), [](const Result& a, const Result& b) {
    return std::tie(a.role, a.id, a.check, a.delivery) < std::tie(b.role, b.id, b.check, b.delivery);
  });
}

}  // namespace rtmpspec
