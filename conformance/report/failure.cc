#include "conformance/report/failure.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "conformance/report/printable.h"

namespace rtmpspec {
namespace {

bool SameFailure(const Result& a, const Result& b) {
  return a.role == b.role && a.id == b.id && a.check == b.check && a.verdict == b.verdict && a.cause == b.cause &&
         a.line == b.line && a.expected == b.expected && a.actual == b.actual && a.mark == b.mark && a.note == b.note;
}

std::string RowsWithSections(const Result& result, const Catalogue& catalogue) {
  std::vector<std::string> rows;
  for (const std::string& row : result.rows) {
    const Requirement* requirement = catalogue.Find(row);
    rows.push_back(requirement == nullptr ? row : absl::StrCat(row, " (", requirement->section, ")"));
  }
  return absl::StrJoin(rows, ", ");
}

// Deliveries in which this result's case ran at all.
std::set<std::string> DeliveriesRun(const Result& result, const RunReport& report) {
  std::set<std::string> deliveries;
  for (const Result& other : report.results) {
    if (other.id == result.id && other.check == result.check && other.role == result.role) deliveries.insert(other.delivery);
  }
  return deliveries;
}

bool HasBothRoles(const RunReport& report) {
  return std::any_of(report.results.begin(), report.results.end(),
                     [&](const Result& result) { return result.role != report.results.front().role; });
}

}  // namespace

std::string ReasonOf(const Result& result) {
  absl::string_view reason = absl::StripAsciiWhitespace(result.mark);
  reason.remove_prefix(std::min(reason.find_first_not_of("~ "), reason.size()));
  if (reason.empty()) reason = result.note;
  if (reason.empty()) reason = CauseName(result.cause);
  return Printable(reason);
}

std::string RepeatCommand(const Result& result, const RunReport& report) {
  std::string command = absl::StrCat(report.repeat_prefix, " --only ", result.id);
  if (HasBothRoles(report)) absl::StrAppend(&command, " --role ", result.role);
  if (report.seed != 1) absl::StrAppend(&command, " --seed ", report.seed);
  if (report.strict) absl::StrAppend(&command, " --strict");
  // Whole and byte by byte are what a run does anyway; "all" is a comparison of deliveries.
  const std::set<std::string> usual = {"", "whole", "bytewise", "all"};
  if (usual.count(result.delivery) == 0) absl::StrAppend(&command, " --delivery '", result.delivery, "'");
  return absl::StrCat(command, " -v");
}

std::string RenderFailure(const Result& result, const RunReport& report, const Catalogue& catalogue,
                          const std::vector<std::string>& deliveries) {
  std::string out = absl::StrCat(VerdictName(result.verdict), "  ", result.key());
  if (!result.rows.empty()) absl::StrAppend(&out, "  ", RowsWithSections(result, catalogue));
  if (result.wire_offset.has_value()) absl::StrAppend(&out, "  at ", result.direction, " offset ", *result.wire_offset);
  absl::StrAppend(&out, "\n");
  if (!result.file.empty()) absl::StrAppend(&out, "  ", result.file, ":", result.line, "\n");
  if (!result.expected.empty()) absl::StrAppend(&out, "    expected  ", Printable(result.expected), "\n");
  if (!result.expected.empty() || !result.actual.empty()) {
    absl::StrAppend(&out, "    actual    ",
                    result.actual.empty() ? std::string(CauseName(result.cause)) : Printable(result.actual), "\n");
  }
  if (!result.mark.empty()) absl::StrAppend(&out, "              ", Printable(result.mark), "\n");
  if (!result.note.empty()) absl::StrAppend(&out, "    note      ", Printable(result.note), "\n");
  if (result.cause != Cause::kNone && result.cause != Cause::kMismatch) {
    absl::StrAppend(&out, "    cause     ", CauseName(result.cause), "\n");
  }
  if (!deliveries.empty() && deliveries.size() < DeliveriesRun(result, report).size()) {
    absl::StrAppend(&out, "    only in delivery ", absl::StrJoin(deliveries, ", "), "\n");
  }
  const char* process = "    process   ";
  for (const absl::string_view line : absl::StrSplit(result.process, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&out, process, Printable(line), "\n");
    process = "              ";
  }
  const char* label = "  wire  ";
  for (const std::string& event : result.wire) {
    absl::StrAppend(&out, label, Printable(event), "\n");
    label = "        ";
  }
  for (const std::string& row : result.rows) {
    const Requirement* requirement = catalogue.Find(row);
    if (requirement != nullptr) absl::StrAppend(&out, "  ", row, "  ", requirement->text, "\n");
  }
  return absl::StrCat(out, "  repeat: ", RepeatCommand(result, report), "\n");
}

std::vector<std::string> RenderFailures(const RunReport& report, const Catalogue& catalogue) {
  std::vector<std::string> texts;
  // Deliveries of one case stand next to each other: the report is sorted.
  for (size_t i = 0; i < report.results.size(); ++i) {
    const Result& result = report.results[i];
    if (SumOf(result.verdict, report.strict) != Sum::kFailed) continue;
    const auto same = [&](size_t j) { return SameFailure(report.results[j], result); };
    if (i > 0 && same(i - 1)) continue;
    std::vector<std::string> deliveries;
    for (size_t j = i; j < report.results.size() && same(j); ++j) deliveries.push_back(report.results[j].delivery);
    texts.push_back(RenderFailure(result, report, catalogue, deliveries));
  }
  return texts;
}

}  // namespace rtmpspec
