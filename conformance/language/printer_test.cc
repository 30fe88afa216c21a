// What is printed reads back as the same.
#include "conformance/language/printer.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "conformance/language/language_testing.h"
#include "conformance/language/random_transcript.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

TEST(PrinterTest, ValuesAsTheyAreWritten) {
  for (const char* text : {"5",
                           "-1",
                           "0x10",
                           "2500+1400",
                           "nan",
                           "-inf",
                           "+1",
                           R"("a\"b\\c\n\t\x00 é")",
                           "true",
                           "null",
                           "undefined",
                           "{}",
                           "{...}",
                           "{a: 1, \"odd key\": {b: [1, ...]}, ...}",
                           "ecma{a: 1}",
                           "ecma(count=99){}",
                           "ecma(count=$n){...}",
                           "Foo{a: 1}",
                           "flex.messaging.Foo{}",
                           "class\"odd name\"{}",
                           "class\"ecma\"{}",
                           "class\"\"{}",
                           "class\"a.\"{}",
                           "[]",
                           "date(1.5)",
                           "date(1, -540)",
                           "long\"a\"",
                           "xml\"<a/>\"",
                           "ref(3)",
                           "ref($n)",
                           "amf3(hex(04 05))",
                           "nest(100000, {})",
                           "nest(100000, amf3([]))",
                           "nest($n, ecma{})",
                           "hex(05 09)",
                           "hex()",
                           "?",
                           "?5",
                           "?\"x\"",
                           "?dynamic",
                           "?{a: ?}",
                           "1..9",
                           "-5..1.5",
                           "\"a\"|\"b\"|5",
                           "/a\\/b.*/",
                           "$x",
                           "$x+40",
                           "$x-1",
                           "$x=?",
                           "$x=1..9",
                           "$x=\"a\"|\"b\"",
                           "avc_key(300, 7)",
                           "fill(5, 0)",
                           "f()",
                           "echo of C1",
                           "signed for C1",
                           "dynamic",
                           "digest-word"}) {
    EXPECT_EQ(PrintValue(ParseGoodValue(text)), text);
  }
}

TEST(PrinterTest, NumbersThatNobodyWrote) {
  const auto print = [](double number) {
    Value value;
    value.kind = Value::Kind::kNumber;
    value.number = number;
    std::string text = PrintValue(value);
    EXPECT_EQ(ParseGoodValue(text), value) << text;
    return text;
  };
  EXPECT_EQ(print(0), "0");
  EXPECT_EQ(print(4294967295.0), "4294967295");
  EXPECT_EQ(print(0.1), "0.1");
  EXPECT_EQ(print(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(print(-1.5e300), "-1.5e+300");
  EXPECT_EQ(print(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(print(std::nan("")), "nan");
  print(std::numeric_limits<double>::denorm_min());
  print(std::numeric_limits<double>::max());
  print(9007199254740993.0);
}

TEST(PrinterTest, TextThatIsNotUtf8IsEscaped) {
  Value value;
  value.kind = Value::Kind::kString;
  value.text = "é\xc3";
  EXPECT_EQ(PrintValue(value), R"("\xc3\xa9\xc3")");
  EXPECT_EQ(ParseGoodValue(PrintValue(value)), value);
}

TEST(PrinterTest, MessagesAsTheyAreWritten) {
  for (const char* text : {"connect txn=1 csid=3 {app: $app, ...} \"x\" ... @fmt=0 @noheader", "command \"no such\" txn=42 null",
                           "command \"sync\"", "V", "C1 time=1 random=$r @flip=digest:0", "UserControl event=31 hex(00 00 00 01)",
                           "video prefix=hex(17 01) len=5 sha256=\"00\"", "SetPeerBandwidth 2500 hard"}) {
    EXPECT_EQ(PrintMessage(ParseStep<MessageStep>(std::string("C: ") + text).message), text);
  }
}

TEST(PrinterTest, StepsAsTheyAreWritten) {
  for (const char* text :
       {"C: video time=$t+40 avc_key(300, 1)",
        "on player: S: optional V skipping {data audio} check intact row RTMP-XT-04",
        "C: chunks V A V*",
        "abandon V",
        "let V = video csid=6 avc_key(300, 1)",
        "S: nothing",
        "S: nothing matching video",
        "sync check still row A-01",
        "alive",
        "quiet 300ms",
        "S: closes",
        "C: closes fin",
        "state server=Connected client=Init",
        "client delivers video V",
        "mark $m",
        "S: acks since $m { unacked <= 2500+1400 increasing cumulative } slack 3073",
        "auto off",
        "S: serve until C: publish txn=? ? $name=? ...",
        "set $x = {a: 5}",
        "use relay",
        "use relay(start=5, name=\"x\")",
        "S: unordered {\n  optional Ack ?\n  V skipping {data}\n} skipping {any} check a row B",
        "S: ordered {\n  A\n}",
        "S: one of {\n  V; sync -> pass records a=b\n  C: Ack 5; nothing; closes -> info \"note\"\n  silence -> fail\n}",
        "on x: repeat 5 time+=40 from=$t {\n  C: V\n  on y: C: V\n  repeat $n {\n    sync\n  }\n}",
        "on a: C: bytes check a row B\n   03 ff | note\n   $x=?:4 ?:4 $r $r:5"}) {
    const Steps steps = ParseSteps(text);
    ASSERT_EQ(steps.size(), 1u);
    EXPECT_EQ(PrintStep(steps[0]), text);
  }
}

TEST(PrinterTest, StepsAreIndented) {
  EXPECT_EQ(PrintStep(ParseSteps("repeat 2 { sync }")[0], 4), "repeat 2 {\n      sync\n    }");
}

// Bytes that a program put together have no lines of their own.
TEST(PrinterTest, BytesWithoutLines) {
  BytesStep bytes;
  bytes.items = {{{3, 0xff}, "", false, 0}, {{}, "", false, 4}, {{}, "x", true, 4}, {{}, "y", false, 0}};
  Step step;
  step.what = bytes;
  EXPECT_EQ(PrintStep(step), "C: bytes\n   03 ff\n   ?:4\n   $x=?:4\n   $y");
}

TEST(PrinterTest, Transcript) {
  const std::string text = R"(transcript 1
title    a title
rows     A-01 B-02
peer     server client
drive    player
tags     slow
pin      chunk=128 delivery=whole
needs    server/a/b-1
exact
params   start=0 x="y"
cases {
  a
  b x=1 y={z: 2} row A-02 A-03
}

use handshake
sync
)";
  const auto transcript = ParseTranscript(text, "f", "f");
  ASSERT_TRUE(transcript.ok()) << transcript.status().message();
  EXPECT_EQ(PrintTranscript(*transcript), text);
}

TEST(PrinterTest, RandomTranscriptsReadBackAsTheSame) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    const Transcript transcript = RandomTranscript(seed);
    const std::string text = PrintTranscript(transcript);
    const auto parsed = ParseTranscript(text, "printed", transcript.id);
    ASSERT_TRUE(parsed.ok()) << "seed " << seed << "\n" << parsed.status().message() << "\n" << text;
    ASSERT_EQ(PrintTranscript(*parsed), text) << "seed " << seed;
    ASSERT_TRUE(*parsed == transcript) << "seed " << seed << "\n" << text;
  }
}

TEST(PrinterTest, RandomTranscriptsDiffer) { EXPECT_FALSE(RandomTranscript(1) == RandomTranscript(2)); }

// An equality that called everything equal would make the property above worthless.
TEST(EqualityTest, SeesEveryDifference) {
  const std::vector<const char*> texts = {"C: V",
                                          "S: V",
                                          "C: W",
                                          "C: command \"V\"",
                                          "C: V 1",
                                          "C: V 2",
                                          "C: V +2",
                                          "C: V nan",
                                          "C: V \"2\"",
                                          "C: V ...",
                                          "C: V a=1",
                                          "C: V @a=1",
                                          "C: V {a: 1}",
                                          "C: V {b: 1}",
                                          "C: V {a: 1, ...}",
                                          "C: V ecma{a: 1}",
                                          "C: V ecma(count=1){a: 1}",
                                          "C: V ecma(count=$n){a: 1}",
                                          "C: V 1..2",
                                          "C: V 1..3",
                                          "C: V hex(01)",
                                          "C: V true",
                                          "C: V false",
                                          "C: optional V",
                                          "C: V skipping {data}",
                                          "C: V check a row B",
                                          "C: V check b row B",
                                          "on x: C: V",
                                          "C: chunks V",
                                          "C: chunks V*",
                                          "C: chunks V V",
                                          "C: bytes\n  00",
                                          "C: bytes\n  01",
                                          "C: bytes\n  $x",
                                          "C: bytes\n  $x:1",
                                          "C: bytes\n  $x=?:1",
                                          "C: ordered { V }",
                                          "C: unordered { V }",
                                          "C: one of { V -> pass }",
                                          "C: one of { V -> fail }",
                                          "C: one of { V -> pass \"a\" }",
                                          "C: one of { V -> pass records a=b }",
                                          "C: one of { V -> pass records a=c }",
                                          "C: nothing",
                                          "C: nothing matching V",
                                          "C: closes",
                                          "C: closes fin",
                                          "sync",
                                          "alive",
                                          "quiet 1ms",
                                          "quiet 2ms",
                                          "state server=A",
                                          "state client=A",
                                          "server delivers V",
                                          "client delivers V",
                                          "mark $a",
                                          "mark $b",
                                          "S: acks since $a { increasing }",
                                          "S: acks since $a { cumulative }",
                                          "S: acks since $a { cumulative } slack 1",
                                          "repeat 1 { sync }",
                                          "repeat 2 { sync }",
                                          "repeat $n { sync }",
                                          "repeat 1 time+=1 { sync }",
                                          "repeat 1 from=1 { sync }",
                                          "repeat 1 from=$n { sync }",
                                          "auto on",
                                          "auto off",
                                          "S: serve until C: V",
                                          "set $a = 1",
                                          "set $a = 2",
                                          "use a",
                                          "use a(b=1)",
                                          "let V = W",
                                          "abandon V",
                                          "abandon W"};
  std::vector<Step> steps;
  steps.reserve(std::size(texts));
  for (const char* text : texts) steps.push_back(ParseSteps(text).at(0));
  for (size_t i = 0; i < steps.size(); ++i) {
    for (size_t j = 0; j < steps.size(); ++j) EXPECT_EQ(steps[i] == steps[j], i == j) << texts[i] << " / " << texts[j];
  }
  EXPECT_TRUE(ParseGoodValue("0x10") == ParseGoodValue("16"));
  EXPECT_TRUE(ParseGoodValue("[nan]") == ParseGoodValue("[nan]"));
}

}  // namespace
}  // namespace rtmpspec
