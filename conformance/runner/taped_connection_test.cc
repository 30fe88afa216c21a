#include "conformance/runner/taped_connection.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

// Says one of `answers` after each write.
class Answering : public PeerConnection {
 public:
  Answering(std::vector<std::string> answers, std::string* heard) : answers_(std::move(answers)), heard_(*heard) {}
  void Write(rtmp::Bytes bytes) override {
    heard_.append(bytes.begin(), bytes.end());
    if (next_ < answers_.size()) waiting_ += answers_[next_++];
  }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration) override {
    if (waiting_.empty()) return ReadEnd::kNothing;
    out->insert(out->end(), waiting_.begin(), waiting_.end());
    waiting_.clear();
    return ReadEnd::kData;
  }
  void Close(bool) override { heard_ += "|"; }

 private:
  const std::vector<std::string> answers_;
  std::string& heard_;
  std::string waiting_;
  size_t next_ = 0;
};

std::string Say(PeerConnection& connection, const std::string& text) {
  connection.Write(rtmp::Buffer(text.begin(), text.end()));
  rtmp::Buffer answer;
  while (connection.Read(&answer, absl::ZeroDuration()) == ReadEnd::kData) {
  }
  return {answer.begin(), answer.end()};
}

TEST(TapedConnectionTest, ASecondViewHearsTheSameAndSaysNothingTwice) {
  std::string heard;
  Tape tape(std::make_unique<Answering>(std::vector<std::string>{"one", "two", "three"}, &heard));
  {
    const auto first = tape.View();
    EXPECT_EQ(Say(*first, "ab"), "one");
    EXPECT_EQ(Say(*first, "cd"), "two");
  }
  const auto second = tape.View();
  // An answer waits until all that was said before it has been said again, however it is cut.
  EXPECT_EQ(Say(*second, "a"), "");
  EXPECT_EQ(Say(*second, "b"), "one");
  EXPECT_EQ(Say(*second, "c"), "");
  EXPECT_EQ(heard, "abcd");
  // Beyond the tape it is the wire.
  EXPECT_EQ(Say(*second, "def"), "twothree");
  EXPECT_EQ(heard, "abcdef");
  EXPECT_FALSE(tape.diverged());
  second->Close(false);
  EXPECT_EQ(heard, "abcdef|");
}

TEST(TapedConnectionTest, WhoSaysSomethingElseIsHeardByNobody) {
  std::string heard;
  Tape tape(std::make_unique<Answering>(std::vector<std::string>{"one", "two"}, &heard));
  Say(*tape.View(), "abc");
  {
    const auto view = tape.View();
    view->Write(rtmp::Buffer{'a', 'x'});
    EXPECT_TRUE(tape.diverged());
    view->Write(rtmp::Buffer{'y'});
    rtmp::Buffer nothing;
    EXPECT_EQ(view->Read(&nothing, absl::ZeroDuration()), ReadEnd::kFin);
    EXPECT_EQ(heard, "abc");
  }
  // Who ends before the tape does says something else, too.
  const auto view = tape.View();
  EXPECT_FALSE(tape.diverged());
  view->Close(false);
  EXPECT_TRUE(tape.diverged());
  EXPECT_EQ(heard, "abc");
}

}  // namespace
}  // namespace rtmpspec
