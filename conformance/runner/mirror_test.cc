#include "conformance/runner/mirror.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/runner/fake_peer_testing.h"
#include "conformance/runner/in_process_peer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using testing::Case;
using ::testing::ElementsAre;
using testing::FakeConnection;
using testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr char kHandshake[] = R"(
C: C0 3
C: C1
S: S0 3
S: S1
S: S2 echo of C1
C: C2 echo of S1
)";

std::vector<Result> RunOf(Peer& server, const std::string& steps) {
  const std::unique_ptr<Peer> client = MakeInProcessPeer(Side::kClient, 1);
  return RunMirror(Case(steps), testing::Rows(), server, *client, 1);
}

std::vector<Result> OfReference(const std::string& steps) { return RunOf(*MakeInProcessPeer(Side::kServer, 1), steps); }

TEST(MirrorTest, IsForTranscriptsOfBothSides) {
  Scenario scenario = Case("");
  EXPECT_TRUE(IsTwoSided(scenario));
  scenario.transcript.client_under_test = false;
  EXPECT_FALSE(IsTwoSided(scenario));
}

TEST(MirrorTest, LinesOfBothSidesAreMetByWhatWasSaid) {
  const std::vector<Result> results = OfReference(R"(
C: connect txn=$t=? msid=0 {app: $app, tcUrl: $tcUrl, ...} ...
S: _result txn=$t {...} {code: "NetConnection.Connect.Success", ...}
C: createStream txn=$c=? null skipping {commands}
S: _result txn=$c null $msid=1..9 skipping {_result onFCPublish}
C: publish txn=? msid=$msid null $stream "live"
S: onStatus msid=$msid txn=0 null {code: "NetStream.Publish.Start", ...} ...
C: video msid=$msid avc_key(300, 1) skipping {data audio video}
)");
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].delivery, "whole");
  EXPECT_EQ(results[1].delivery, "bytewise");
  for (const Result& result : results) {
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.expected << "\n" << result.actual << result.note;
    EXPECT_EQ(result.role, "mirror");
    EXPECT_EQ(result.id, "server/test/case");
  }
}

TEST(MirrorTest, AWrongLineIsRedInItsOwnDirection) {
  const Result client = OfReference("C: connect txn=2 {...} ...\n")[0];
  EXPECT_EQ(client.verdict, Verdict::kFail);
  EXPECT_EQ(client.direction, "c2s");
  EXPECT_THAT(client.actual, HasSubstr("C: connect txn=1 "));
  const Result server = OfReference("C: connect ...\nS: _error ...\n")[0];
  EXPECT_EQ(server.verdict, Verdict::kFail);
  EXPECT_EQ(server.direction, "s2c");
  EXPECT_THAT(server.actual, HasSubstr("S: _result txn=1 "));
}

TEST(MirrorTest, WhatNeverCameIsMissing) {
  const Result result = OfReference("C: play ... skipping {any}\n")[0];
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.cause, Cause::kMissing);
}

TEST(MirrorTest, ChecksOfBothSidesHaveAResultEach) {
  const std::vector<Result> results =
      OfReference("C: connect txn=2 {...} ... check request row RTMP-CN-01\nS: _result txn=1 ... check answer row RTMP-CN-02\n");
  ASSERT_EQ(results.size(), 6u);
  EXPECT_EQ(results[1].check, "request");
  EXPECT_EQ(results[1].verdict, Verdict::kFail);
  EXPECT_EQ(results[2].check, "answer");
  EXPECT_EQ(results[2].verdict, Verdict::kPass);
  EXPECT_EQ(results[0].verdict, Verdict::kPass);
}

TEST(MirrorTest, AlternativesOfEitherSide) {
  const std::vector<Result> results = OfReference(R"(
C: one of {
  connect txn=7 ... -> fail "not this one"
  connect txn=1 ... -> pass records a-key=one
}
S: one of {
  _error ...  -> fail "nor this"
  _result ... -> pass records another-key=result
}
)");
  EXPECT_EQ(results[0].verdict, Verdict::kPass) << results[0].actual;
  EXPECT_THAT(results[0].records, ElementsAre(Pair("a-key", "one"), Pair("another-key", "result")));
}

TEST(MirrorTest, AServerThatIsWrongIsFound) {
  FakeServer server([](FakeConnection& connection, const WireMessage& message) {
    if (LookAtCommand(message).name == "connect") connection.Reply("_result txn=3 null null");
  });
  EXPECT_EQ(RunOf(server, "C: connect txn=$t=? ...\nS: _result txn=$t ...\n")[0].verdict, Verdict::kFail);
}

// Two pairs: the player is served the headers that the publisher, which came before it, has sent.
TEST(MirrorTest, EachConnectionOfAScriptIsAPair) {
  const Scenario scenario =
      Case(absl::StrCat("on publisher {", kHandshake, "C: video avc_key(300, 1) skipping {any}\n}\n", "on player {", kHandshake,
                        "C: play txn=? null $stream ... skipping {any}\n"
                        "S: onStatus ? {code: \"NetStream.Play.Start\", ...} ... skipping {any}\n"
                        "S: video avc_header skipping {any}\n}\n"));
  const std::unique_ptr<Peer> server = MakeInProcessPeer(Side::kServer, 1), client = MakeInProcessPeer(Side::kClient, 1);
  for (const Result& result : RunMirror(scenario, testing::Rows(), *server, *client, 1)) {
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.expected << "\n" << result.actual << result.note;
  }
}

TEST(MirrorTest, StepsThatNoWireShowsAreTheTranscriptsMistake) {
  for (const char* step : {"sync", "alive", "quiet 1s", "S: nothing", "C: closes fin", "state server=Connected", "mark $m",
                           "S: serve until C: connect ...", "C: one of {\n  connect ... -> pass\n  silence -> pass\n}"}) {
    const Result result = OfReference(absl::StrCat(step, "\n"))[0];
    EXPECT_EQ(result.verdict, Verdict::kHarness) << step;
    EXPECT_THAT(result.note, HasSubstr("no recorded wire shows this step")) << step;
  }
}

}  // namespace
}  // namespace rtmpspec
