#include "conformance/faults/row_coverage.h"

#include "conformance/language/parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Status = RowCoverage::Status;

constexpr char kRows[] = R"(
version = "1"
[[requirement]]
id = "A"
section = "s"
who = "B"
level = "M"
v = "F"
text = "t"
test = "t"
[[requirement]]
id = "B"
section = "s"
who = "B"
level = "M"
v = "F"
text = "t"
test = "t"
[[requirement]]
id = "C"
section = "s"
who = "B"
level = "M"
v = "F"
text = "t"
test = "t"
unobservable = "about files, of which a session writes none"
[[requirement]]
id = "D"
section = "s"
who = "B"
level = "M"
v = "F"
text = "t"
test = "t"
)";

Finding Under(const std::string& row, const std::string& key) {
  Finding finding;
  finding.row = row;
  finding.key = key;
  return finding;
}

TEST(RowCoverageTest, ANameIsNotEnoughAndARedCaseIs) {
  const absl::StatusOr<Catalogue> catalogue = Catalogue::Parse(kRows, "rows");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  absl::StatusOr<Transcript> transcript =
      ParseTranscript("transcript 1\ntitle t\nrows A B\npeer server\nC: connect txn=1\n", "t", "t");
  ASSERT_TRUE(transcript.ok()) << transcript.status();
  Scenario scenario;
  scenario.id = "server/a";
  scenario.transcript = *transcript;
  Fault fault;
  fault.name = "breaks-a";
  FaultOutcome outcome;
  outcome.fault = &fault;
  outcome.own = {Under("A", "server/a"), Under("D", "passive/D")};
  outcome.other = {Under("B", "server/a")};  // not the fault's row: no evidence for it
  std::vector<RowCoverage> rows = CoverageOf(*catalogue, {&scenario}, {outcome}, {});
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].status, Status::kCovered);
  EXPECT_THAT(rows[0].cases, ElementsAre("server/a"));
  EXPECT_THAT(rows[0].faults, ElementsAre("breaks-a"));
  EXPECT_EQ(rows[1].status, Status::kNamed);
  EXPECT_EQ(rows[2].status, Status::kUnobservable);
  EXPECT_EQ(rows[3].status, Status::kCovered);
  EXPECT_THAT(rows[3].cases, ElementsAre("passive/D"));

  CaseMutants mutants;
  mutants.mutants.resize(2);
  mutants.mutants[0].rows = {"B"};
  mutants.mutants[1].rows = {"B"};
  rows = CoverageOf(*catalogue, {&scenario}, {}, {mutants});
  EXPECT_EQ(rows[0].status, Status::kNamed);
  EXPECT_EQ(rows[1].status, Status::kCovered);
  EXPECT_EQ(rows[1].mutants, 2);
  EXPECT_EQ(rows[3].status, Status::kOpen);
  EXPECT_THAT(rows[3].cases, IsEmpty());
}

}  // namespace
}  // namespace rtmpspec
