#include "conformance/runner/passive_results.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "conformance/runner/verdicts.h"

namespace rtmpspec {
namespace {

// What wire_reader.cc and passive_*.cc look at in every message. Rows about some messages only are in PassiveLog::checked.
constexpr absl::string_view kBoth[] = {"RTMP-CM-01", "RTMP-CM-02", "RTMP-CM-04", "RTMP-CM-10", "RTMP-CB-06",
                                       "RTMP-CB-07", "RTMP-CM-20", "RTMP-XT-04", "RTMP-XT-15", "RTMP-PC-01",
                                       "RTMP-PC-09", "RTMP-PC-33", "RTMP-MT-06", "RTMP-RPC-06"};
constexpr absl::string_view kServer[] = {"RTMP-MT-02", "RTMP-OS-01", "RTMP-OS-02"};
constexpr absl::string_view kClient[] = {"RTMP-CN-01", "RTMP-CN-22"};
constexpr absl::string_view kHeaderRow = "RTMP-CM-20";
constexpr absl::string_view kHeaderKey = "header-compression";

Result ResultOf(absl::string_view row, Side role) {
  Result result;
  result.id = absl::StrCat("passive/", row);
  result.rows = {std::string(row)};
  result.role = role == Side::kServer ? "server" : "client";
  result.delivery = "all";
  return result;
}

// "used" where a message began with a shorter header than type 0, "missed" where one could have and did not; both for many
// stacks, none where there was nothing to save. Of a part of the suite a part of this comes, and never another value.
std::string HeaderCompression(const PassiveLog& log) {
  const bool missed = log.findings.count(std::string(kHeaderRow)) > 0;
  if (log.short_headers == 0) return missed ? "missed" : "";
  return missed ? "missed | used" : "used";
}

}  // namespace

std::vector<absl::string_view> PassiveBehaviours() { return {kHeaderKey}; }

std::vector<Result> PassiveResults(const PassiveLog& log, Side role, const Catalogue& catalogue, bool strict) {
  std::vector<Result> results;
  if (log.messages == 0) return results;
  for (const auto& [row, finding] : log.findings) {
    Result result = ResultOf(row, role);
    const Verdict worst = finding.nonstrict ? Verdict::kNonstrict : Verdict::kFail;
    result.verdict = Capped(worst, catalogue, row, strict);
    result.cause = Cause::kMismatch;
    result.actual = finding.text;
    result.note =
        absl::StrCat("first in ", finding.case_id, ", ", finding.count, finding.count == 1 ? " time" : " times", " in all");
    result.direction = role == Side::kServer ? "s2c" : "c2s";
    result.wire_offset = finding.offset;
    results.push_back(result);
  }
  const auto add_passed = [&](absl::Span<const absl::string_view> rows) {
    for (const absl::string_view row : rows) {
      if (log.findings.count(std::string(row)) == 0) results.push_back(ResultOf(row, role));
    }
  };
  add_passed(kBoth);
  if (role == Side::kServer) {
    add_passed(kServer);
  } else {
    add_passed(kClient);
  }
  const std::vector<absl::string_view> checked(log.checked.begin(), log.checked.end());
  add_passed(checked);
  const std::string compression = HeaderCompression(log);
  for (Result& result : results) {
    if (result.rows[0] == kHeaderRow && !compression.empty()) result.records[std::string(kHeaderKey)] = compression;
  }
  return results;
}

}  // namespace rtmpspec
