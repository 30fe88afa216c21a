#include "conformance/runner/verdicts.h"

namespace rtmpspec {

int Severity(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSkip:
    case Verdict::kNotrun:
      return 0;
    case Verdict::kPass:
      return 1;
    case Verdict::kUnsupported:
    case Verdict::kXfail:
      return 2;
    case Verdict::kInfo:
      return 3;
    case Verdict::kNonstrict:
      return 4;
    case Verdict::kFail:
    case Verdict::kXpass:
      return 5;
    case Verdict::kHarness:
      return 6;
  }
  return 6;
}

Verdict Worse(Verdict a, Verdict b) { return Severity(b) > Severity(a) ? b : a; }

Verdict Capped(Verdict verdict, const Catalogue& catalogue, absl::string_view row, bool strict) {
  if (verdict != Verdict::kFail && verdict != Verdict::kNonstrict) return verdict;
  const Requirement* requirement = catalogue.Find(row);
  if (requirement == nullptr) return verdict;
  const std::string& ceiling = strict ? requirement->strict_ceiling : requirement->ceiling;
  if (ceiling == "N") return Verdict::kNonstrict;
  if (ceiling == "I") return Verdict::kInfo;
  if (ceiling == "U") return Verdict::kUnsupported;
  return verdict;
}

Verdict OutcomeVerdict(absl::string_view word) {
  if (word == "pass") return Verdict::kPass;
  if (word == "fail") return Verdict::kFail;
  if (word == "nonstrict") return Verdict::kNonstrict;
  if (word == "info") return Verdict::kInfo;
  if (word == "unsupported") return Verdict::kUnsupported;
  return Verdict::kHarness;
}

}  // namespace rtmpspec
