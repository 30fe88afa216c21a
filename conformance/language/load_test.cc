// Files to scenarios: preludes, case tables, and all mistakes at once.
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "conformance/language/parser.h"
#include "conformance/language/printer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHeader[] = "transcript 1\ntitle t\nrows A-01 A-02\npeer server\n";

class LoadTest : public testing::Test {
 protected:
  LoadTest() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / absl::StrCat("load_test_", info->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~LoadTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }
  // A test with this body.
  void Case(const std::string& path, const std::string& body) { Write(path + ".transcript", kHeader + body); }
  void Prelude(const std::string& name, const std::string& body) {
    Write("prelude/" + name + ".transcript", "transcript 1\ntitle t\n" + body);
  }

  std::vector<Scenario> Load() {
    auto scenarios = LoadScenarios(folder_.string());
    EXPECT_TRUE(scenarios.ok()) << scenarios.status().message();
    return scenarios.ok() ? *std::move(scenarios) : std::vector<Scenario>();
  }
  // The only scenario, a step a line.
  std::string Expanded() {
    const std::vector<Scenario> scenarios = Load();
    if (scenarios.size() != 1) return absl::StrCat(scenarios.size(), " scenarios");
    std::string text;
    for (const Step& step : scenarios[0].transcript.steps) absl::StrAppend(&text, PrintStep(step), "\n");
    return text;
  }
  std::vector<std::string> Errors() {
    const auto scenarios = LoadScenarios(folder_.string());
    if (scenarios.ok()) return {};
    return absl::StrSplit(scenarios.status().message(), '\n');
  }

  std::filesystem::path folder_;
};

TEST_F(LoadTest, IdsArePathsAndSorted) {
  Case("server/b", "sync");
  Case("server/a/x", "sync");
  Write("server/notes.txt", "no transcript");
  const std::vector<Scenario> scenarios = Load();
  ASSERT_EQ(scenarios.size(), 2u);
  EXPECT_EQ(scenarios[0].id, "server/a/x");
  EXPECT_EQ(scenarios[0].transcript.id, "server/a/x");
  EXPECT_EQ(scenarios[0].transcript.steps[0].position.file, "server/a/x.transcript");
  EXPECT_EQ(scenarios[0].transcript.steps[0].position.line, 5);
  EXPECT_EQ(scenarios[1].id, "server/b");
}

TEST_F(LoadTest, CasesAreScenarios) {
  Case("x", "cases {\n  zero wire=0\n  one wire=1 row B-01 row B-02\n}\nC: Ack $wire");
  const std::vector<Scenario> scenarios = Load();
  ASSERT_EQ(scenarios.size(), 2u);
  EXPECT_EQ(scenarios[0].id, "x/one");
  EXPECT_EQ(scenarios[0].transcript.id, "x");
  EXPECT_THAT(scenarios[0].transcript.rows, ElementsAre("B-01", "B-02"));
  ASSERT_EQ(scenarios[0].variables.size(), 1u);
  EXPECT_EQ(scenarios[0].variables[0].first, "wire");
  EXPECT_EQ(scenarios[0].variables[0].second.number, 1);
  EXPECT_EQ(scenarios[1].id, "x/zero");
  EXPECT_THAT(scenarios[1].transcript.rows, ElementsAre("A-01", "A-02"));
  EXPECT_THAT(scenarios[1].transcript.cases, IsEmpty());
  // The variable stays a variable: it is bound when the scenario runs.
  EXPECT_EQ(PrintStep(scenarios[1].transcript.steps[0]), "C: Ack $wire");
}

TEST_F(LoadTest, NumbersThatTheModelNeedsAreResolved) {
  Case("x", R"(cases { a n=5 start=0x10 }
repeat $n from=$start { C: call ecma(count=$n){} [nest($n, {}), ref($n)] $n }
)");
  const std::vector<Scenario> scenarios = Load();
  ASSERT_EQ(scenarios.size(), 1u);
  EXPECT_EQ(PrintStep(scenarios[0].transcript.steps[0]),
            "repeat 5 from=16 {\n  C: call ecma(count=5){} [nest(5, {}), ref(5)] $n\n}");
}

TEST_F(LoadTest, WhatACaseNeedsComesAlong) {
  Case("server/a", "cases { one x=1   two x=2 }\nC: Ack $x");
  Case("server/b", "needs server/a/two\nsync");
  const std::vector<Scenario> scenarios = Load();
  ASSERT_EQ(scenarios.size(), 3u);
  EXPECT_EQ(scenarios[0].needed, nullptr);
  ASSERT_NE(scenarios[2].needed, nullptr);
  EXPECT_EQ(scenarios[2].needed->id, "server/a/two");
  EXPECT_EQ(scenarios[2].needed->variables[0].second.number, 2);
}

TEST_F(LoadTest, WhatCannotBeNeeded) {
  Case("a", "needs b\nsync");
  Case("b", "needs c\nsync");
  Case("c", "sync");
  Case("d", "needs c/one\nsync");
  Write("e.transcript", "transcript 1\ntitle t\nrows A-01\npeer server client\nneeds c\nsync");
  Write("f.transcript", "transcript 1\ntitle t\nrows A-01\npeer client\nsync");
  Case("g", "needs f\nsync");
  Prelude("p", "needs c\nsync");
  EXPECT_THAT(Errors(), ElementsAre("prelude/p.transcript:1:1: a prelude has a title and parameters, no other header lines",
                                    "a.transcript:1:1: needs b: expected a case that needs no other",
                                    "d.transcript:1:1: needs c/one: expected a case that needs no other",
                                    "e.transcript:1:1: 'needs' is of cases that test a server",
                                    "g.transcript:1:1: 'needs' is of cases that test a server"));
}

TEST_F(LoadTest, PreludesAreExpanded) {
  Prelude("hello", "C: C0 3\nS: S0 3");
  Prelude("sub/all", "use hello; sync");
  Case("x", "use sub/all\nrepeat 2 { use hello }\nalive");
  EXPECT_EQ(Expanded(), "C: C0 3\nS: S0 3\nsync\nrepeat 2 {\n  C: C0 3\n  S: S0 3\n}\nalive\n");
  EXPECT_EQ(Load()[0].transcript.steps[0].position.file, "prelude/hello.transcript");
}

TEST_F(LoadTest, ConnectionsOfPreludes) {
  Prelude("pair", "sync\non other: sync\nrepeat 2 { C: V }\nS: one of { sync -> pass }");
  Case("x", "on main: use pair\nuse pair");
  EXPECT_EQ(Expanded(),
            "on main: sync\non other: sync\non main: repeat 2 {\n  C: V\n}\non main: S: one of {\n  sync -> pass\n}\n"
            "sync\non other: sync\nrepeat 2 {\n  C: V\n}\nS: one of {\n  sync -> pass\n}\n");
}

TEST_F(LoadTest, ParametersAreReplacedByValues) {
  Prelude("relay", R"(params start=0 body=hex(00) n=2
C: video time=$start avc_key(200, 1) @chunk=$n
C: video time=$start+0x28 {a: [$start-1, ?$start]}
repeat $n from=$start { C: V ecma(count=$n){} }
C: bytes
   03 $body | note
set $x = $start
use inner(value=$start)
)");
  Prelude("inner", "params value=1\nC: Ack $value+1\nC: Ack $other");
  Case("x", "use relay(start=0xfffffff0, body=hex(0a 0b))");
  EXPECT_EQ(Expanded(), R"(C: video time=0xfffffff0 avc_key(200, 1) @chunk=2
C: video time=24 {a: [4294967279, ?0xfffffff0]}
repeat 2 from=4294967280 {
  C: V ecma(count=2){}
}
C: bytes
   03
   0a 0b
set $x = 0xfffffff0
C: Ack 4294967281
C: Ack $other
)");
}

TEST_F(LoadTest, ParametersMayBeVariables) {
  Prelude("p", "params start=0 body=hex(00)\nC: Ack $start+1\nrepeat $start { sync }\nC: bytes\n   $body");
  Case("x", "cases { a t=3 wire=hex(01) }\nuse p(start=$t, body=$wire)");
  EXPECT_EQ(Expanded(), "C: Ack $t+1\nrepeat 3 {\n  sync\n}\nC: bytes\n   $wire\n");
}

TEST_F(LoadTest, AnArgumentMayUseTheParametersName) {
  Prelude("p", "params a=1 b=2\nC: call $a [$b]");
  Case("x", "S: call $a=? $b=?\nuse p(a={x: $a}, b=$a)");
  EXPECT_EQ(Expanded(), "S: call $a=? $b=?\nC: call {x: $a} [$a]\n");
}

TEST_F(LoadTest, AllMistakesAtOnce) {
  Write("a.transcript", "transcript 1\nsnyc\n");
  Case("b", "use handshak\nuse handshake(x=1)\non p: use handshake check a row B");
  Prelude("handshake", "sync");
  Prelude("loop", "use loop2");
  Prelude("loop2", "use loop");
  Case("c", "use loop");
  Write("d.transcript", "transcript 1\nparams a=1\n");
  Prelude("bad", "rows A-01\nsync");
  Case("e", "cases { f }\nsync");
  Case("e/f", "sync");
  EXPECT_THAT(Errors(),
              ElementsAre("a.transcript:2:1: expected a step, found 'snyc'; did you mean 'sync'?", "snyc", "^",
                          "d.transcript:1:1: expected a header line 'title'", "d.transcript:1:1: expected a header line 'rows'",
                          "d.transcript:1:1: expected a header line 'peer'", "d.transcript:1:1: only a prelude takes parameters",
                          "prelude/bad.transcript:1:1: a prelude has a title and parameters, no other header lines",
                          "b.transcript:5:1: unknown prelude 'handshak'; did you mean 'handshake'?",
                          "b.transcript:6:1: the prelude 'handshake' has no parameter 'x'",
                          "b.transcript:7:7: 'check' stands behind a step, not behind a prelude",
                          "prelude/loop2.transcript:3:1: the prelude 'loop' uses itself",
                          "e/f.transcript:1:1: the id e/f is also that of a case of e.transcript"));
}

TEST_F(LoadTest, WhatCannotBePutInItsPlace) {
  Prelude("p", "params a=\"x\" unused=1\nC: Ack $a+1\nrepeat $a { sync }\nC: bytes\n   $a");
  Case("x", "use p");
  Case("y", "repeat $n { sync }\nC: call nest($n, {})");
  Case("z", "cases { a n=-1 }\nrepeat $n { sync }");
  Case("zz", "cases { a n=1 m=2 }\nrepeat $n { sync }");
  EXPECT_THAT(Errors(), ElementsAre("prelude/p.transcript:1:1: the parameter 'unused' is not used",
                                    "prelude/p.transcript:4:8: $a is no number, nothing can be added to it",
                                    "prelude/p.transcript:5:1: $a must be a number here",
                                    "prelude/p.transcript:6:1: $a must be hex(..) to stand between bytes",
                                    "y.transcript:5:1: $n must be set by a case or a parameter",
                                    "y.transcript:6:9: $n must be set by a case or a parameter",
                                    "z.transcript:6:1: expected a count from 0 to 1000000",
                                    "zz.transcript:5:17: the variable 'm' is not used"));
}

// Each uses the next twice: 2^30 steps, were they all written out.
TEST_F(LoadTest, ExpansionIsBounded) {
  for (int i = 0; i < 30; ++i) {
    Prelude(absl::StrCat("p", i), i == 29 ? "sync" : absl::StrCat("use p", i + 1, "\nuse p", i + 1));
  }
  Case("x", "use p0");
  const std::vector<std::string> errors = Errors();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_NE(errors[0].find("preludes grow beyond 20000 steps"), std::string::npos) << errors[0];
}

TEST_F(LoadTest, ArgumentsAreBounded) {
  for (int i = 0; i < 30; ++i) {
    Prelude(absl::StrCat("p", i), i == 29 ? "params a=1\nC: call $a" : absl::StrCat("params a=1\nuse p", i + 1, "(a=[$a, $a])"));
  }
  Case("x", "use p0");
  // The default takes its place, and grows again.
  const std::string error = ".transcript:4:1: the argument 'a' holds more than 1000 values";
  EXPECT_THAT(Errors(), ElementsAre("prelude/p8" + error, "prelude/p17" + error, "prelude/p26" + error));
}

TEST_F(LoadTest, NoSuchFolder) {
  const auto scenarios = LoadScenarios((folder_ / "none").string());
  EXPECT_EQ(scenarios.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace rtmpspec
