// `one of`: which alternative decides, and what it comes to.
#include <memory>

#include "absl/strings/str_cat.h"
#include "conformance/runner/fake_peer_testing.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/script_testing.h"
#include "gmock/gmock.h"

namespace rtmpspec {
namespace {

using testing::Case;
using testing::FakeConnection;
using testing::FakeServer;
using ::testing::HasSubstr;
using testing::kConnect;

std::vector<Result> RunAll(FakeServer::Handler handler, const Scenario& scenario) {
  FakeServer server(std::move(handler));
  RunOptions options;
  TestedTarget target(server, testing::Rows(), options);
  return RunScenario(scenario, target, kWhole);
}

Result RunOne(FakeServer::Handler handler, const Scenario& scenario) { return RunAll(std::move(handler), scenario)[0]; }

// Answers commands of this name with a line of a script, everything else as usual.
FakeServer::Handler Answering(const std::string& name, const std::string& line) {
  return [=](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name != name) return FakeServer::UsualAnswer(connection, message);
    if (!line.empty()) connection.Reply(line);
  };
}

FakeServer::Handler Ending(const std::string& name, ReadEnd how) {
  return [=](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name == name) return connection.End(how);
    FakeServer::UsualAnswer(connection, message);
  };
}

TEST(OneOfTest, TheFirstAlternativeThatFitsDecides) {
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: FCPublish txn=9 null \"x\"\n"
                                              "S: one of {\n"
                                              "  onFCPublish txn=9 ... -> pass                    records fc=answered\n"
                                              "  onFCPublish ...       -> nonstrict \"other id\"    records fc=other\n"
                                              "  closes                -> info                    records fc=close\n"
                                              "  sync                  -> unsupported             records fc=ignored\n"
                                              "  silence               -> fail \"hangs\"\n"
                                              "}\n"),
                                 "RTMP-CN-02");
  const auto record = [](const Result& result) { return result.records.count("fc") == 0 ? "" : result.records.at("fc"); };
  Result result = RunOne(Answering("FCPublish", "onFCPublish txn=9 null"), scenario);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(record(result), "answered");
  result = RunOne(Answering("FCPublish", "onFCPublish txn=8 null"), scenario);
  EXPECT_EQ(result.verdict, Verdict::kNonstrict);
  EXPECT_EQ(result.note, "other id");
  EXPECT_EQ(record(result), "other");
  result = RunOne(Ending("FCPublish", ReadEnd::kReset), scenario);
  EXPECT_EQ(result.verdict, Verdict::kInfo);
  EXPECT_EQ(record(result), "close");
  result = RunOne(Answering("FCPublish", ""), scenario);
  EXPECT_EQ(result.verdict, Verdict::kUnsupported);
  EXPECT_EQ(record(result), "ignored");
  const auto deaf = [is_deaf = false](FakeConnection& connection, const WireMessage& message) mutable {
    is_deaf = is_deaf || LookAtCommand(message).name == "FCPublish";
    if (!is_deaf || connection.number() != 1) FakeServer::UsualAnswer(connection, message);
  };
  result = RunOne(deaf, scenario);
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.note, "hangs");
}

TEST(OneOfTest, NoAlternativeFits) {
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: FCPublish txn=9 null \"x\"\n"
                                              "S: one of {\n  onFCPublish txn=9 ... -> pass\n  closes -> info\n}\n"));
  const Result result = RunOne(Answering("FCPublish", "onFCPublish txn=8 null"), scenario);
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.cause, Cause::kMismatch);
  EXPECT_THAT(result.actual, HasSubstr("txn=8"));
}

TEST(OneOfTest, HandshakeAlternativesLookAtRawBytes) {
  const std::string steps =
      "C: C0 $version\nC: C1\n"
      "S: one of {\n  S0 6 -> fail \"echoed\"\n  S0 3 -> pass\n  closes -> info\n  silence -> nonstrict\n}\n";
  Scenario scenario = Case(steps, "RTMP-HS-03");
  scenario.variables.emplace_back("version", *ParseValue("6"));
  EXPECT_EQ(RunOne(FakeServer::UsualAnswer, scenario).verdict, Verdict::kPass);
}

TEST(OneOfTest, QuietIsChosenWhereNothingCameAndTheScriptGoesOn) {
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: FCPublish txn=9 null \"x\"\n"
                                              "S: one of {\n"
                                              "  onFCPublish ... -> info records fc=answered\n"
                                              "  quiet 10ms      -> pass records fc=quiet\n"
                                              "}\n"
                                              "C: createStream txn=2 null\n"
                                              "S: _result txn=2 null 7   check goes-on row RTMP-ST-01\n"),
                                 "RTMP-CN-02");
  std::vector<Result> results = RunAll(Answering("FCPublish", ""), scenario);
  EXPECT_EQ(results[0].records.at("fc"), "quiet");
  EXPECT_EQ(results[1].verdict, Verdict::kFail) << "the usual id is not 7: the step was reached";
  results = RunAll(Answering("FCPublish", "onFCPublish txn=0 null"), scenario);
  EXPECT_EQ(results[0].records.at("fc"), "answered");
}

TEST(OneOfTest, QuietInTheHandshake) {
  const auto verdict = [](const std::string& version) {
    Scenario scenario = Case("C: C0 $version\nS: one of {\n  S0 3 -> info\n  quiet 10ms -> pass\n}\nC: C1\nS: S0 3\n");
    scenario.variables.emplace_back("version", *ParseValue(version));
    return RunOne(FakeServer::UsualAnswer, scenario).verdict;
  };
  EXPECT_EQ(verdict("3"), Verdict::kPass);
}

// What one connection plays must not hang another that only watches, whatever its silence counts as.
TEST(OneOfTest, AWatcherThatHangsIsMoreThanSilence) {
  const std::string connect = absl::StrCat("C: C0 3\nC: C1\nS: S0 3\nS: S1\nS: S2 echo of C1\nC: C2 echo of S1\n", kConnect);
  const Scenario scenario = Case(absl::StrCat(connect, "on watcher {\n", connect,
                                              "C: watch txn=9 null\nS: _error txn=9 ...\n}\n"
                                              "C: FCPublish txn=0 null \"x\"\n"
                                              "on watcher {\n"
                                              "  S: one of {\n"
                                              "    onStatus ? ... -> pass\n"
                                              "    silence        -> unsupported \"nothing comes\"\n"
                                              "  }\n}\n"));
  RunOptions options;
  options.timeout_scale = 0.01;
  const auto run = [&](absl::string_view sent_to_watcher, bool deaf) {
    FakeConnection* watcher = nullptr;
    bool called = false;
    FakeServer server([&](FakeConnection& connection, const WireMessage& message) {
      const std::string name = LookAtCommand(message).name;
      if (name == "watch") watcher = &connection;
      if (name == "FCPublish" && watcher != nullptr) {
        watcher->Raw(testing::Hex(sent_to_watcher));
        called = true;
      }
      if (!(deaf && called && &connection == watcher)) FakeServer::UsualAnswer(connection, message);
    });
    server.in_process = false;
    TestedTarget target(server, testing::Rows(), options);
    return RunScenario(scenario, target, kWhole)[0];
  };
  const Result silent = run("", /*deaf=*/false);
  EXPECT_EQ(silent.verdict, Verdict::kUnsupported) << silent.actual;
  EXPECT_EQ(silent.note, "nothing comes");
  const Result deaf = run("", /*deaf=*/true);
  EXPECT_EQ(deaf.verdict, Verdict::kFail);
  EXPECT_THAT(deaf.actual, HasSubstr("the stack no longer understands us"));
  const Result cut = run("04 000000 001000 08 00000000 aabb", /*deaf=*/false);
  EXPECT_EQ(cut.verdict, Verdict::kFail);
  EXPECT_THAT(cut.actual, HasSubstr("on chunk stream 4, of type 8, is unfinished"));
}

// A close right behind an answer is seen where a round trip stands behind it.
TEST(OneOfTest, AlternativesThatBeginAlikeAreToldApartByWhatFollows) {
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: FCPublish txn=9 null \"x\"\n"
                                              "S: one of {\n"
                                              "  onFCPublish txn=9 ... ; sync    -> pass records fc=answered\n"
                                              "  onFCPublish txn=9 ... ; closes  -> nonstrict \"then closed\" records fc=close\n"
                                              "}\n"),
                                 "RTMP-CN-02");
  Result result = RunOne(Answering("FCPublish", "onFCPublish txn=9 null"), scenario);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.records.at("fc"), "answered");
  const auto ends = [](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name != "FCPublish") return FakeServer::UsualAnswer(connection, message);
    connection.Reply("onFCPublish txn=9 null");
    connection.End(ReadEnd::kFin);
  };
  result = RunOne(ends, scenario);
  EXPECT_EQ(result.verdict, Verdict::kNonstrict);
  EXPECT_EQ(result.note, "then closed");
  EXPECT_EQ(result.records.at("fc"), "close");
}

// What came is told, and where.
TEST(OneOfTest, AFailureTellsTheMessageThatItTook) {
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: FCPublish txn=9 null \"x\"\n"
                                              "S: one of { onFCPublish txn=9 ... -> pass  onFCPublish ... -> fail }\n"));
  const Result result = RunOne(Answering("FCPublish", "onFCPublish txn=8 null"), scenario);
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_THAT(result.actual, HasSubstr("S: onFCPublish txn=8"));
  EXPECT_TRUE(result.wire_offset.has_value());
}

TEST(OneOfTest, StopEndsTheCase) {
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: FCPublish txn=9 null \"x\"\n"
                                              "S: one of {\n"
                                              "  onFCPublish txn=9 ... -> pass\n"
                                              "  onFCPublish ...       -> unsupported \"other id\" stop\n"
                                              "}\n"
                                              "C: createStream txn=2 null\n"
                                              "S: _result txn=2 null 77   check behind row RTMP-ST-01\n"));
  std::vector<Result> results = RunAll(Answering("FCPublish", "onFCPublish txn=8 null"), scenario);
  EXPECT_EQ(results[0].verdict, Verdict::kUnsupported);
  EXPECT_EQ(results[1].verdict, Verdict::kNotrun);
  results = RunAll(Answering("FCPublish", "onFCPublish txn=9 null"), scenario);
  EXPECT_EQ(results[0].verdict, Verdict::kPass);
  EXPECT_EQ(results[1].verdict, Verdict::kFail);
}

// A labelled check lets the case go on, unless what follows depends on it.
TEST(OneOfTest, StopEndsTheCaseBehindAFailure) {
  const auto behind = [](const std::string& stop) {
    const Scenario scenario = Case(absl::StrCat(kConnect,
                                                "C: FCPublish txn=9 null \"x\"\n"
                                                "S: one of { onFCPublish txn=9 ... -> pass  onFCPublish ... -> fail ",
                                                stop, " } check first row RTMP-CN-02\n",
                                                "C: createStream txn=2 null\n"
                                                "S: _result txn=2 null 1   check behind row RTMP-ST-01\n"));
    const std::vector<Result> results = RunAll(Answering("FCPublish", "onFCPublish txn=8 null"), scenario);
    EXPECT_EQ(results[0].verdict, Verdict::kPass);  // nothing without a label is left
    EXPECT_EQ(results[1].verdict, Verdict::kFail);
    return results[2].verdict;
  };
  EXPECT_EQ(behind(""), Verdict::kPass);
  EXPECT_EQ(behind("stop"), Verdict::kNotrun);
}

}  // namespace
}  // namespace rtmpspec
