// Every verdict and cause, from a server that does one thing wrong.
#include "conformance/runner/scenario_run.h"

#include <algorithm>
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

std::vector<Result> RunOn(Peer& peer, const Scenario& scenario, bool strict = false, const std::string& delivery = kWhole) {
  RunOptions options;
  options.strict = strict;
  TestedTarget target(peer, testing::Rows(), options);
  return RunScenario(scenario, target, delivery);
}

Result RunOne(FakeServer::Handler handler, const Scenario& scenario, bool strict = false) {
  FakeServer server(std::move(handler));
  return RunOn(server, scenario, strict)[0];
}

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

const char kCreateStream[] = "C: createStream txn=2 null\nS: _result txn=2 null 1..9\n";
std::string Create() { return absl::StrCat(kConnect, kCreateStream); }

TEST(ScenarioRunTest, PassesWhenEveryStepIsMet) {
  const Result result = RunOne(FakeServer::UsualAnswer, Case(Create()));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.actual << result.note;
  EXPECT_EQ(result.cause, Cause::kNone);
  EXPECT_EQ(result.id, "server/test/case");
  EXPECT_EQ(result.role, "server");
  EXPECT_THAT(result.rows, ElementsAre("RTMP-CN-02"));
}

TEST(ScenarioRunTest, MismatchShowsWhatWhereAndTheField) {
  const Result result = RunOne(Answering("createStream", "_result txn=3 null 1"), Case(Create()));
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.cause, Cause::kMismatch);
  EXPECT_EQ(result.file, "case.transcript");
  EXPECT_EQ(result.line, 15);
  EXPECT_EQ(result.expected, "S: _result txn=2 null 1..9");
  EXPECT_EQ(result.actual, "S: _result txn=3 null 1");
  ASSERT_THAT(result.mark, HasSubstr("~ "));
  EXPECT_EQ(result.mark.find('~'), result.actual.find("txn=3")) << result.mark;
  EXPECT_EQ(result.direction, "s2c");
  ASSERT_TRUE(result.wire_offset.has_value());
  EXPECT_GT(*result.wire_offset, 3073u);
  ASSERT_FALSE(result.wire.empty());
  EXPECT_THAT(result.wire.back(), HasSubstr("S< _result txn=3"));
}

TEST(ScenarioRunTest, AnotherMessageIsAnExtraMessage) {
  const Result result = RunOne(Answering("createStream", "onBWDone txn=5 null"), Case(Create()));
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.cause, Cause::kExtraMessage);
  EXPECT_THAT(result.actual, HasSubstr("onBWDone"));
}

TEST(ScenarioRunTest, AmbientMessagesAreNoExtraMessages) {
  const auto handler = [](FakeConnection& connection, const WireMessage& message) {
    for (const char* line : {"Ack 7", "WindowAckSize 5", "SetPeerBandwidth 5 hard", "StreamBegin 0", "onBWDone txn=0 null",
                             "data \"onMetaData\" {a: 1}"}) {
      connection.Reply(line);
    }
    FakeServer::UsualAnswer(connection, message);
  };
  EXPECT_EQ(RunOne(handler, Case(Create())).verdict, Verdict::kPass);
}

TEST(ScenarioRunTest, CausesOfAnAnswerThatDoesNotCome) {
  EXPECT_EQ(RunOne(Answering("createStream", ""), Case(Create())).cause, Cause::kMissing);
  EXPECT_EQ(RunOne(Ending("createStream", ReadEnd::kFin), Case(Create())).cause, Cause::kClose);
  EXPECT_EQ(RunOne(Ending("createStream", ReadEnd::kReset), Case(Create())).cause, Cause::kReset);
  FakeServer dead;
  dead.dead = true;
  const Result refused = RunOn(dead, Case(Create()))[0];
  EXPECT_EQ(refused.cause, Cause::kRefused);
  EXPECT_EQ(refused.verdict, Verdict::kFail);
}

TEST(ScenarioRunTest, TheRowCapsAMismatch) {
  const auto handler = Answering("createStream", "_result txn=3 null 1");
  EXPECT_EQ(RunOne(handler, Case(Create(), "RTMP-CN-04")).verdict, Verdict::kNonstrict);
  EXPECT_EQ(RunOne(handler, Case(Create(), "RTMP-CN-03")).verdict, Verdict::kInfo);
  EXPECT_EQ(RunOne(handler, Case(Create(), "RTMP-CX-01")).verdict, Verdict::kUnsupported);
  // F->N: NONSTRICT unless --strict.
  EXPECT_EQ(RunOne(handler, Case(Create(), "RTMP-HS-12")).verdict, Verdict::kNonstrict);
  EXPECT_EQ(RunOne(handler, Case(Create(), "RTMP-HS-12"), /*strict=*/true).verdict, Verdict::kFail);
}

TEST(ScenarioRunTest, BytesThatCannotBeReadFailInEveryRow) {
  const auto handler = [](FakeConnection& connection, const WireMessage& message) {
    const uint8_t fresh_type_3[] = {0xf2, 0};
    if (LookAtCommand(message).name == "createStream") return connection.Raw(fresh_type_3);
    FakeServer::UsualAnswer(connection, message);
  };
  const Result result = RunOne(handler, Case(Create(), "RTMP-CN-03"));
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.cause, Cause::kIllFormed);
}

TEST(ScenarioRunTest, AHangFailsInEveryRow) {
  const auto handler = [deaf = false](FakeConnection& connection, const WireMessage& message) mutable {
    if (connection.number() == 1 && LookAtCommand(message).name == "createStream") deaf = true;
    if (!deaf || connection.number() != 1) FakeServer::UsualAnswer(connection, message);
  };
  const Result result = RunOne(handler, Case(Create(), "RTMP-CN-03"));
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.cause, Cause::kMissing);
  // The same silence from a server that still answers round trips is only the row's business.
  EXPECT_EQ(RunOne(Answering("createStream", ""), Case(Create(), "RTMP-CN-03")).verdict, Verdict::kInfo);
}

TEST(ScenarioRunTest, ALabelledCheckHasAVerdictOfItsOwn) {
  FakeServer server(Answering("createStream", "_result txn=3 null 1"));
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: createStream txn=2 null\n"
                                              "S: _result txn=2 ...                 check same-txn row RTMP-RPC-01\n"
                                              "C: createStream txn=4 null\n"
                                              "S: _result txn=3 ...                 check second row RTMP-ST-02\n"
                                              "sync\n"));
  const std::vector<Result> results = RunOn(server, scenario);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].verdict, Verdict::kPass) << results[0].note;
  EXPECT_EQ(results[1].key(), "server/test/case:same-txn");
  EXPECT_EQ(results[1].verdict, Verdict::kFail);
  EXPECT_THAT(results[1].rows, ElementsAre("RTMP-RPC-01"));
  EXPECT_EQ(results[2].verdict, Verdict::kPass);
}

// That none came is the other check's matter.
TEST(ScenarioRunTest, AnAckThatDidNotComeIsNoWrongSum) {
  FakeServer server;
  const std::vector<Result> results = RunOn(server, Case(absl::StrCat(kConnect, R"(C: WindowAckSize 10
mark $m
C: createStream txn=2 null
S: _result txn=2 ...
S: acks since $m { unacked <= 1 } slack 0   check in-time row RTMP-PC-17
S: acks since $m { cumulative } slack 0     check total row RTMP-PC-18
)")));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[1].verdict, Verdict::kFail);
  EXPECT_EQ(results[2].verdict, Verdict::kNotrun);
  EXPECT_EQ(results[2].note, "no Ack came");
}

TEST(ScenarioRunTest, ChecksThatWereNotReachedAreNotRun) {
  FakeServer server(Answering("createStream", ""));
  const Scenario scenario = Case(absl::StrCat(kConnect,
                                              "C: createStream txn=2 null\n"
                                              "S: _result txn=2 ...      check first row RTMP-ST-01\n"
                                              "sync\n"
                                              "S: nothing                check second row RTMP-ST-02\n"));
  const std::vector<Result> results = RunOn(server, scenario);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].verdict, Verdict::kNotrun);  // its sync was never made
  EXPECT_EQ(results[1].verdict, Verdict::kFail);
  EXPECT_EQ(results[2].verdict, Verdict::kNotrun);
}

TEST(ScenarioRunTest, GroupsOptionalLinesAndSkipping) {
  const auto handler = [](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name != "createStream") return FakeServer::UsualAnswer(connection, message);
    for (const char* line : {"onB txn=2 null", "video aac(20,1)", "onA txn=1 null", "extra txn=4 null", "_result txn=2 null 1"}) {
      connection.Reply(line);
    }
  };
  const auto run = [&](const std::string& steps) {
    return RunOne(handler, Case(absl::StrCat(kConnect, "C: createStream txn=2 null\n", steps, "S: _result txn=2 ...\n")));
  };
  EXPECT_EQ(run("S: unordered {\n  onA txn=1 ...\n  onB txn=2 ...\n  optional extra txn=4 ...\n} skipping {video}\n").verdict,
            Verdict::kPass);
  EXPECT_EQ(run("S: ordered {\n  onB txn=2 ...\n  onA txn=1 ...\n} skipping {video}\nS: optional extra txn=4 ...\n").verdict,
            Verdict::kPass);
  EXPECT_EQ(run("S: onA ... skipping {any}\nS: extra ...\n").verdict, Verdict::kPass);
  EXPECT_EQ(run("S: ordered {\n  onA txn=1 ...\n  onB txn=2 ...\n} skipping {video}\n").cause, Cause::kExtraMessage);
  EXPECT_EQ(run("S: unordered {\n  onA txn=1 ...\n  onB txn=2 ...\n} skipping {video}\n").cause, Cause::kExtraMessage);
  EXPECT_EQ(run("S: unordered {\n  onA txn=1 ...\n  onB txn=2 ...\n}\n").cause, Cause::kExtraMessage);
}

TEST(ScenarioRunTest, NothingIsProvedByARoundTrip) {
  const Scenario scenario = Case(absl::StrCat(kConnect, "C: FCPublish txn=0 null \"x\"\nS: nothing\n"));
  EXPECT_EQ(RunOne(FakeServer::UsualAnswer, scenario).verdict, Verdict::kPass);
  const Result extra = RunOne(Answering("FCPublish", "onFCPublish txn=9 null"), scenario);
  EXPECT_EQ(extra.verdict, Verdict::kFail);
  EXPECT_EQ(extra.cause, Cause::kExtraMessage);
  EXPECT_EQ(RunOne(Ending("FCPublish", ReadEnd::kFin), scenario).cause, Cause::kClose);
  const Scenario matching =
      Case(absl::StrCat(kConnect, "C: FCPublish txn=0 null \"x\"\nS: nothing matching onFCPublish txn=8 ...\n"));
  EXPECT_EQ(RunOne(Answering("FCPublish", "onFCPublish txn=9 null"), matching).verdict, Verdict::kPass);
  EXPECT_EQ(RunOne(Answering("FCPublish", "onFCPublish txn=8 null"), matching).cause, Cause::kExtraMessage);
}

TEST(ScenarioRunTest, SyncAccusesOnlyAStackThatIsKnownToAnswer) {
  const Scenario scenario = Case(absl::StrCat(kConnect, "C: FCPublish txn=0 null \"x\"\nsync\n"));
  // Deaf from FCPublish on, while other connections are served.
  const auto deaf = [is_deaf = false](FakeConnection& connection, const WireMessage& message) mutable {
    is_deaf = is_deaf || LookAtCommand(message).name == "FCPublish";
    if (!is_deaf || connection.number() != 1) FakeServer::UsualAnswer(connection, message);
  };
  const Result hang = RunOne(deaf, scenario);
  EXPECT_EQ(hang.verdict, Verdict::kFail);
  EXPECT_EQ(hang.cause, Cause::kMissing);
  const auto answers_connect_only = [](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name == "connect") FakeServer::UsualAnswer(connection, message);
  };
  const Result unknown = RunOne(answers_connect_only, scenario);
  EXPECT_EQ(unknown.verdict, Verdict::kPass);
  EXPECT_THAT(unknown.note, HasSubstr("not checkable"));
}

// Over a socket a stack may be slow: it is accused only if it answered the same round trip on that connection just before.
TEST(ScenarioRunTest, OverASocketTheRoundTripIsTriedBeforeTheStimulus) {
  const Scenario scenario = Case(absl::StrCat(kConnect, "C: FCPublish txn=0 null \"x\"\nsync\n"));
  RunOptions options;
  options.timeout_scale = 0.01;
  const auto run = [&](FakeServer::Handler handler) {
    FakeServer server(std::move(handler));
    server.in_process = false;
    TestedTarget target(server, testing::Rows(), options);
    return RunScenario(scenario, target, kWhole)[0];
  };
  const auto deaf_after = [](const std::string& name) {
    return [=, is_deaf = false](FakeConnection& connection, const WireMessage& message) mutable {
      if (!is_deaf || connection.number() != 1) FakeServer::UsualAnswer(connection, message);
      is_deaf = is_deaf || (connection.number() == 1 && LookAtCommand(message).name == name);
    };
  };
  const Result desync = run(deaf_after("FCPublish"));
  EXPECT_EQ(desync.verdict, Verdict::kFail);
  EXPECT_EQ(desync.cause, Cause::kMissing);
  // This connection never answered one, whatever others do.
  const Result unknown = run(deaf_after("connect"));
  EXPECT_EQ(unknown.verdict, Verdict::kPass);
  EXPECT_THAT(unknown.note, HasSubstr("never answered on this connection"));
}

TEST(ScenarioRunTest, ClosesAndAlive) {
  const Scenario closes = Case(absl::StrCat(kConnect, "C: FCPublish txn=0 null \"x\"\nS: closes fin\nalive\n"));
  EXPECT_EQ(RunOne(Ending("FCPublish", ReadEnd::kFin), closes).verdict, Verdict::kPass);
  EXPECT_EQ(RunOne(Ending("FCPublish", ReadEnd::kReset), closes).cause, Cause::kReset);
  EXPECT_EQ(RunOne(FakeServer::UsualAnswer, closes).cause, Cause::kMissing);
  FakeServer dying;
  dying.handler = [&](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name != "FCPublish") return FakeServer::UsualAnswer(connection, message);
    connection.End(ReadEnd::kFin);
    dying.dead = true;
  };
  const Result crashed =
      RunOn(dying, Case(absl::StrCat(kConnect, "C: FCPublish txn=0 null \"x\"\nS: closes\nalive\n"), "RTMP-CN-03"))[0];
  EXPECT_EQ(crashed.verdict, Verdict::kFail);
  EXPECT_EQ(crashed.cause, Cause::kCrash);
}

// Another process of it answers as this one does, but says nothing of whether this one still serves.
TEST(ScenarioRunTest, AServerStartedAfreshForEachConnection) {
  struct FreshServer : FakeServer {
    bool one_connection() const override { return true; }
  } server;
  server.in_process = false;
  server.handler = [](FakeConnection& connection, const WireMessage& message) {
    uint32_t ping = 0;
    if (!LookAtPing(message, 6, &ping)) FakeServer::UsualAnswer(connection, message);
  };
  RunOptions options;
  options.timeout_scale = 0.01;
  TestedTarget target(server, testing::Rows(), options);
  EXPECT_EQ(target.FindBarrier(SessionState::kConnected, ""), BarrierKind::kUnknownCall);
  const int before = server.connections;
  EXPECT_EQ(RunScenario(Case(absl::StrCat(kConnect, "alive\n")), target, kWhole)[0].verdict, Verdict::kPass);
  EXPECT_EQ(server.connections, before + 1) << "alive asks nobody";
}

TEST(ScenarioRunTest, ALineThatCannotBePlayedIsTheSuitesFault) {
  const Result result = RunOne(FakeServer::UsualAnswer, Case(absl::StrCat(kConnect, "C: createStream txn=$unknown null\n")));
  EXPECT_EQ(result.verdict, Verdict::kHarness);
  EXPECT_THAT(result.note, HasSubstr("unknown"));
}

TEST(ScenarioRunTest, ExactAllowsNothingThatIsNotListed) {
  const std::string steps = "C: connect txn=1 {app: $app, tcUrl: $tcUrl}\nS: WindowAckSize 5000000\nS: _result txn=1 ...\n";
  EXPECT_EQ(RunOne(FakeServer::UsualAnswer, Case(steps, "RTMP-CN-02", "exact")).verdict, Verdict::kPass);
  EXPECT_EQ(RunOne(FakeServer::UsualAnswer, Case(kConnect, "RTMP-CN-02", "exact")).cause, Cause::kExtraMessage);
  const auto talkative = [](FakeConnection& connection, const WireMessage& message) {
    FakeServer::UsualAnswer(connection, message);
    connection.Reply("Ack 1");
  };
  const Result left_over = RunOne(talkative, Case(steps, "RTMP-CN-02", "exact"));
  EXPECT_EQ(left_over.cause, Cause::kExtraMessage);
  EXPECT_EQ(left_over.actual.substr(0, 6), "S: Ack");
}

TEST(ScenarioRunTest, TheAutopilotAcknowledgesAndAnswersPings) {
  std::vector<uint32_t> acks, pongs;
  const auto handler = [&](FakeConnection& connection, const WireMessage& message) {
    uint32_t value = 0;
    if (message.type_id == 3) acks.push_back(ControlValue(message));
    if (LookAtPing(message, 7, &value)) pongs.push_back(value);
    if (LookAtCommand(message).name == "connect") {
      connection.Reply("WindowAckSize 100");
      connection.Reply("PingRequest 77");
      connection.Reply("video fill(90, 1)");
    }
    FakeServer::UsualAnswer(connection, message);
  };
  EXPECT_EQ(RunOne(handler, Case(absl::StrCat(kConnect, "sync\n"))).cause, Cause::kExtraMessage);  // the video
  acks.clear();
  pongs.clear();
  const std::string steps = "C: connect txn=1 {app: $app, tcUrl: $tcUrl}\nS: _result txn=1 ... skipping {video}\n";
  EXPECT_EQ(RunOne(handler, Case(steps)).verdict, Verdict::kPass);
  EXPECT_THAT(pongs, ElementsAre(77));
  ASSERT_FALSE(acks.empty());
  EXPECT_GE(acks[0], 100u);
  acks.clear();
  pongs.clear();
  EXPECT_EQ(RunOne(handler, Case(absl::StrCat("auto off\n", steps))).verdict, Verdict::kPass);
  EXPECT_TRUE(acks.empty());
  EXPECT_TRUE(pongs.empty());
}

TEST(ScenarioRunTest, DeliveriesDifferInTheirWritesAndNothingElse) {
  FakeServer whole, bytewise;
  EXPECT_EQ(RunOn(whole, Case(Create()))[0].verdict, Verdict::kPass);
  EXPECT_EQ(RunOn(bytewise, Case(Create()), false, kBytewise)[0].verdict, Verdict::kPass);
  // C0 and C1 together; C2 and connect together.
  ASSERT_GE(whole.writes.size(), 3u);
  EXPECT_EQ(whole.writes[0], 1537u);
  EXPECT_GT(whole.writes[1], 1536u);
  EXPECT_EQ(*std::max_element(bytewise.writes.begin(), bytewise.writes.end()), 1u);
}

TEST(ScenarioRunTest, VariablesRepeatsAndSeveralConnections) {
  const Scenario scenario = Case(
      "on a {\n  C: C0 3\n  C: C1\n  S: S0 3\n  S: S1\n  S: S2 echo of C1\n  C: C2 echo of S1\n"
      "  C: connect txn=1 {app: $app, tcUrl: $tcUrl}\n  S: _result txn=1 ...\n"
      "  repeat 3 {\n    C: createStream txn=$i+2 null\n    S: _result txn=$i+2 null $id=1..9\n  }\n}\n"
      "on b {\n  C: C0 3\n  C: C1\n  S: S0 3\n  S: S1\n  S: S2 echo of C1\n  C: C2 echo of S1\n"
      "  C: connect txn=1 {app: $app, tcUrl: $tcUrl}\n  S: _result txn=1 ...\n"
      "  C: createStream txn=9 null\n  S: _result txn=9 null $id\n}\n");
  const Result result = RunOne(FakeServer::UsualAnswer, scenario);
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.expected << "\n" << result.actual << result.note;
  EXPECT_THAT(ConnectionsOf(scenario), ElementsAre("a", "b"));
}

// The reference in process, both roles.
TEST(ScenarioRunTest, TheReferenceServerKeepsASmallCase) {
  for (const char* delivery : {kWhole, kBytewise}) {
    const std::unique_ptr<Peer> peer = MakeInProcessPeer(Side::kServer, 1);
    const Result result =
        RunOn(*peer, Case(absl::StrCat(Create(), "state server=MediaStreamCreated\nsync\nalive\n")), false, delivery)[0];
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.expected << "\n" << result.actual << "\n" << result.note;
  }
}

TEST(ScenarioRunTest, TheReferenceClientKeepsASmallCase) {
  const std::string steps =
      "S: serve until C: play txn=? ? $name=? ...\n"
      "S: onStatus txn=0 null {level: \"status\", code: \"NetStream.Play.Start\", description: \"Play succeeded.\"}\n"
      "S: video time=40 avc_key(200,99)\n"
      "client delivers video time=40 avc_key(200,99)\n"
      "state client=Playing\nsync\nalive\n";
  for (const char* delivery : {kWhole, kBytewise}) {
    const std::unique_ptr<Peer> peer = MakeInProcessPeer(Side::kClient, 1);
    const Result result = RunOn(*peer, Case(steps, "RTMP-CM-16", "drive player"), false, delivery)[0];
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.expected << "\n" << result.actual << "\n" << result.note;
    EXPECT_EQ(result.role, "client");
  }
}

}  // namespace
}  // namespace rtmpspec
