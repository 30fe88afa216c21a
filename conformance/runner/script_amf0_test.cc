#include <string>

#include "conformance/runner/payload.h"
#include "conformance/runner/script_testing.h"
#include "conformance/runner/script_values.h"
#include "gtest/gtest.h"
#include "impl/amf0/decoder.h"

namespace rtmpspec {
namespace {

using rtmp::Buffer;
using testing::Hex;
using testing::ScriptValue;

std::string Encoded(absl::string_view text) {
  Buffer out;
  absl::Status status = AppendAmf0(ScriptValue(text), &out);
  return status.ok() ? rtmp::ToHex(out) : std::string(absl::StatusCodeToString(status.code()));
}

TEST(ScriptAmf0Test, Scalars) {
  EXPECT_EQ(Encoded("1.5"), "003ff8000000000000");
  EXPECT_EQ(Encoded("0x10"), "004030000000000000");
  EXPECT_EQ(Encoded("-inf"), "00fff0000000000000");
  EXPECT_EQ(Encoded("true"), "0101");
  EXPECT_EQ(Encoded("\"ab\""), "0200026162");
  EXPECT_EQ(Encoded("null"), "05");
  EXPECT_EQ(Encoded("undefined"), "06");
  EXPECT_EQ(Encoded("ref(258)"), "070102");
  EXPECT_EQ(Encoded("long\"ab\""), "0c000000026162");
  EXPECT_EQ(Encoded("xml\"ab\""), "0f000000026162");
  EXPECT_EQ(Encoded("date(1.5)"), "0b3ff80000000000000000");
  EXPECT_EQ(Encoded("date(1.5, -540)"), "0b3ff8000000000000fde4");
  EXPECT_EQ(Encoded("amf3(hex(04 05))"), "110405");
  EXPECT_EQ(Encoded("hex(05 09)"), "0509");
}

TEST(ScriptAmf0Test, Containers) {
  EXPECT_EQ(Encoded("{a: null}"), "0300016105000009");
  EXPECT_EQ(Encoded("{}"), "03000009");
  EXPECT_EQ(Encoded("{...}"), "03000009");
  EXPECT_EQ(Encoded("ecma{a: null}"),
            "08000000010001"
            "6105000009");
  EXPECT_EQ(Encoded("ecma(count=99){a: null}"),
            "08000000630001"
            "6105000009");
  EXPECT_EQ(Encoded("Foo{a: null}"),
            "10"
            "0003466f6f"
            "00016105000009");
  EXPECT_EQ(Encoded("[null, true]"), "0a00000002050101");
  // Property order is the script's.
  EXPECT_EQ(Encoded("{b: null, a: null}"),
            "03000162050001"
            "6105000009");
}

TEST(ScriptAmf0Test, NestIsThatDeep) {
  EXPECT_EQ(Encoded("nest(1, {})"), "03000009");
  EXPECT_EQ(Encoded("nest(2, {})"), "0300016103000009000009");
  EXPECT_EQ(Encoded("nest(2, [])"), "0a000000010a00000000");
  EXPECT_EQ(Encoded("nest(2, amf3([]))"), "1109030109030101");
  EXPECT_EQ(Encoded("nest(2, ecma{})"),
            "0800000001000161"
            "0800000000000009"
            "000009");
  EXPECT_EQ(Encoded("nest(100000, {})").size() / 2, 100000u * 7 - 3);
}

// What is written is what the reference's decoder reads.
TEST(ScriptAmf0Test, DecodesAgain) {
  Buffer out;
  ASSERT_TRUE(AppendAmf0(ScriptValue("{a: [1, {b: ecma{c: \"x\"}}], d: nest(3, {})}"), &out).ok());
  rtmp::amf0::Values values;
  ASSERT_FALSE(rtmp::amf0::Decode(out, {}, &values).has_value());
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(rtmp::amf0::ToText(values[0]), "{a: [1, {b: ecma{c: \"x\"}}], d: {a: {a: {}}}}");
}

TEST(ScriptAmf0Test, MatchersAreNoValuesAndLeaveNothingBehind) {
  for (const char* text : {"{a: 1, b: ?}", "[1, 1..9]", "\"a\"|\"b\"", "/x/", "$x", "avc_header"}) {
    Buffer out = Hex("aa");
    absl::StatusOr<Value> value = ParseValue(text);
    ASSERT_TRUE(value.ok()) << value.status();
    EXPECT_EQ(AppendAmf0(*value, &out).code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(out, Hex("aa")) << text;
  }
}

}  // namespace
}  // namespace rtmpspec
