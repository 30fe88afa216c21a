// Values as scripts write them.
#include <cmath>
#include <string>
#include <vector>

#include "conformance/language/language_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

double Number(const std::string& text) {
  const Value value = ParseGoodValue(text);
  EXPECT_EQ(value.kind, Kind::kNumber) << text;
  EXPECT_EQ(value.text, text);
  return value.number;
}

TEST(ValuesTest, Numbers) {
  EXPECT_EQ(Number("5"), 5);
  EXPECT_EQ(Number("-1"), -1);
  EXPECT_EQ(Number("1.5"), 1.5);
  EXPECT_EQ(Number("0x80000080"), 2147483776.0);
  EXPECT_EQ(Number("1e-3"), 0.001);
  EXPECT_EQ(Number("2E+3"), 2000);
  EXPECT_EQ(Number("9007199254740991"), 9007199254740991.0);
  EXPECT_TRUE(std::isnan(Number("nan")));
  EXPECT_EQ(Number("inf"), HUGE_VAL);
  EXPECT_EQ(Number("-inf"), -HUGE_VAL);
  EXPECT_EQ(Number("+1"), 1);
  EXPECT_TRUE(std::signbit(Number("-0")));
}

TEST(ValuesTest, SumsAreFolded) {
  EXPECT_EQ(Number("2500+1400"), 3900);
  EXPECT_EQ(Number("0x10-1+2"), 17);
  EXPECT_EQ(Number("0xe+1"), 15);
  EXPECT_EQ(Number("1e+2+1"), 101);
}

TEST(ValuesTest, Texts) {
  EXPECT_EQ(ParseGoodValue(R"("a\"b\\c\n\t\x41\x00z")").text, std::string("a\"b\\c\n\tA\0z", 10));
  EXPECT_EQ(ParseGoodValue("\"日本 # no comment\"").text, "日本 # no comment");
  const Value long_text = ParseGoodValue("long\"abc\"");
  EXPECT_EQ(long_text.kind, Kind::kLongString);
  EXPECT_EQ(long_text.text, "abc");
  const Value xml = ParseGoodValue("xml\"<a/>\"");
  EXPECT_EQ(xml.kind, Kind::kXml);
  EXPECT_EQ(xml.text, "<a/>");
}

TEST(ValuesTest, Simple) {
  EXPECT_EQ(ParseGoodValue("true").kind, Kind::kBoolean);
  EXPECT_TRUE(ParseGoodValue("true").boolean);
  EXPECT_FALSE(ParseGoodValue("false").boolean);
  EXPECT_EQ(ParseGoodValue("null").kind, Kind::kNull);
  EXPECT_EQ(ParseGoodValue("undefined").kind, Kind::kUndefined);
  EXPECT_EQ(ParseGoodValue("dynamic").kind, Kind::kWord);
  EXPECT_EQ(ParseGoodValue("dynamic").text, "dynamic");
  EXPECT_EQ(ParseGoodValue("nullable").kind, Kind::kWord);
  EXPECT_EQ(ParseGoodValue("infinite").kind, Kind::kWord);
}

TEST(ValuesTest, Objects) {
  const Value object = ParseGoodValue("{app: $app, \"odd key\": [1, ...], in: {}, ...}");
  EXPECT_EQ(object.kind, Kind::kObject);
  EXPECT_TRUE(object.open);
  ASSERT_EQ(object.properties.size(), 3u);
  EXPECT_EQ(object.properties[0].first, "app");
  EXPECT_EQ(object.properties[0].second.kind, Kind::kVariable);
  EXPECT_EQ(object.properties[1].first, "odd key");
  EXPECT_EQ(object.properties[1].second.kind, Kind::kStrictArray);
  EXPECT_TRUE(object.properties[1].second.open);
  EXPECT_EQ(object.properties[1].second.items.size(), 1u);
  EXPECT_FALSE(object.properties[2].second.open);
  EXPECT_TRUE(ParseGoodValue("{...}").open);
  EXPECT_TRUE(ParseGoodValue("{ ... }").properties.empty());
}

TEST(ValuesTest, ObjectsMaySpanLines) {
  const Value object = ParseGoodValue("{ # why\n  a: 1,\r\n  b: 2 # more\n}\n");
  EXPECT_EQ(object.properties.size(), 2u);
}

TEST(ValuesTest, EcmaArrays) {
  EXPECT_FALSE(ParseGoodValue("ecma{a: 1}").has_count);
  const Value counted = ParseGoodValue("ecma(count=99){a: 1}");
  EXPECT_EQ(counted.kind, Kind::kEcmaArray);
  EXPECT_TRUE(counted.has_count);
  EXPECT_EQ(counted.number, 99);
  EXPECT_EQ(counted.properties.size(), 1u);
  const Value by_name = ParseGoodValue("ecma(count=$n){}");
  EXPECT_TRUE(by_name.has_count);
  EXPECT_EQ(by_name.text, "n");
}

TEST(ValuesTest, TypedObjects) {
  EXPECT_EQ(ParseGoodValue("flex.messaging.Foo{a: 1}").text, "flex.messaging.Foo");
  EXPECT_EQ(ParseGoodValue("Foo{}").kind, Kind::kTypedObject);
  const Value odd = ParseGoodValue("class\"odd name\"{a: 1, ...}");
  EXPECT_EQ(odd.kind, Kind::kTypedObject);
  EXPECT_EQ(odd.text, "odd name");
  EXPECT_TRUE(odd.open);
}

TEST(ValuesTest, CallsOfAmf) {
  const Value date = ParseGoodValue("date(1.5, -540)");
  EXPECT_EQ(date.kind, Kind::kDate);
  ASSERT_EQ(date.items.size(), 2u);
  EXPECT_EQ(date.items[1].number, -540);
  EXPECT_EQ(ParseGoodValue("ref(3)").kind, Kind::kReference);
  EXPECT_EQ(ParseGoodValue("ref(3)").number, 3);
  const Value amf3 = ParseGoodValue("amf3(hex(04 05))");
  EXPECT_EQ(amf3.kind, Kind::kAmf3);
  EXPECT_EQ(amf3.items[0].kind, Kind::kHex);
}

// A depth is a number, not a depth of our own.
TEST(ValuesTest, NestIsAValue) {
  const Value nest = ParseGoodValue("nest(100000, [])");
  EXPECT_EQ(nest.kind, Kind::kNest);
  EXPECT_EQ(nest.number, 100000);
  ASSERT_EQ(nest.items.size(), 1u);
  EXPECT_EQ(nest.items[0].kind, Kind::kStrictArray);
  EXPECT_EQ(ParseGoodValue("nest($depth, ecma{})").text, "depth");
}

TEST(ValuesTest, Hex) {
  EXPECT_THAT(ParseGoodValue("hex(05 09ff\n  0A)").bytes, ElementsAre(5, 9, 0xff, 10));
  EXPECT_TRUE(ParseGoodValue("hex()").bytes.empty());
}

TEST(ValuesTest, Payloads) {
  const Value call = ParseGoodValue("avc_key(300, 7)");
  EXPECT_EQ(call.kind, Kind::kCall);
  EXPECT_EQ(call.text, "avc_key");
  EXPECT_EQ(call.items.size(), 2u);
  EXPECT_EQ(ParseGoodValue("avc_header").kind, Kind::kWord);
  const Value echo = ParseGoodValue("echo of C1");
  EXPECT_EQ(echo.kind, Kind::kCall);
  EXPECT_EQ(echo.text, "echo");
  EXPECT_EQ(echo.items[0].text, "C1");
  EXPECT_EQ(ParseGoodValue("signed for C1").text, "signed");
}

TEST(ValuesTest, Matchers) {
  EXPECT_TRUE(ParseGoodValue("?").items.empty());
  EXPECT_EQ(ParseGoodValue("?5").items[0].number, 5);
  EXPECT_EQ(ParseGoodValue("?\"LNX 9\"").items[0].text, "LNX 9");
  EXPECT_EQ(ParseGoodValue("?dynamic").items[0].kind, Kind::kWord);
  EXPECT_EQ(ParseGoodValue("?$time").items[0].kind, Kind::kVariable);
  const Value range = ParseGoodValue("1..9");
  EXPECT_EQ(range.kind, Kind::kRange);
  EXPECT_EQ(range.number, 1);
  EXPECT_EQ(range.upper, 9);
  EXPECT_EQ(ParseGoodValue("0..2500+1400").upper, 3900);
  const Value one_of = ParseGoodValue("\"a\"|\"b\" | 5");
  EXPECT_EQ(one_of.kind, Kind::kOneOf);
  EXPECT_EQ(one_of.items.size(), 3u);
  EXPECT_EQ(ParseGoodValue("/a\\/b.*/").text, "a\\/b.*");
  const Value variable = ParseGoodValue("$x+0x28");
  EXPECT_EQ(variable.kind, Kind::kVariable);
  EXPECT_EQ(variable.text, "x");
  EXPECT_EQ(variable.number, 40);
  EXPECT_EQ(ParseGoodValue("$x-1").number, -1);
  const Value capture = ParseGoodValue("$x=?");
  EXPECT_EQ(capture.kind, Kind::kCapture);
  EXPECT_EQ(capture.items[0].kind, Kind::kAny);
  EXPECT_EQ(ParseGoodValue("$msid=1..4294967295").items[0].kind, Kind::kRange);
  EXPECT_EQ(ParseGoodValue("$x=\"a\"|\"b\"").items[0].kind, Kind::kOneOf);
}

std::string Error(const std::string& text) {
  const absl::StatusOr<Value> value = ParseValue(text);
  return value.ok() ? "no error" : std::string(value.status().message());
}

TEST(ValuesTest, Errors) {
  EXPECT_THAT(Error("{a 1}"), HasSubstr("value:1:4: expected ':', found '1'\n{a 1}\n   ^"));
  EXPECT_THAT(Error("{a: 1"), HasSubstr("value:1:6: expected ',' or '}', found the end of the file"));
  EXPECT_THAT(Error("{a: 1,\n b: 2\n"),
              HasSubstr("value:3:1: expected ',' or '}', found the end of the file; the '{' stands on line 1"));
  EXPECT_THAT(Error("{a: 1, }"), HasSubstr("value:1:8: expected a property `name: value` or '...', found '}'"));
  EXPECT_THAT(Error("{a: }"), HasSubstr("value:1:5: expected a value, found '}'"));
  EXPECT_THAT(Error("[1, 2"), HasSubstr("value:1:6: expected ',' or ']'"));
  EXPECT_THAT(Error("[..., 1]"), HasSubstr("value:1:5: expected ',' or ']', found ','"));
  EXPECT_THAT(Error("\"abc"), HasSubstr("value:1:5: expected '\"' before the end of the line, found the end of the file"));
  EXPECT_THAT(Error("\"a\\q\""), HasSubstr("value:1:4: expected one of the escapes"));
  EXPECT_THAT(Error("/abc"), HasSubstr("value:1:5: expected '/' at the end of the regular expression"));
  EXPECT_THAT(Error("hex(0g)"), HasSubstr("value:1:6: expected hexadecimal digits and ')', found 'g'"));
  EXPECT_THAT(Error("hex(0)"), HasSubstr("value:1:1: an odd number of hexadecimal digits"));
  EXPECT_THAT(Error("avc_key(1,"), HasSubstr("value:1:11: expected a value, found the end of the file"));
  EXPECT_THAT(Error("9..1"), HasSubstr("value:1:1: a range that nothing fits"));
  EXPECT_THAT(Error("\"a\"..9"), HasSubstr("value:1:1: a range is between two numbers"));
  EXPECT_THAT(Error("ecma(size=1){}"), HasSubstr("value:1:6: expected 'count=', found 'size'"));
  EXPECT_THAT(Error("wide\"a\""), HasSubstr("value:1:1: expected long\"text\", xml\"text\" or class\"name\"{...}"));
  EXPECT_THAT(Error("nest(3, {a: 1})"), HasSubstr("value:1:1: expected nest(depth, {})"));
  EXPECT_THAT(Error("date()"), HasSubstr("value:1:1: expected date(milliseconds)"));
  EXPECT_THAT(Error("$"), HasSubstr("value:1:2: expected a name, found the end of the file"));
  EXPECT_THAT(Error(""), HasSubstr("value:1:1: expected a value, found the end of the file"));
  EXPECT_THAT(Error("1 2"), HasSubstr("value:1:3: expected the end of the value, found '2'"));
  EXPECT_THAT(Error("\x01"), HasSubstr("value:1:1: expected a value, found a byte 01"));
}

std::string Repeat(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

TEST(ValuesTest, RepeatedText) {
  EXPECT_EQ(*ParseValue("text(3, \"ab\")"), *ParseValue("\"ababab\""));
  EXPECT_EQ(*ParseValue("text(0, \"a\")"), *ParseValue("\"\""));
  EXPECT_EQ(*ParseValue("long_text(2, \"a\")"), *ParseValue("long\"aa\""));
  EXPECT_EQ(ParseValue("text(65535, \"a\")")->text.size(), 65535u);
  EXPECT_THAT(Error("text(3)"), HasSubstr("value:1:1: expected text(count, \"text\"), at most 100000 times"));
  EXPECT_THAT(Error("long_text(100001, \"a\")"), HasSubstr("expected long_text(count, \"text\")"));
}

TEST(ValuesTest, NestingIsLimited) {
  EXPECT_EQ(Error(Repeat("[", 64) + Repeat("]", 64)), "no error");
  EXPECT_THAT(Error(Repeat("[", 65) + Repeat("]", 65)), HasSubstr("value:1:66: nested more than 64 deep"));
  for (const char* opening : {"[", "{a:", "f(", "?", "$x=", "?[", "ecma{a:", "Foo{a: ?", "amf3("}) {
    EXPECT_NE(Error(Repeat(opening, 100000)), "no error") << opening;
  }
}

// A parser that tried an alternative twice at each level would need 2^60 steps here.
TEST(ValuesTest, NothingIsParsedTwice) {
  EXPECT_THAT(Error(Repeat("{a: ", 60) + "%"), HasSubstr("expected a value, found '%'"));
  EXPECT_THAT(Error(Repeat("[ecma{a: ", 30) + "%"), HasSubstr("expected a value, found '%'"));
}

}  // namespace
}  // namespace rtmpspec
