// Libraries under test behind a shim, played by shells: how they are started, what they tell, what 89 means.
#include "conformance/runner/shim_peer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/language/parser.h"
#include "conformance/runner/suite_run.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

// A shim that dials as file 3 and then runs `script`, its arguments in $@.
std::unique_ptr<Peer> Shim(const std::string& script, Side role = Side::kServer) {
  const std::string command = absl::StrCat("exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/$2; ", script, "' shim");
  return MakeShimPeer({command, role, /*timeout_scale=*/0.2});
}

std::string ReadText(PeerConnection& connection) {
  rtmp::Buffer bytes;
  EXPECT_EQ(connection.Read(&bytes, absl::Seconds(5)), ReadEnd::kData);
  return {bytes.begin(), bytes.end()};
}

TEST(ShimPeerTest, IsToldWhatToBe) {
  const auto server = Shim("echo $1 $3 $4 $5 >&3; sleep 60");
  absl::StatusOr<std::unique_ptr<PeerConnection>> connection = server->Connect({"publisher", "s"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ(ReadText(**connection), "--connect --role server\n");
  const auto client = Shim("echo $3 $4 $5 $6 $7 $8 $9 ${10} >&3; sleep 60", Side::kClient);
  connection = client->Connect({"player", "cam"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ(ReadText(**connection), "--role client --drive player --app live --stream cam\n");
}

TEST(ShimPeerTest, TellsItsStateOrNone) {
  const auto silent = Shim("echo x >&3; sleep 60");
  absl::StatusOr<std::unique_ptr<PeerConnection>> connection = silent->Connect({});
  ASSERT_TRUE(connection.ok());
  ReadText(**connection);
  EXPECT_EQ((*connection)->state(), std::nullopt);
  const auto telling =
      Shim("echo state Connecting; echo other; echo state Connected; printf \"state Publi\"; echo x >&3; sleep 60");
  connection = telling->Connect({});
  ASSERT_TRUE(connection.ok());
  ReadText(**connection);
  EXPECT_EQ((*connection)->state(), "Connected") << "half a line is none";
}

TEST(ShimPeerTest, EightyNineIsNoCrash) {
  const auto late = Shim("exit 89");
  {
    const auto connection = late->Connect({});
    ASSERT_TRUE(connection.ok());
  }
  EXPECT_TRUE(late->TakeUnsupported());
  EXPECT_FALSE(late->TakeUnsupported());
  EXPECT_EQ(late->TakeCrash(), "");
  const auto early = MakeShimPeer({"exit 89; :", Side::kServer, 0.2});
  EXPECT_EQ(early->Connect({}).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(early->TakeUnsupported());
  const auto other = MakeShimPeer({"echo why >&2; exit 88; :", Side::kServer, 0.2});
  EXPECT_THAT(std::string(other->Connect({}).status().message()), testing::AllOf(HasSubstr("exited with 88"), HasSubstr("why")));
  EXPECT_FALSE(other->TakeUnsupported());
}

TEST(ShimPeerTest, ACrashIsOne) {
  const auto peer = Shim("echo oops >&2; kill -SEGV $$");
  {
    const auto connection = peer->Connect({});
    ASSERT_TRUE(connection.ok());
  }
  EXPECT_THAT(peer->TakeCrash(), testing::AllOf(HasSubstr("signal 11"), HasSubstr("oops")));
}

std::vector<Result> RunOn(Peer& peer) {
  const absl::StatusOr<Transcript> transcript =
      ParseTranscript("transcript 1\ntitle x\nrows RTMP-CN-02\npeer server client\nC: C0 3\nS: S0 3\n", "x", "server/x");
  EXPECT_TRUE(transcript.ok()) << transcript.status();
  const Catalogue catalogue = Catalogue::Load(RTMPSPEC_CATALOGUE).value();
  RunOptions options;
  options.timeout_scale = 0.2;
  RunReport report;
  RunScenarios({Scenario{"server/x", *transcript, {}}}, catalogue, peer, options, &report);
  return report.results;
}

// A stack that has no such side is not held to be broken.
TEST(ShimPeerTest, ARoleThatIsNotImplementedIsUnsupported) {
  const auto peer = MakeShimPeer({"exit 89; :", Side::kServer, 0.2});
  const std::vector<Result> results = RunOn(*peer);
  ASSERT_EQ(results.size(), 2u);
  for (const Result& result : results) {
    EXPECT_EQ(result.verdict, Verdict::kUnsupported) << result.note;
    EXPECT_THAT(result.note, HasSubstr("declares"));
  }
  // Any other end is a target that is not there.
  const auto broken = MakeShimPeer({"exit 1; :", Side::kServer, 0.2});
  for (const Result& result : RunOn(*broken)) EXPECT_NE(result.verdict, Verdict::kUnsupported);
}

}  // namespace
}  // namespace rtmpspec
