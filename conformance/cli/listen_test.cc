// `rtmpspec listen`, and the reference's shim as the clients that come to it.
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/runner/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class ListenTest : public testing::Test {
 protected:
  // Listens until that many cases have run.
  void Listen(int cases) {
    listener_ =
        *Process::Start(absl::StrCat("exec ", RTMPSPEC_PROGRAM, " listen --port 0 --cases ", cases), {}, /*keep_output=*/true);
    Await("listening on rtmp://127.0.0.1:");
    const std::string output = listener_->OutputTail();
    const std::string behind = output.substr(output.find("127.0.0.1:") + 10);
    port_ = behind.substr(0, behind.find('/'));
  }
  void Await(const std::string& text) {
    for (int i = 0; i < 4000 && listener_->OutputTail(65536).find(text) == std::string::npos; ++i) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    ASSERT_THAT(listener_->OutputTail(65536), HasSubstr(text));
  }
  // A client, to its end.
  void Come(const std::string& drive, const std::string& stream) {
    const auto client = *Process::Start(
        absl::StrCat("exec ", RTMPSPEC_SHIM, " --connect ", port_, " --role client --drive ", drive, " --stream ", stream));
    for (int i = 0; i < 4000 && client->Running(); ++i) absl::SleepFor(absl::Milliseconds(5));
    EXPECT_FALSE(client->Running()) << stream;
  }
  // All that was said, after the end.
  std::string End() {
    for (int i = 0; i < 4000 && listener_->Running(); ++i) absl::SleepFor(absl::Milliseconds(5));
    return absl::StrCat(listener_->OutputTail(65536), listener_->ExitText());
  }

  std::unique_ptr<Process> listener_;
  std::string port_;
};

TEST_F(ListenTest, TheStreamKeyChoosesTheCase) {
  Listen(3);
  Come("publisher", "client/control/acknowledgement_wrap");
  Come("player", "client/chunk/interleaving");
  Come("player", "'client/amf0/nesting/objects?token=1'");
  const std::string output = End();
  EXPECT_THAT(output, ContainsRegex("PASS +client client/control/acknowledgement_wrap"));
  EXPECT_THAT(output, ContainsRegex("PASS +client client/chunk/interleaving"));
  EXPECT_THAT(output, ContainsRegex("PASS +client client/amf0/nesting/objects"));
  EXPECT_THAT(output, ContainsRegex("\n[0-9]+ passed, 0 failed, 0 skipped\nexited with 0$"));
}

TEST_F(ListenTest, ACaseThatBeginsOtherwiseIsForTheNextConnection) {
  Listen(1);
  Come("publisher", "client/handshake/segments/halves");
  Await("client/handshake/segments/halves begins otherwise");
  Come("publisher", "whatever");
  EXPECT_THAT(End(), ContainsRegex("PASS +client client/handshake/segments/halves"));
}

TEST_F(ListenTest, WhoAsksForNoCaseIsTold) {
  Listen(1);
  Come("publisher", "client/no/such/case");
  Await("there is no case 'client/no/such/case'");
  Come("publisher", "client/chunk/interleaving");
  Await("client/chunk/interleaving is for a player, not for a publisher");
  Come("publisher", "client/control/acknowledgement_wrap");
  EXPECT_THAT(End(), ContainsRegex("exited with 0$"));
}

}  // namespace
}  // namespace rtmpspec
