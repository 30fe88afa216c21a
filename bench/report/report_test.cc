#include "bench/report/comparison.h"
#include "bench/report/grid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmp::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(GridTest, TextIsAligned) {
  const Grid grid = FromTabs("what\tns\nlong name\t1\n\nb\t1000\n");
  EXPECT_EQ(ToText(grid),
            "what         ns\n"
            "long name     1\n"
            "b          1000\n");
}

TEST(GridTest, ACharacterOfTwoBytesTakesOneColumn) { EXPECT_EQ(ToText({{{"a", "µs"}, {"b", "1"}}}), "a  µs\nb   1\n"); }

TEST(GridTest, MarkdownFillsShortRows) { EXPECT_EQ(ToMarkdown({{{"a", "b"}, {"c"}}}), "| a | b |\n|---|--:|\n| c |  |\n"); }

TEST(GridTest, ABlockIsReplacedAndTheRestIsLeft) {
  const std::string text = "one\n<!-- begin x -->\nold\n<!-- end x -->\ntwo\n";
  EXPECT_EQ(*ReplaceBlock(text, "x", "new\n"), "one\n<!-- begin x -->\nnew\n<!-- end x -->\ntwo\n");
  EXPECT_FALSE(ReplaceBlock(text, "y", "new\n").ok());
  EXPECT_FALSE(ReplaceBlock("<!-- end x -->\n<!-- begin x -->\n", "x", "").ok());
}

Comparison Example() {
  Comparison comparison;
  comparison.At("decode", "rtmpspec").ns = {30, 20, 50};
  comparison.At("decode", "memcpy").ns = {15, 18, 16};
  comparison.At("decode", "librtmp").ns = {100, 90, 95};
  comparison.At("session", "rtmpspec").ns = {2500, 2400, 9000};
  comparison.At("memory", "rtmpspec").live_bytes = 8424;
  return comparison;
}

TEST(ComparisonTest, RatiosAreOfTheBestRepetition) {
  const Grid grid = Example().ToGrid({"librtmp"});
  EXPECT_THAT(grid.rows[1], ElementsAre("decode", "20.0 ns", "30.0 ns", "0", "15.0 ns", "0.75", "90.0 ns", "4.5"));
  EXPECT_THAT(grid.rows[2], ElementsAre("session", "2.40 us", "2.50 us", "0", "", "", "-", ""));
  EXPECT_THAT(grid.rows[3], ElementsAre("memory", "8424 B", "", "", "", "", "-", ""));
}

TEST(ComparisonTest, RowsStandInTheOrderThatIsKnown) {
  Comparison comparison({"first", "never run", "second", "first"});
  comparison.At("unknown", "rtmpspec").ns = {1};
  comparison.At("second", "rtmpspec").ns = {1};
  comparison.At("first", "rtmpspec").ns = {1};
  EXPECT_THAT(comparison.rows(), ElementsAre("first", "second", "unknown"));
}

TEST(ComparisonTest, AStackThatIsNotThereIsNamed) {
  EXPECT_THAT(ToText(Example().ToGrid({"librtmp", "FFmpeg"})), HasSubstr("not measured"));
  EXPECT_THAT(ToText(Example().ToGrid({"librtmp"})), Not(HasSubstr("not measured")));
}

TEST(ComparisonTest, AnErrorIsSeen) {
  Comparison comparison = Example();
  EXPECT_FALSE(comparison.has_errors());
  comparison.At("decode", "librtmp").error = "no packet";
  EXPECT_TRUE(comparison.has_errors());
  EXPECT_THAT(ToText(comparison.ToGrid({"librtmp"})), HasSubstr("ERROR: no packet"));
}

// The slowest of a row has the longest bar, another its share of that.
TEST(ComparisonTest, BarsAreAsLongAsTimes) {
  const std::string svg = ToSvg(Example(), {"decode"}, {"memcpy", "rtmpspec", "librtmp"});
  EXPECT_THAT(svg, HasSubstr("width=\"420.0\""));
  EXPECT_THAT(svg, HasSubstr("width=\"93.3\""));
  EXPECT_THAT(svg, HasSubstr("width=\"70.0\""));
  EXPECT_THAT(svg, Not(HasSubstr("session")));
}

TEST(ComparisonTest, DurationsHaveUnits) {
  EXPECT_EQ(Duration(5.55), "5.5 ns");
  EXPECT_EQ(Duration(555), "555 ns");
  EXPECT_EQ(Duration(2400), "2.40 us");
  EXPECT_EQ(Duration(2.4e6), "2.40 ms");
}

}  // namespace
}  // namespace rtmp::bench
