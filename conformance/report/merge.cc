#include "conformance/report/merge.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rtmpspec {
namespace {

// Larger is worse. What ran outweighs what did not.
int Severity(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSkip:
      return 0;
    case Verdict::kNotrun:
      return 1;
    case Verdict::kPass:
      return 2;
    case Verdict::kUnsupported:
      return 3;
    case Verdict::kInfo:
      return 4;
    case Verdict::kXfail:
      return 5;
    case Verdict::kNonstrict:
      return 6;
    case Verdict::kXpass:
      return 7;
    case Verdict::kFail:
      return 8;
    case Verdict::kHarness:
      return 9;
  }
  return 9;
}

void MergeResult(Result from, Result* into) {
  if (Severity(from.verdict) > Severity(into->verdict)) std::swap(from, *into);
  const bool changed = SumOf(into->verdict, false) == Sum::kFailed && SumOf(from.verdict, false) == Sum::kPassed;
  // A passive check is one result for many cases: it fails where one of them does, and nothing about that is unsteady.
  if (changed && into->id.rfind("passive/", 0) != 0 && into->note.find("verdict changed") == std::string::npos) {
    absl::StrAppend(&into->note, into->note.empty() ? "" : "; ", "verdict changed between runs: ", VerdictName(from.verdict),
                    " and ", VerdictName(into->verdict));
  }
}

}  // namespace

void Merge(RunReport from, RunReport* into) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, size_t> index;
  const auto key = [](const Result& r) { return std::make_tuple(r.role, r.id, r.check, r.delivery); };
  for (size_t i = 0; i < into->results.size(); ++i) index.emplace(key(into->results[i]), i);
  for (Result& result : from.results) {
    const auto [position, is_new] = index.emplace(key(result), into->results.size());
    if (is_new) {
      into->results.push_back(std::move(result));
    } else {
      MergeResult(std::move(result), &into->results[position->second]);
    }
  }
  for (std::string& note : from.notes) {
    if (std::find(into->notes.begin(), into->notes.end(), note) == into->notes.end()) into->notes.push_back(std::move(note));
  }
  for (auto& [behaviour, value] : from.behaviours) {
    const auto [position, is_new] = into->behaviours.emplace(behaviour, value);
    if (is_new) continue;
    const std::vector<std::string> seen = absl::StrSplit(position->second, " | ");
    for (const absl::string_view part : absl::StrSplit(value, " | ")) {
      if (std::find(seen.begin(), seen.end(), part) == seen.end()) absl::StrAppend(&position->second, " | ", part);
    }
  }
  into->duration_ms += from.duration_ms;
  into->target_unreachable |= from.target_unreachable;
  into->stopped_early |= from.stopped_early;
  into->Sort();
}

}  // namespace rtmpspec
