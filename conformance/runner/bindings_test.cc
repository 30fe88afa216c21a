#include "conformance/runner/bindings.h"

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/script_testing.h"
#include "conformance/runner/script_values.h"
#include "conformance/runner/value_match.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using testing::Line;
using testing::ScriptValue;

class BindingsTest : public ::testing::Test {
 protected:
  BindingsTest() {
    bindings_.SetNumber("t", 16777200);
    bindings_.SetString("app", "live");
  }

  std::string Played(absl::string_view text) {
    absl::StatusOr<Value> value = bindings_.Evaluate(ScriptValue(text), /*playing=*/true);
    return value.ok() ? PrintValue(*value) : std::string(absl::StatusCodeToString(value.status().code()));
  }
  std::string Checked(absl::string_view text) {
    absl::StatusOr<Value> value = bindings_.Evaluate(ScriptValue(text), /*playing=*/false);
    return value.ok() ? PrintValue(*value) : std::string(absl::StatusCodeToString(value.status().code()));
  }

  Bindings bindings_;
};

TEST_F(BindingsTest, VariablesAreReplacedAllThroughAValue) {
  EXPECT_EQ(Played("{app: $app, list: [$t, {deep: $t}]}"), "{app: \"live\", list: [16777200, {deep: 16777200}]}");
  EXPECT_EQ(Played("avc_key($t, 1)"), "avc_key(16777200, 1)");
}

TEST_F(BindingsTest, ArithmeticIsModulo32Bits) {
  EXPECT_EQ(Played("$t+40"), "16777240");
  bindings_.SetNumber("late", 4294967280.0);
  EXPECT_EQ(Played("$late+0x20"), "16");
  EXPECT_EQ(Played("$late+0"), "4294967280");
  bindings_.SetNumber("early", 8);
  EXPECT_EQ(Played("$early-16"), "4294967288");
}

TEST_F(BindingsTest, OnlyNumbersCanBeAddedTo) { EXPECT_EQ(Played("$app+1"), "INVALID_ARGUMENT"); }

TEST_F(BindingsTest, AnUnknownVariableIsNamed) {
  const absl::Status status = bindings_.Evaluate(ScriptValue("{a: $nope}"), true).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.message().find("unknown variable $nope"), absl::string_view::npos) << status;
}

TEST_F(BindingsTest, MatchersStandForAValueOnlyWhenPlaying) {
  EXPECT_EQ(Played("?5"), "5");
  EXPECT_EQ(Played("{a: ?$app}"), "{a: \"live\"}");
  EXPECT_EQ(Played("\"a\"|\"b\""), "\"a\"");
  EXPECT_EQ(Played("3..9"), "3");
  EXPECT_EQ(Played("$id=?7"), "7");
  EXPECT_EQ(Checked("?5"), "?5");
  EXPECT_EQ(Checked("3..9"), "3..9");
  EXPECT_EQ(Checked("$id=?"), "$id=?");
}

TEST_F(BindingsTest, MatchersWithoutAValueCannotBePlayed) {
  EXPECT_EQ(Played("?"), "INVALID_ARGUMENT");
  EXPECT_EQ(Played("/a+/"), "INVALID_ARGUMENT");
}

TEST_F(BindingsTest, CountsMayBeVariables) {
  bindings_.SetNumber("n", 99);
  EXPECT_EQ(Played("ecma(count=$n){a: 1}"), "ecma(count=99){a: 1}");
  EXPECT_EQ(Played("nest($n, {})"), "nest(99, {})");
  EXPECT_EQ(Played("ref($n)"), "ref(99)");
  EXPECT_EQ(Played("ref($app)"), "INVALID_ARGUMENT");
}

TEST_F(BindingsTest, JoinMakesOneString) {
  EXPECT_EQ(Played("join(\"a\", $app, \"?b\")"), absl::StrCat("\"a", bindings_.Find("app")->text, "?b\""));
  EXPECT_EQ(Checked("{name: join(\"a\", \"b\")}"), "{name: \"ab\"}");
  EXPECT_EQ(Played("join(\"a\", 5)"), "INVALID_ARGUMENT");
  const Value actual = StringValue(absl::StrCat(bindings_.Find("app")->text, "-2"));
  EXPECT_FALSE(MatchValue(ScriptValue("join($app, \"-2\")"), actual, "x", &bindings_).has_value());
  EXPECT_TRUE(MatchValue(ScriptValue("join($app, \"-3\")"), actual, "x", &bindings_).has_value());
  EXPECT_TRUE(MatchValue(ScriptValue("aac(5, 1)"), actual, "x", &bindings_).has_value());
}

TEST_F(BindingsTest, APlayedCaptureSetsItsVariable) {
  ASSERT_TRUE(BindPlayed(Line("_result txn=$id=?2 null $msid=?5"), &bindings_).ok());
  ASSERT_NE(bindings_.Find("msid"), nullptr);
  EXPECT_EQ(bindings_.Find("msid")->number, 5);
  EXPECT_EQ(bindings_.Find("id")->number, 2);
}

TEST_F(BindingsTest, AFailedPlayedCaptureSetsNothing) {
  EXPECT_FALSE(BindPlayed(Line("_result txn=$id=?2 null $msid=?"), &bindings_).ok());
  EXPECT_EQ(bindings_.Find("id"), nullptr);
  EXPECT_EQ(bindings_.Find("msid"), nullptr);
}

TEST(ScriptValuesTest, WholeNumbersOnly) {
  EXPECT_EQ(*AsUint32(NumberValue(4294967295.0), "x"), 0xffffffffu);
  EXPECT_FALSE(AsUint32(NumberValue(4294967296.0), "x").ok());
  EXPECT_FALSE(AsUint32(NumberValue(-1), "x").ok());
  EXPECT_FALSE(AsUint32(NumberValue(1.5), "x").ok());
  EXPECT_FALSE(AsUint32(ScriptValue("nan"), "x").ok());
  EXPECT_EQ(AsUint32(ScriptValue("\"5\""), "csid=").status().message().find("csid= must be a number, not a string") !=
                absl::string_view::npos,
            true);
}

}  // namespace
}  // namespace rtmpspec
