#include "conformance/requirements/catalogue.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;

const Catalogue& Rows() {
  static const auto& catalogue = *new absl::StatusOr<Catalogue>(Catalogue::Load(RTMPSPEC_CATALOGUE));
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  return *catalogue;
}

TEST(CatalogueTest, HoldsEveryRowOfEveryGroup) {
  std::map<std::string, int> groups;
  for (const Requirement& row : Rows().rows()) ++groups[row.id.substr(0, row.id.rfind('-'))];
  const std::map<std::string, int> expected = {
      {"RTMP-HS", 31}, {"RTMP-CX", 10},  {"RTMP-CB", 12}, {"RTMP-CM", 30}, {"RTMP-XT", 15}, {"RTMP-PC", 33}, {"RTMP-UC", 20},
      {"RTMP-MT", 25}, {"RTMP-RPC", 11}, {"RTMP-CN", 22}, {"RTMP-ST", 13}, {"RTMP-OS", 5},  {"RTMP-PL", 21}, {"RTMP-PB", 15},
      {"RTMP-DF", 10}, {"AMF0", 32},     {"AMF3", 28},    {"FLV", 22},     {"ERTMP", 52}};
  EXPECT_EQ(groups, expected);
  EXPECT_EQ(Rows().rows().size(), 407u);
  EXPECT_EQ(Rows().version(), "1");
}

TEST(CatalogueTest, CountsOfTiersAndRolesAndLevels) {
  std::map<int, int> tiers;
  std::map<std::string, int> who, levels;
  for (const Requirement& row : Rows().rows()) {
    ++tiers[row.tier];
    ++who[row.who];
    ++levels[row.level];
  }
  EXPECT_EQ(tiers[1], 55);
  EXPECT_EQ(tiers[2], 71);
  EXPECT_EQ(who, (std::map<std::string, int>{{"B", 258}, {"S", 109}, {"C", 40}}));
  EXPECT_EQ(levels, (std::map<std::string, int>{{"M", 39}, {"S", 23}, {"Y", 6}, {"I", 289}, {"D", 50}}));
}

TEST(CatalogueTest, RowsSayAllTheyShould) {
  for (const Requirement& row : Rows().rows()) {
    EXPECT_FALSE(row.text.empty()) << row.id;
    EXPECT_FALSE(row.section.empty()) << row.id;
    EXPECT_EQ(Rows().Find(row.id), &row);
  }
  EXPECT_EQ(Rows().Find("RTMP-HS-99"), nullptr);
  const Requirement* row = Rows().Find("RTMP-HS-03");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->section, "RTMP 1.0 5.2.2, 5.2.5");
  EXPECT_EQ(row->who, "S");
  EXPECT_EQ(row->level, "S");
  EXPECT_EQ(row->tier, 1);
  EXPECT_EQ(row->behaviour, "unknown-version");
}

TEST(CatalogueTest, Ceilings) {
  const auto ceilings = [](const char* id) {
    const Requirement* row = Rows().Find(id);
    return row == nullptr ? "" : row->strict_ceiling + row->ceiling;
  };
  EXPECT_EQ(ceilings("RTMP-CN-02"), "FF");
  EXPECT_EQ(ceilings("RTMP-HS-12"), "FN");
  EXPECT_EQ(ceilings("RTMP-CM-08"), "FI");
  EXPECT_EQ(ceilings("RTMP-XT-05"), "II");
  EXPECT_EQ(ceilings("RTMP-CX-01"), "UU");
  EXPECT_EQ(ceilings("RTMP-MT-11"), "II");  // F(mem)
  EXPECT_EQ(ceilings("ERTMP-22"), "II");    // -
}

TEST(CatalogueTest, BehaviourKeysAreUnique) {
  std::map<std::string, std::string> keys;
  for (const Requirement& row : Rows().rows()) {
    if (row.behaviour.empty()) continue;
    const auto [it, fresh] = keys.emplace(row.behaviour, row.id);
    EXPECT_TRUE(fresh) << row.behaviour << " of " << row.id << " and " << it->second;
  }
  EXPECT_GT(keys.size(), 50u);
}

// A row that no session shows says why, in words, and is none that real stacks are known to get wrong.
TEST(CatalogueTest, UnobservableRows) {
  int count = 0;
  for (const Requirement& row : Rows().rows()) {
    if (row.unobservable.empty()) continue;
    ++count;
    EXPECT_GT(row.unobservable.size(), 20u) << row.id;
    EXPECT_EQ(row.tier, 0) << row.id;
  }
  EXPECT_GE(count, 5);
  ASSERT_NE(Rows().Find("ERTMP-22"), nullptr);
  EXPECT_FALSE(Rows().Find("ERTMP-22")->unobservable.empty());
  EXPECT_EQ(Rows().Find("RTMP-CN-02")->unobservable, "");
}

constexpr char kRow[] = R"(version = "1"
[[requirement]]
id = "X-01"
section = "de facto"
who = "B"
level = "D"
v = "N"
text = "a"
test = "b"
)";

TEST(CatalogueTest, ErrorsSayWhere) {
  const auto error = [](const std::string& text) { return std::string(Catalogue::Parse(text, "c.toml").status().message()); };
  EXPECT_EQ(error(kRow), "");
  EXPECT_THAT(error("version = \"1\"\nrequirement = ["), HasSubstr("c.toml:2:"));
  EXPECT_THAT(error("version = \"2\""), HasSubstr("c.toml: expected version = \"1\""));
  EXPECT_THAT(error("version = \"1\""), HasSubstr("no [[requirement]]"));
  EXPECT_EQ(error(std::string(kRow) + "colour = \"red\"\n"), "c.toml:10:10: unknown key 'colour'");
  EXPECT_EQ(error(std::string(kRow) + std::string(kRow).substr(14)), "c.toml:10:1: the id X-01 is written twice");
  std::string bad = kRow;
  bad.replace(bad.find("\"N\""), 3, "\"Z\"");
  EXPECT_THAT(error(bad), HasSubstr("c.toml:2:1: v is F, N, I, U"));
  bad = std::string(kRow) + "behaviour = \"k\"\nunobservable = \"r\"\n";
  EXPECT_EQ(error(bad), "c.toml:2:1: what no session shows has no behaviour key");
  EXPECT_EQ(error(std::string(kRow) + "behaviour = \"k\"\nunrecorded = \"r\"\n"), "");
  EXPECT_EQ(error(std::string(kRow) + "unrecorded = \"r\"\n"),
            "c.toml:2:1: unrecorded says why no case records a behaviour, and none is named");
  bad = kRow;
  bad.replace(bad.find("\"N\""), 3, "7");
  EXPECT_EQ(error(bad), "c.toml:7:5: 'v' must be a text");
  bad = kRow;
  bad.erase(bad.find("who"), 10);
  EXPECT_EQ(error(bad), "c.toml:2:1: 'who' is missing");
  EXPECT_EQ(Catalogue::Load("no/such/file").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace rtmpspec
