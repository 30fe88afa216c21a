// Commands beside the suite: their ends told apart, everything they started gone with them.
#include "conformance/runner/process.h"

#include <signal.h>

#include <cerrno>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/runner/server_process_peer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;

// Runs to its end; null when it takes longer than 10 s.
std::unique_ptr<Process> RunToEnd(const std::string& command) {
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(command);
  EXPECT_TRUE(process.ok()) << process.status();
  for (int i = 0; i < 2000 && (*process)->Running(); ++i) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_FALSE((*process)->Running());
  return *std::move(process);
}

TEST(ProcessTest, ExitAndStandardError) {
  const std::unique_ptr<Process> process = RunToEnd("echo hello >&2; exit 3");
  EXPECT_EQ(process->ExitText(), "exited with 3");
  EXPECT_EQ(process->ErrorTail(), "hello\n");
  EXPECT_EQ(process->ErrorTail(3), "lo\n");
  EXPECT_FALSE(process->Crashed());
}

TEST(ProcessTest, CrashesAreToldFromExits) {
  EXPECT_THAT(RunToEnd("kill -SEGV $$")->ExitText(), HasSubstr("signal 11"));
  EXPECT_TRUE(RunToEnd("kill -SEGV $$")->Crashed());
  // A shell that waits for its child reports its signal so.
  const std::unique_ptr<Process> child = RunToEnd("sh -c 'kill -ABRT $$'; exit $?");
  EXPECT_THAT(child->ExitText(), HasSubstr("signal 6"));
  EXPECT_TRUE(child->Crashed());
  EXPECT_TRUE(RunToEnd("echo 'ERROR: AddressSanitizer: heap-use-after-free' >&2; exit 1")->Crashed());
  EXPECT_FALSE(RunToEnd("exit 1")->Crashed());
  // Whoever writes to a connection that was closed may end of it.
  EXPECT_FALSE(RunToEnd("kill -PIPE $$")->Crashed());
  EXPECT_FALSE(RunToEnd("sh -c 'kill -PIPE $$'; exit $?")->Crashed());
}

TEST(ProcessTest, StopEndsTheWholeGroupEvenIfItIgnoresSigterm) {
  absl::StatusOr<std::unique_ptr<Process>> process =
      Process::Start("trap '' TERM; sleep 60 & echo $! >&2; wait; wait", {SIGTERM, absl::Milliseconds(50)});
  ASSERT_TRUE(process.ok());
  int child = 0;
  for (int i = 0; i < 2000 && !absl::SimpleAtoi((*process)->ErrorTail(), &child); ++i) absl::SleepFor(absl::Milliseconds(5));
  ASSERT_GT(child, 0);
  (*process)->Stop();
  EXPECT_FALSE((*process)->Running());
  EXPECT_FALSE((*process)->Crashed());
  // The child is gone too, or a zombie that init is about to collect.
  bool gone = false;
  for (int i = 0; i < 400 && !gone; ++i) {
    gone = kill(child, 0) != 0 && errno == ESRCH;
    if (!gone) absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_TRUE(gone);
}

TEST(ProcessTest, StopLetsWhatTheShellStartedCleanUp) {
  // The shell waits in the foreground, as for a server's start script, and ends at the signal itself.
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(
      "sh -c \"trap 'sleep 0.1; echo cleaned up; exit' TERM; echo ready >&2; while :; do sleep 0.01; done\"; exit", {}, true);
  ASSERT_TRUE(process.ok());
  for (int i = 0; i < 2000 && (*process)->ErrorSize() == 0; ++i) absl::SleepFor(absl::Milliseconds(5));
  (*process)->Stop();
  EXPECT_EQ((*process)->OutputTail(), "cleaned up\n");
}

TEST(ProcessTest, NoPortIsGivenTwice) {
  std::vector<std::vector<uint16_t>> ports(4);
  std::vector<std::thread> threads;
  threads.reserve(ports.size());
  for (std::vector<uint16_t>& mine : ports) {
    threads.emplace_back([&mine] {
      mine.reserve(500);
      for (int i = 0; i < 500; ++i) mine.push_back(FreePort().value_or(0));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<uint16_t> all;
  for (const std::vector<uint16_t>& mine : ports) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 4u * 500u);
  EXPECT_EQ(all.count(0), 0u);
}

TEST(ProcessTest, AServerThatDoesNotListenIsReportedWithItsLastWords) {
  const absl::StatusOr<uint16_t> port = FreePort();
  ASSERT_TRUE(port.ok());
  EXPECT_FALSE(IsListening(*port));
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start("echo 'no such option' >&2; exit 2");
  ASSERT_TRUE(process.ok());
  const absl::Status status = WaitUntilListening(**process, *port, absl::Seconds(10));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("exited with 2"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("no such option"));
}

TEST(ServerProcessPeerTest, ACommandThatDoesNotServeIsNotReached) {
  ServerProcessOptions options;
  options.command = "exit 1; # {port}";
  options.fresh = true;  // whose round trips are found by asking another process
  const std::unique_ptr<Peer> peer = MakeServerProcessPeer(options);
  EXPECT_TRUE(peer->can_restart());
  EXPECT_TRUE(peer->can_connect_again());
  const auto connection = peer->Connect({});
  EXPECT_EQ(connection.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(connection.status().message()), HasSubstr("exited with 1"));
}

}  // namespace
}  // namespace rtmpspec
