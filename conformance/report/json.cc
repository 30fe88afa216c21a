#include "conformance/report/json.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/report/printable.h"

namespace rtmpspec {
namespace {

using Json = nlohmann::ordered_json;

Json Strings(const std::vector<std::string>& strings) {
  Json array = Json::array();
  for (const std::string& string : strings) array.push_back(Printable(string));
  return array;
}

Json Strings(const std::map<std::string, std::string>& strings) {
  Json object = Json::object();
  for (const auto& [key, value] : strings) object[Printable(key)] = Printable(value);
  return object;
}

Json ResultJson(const Result& result) {
  Json json = {
      {"id", result.id},
      {"check", result.check},
      {"rows", Strings(result.rows)},
      {"role", result.role},
      {"delivery", result.delivery},
      {"verdict", std::string(VerdictName(result.verdict))},
      {"cause", std::string(CauseName(result.cause))},
      {"duration_ms", result.duration_ms},
      {"file", result.file},
      {"line", result.line},
      {"expected", Printable(result.expected)},
      {"actual", Printable(result.actual)},
      {"mark", Printable(result.mark)},
      {"note", Printable(result.note)},
      {"direction", result.direction},
      {"wire_offset", nullptr},
      {"wire", Strings(result.wire)},
      {"process", Printable(result.process)},
      {"records", Strings(result.records)},
  };
  if (result.wire_offset.has_value()) json["wire_offset"] = *result.wire_offset;
  return json;
}

// Row by row: what came of it here, or why nothing can.
Json RowsJson(const RunReport& report, const Catalogue& catalogue) {
  struct Seen {
    std::set<std::string> cases;
    std::map<std::string, int> verdicts;
  };
  std::map<std::string, Seen> seen;
  for (const Result& result : report.results) {
    for (const std::string& id : result.rows) {
      seen[id].cases.insert(result.id);
      ++seen[id].verdicts[std::string(VerdictName(result.verdict))];
    }
  }
  Json rows = Json::array();
  for (const Requirement& row : catalogue.rows()) {
    const Seen& here = seen[row.id];
    Json json = {{"id", row.id}, {"section", row.section}, {"binds", row.who}, {"at_worst", row.v}, {"text", row.text}};
    json["verdicts"] = here.verdicts;
    json["cases"] = here.cases;
    if (!row.unobservable.empty()) json["unobservable"] = row.unobservable;
    rows.push_back(std::move(json));
  }
  return rows;
}

}  // namespace

std::string RenderJson(const RunReport& report, const Catalogue& catalogue) {
  const std::array<int, kVerdictCount> counts = report.Counts();
  Json verdicts = Json::object();
  for (int i = 0; i < kVerdictCount; ++i) verdicts[std::string(VerdictName(static_cast<Verdict>(i)))] = counts[i];
  Json results = Json::array();
  for (const Result& result : report.results) results.push_back(ResultJson(result));
  const Json json = {
      {"schema", "rtmpspec-report"},
      {"version", 1},
      {"tool", {{"name", "rtmpspec"}, {"version", report.tool_version}}},
      {"catalogue", {{"version", report.catalogue_version}}},
      {"target", Printable(report.target)},
      {"seed", report.seed},
      {"strict", report.strict},
      {"duration_ms", report.duration_ms},
      {"target_unreachable", report.target_unreachable},
      {"stopped_early", report.stopped_early},
      {"exit_code", report.ExitCode()},
      {"counts", verdicts},
      {"passed", report.passed()},
      {"failed", report.failed()},
      {"skipped", report.skipped()},
      {"case_role_pairs", report.CaseRolePairs()},
      {"notes", Strings(report.notes)},
      {"behaviours", Strings(report.behaviours)},
      {"rows", RowsJson(report, catalogue)},
      {"results", results},
  };
  // Ids come from file names: `replace` keeps even a strange one from failing the report.
  return json.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rtmpspec
