// Several threads against one target: what is run, what is run again, and whom a failure is blamed on.
#include "conformance/cli/run_jobs.h"

#include <atomic>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "conformance/runner/fake_peer_testing.h"
#include "gmock/gmock.h"

namespace rtmpspec {
namespace {

using testing::Case;
using ::testing::Contains;
using testing::FakeConnection;
using testing::FakeServer;
using ::testing::HasSubstr;
using testing::kConnect;
using ::testing::Not;

// What the peers of all threads have in common.
struct World {
  std::atomic<int> asked = 0;       // how often "flaky" was called
  std::atomic<int> unanswered = 0;  // how many of these calls are left without an answer
  std::atomic<bool> dead = false;   // "die" was called
  std::atomic<int> peers = 0;
};

class SharedServer : public FakeServer {
 public:
  explicit SharedServer(World& world) : world_(world) {
    ++world.peers;
    handler = [this](FakeConnection& connection, const WireMessage& message) {
      const std::string name = LookAtCommand(message).name;
      if (name == "never" || (name == "flaky" && world_.asked++ < world_.unanswered)) return;
      while (name == "outlive" && !world_.dead) std::this_thread::yield();
      if (name == "die") {
        world_.dead = true;
        return connection.End(ReadEnd::kReset);
      }
      UsualAnswer(connection, message);
    };
  }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override {
    dead = world_.dead;
    return FakeServer::Connect(task);
  }

 private:
  World& world_;
};

class RunJobsTest : public ::testing::Test {
 protected:
  RunJobsTest() {
    target_.roles = {Side::kServer};
    target_.make_peer = [this](Side) { return std::make_unique<SharedServer>(world_); };
    options_.deliveries = {Variant{}};
  }

  void Add(const std::string& id, const std::string& steps = "") {
    scenarios_.push_back(Case(absl::StrCat(kConnect, steps), "RTMP-CN-02", "", id));
  }

  // Verdicts by id, passive checks apart.
  std::map<std::string, Verdict> Run(int jobs) {
    report_ = {};
    RunJobs(scenarios_, testing::Rows(), target_, Side::kServer, options_, jobs, &report_);
    std::map<std::string, Verdict> verdicts;
    for (const Result& result : report_.results) {
      if (result.id.rfind("passive/", 0) == 0) continue;
      EXPECT_TRUE(verdicts.emplace(result.id, result.verdict).second) << result.id << " is in the report twice";
    }
    return verdicts;
  }

  World world_;
  RunTarget target_;
  RunOptions options_;
  std::vector<Scenario> scenarios_;
  RunReport report_;
};

const char kFlaky[] = "C: flaky txn=5 null\nS: _error txn=5 ...\n";
const char kNever[] = "C: never txn=5 null\nS: _error txn=5 ...\n";
const char kDie[] = "C: die txn=0 null\nS: closes\n";
// Ends only after "die" was called, however the threads are scheduled.
const char kOutlive[] = "C: outlive txn=5 null\nS: _error txn=5 ...\n";

TEST_F(RunJobsTest, EveryCaseRunsOnceWhateverTheNumberOfThreads) {
  for (int i = 0; i < 40; ++i) Add(absl::StrCat("server/", i));
  int told = 0, last = 0;
  options_.on_result = [&](const Result&, int done, int total) {
    ++told;
    last = done;
    EXPECT_EQ(total, 40);
  };
  const auto alone = Run(1);
  EXPECT_EQ(alone.size(), 40u);
  EXPECT_EQ(told, 40);
  EXPECT_EQ(last, 40);
  const size_t results = report_.results.size();
  EXPECT_EQ(Run(7), alone);
  EXPECT_EQ(report_.results.size(), results) << "passive checks are reported once";
  EXPECT_EQ(world_.peers, 1 + 7);
}

TEST_F(RunJobsTest, AKnownFailureIsNotRunAgain) {
  for (int i = 0; i < 8; ++i) Add(absl::StrCat("server/", i));
  Add("server/never", kNever);
  target_.own_process = true;
  options_.is_known = [](const Result& result) { return result.id == "server/never"; };
  const auto verdicts = Run(4);
  EXPECT_EQ(verdicts.at("server/never"), Verdict::kFail);
  EXPECT_THAT(report_.notes, Not(Contains(HasSubstr("ran again"))));
  options_.is_known = nullptr;
  Run(4);
  EXPECT_THAT(report_.notes, Contains(HasSubstr("ran again: 1")));
}

TEST_F(RunJobsTest, WhatComesOutDifferentlyIsRunAlone) {
  for (int i = 0; i < 8; ++i) Add(absl::StrCat("server/", i));
  Add("server/flaky", kFlaky);
  Add("server/never", kNever);
  target_.own_process = true;
  world_.unanswered = 1;
  const auto verdicts = Run(4);
  EXPECT_EQ(verdicts.at("server/flaky"), Verdict::kPass);
  EXPECT_EQ(verdicts.at("server/never"), Verdict::kFail);
  EXPECT_EQ(world_.asked, 3) << "beside others, again beside others, alone";
  EXPECT_THAT(report_.notes, Contains(HasSubstr("failed beside others ran again: 2")));
  EXPECT_THAT(report_.notes, Contains(HasSubstr("failed beside others ran again: 1")));
}

TEST_F(RunJobsTest, OneSuspectIsRunAloneAtOnce) {
  for (int i = 0; i < 8; ++i) Add(absl::StrCat("server/", i));
  Add("server/flaky", kFlaky);
  target_.own_process = true;
  world_.unanswered = 1;
  EXPECT_EQ(Run(4)["server/flaky"], Verdict::kPass);
  EXPECT_EQ(world_.asked, 2);
  EXPECT_EQ(report_.ExitCode(), 0);
}

TEST_F(RunJobsTest, AFailureThatComesTwiceIsBelieved) {
  for (int i = 0; i < 8; ++i) Add(absl::StrCat("server/", i));
  Add("server/flaky", kFlaky);
  world_.unanswered = 1000;
  for (const bool own_process : {false, true}) {
    target_.own_process = own_process;
    world_.asked = 0;
    EXPECT_EQ(Run(4)["server/flaky"], Verdict::kFail);
    EXPECT_EQ(world_.asked, 2);
  }
}

TEST_F(RunJobsTest, OneThreadRunsNothingAgain) {
  Add("server/flaky", kFlaky);
  world_.unanswered = 1000;
  EXPECT_EQ(Run(4)["server/flaky"], Verdict::kFail);
  EXPECT_EQ(world_.asked, 1);
}

TEST_F(RunJobsTest, ATargetThatDiedForGoodKeepsItsKillerInTheReport) {
  Add("server/a-kills", kDie);
  for (int i = 0; i < 20; ++i) Add(absl::StrCat("server/b", i), kOutlive);
  const auto verdicts = Run(3);
  EXPECT_EQ(verdicts.at("server/a-kills"), Verdict::kFail);
  EXPECT_EQ(verdicts.size(), 21u);
  EXPECT_EQ(verdicts.at("server/b19"), Verdict::kNotrun);
  EXPECT_TRUE(report_.target_unreachable);
  EXPECT_EQ(report_.ExitCode(), 3);
}

TEST_F(RunJobsTest, ATargetThatIsNotThere) {
  for (int i = 0; i < 5; ++i) Add(absl::StrCat("server/", i));
  world_.dead = true;
  EXPECT_EQ(Run(3).size(), 5u);
  EXPECT_EQ(report_.ExitCode(), 3);
}

}  // namespace
}  // namespace rtmpspec
