// Every behaviour key of the catalogue is recorded by a transcript or in passing, or the catalogue says why it is not.
#include <set>
#include <string>

#include "conformance/cli/run_profile.h"
#include "conformance/cli/suite_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::Contains;
using ::testing::Not;

TEST(BehavioursTest, EveryKeyIsRecordedOrSaysWhyNot) {
  const absl::StatusOr<Suite> suite = LoadSuite("");
  ASSERT_TRUE(suite.ok()) << suite.status();
  const std::set<std::string> recorded = RecordedBehaviours(*suite);
  int unrecorded = 0;
  for (const Requirement& row : suite->catalogue.rows()) {
    if (row.behaviour.empty()) continue;
    if (row.unrecorded.empty()) {
      EXPECT_THAT(recorded, Contains(row.behaviour)) << row.id << ": a transcript records it, or `unrecorded` says why none does";
    } else {
      EXPECT_THAT(recorded, Not(Contains(row.behaviour))) << row.id << " says that no case records it";
      ++unrecorded;
    }
  }
  EXPECT_EQ(unrecorded, 1);  // ack-sequence-wrap
}

}  // namespace
}  // namespace rtmpspec
