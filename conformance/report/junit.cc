#include "conformance/report/junit.h"

#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/report/failure.h"
#include "conformance/report/printable.h"

namespace rtmpspec {
namespace {

struct Totals {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;
};

std::string Seconds(double milliseconds) { return absl::StrFormat("%.3f", milliseconds / 1000); }

std::string SectionOf(const Result& result, const Catalogue& catalogue) {
  const Requirement* row = result.rows.empty() ? nullptr : catalogue.Find(result.rows.front());
  return row == nullptr ? "rtmpspec" : row->section;
}

void AppendResult(const Result& result, const RunReport& report, const Catalogue& catalogue, pugi::xml_node suite,
                  Totals* totals) {
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("name") = Printable(absl::StrCat(result.key(), " [", result.delivery, "]")).c_str();
  test.append_attribute("classname") = SectionOf(result, catalogue).c_str();
  test.append_attribute("time") = Seconds(result.duration_ms).c_str();
  if (!result.file.empty()) {
    test.append_attribute("file") = result.file.c_str();
    test.append_attribute("line") = result.line;
  }
  ++totals->tests;
  totals->seconds += result.duration_ms;
  const auto complain = [&](const char* element) {
    pugi::xml_node node = test.append_child(element);
    node.append_attribute("message") = ReasonOf(result).c_str();
    node.append_attribute("type") = absl::StrCat(VerdictName(result.verdict), " ", CauseName(result.cause)).c_str();
    node.text() = RenderFailure(result, report, catalogue).c_str();
  };
  switch (SumOf(result.verdict, report.strict)) {
    case Sum::kFailed:
      if (result.verdict == Verdict::kHarness) {
        ++totals->errors;
        complain("error");
      } else {
        ++totals->failures;
        complain("failure");
      }
      break;
    case Sum::kSkipped:
      ++totals->skipped;
      test.append_child("skipped").append_attribute("message") =
          absl::StrCat(VerdictName(result.verdict), " ", Printable(result.note)).c_str();
      break;
    case Sum::kPassed:
      // A remark that no reader of JUnit has a word for.
      if (result.verdict != Verdict::kPass) {
        test.append_child("system-out").text() = absl::StrCat(VerdictName(result.verdict), " ", ReasonOf(result)).c_str();
      }
      break;
  }
}

void SetTotals(const Totals& totals, pugi::xml_node node) {
  node.append_attribute("tests") = totals.tests;
  node.append_attribute("failures") = totals.failures;
  node.append_attribute("errors") = totals.errors;
  node.append_attribute("skipped") = totals.skipped;
  node.append_attribute("time") = Seconds(totals.seconds).c_str();
}

void AppendProperty(pugi::xml_node properties, const char* name, const std::string& value) {
  pugi::xml_node property = properties.append_child("property");
  property.append_attribute("name") = name;
  property.append_attribute("value") = Printable(value).c_str();
}

}  // namespace

std::string RenderJunit(const RunReport& report, const Catalogue& catalogue) {
  pugi::xml_document document;
  pugi::xml_node suites = document.append_child("testsuites");
  suites.append_attribute("name") = "rtmpspec";
  Totals all;
  std::set<std::string> roles;
  for (const Result& result : report.results) roles.insert(result.role);
  for (const std::string& role : roles) {
    pugi::xml_node suite = suites.append_child("testsuite");
    suite.append_attribute("name") = role.c_str();
    pugi::xml_node properties = suite.append_child("properties");
    AppendProperty(properties, "target", report.target);
    AppendProperty(properties, "rtmpspec", report.tool_version);
    AppendProperty(properties, "catalogue", report.catalogue_version);
    AppendProperty(properties, "seed", absl::StrCat(report.seed));
    for (const auto& [key, value] : report.behaviours) AppendProperty(properties, Printable(key).c_str(), value);
    Totals totals;
    for (const Result& result : report.results) {
      if (result.role == role) AppendResult(result, report, catalogue, suite, &totals);
    }
    SetTotals(totals, suite);
    all.tests += totals.tests;
    all.failures += totals.failures;
    all.errors += totals.errors;
    all.skipped += totals.skipped;
    all.seconds += totals.seconds;
  }
  SetTotals(all, suites);
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace rtmpspec
