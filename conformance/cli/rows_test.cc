// impl/ROWS.md says of every row of the catalogue what shows that the reference keeps it: held to the catalogue, to the unit
// tests, which name the row, and to the transcripts, which are labelled with it. RTMPSPEC_UPDATE_DOCS=1 writes the requirements'
// texts.
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "conformance/cli/selection.h"
#include "conformance/cli/suite_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

namespace fs = std::filesystem;

constexpr char kTable[] = RTMPSPEC_SOURCE_DIR "/impl/ROWS.md";

std::string Read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// What stands in `backticks`.
std::vector<std::string> Quoted(absl::string_view text) {
  std::vector<std::string> all = absl::StrSplit(text, '`');
  std::vector<std::string> quoted;
  for (size_t i = 1; i + 1 < all.size() + (all.size() % 2); i += 2) quoted.push_back(all[i]);
  return quoted;
}

// The cells of a line of a table; `\|` is no border.
std::vector<std::string> Cells(absl::string_view line) {
  const std::string safe = absl::StrReplaceAll(line, {{"\\|", "\x01"}});
  std::vector<std::string> cells = absl::StrSplit(safe, '|');
  if (cells.size() < 2) return {};
  cells.erase(cells.begin());
  cells.pop_back();
  for (std::string& cell : cells) {
    cell = std::string(absl::StripAsciiWhitespace(absl::StrReplaceAll(cell, {{"\x01", "|"}})));
  }
  return cells;
}

struct Row {
  std::string id, requirement, shown_by;
  bool out() const { return absl::StartsWith(shown_by, "out: "); }
};

bool IsRow(const std::vector<std::string>& cells) {
  return cells.size() == 3 && (absl::StartsWith(cells[0], "RTMP-") || absl::StartsWith(cells[0], "AMF") ||
                               absl::StartsWith(cells[0], "FLV-") || absl::StartsWith(cells[0], "ERTMP-"));
}

const std::vector<Row>& Rows() {
  static const auto& rows = *[] {
    auto* rows = new std::vector<Row>;
    for (const absl::string_view line : absl::StrSplit(Read(kTable), '\n')) {
      const std::vector<std::string> cells = Cells(line);
      if (IsRow(cells)) rows->push_back({cells[0], cells[1], cells[2]});
    }
    return rows;
  }();
  return rows;
}

const Suite& TheSuite() {
  static const auto& suite = *new absl::StatusOr<Suite>(LoadSuite(""));
  EXPECT_TRUE(suite.ok()) << suite.status();
  return *suite;
}

// "Suite.Test" to its source: the comment above it and its body.
std::map<std::string, std::string> UnitTests() {
  std::map<std::string, std::string> tests;
  for (const char* folder : {"/impl", "/fuzz"}) {
    for (const auto& entry : fs::recursive_directory_iterator(std::string(RTMPSPEC_SOURCE_DIR) + folder)) {
      if (!absl::EndsWith(entry.path().string(), "_test.cc")) continue;
      std::string comment, name;
      for (const absl::string_view line : absl::StrSplit(Read(entry.path()), '\n')) {
        absl::string_view rest = line;
        const bool begins =
            absl::ConsumePrefix(&rest, "TEST(") || absl::ConsumePrefix(&rest, "TEST_F(") || absl::ConsumePrefix(&rest, "TEST_P(");
        if (begins) {
          name = absl::StrReplaceAll(rest.substr(0, rest.find(')')), {{", ", "."}});
          tests[name] = comment;
        }
        if (!name.empty()) absl::StrAppend(&tests[name], line, "\n");
        if (absl::StartsWith(line, "}") || (begins && absl::EndsWith(line, "}"))) name.clear();
        comment = absl::StartsWith(line, "//") ? absl::StrCat(comment, line, "\n") : "";
      }
    }
  }
  return tests;
}

// Whether a text names a row: in full, without its "RTMP-", or inside of "RTMP-HS-07 .. HS-10".
bool Names(absl::string_view text, absl::string_view id) {
  absl::string_view name = absl::StripPrefix(id, "RTMP-");
  const absl::string_view group = name.substr(0, name.rfind('-') + 1);
  const int number = std::atoi(std::string(name.substr(group.size())).c_str());
  for (size_t at = 0; (at = text.find(group, at)) != absl::string_view::npos; at += group.size()) {
    if (at > 0 && absl::ascii_isalnum(text[at - 1])) continue;
    char* end = nullptr;
    const std::string behind(text.substr(at + group.size(), 40));
    const long first = std::strtol(behind.c_str(), &end, 10);
    absl::string_view rest = end;
    long last = first;
    if (absl::ConsumePrefix(&rest, " .. ") && absl::ConsumePrefix(&rest, group)) last = std::strtol(rest.data(), nullptr, 10);
    if (first <= number && number <= last) return true;
  }
  return false;
}

TEST(RowsTest, HoldsEveryRowOfTheCatalogueInItsOrder) {
  const std::vector<Requirement>& catalogue = TheSuite().catalogue.rows();
  ASSERT_EQ(Rows().size(), catalogue.size());
  std::string table = Read(kTable);
  for (size_t i = 0; i < catalogue.size(); ++i) {
    EXPECT_EQ(Rows()[i].id, catalogue[i].id);
    if (std::getenv("RTMPSPEC_UPDATE_DOCS") == nullptr) {
      EXPECT_EQ(Rows()[i].requirement, catalogue[i].text) << Rows()[i].id << ": RTMPSPEC_UPDATE_DOCS=1 writes it";
    }
    const size_t at = table.find(absl::StrCat("| ", catalogue[i].id, " | "));
    ASSERT_NE(at, std::string::npos) << catalogue[i].id;
    const size_t text = at + catalogue[i].id.size() + 5;
    std::string was = absl::StrReplaceAll(Rows()[i].requirement, {{"|", "\\|"}});
    ASSERT_EQ(table.substr(text, was.size()), was);
    table.replace(text, was.size(), absl::StrReplaceAll(catalogue[i].text, {{"|", "\\|"}}));
  }
  if (std::getenv("RTMPSPEC_UPDATE_DOCS") != nullptr) std::ofstream(kTable) << table;
}

TEST(RowsTest, WhatShowsARowExistsAndNamesIt) {
  const std::map<std::string, std::string> tests = UnitTests();
  ASSERT_GT(tests.size(), 400u);
  std::map<std::string, std::set<std::string>> transcripts;  // id to rows
  for (const Scenario& scenario : TheSuite().scenarios) {
    for (const std::string& row : RowsOf(scenario)) {
      transcripts[scenario.id].insert(row);
      transcripts[scenario.transcript.id].insert(row);
    }
  }
  for (const Row& row : Rows()) {
    const std::vector<std::string> names = Quoted(row.shown_by);
    EXPECT_TRUE(row.out() || !names.empty()) << row.id << " has neither a test nor a reason";
    for (const std::string& name : names) {
      const auto test = tests.find(name);
      const auto transcript = transcripts.find(name);
      if (test != tests.end()) {
        EXPECT_TRUE(row.out() || Names(test->second, row.id)) << name << " does not name " << row.id;
      } else if (transcript != transcripts.end()) {
        EXPECT_TRUE(transcript->second.count(row.id) > 0) << name << " is not labelled with " << row.id;
      } else {
        EXPECT_TRUE(row.out() && !absl::StrContains(name, '/') && !absl::StrContains(name, "Test.")) << row.id << ": no " << name;
      }
    }
  }
}

// The rows that are out, by name: one more must be argued for here, too.
TEST(RowsTest, FewRowsAreOut) {
  std::vector<std::string> out;
  for (const Row& row : Rows()) {
    if (!row.out()) continue;
    out.push_back(row.id);
    EXPECT_GE(row.shown_by.size(), 50u) << row.id << ": a reason, please";
  }
  EXPECT_THAT(out,
              testing::ElementsAre("RTMP-HS-31", "RTMP-UC-08", "RTMP-MT-12", "RTMP-CN-20", "RTMP-CN-21", "RTMP-PL-17", "FLV-18",
                                   "FLV-19", "ERTMP-14", "ERTMP-21", "ERTMP-22", "ERTMP-38", "ERTMP-49", "ERTMP-50"));
}

TEST(RowsTest, DecisionsNameKeysAndOptionsThatExist) {
  std::set<std::string> keys;
  for (const Requirement& row : TheSuite().catalogue.rows()) keys.insert(row.behaviour);
  std::string options;
  for (const char* header : {"connection/options.h", "chunk/chunk_decoder.h", "handshake/handshake.h", "amf0/decoder.h"}) {
    options += Read(absl::StrCat(RTMPSPEC_SOURCE_DIR, "/impl/", header));
  }
  int decisions = 0;
  for (const absl::string_view line : absl::StrSplit(Read(kTable), '\n')) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() != 3 || IsRow(cells) || !absl::StartsWith(cells[1], "`")) continue;
    ++decisions;
    for (const std::string& key : Quoted(cells[1])) EXPECT_TRUE(keys.count(key) > 0) << key << " is no key of the catalogue";
    for (const std::string& option : Quoted(cells[2])) {
      const std::string field = option.substr(option.rfind('.') + 1);
      const bool declared = absl::StrContains(options, absl::StrCat(" ", field, ";")) ||
                            absl::StrContains(options, absl::StrCat(" ", field, " = "));
      EXPECT_TRUE(declared) << option << " is no option";
    }
  }
  EXPECT_GE(decisions, 25);
}

TEST(RowsTest, NamesAreReadAsPeopleWriteThem) {
  EXPECT_TRUE(Names("// RTMP-HS-07 .. HS-10: x", "RTMP-HS-09"));
  EXPECT_FALSE(Names("// RTMP-HS-07 .. HS-10: x", "RTMP-HS-11"));
  EXPECT_TRUE(Names("// RTMP-CM-16, MT-22.", "RTMP-MT-22"));
  EXPECT_FALSE(Names("// RTMP-CM-16, MT-22.", "RTMP-MT-02"));
  EXPECT_FALSE(Names("// XCM-16", "RTMP-CM-16"));
  EXPECT_TRUE(Names("// ERTMP-16", "ERTMP-16"));
}

}  // namespace
}  // namespace rtmpspec
