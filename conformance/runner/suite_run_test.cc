// Which cases run, what is asked of the target between them, and what the report says of it.
#include "conformance/runner/suite_run.h"

#include <algorithm>
#include <map>
#include <memory>

#include "conformance/runner/fake_peer_testing.h"
#include "conformance/runner/in_process_peer.h"
#include "gmock/gmock.h"

namespace rtmpspec {
namespace {

using testing::Case;
using ::testing::ElementsAre;
using testing::FakeConnection;
using testing::FakeServer;
using ::testing::HasSubstr;
using testing::kConnect;

RunReport RunAll(Peer& peer, const std::vector<Scenario>& scenarios, const RunOptions& options = {}) {
  RunReport report;
  RunScenarios(scenarios, testing::Rows(), peer, options, &report);
  return report;
}

// Verdicts by `key/delivery`, passive checks apart.
std::map<std::string, Verdict> Verdicts(const RunReport& report) {
  std::map<std::string, Verdict> verdicts;
  for (const Result& result : report.results) {
    if (result.id.rfind("passive/", 0) != 0) verdicts[result.key() + " " + result.delivery] = result.verdict;
  }
  return verdicts;
}

Scenario Named(const std::string& id, const std::string& steps, const std::string& header = "") {
  return Case(absl::StrCat(kConnect, steps), "RTMP-CN-02", header, id);
}

TEST(SuiteRunTest, EveryCaseRunsInEveryDeliveryUnlessItIsPinned) {
  FakeServer server;
  std::vector<std::string> progress;
  RunOptions options;
  options.on_result = [&](const Result& result, int done, int total) {
    progress.push_back(absl::StrCat(done, "/", total, " ", result.id));
  };
  const RunReport report = RunAll(server, {Named("server/b", ""), Named("server/a", "", "pin delivery=whole")}, options);
  EXPECT_THAT(Verdicts(report),
              ElementsAre(std::pair("server/a whole", Verdict::kPass), std::pair("server/b bytewise", Verdict::kPass),
                          std::pair("server/b whole", Verdict::kPass)));
  EXPECT_THAT(progress, ElementsAre("1/3 server/b", "2/3 server/b", "3/3 server/a"));
  EXPECT_FALSE(report.target_unreachable);
  EXPECT_EQ(report.ExitCode(), 0);
}

TEST(SuiteRunTest, SlowAndReferenceCasesAreSkippedWhereTheyDoNotBelong) {
  FakeServer server;
  RunOptions options;
  options.deliveries = {Variant{}};
  const std::vector<Scenario> scenarios = {Named("server/slow", "", "tags slow"),
                                           Named("server/reference", "", "tags reference")};
  EXPECT_THAT(Verdicts(RunAll(server, scenarios, options)),
              ElementsAre(std::pair("server/reference whole", Verdict::kSkip), std::pair("server/slow whole", Verdict::kSkip)));
  options.slow = true;
  EXPECT_EQ(Verdicts(RunAll(server, scenarios, options))["server/slow whole"], Verdict::kPass);
}

TEST(SuiteRunTest, NothingRunsOnATargetThatIsNotThere) {
  FakeServer server;
  server.dead = true;
  const RunReport report = RunAll(server, {Named("server/a", "")});
  EXPECT_THAT(Verdicts(report),
              ElementsAre(std::pair("server/a bytewise", Verdict::kNotrun), std::pair("server/a whole", Verdict::kNotrun)));
  EXPECT_TRUE(report.target_unreachable);
  EXPECT_EQ(report.ExitCode(), 3);
}

TEST(SuiteRunTest, NothingRunsOnATargetWithoutConnect) {
  FakeServer server([](FakeConnection&, const WireMessage&) {});
  RunOptions options;
  options.deliveries = {Variant{}};
  const RunReport report = RunAll(server, {Named("server/a", "")}, options);
  EXPECT_THAT(Verdicts(report),
              ElementsAre(std::pair("sanity whole", Verdict::kFail), std::pair("server/a whole", Verdict::kNotrun)));
  EXPECT_THAT(report.results[0].rows, ElementsAre("RTMP-CN-02"));
  EXPECT_FALSE(report.target_unreachable);
  EXPECT_EQ(report.ExitCode(), 1);
}

// A case that kills the server fails under any row; the rest runs after a restart, or not at all.
class DyingServer : public FakeServer {
 public:
  DyingServer() {
    handler = [this](FakeConnection& connection, const WireMessage& message) {
      if (LookAtCommand(message).name != "die") return UsualAnswer(connection, message);
      connection.End(ReadEnd::kReset);
      dead = true;
      crash = "was ended by signal 11";
    };
  }
};
const char kDie[] = "C: die txn=0 null\nS: one of {\n  closes -> info\n  sync -> pass\n}\n";

TEST(SuiteRunTest, ADeadTargetIsRestarted) {
  DyingServer server;
  server.restarts = 0;
  RunOptions options;
  options.deliveries = {Variant{}};
  const RunReport report = RunAll(server, {Named("server/a", kDie), Named("server/b", "")}, options);
  EXPECT_THAT(Verdicts(report),
              ElementsAre(std::pair("server/a whole", Verdict::kFail), std::pair("server/b whole", Verdict::kPass)));
  EXPECT_EQ(report.results[report.results.size() - 2].cause, Cause::kCrash);
  EXPECT_EQ(server.restarts, 1);
  EXPECT_FALSE(report.target_unreachable);
  EXPECT_THAT(report.notes, ::testing::Contains(HasSubstr("restarted after server/a: the process was ended by signal 11")));
}

TEST(SuiteRunTest, ATargetThatDiedForGoodEndsTheRun) {
  DyingServer server;
  RunOptions options;
  options.deliveries = {Variant{}};
  const RunReport report = RunAll(server, {Named("server/a", kDie), Named("server/b", "")}, options);
  EXPECT_THAT(Verdicts(report),
              ElementsAre(std::pair("server/a whole", Verdict::kFail), std::pair("server/b whole", Verdict::kNotrun)));
  EXPECT_TRUE(report.target_unreachable);
  EXPECT_TRUE(report.stopped_early);
}

TEST(SuiteRunTest, CasesWithTwoConnectionsNeedARelay) {
  FakeServer server([](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name != "play") FakeServer::UsualAnswer(connection, message);
  });
  RunOptions options;
  options.deliveries = {Variant{}};
  const std::string two = "on a: C: C0 3\non b: C: C0 3\n";
  Scenario relay = Case(two, "RTMP-CM-07", "", "server/relay");
  Scenario play = Case(two, "RTMP-PL-01", "", "server/play");
  const RunReport report = RunAll(server, {relay, play}, options);
  EXPECT_EQ(Verdicts(report)["server/relay whole"], Verdict::kNotrun);
  EXPECT_EQ(Verdicts(report)["server/play whole"], Verdict::kPass);
}

// The target is asked once, whether or not the case is selected, and is there again for those that do not need it.
TEST(SuiteRunTest, WhatNeedsACaseThatFailsIsNotRun) {
  DyingServer server;
  server.restarts = 0;
  Scenario first = Named("server/a", ""), second = Named("server/b", ""), other = Named("server/c", "");
  first.needed = second.needed = std::make_shared<const Scenario>(Named("server/needed", kDie));
  const RunReport report = RunAll(server, {first, second, other});
  EXPECT_THAT(Verdicts(report),
              ElementsAre(std::pair("server/a bytewise", Verdict::kNotrun), std::pair("server/a whole", Verdict::kNotrun),
                          std::pair("server/b bytewise", Verdict::kNotrun), std::pair("server/b whole", Verdict::kNotrun),
                          std::pair("server/c bytewise", Verdict::kPass), std::pair("server/c whole", Verdict::kPass)));
  const auto result =
      std::find_if(report.results.begin(), report.results.end(), [](const Result& r) { return r.id == "server/a"; });
  EXPECT_EQ(result->note, "the target fails server/needed (RTMP-CN-02): the process was ended by signal 11");
  EXPECT_EQ(server.restarts, 1);
}

TEST(SuiteRunTest, WhatNeedsACaseThatDoesNotFailIsRun) {
  FakeServer server;
  Scenario scenario = Named("server/a", "");
  scenario.needed = std::make_shared<const Scenario>(Named("server/needed", kDie));  // this server answers it
  RunOptions options;
  options.deliveries = {Variant{}};
  EXPECT_THAT(Verdicts(RunAll(server, {scenario}, options)), ElementsAre(std::pair("server/a whole", Verdict::kPass)));
}

TEST(SuiteRunTest, DeliveriesThatDisagreeAreAFailureOfTheirOwn) {
  // Understands a createStream only when it comes in one write.
  FakeServer server;
  server.handler = [&](FakeConnection& connection, const WireMessage& message) {
    const bool cut = server.writes.back() == 1;
    if (cut && LookAtCommand(message).name == "createStream") return connection.Reply("_result txn=99 null 1");
    FakeServer::UsualAnswer(connection, message);
  };
  const RunReport report = RunAll(server, {Named("server/a", "C: createStream txn=2 null\nS: _result txn=2 ...\n")});
  EXPECT_EQ(Verdicts(report)["server/a whole"], Verdict::kPass);
  EXPECT_EQ(Verdicts(report)["server/a bytewise"], Verdict::kFail);
  EXPECT_EQ(Verdicts(report)["delivery/server/a all"], Verdict::kFail);
}

TEST(SuiteRunTest, PassiveChecksAreReportedOnceAStack) {
  FakeServer server([](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name == "connect") connection.Reply("WindowAckSize 5 csid=7");
    FakeServer::UsualAnswer(connection, message);
  });
  const RunReport report = RunAll(server, {Named("server/a", ""), Named("server/b", "")});
  int control = 0;
  for (const Result& result : report.results) {
    if (result.id != "passive/RTMP-PC-01") continue;
    ++control;
    EXPECT_NE(result.verdict, Verdict::kPass);
    EXPECT_THAT(result.note, HasSubstr("first in "));
    EXPECT_EQ(result.wire_offset, 3073u);
  }
  EXPECT_EQ(control, 1);
}

TEST(SuiteRunTest, ARowThatNoMessageWasAboutIsNotReported) {
  const auto reported = [](FakeServer::Handler handler) {
    FakeServer server(std::move(handler));
    const RunReport report = RunAll(server, {Named("server/a", "")});
    return std::any_of(report.results.begin(), report.results.end(),
                       [](const Result& result) { return result.id == "passive/RTMP-UC-01"; });
  };
  EXPECT_FALSE(reported(FakeServer::UsualAnswer));
  EXPECT_TRUE(reported([](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name == "connect") connection.Reply("StreamBegin 0");
    FakeServer::UsualAnswer(connection, message);
  }));
}

TEST(SuiteRunTest, WhatAStackMakesOfShortHeadersIsRecordedInPassing) {
  const auto recorded = [](const std::string& behind) {
    FakeServer server([&](FakeConnection& connection, const WireMessage& message) {
      const bool first = LookAtCommand(message).name == "connect";
      if (first) connection.Reply("StreamBegin 0");
      if (first && !behind.empty()) connection.Reply(behind);
      FakeServer::UsualAnswer(connection, message);
    });
    RunReport report = RunAll(server, {Named("server/a", "")});
    return report.behaviours["header-compression"];
  };
  EXPECT_EQ(recorded("StreamBegin 1 @fmt=2"), "used");
  EXPECT_EQ(recorded("StreamBegin 1 @fmt=0"), "missed | used") << "the answers behind it are of type 1";
}

TEST(SuiteRunTest, TheSameSeedGivesTheSameReport) {
  const std::vector<Scenario> scenarios = {Named("server/a", "C: createStream txn=2 null\nS: _result txn=3 ...\n")};
  const auto run = [&] {
    const std::unique_ptr<Peer> peer = MakeInProcessPeer(Side::kServer, 7);
    RunOptions options;
    options.seed = 7;
    return RunAll(*peer, scenarios, options);
  };
  const RunReport a = run(), b = run();
  ASSERT_EQ(a.results.size(), b.results.size());
  for (size_t i = 0; i < a.results.size(); ++i) {
    EXPECT_EQ(a.results[i].key(), b.results[i].key());
    EXPECT_EQ(a.results[i].verdict, b.results[i].verdict);
    EXPECT_EQ(a.results[i].actual, b.results[i].actual);
    EXPECT_EQ(a.results[i].wire, b.results[i].wire);
  }
}

}  // namespace
}  // namespace rtmpspec
