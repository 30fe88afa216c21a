#include "conformance/faults/fault_list.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "conformance/requirements/catalogue.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kOne[] = R"(
[[fault]]
name = "echo"
rows = ["RTMP-HS-16", "RTMP-HS-17"]
side = "both"
text = "a wrong echo"
)";

TEST(FaultListTest, ReadsAFault) {
  const absl::StatusOr<std::vector<Fault>> faults = ParseFaults(kOne, "f.toml");
  ASSERT_TRUE(faults.ok()) << faults.status();
  ASSERT_EQ(faults->size(), 1u);
  EXPECT_EQ(faults->front().name, "echo");
  EXPECT_THAT(faults->front().rows, ElementsAre("RTMP-HS-16", "RTMP-HS-17"));
  EXPECT_THAT(faults->front().sides, ElementsAre(Side::kServer, Side::kClient));
  EXPECT_EQ(faults->front().text, "a wrong echo");
}

TEST(FaultListTest, SaysWhereAMistakeIs) {
  const auto error = [](const std::string& text) { return std::string(ParseFaults(text, "f.toml").status().message()); };
  EXPECT_THAT(error(std::string(kOne) + kOne), HasSubstr("f.toml:8:1: the name echo is written twice"));
  EXPECT_THAT(error("[[fault]]\nname = 1\n"), HasSubstr("f.toml:2:8: 'name' must be a text"));
  EXPECT_THAT(error("[[fault]]\nname = \"a\"\ntext = \"b\"\nside = \"left\"\nrows = [\"X\"]"),
              HasSubstr("f.toml:1:1: side is server, client or both"));
  EXPECT_THAT(error("[[fault]]\nname = \"a\"\ntext = \"b\"\nside = \"both\"\nrows = []"), HasSubstr("f.toml:1:1: expected rows"));
  EXPECT_THAT(error("[[fault]]\nnme = \"a\"\n"), HasSubstr("f.toml:2:7: unknown key 'nme'"));
  EXPECT_THAT(error("name = \"a\"\n"), HasSubstr("no [[fault]]"));
  EXPECT_THAT(error("[[fault"), HasSubstr("f.toml:1:"));
}

// A name that is in a list and nowhere in the sources would be a fault that breaks nothing, and the other way round one that
// nobody looks for.
TEST(FaultListTest, ListsAndSourcesNameTheSameDeviations) {
  namespace fs = std::filesystem;
  const fs::path top(RTMPSPEC_SOURCE_DIR);
  std::set<std::string> listed;
  const absl::StatusOr<std::vector<Fault>> faults = LoadFaults((top / "conformance/faults/faults.toml").string());
  ASSERT_TRUE(faults.ok()) << faults.status();
  for (const Fault& fault : *faults) listed.insert(fault.name);
  // Lines of a name and more; the fuzzers' list.
  std::ifstream bugs(top / "fuzz/seeded_bugs.txt");
  for (std::string line; std::getline(bugs, line);) {
    const std::string name = line.substr(0, line.find(' '));
    if (!name.empty() && name[0] != '#') listed.insert(name);
  }
  std::set<std::string> in_sources;
  const std::regex call("Deviates\\(\"([^\"]*)\"\\)");
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / "impl")) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cc") continue;
    if (entry.path().filename() == "deviation.h") continue;  // its example
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (std::sregex_iterator i(text.begin(), text.end(), call), end; i != end; ++i) in_sources.insert((*i)[1]);
  }
  std::vector<std::string> missing, unlisted;
  std::set_difference(listed.begin(), listed.end(), in_sources.begin(), in_sources.end(), std::back_inserter(missing));
  std::set_difference(in_sources.begin(), in_sources.end(), listed.begin(), listed.end(), std::back_inserter(unlisted));
  EXPECT_FALSE(in_sources.empty());
  EXPECT_THAT(missing, IsEmpty()) << "in a list, but in no source";
  EXPECT_THAT(unlisted, IsEmpty()) << "in a source, but in no list";
}

TEST(FaultListTest, RowsAreOfTheCatalogue) {
  const std::string conformance = std::string(RTMPSPEC_SOURCE_DIR) + "/conformance";
  const absl::StatusOr<Catalogue> catalogue = Catalogue::Load(conformance + "/requirements/catalogue.toml");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  const absl::StatusOr<std::vector<Fault>> faults = LoadFaults(conformance + "/faults/faults.toml");
  ASSERT_TRUE(faults.ok()) << faults.status();
  for (const Fault& fault : *faults) {
    for (const std::string& row : fault.rows) EXPECT_NE(catalogue->Find(row), nullptr) << fault.name << " breaks " << row;
  }
}

}  // namespace
}  // namespace rtmpspec
