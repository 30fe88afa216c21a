#include "conformance/runner/conversation.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::ElementsAre;

constexpr size_t kWholeWrites = std::numeric_limits<size_t>::max();

std::string Text(const rtmp::Buffer& bytes) { return std::string(bytes.begin(), bytes.end()); }

// Says its lines one after another: each but the first when it was written to. Ends as `end` says when all are said.
class Speaker : public PeerConnection {
 public:
  explicit Speaker(std::vector<std::string> lines, ReadEnd end = ReadEnd::kNothing) : lines_(std::move(lines)), end_(end) {}
  void Write(rtmp::Bytes bytes) override {
    heard.emplace_back(bytes.begin(), bytes.end());
    may_speak_ = true;
  }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration) override {
    if (said_ == lines_.size()) return end_;
    if (!std::exchange(may_speak_, false)) return ReadEnd::kNothing;
    const std::string& line = lines_[said_++];
    out->insert(out->end(), line.begin(), line.end());
    return ReadEnd::kData;
  }
  void Close(bool reset) override { heard.emplace_back(reset ? "RST" : "FIN"); }
  void MayBegin() { may_speak_ = true; }

  std::vector<std::string> heard;

 private:
  std::vector<std::string> lines_;
  ReadEnd end_;
  size_t said_ = 0;
  bool may_speak_ = false;
};

TEST(ConversationTest, HandsOnWhatEachSaysUntilNeitherSaysMore) {
  Speaker client({"hello", "and you?"}), server({"good day", "fine"});
  client.MayBegin();
  const Conversation talk = Converse(client, server, kWholeWrites);
  EXPECT_TRUE(talk.settled);
  EXPECT_EQ(Text(talk.client.bytes), "helloand you?");
  EXPECT_EQ(Text(talk.server.bytes), "good dayfine");
  EXPECT_EQ(talk.client.end, ReadEnd::kNothing);
  EXPECT_THAT(server.heard, ElementsAre("hello", "and you?"));
  EXPECT_THAT(client.heard, ElementsAre("good day", "fine"));
}

TEST(ConversationTest, TheServerMayBegin) {
  Speaker client({"hello"}), server({"good day"});
  server.MayBegin();
  EXPECT_EQ(Text(Converse(client, server, kWholeWrites).client.bytes), "hello");
}

TEST(ConversationTest, WritesPieces) {
  Speaker client({"hello"}), server({});
  client.MayBegin();
  EXPECT_EQ(Text(Converse(client, server, 2).client.bytes), "hello");
  EXPECT_THAT(server.heard, ElementsAre("he", "ll", "o"));
}

TEST(ConversationTest, WhoEndsIsHeardAndTheOtherIsTold) {
  for (const auto& [end, told] : {std::pair(ReadEnd::kFin, "FIN"), std::pair(ReadEnd::kReset, "RST")}) {
    Speaker client({"hello"}), server({"no"}, end);
    client.MayBegin();
    const Conversation talk = Converse(client, server, kWholeWrites);
    EXPECT_EQ(Text(talk.server.bytes), "no");
    EXPECT_EQ(talk.server.end, end);
    EXPECT_EQ(talk.client.end, ReadEnd::kNothing);
    EXPECT_THAT(client.heard, ElementsAre("no", told));
  }
}

TEST(ConversationTest, OneThatNeverEndsIsCutOff) {
  const std::vector<std::string> lines(100, std::string(kLongestSpeech / 20, 'x'));
  Speaker client(lines), server(lines);
  client.MayBegin();
  const Conversation talk = Converse(client, server, kWholeWrites);
  EXPECT_FALSE(talk.settled);
  EXPECT_EQ(talk.client.bytes.size() / lines[0].size(), 21u);
}

TEST(ConversationTest, OneSideIsReadAsItWasSaid) {
  const std::unique_ptr<PeerConnection> said = Overheard({{'a', 'b'}, ReadEnd::kFin});
  said->Write(rtmp::Buffer{1});
  rtmp::Buffer read = {'-'};
  EXPECT_EQ(said->Read(&read, absl::ZeroDuration()), ReadEnd::kData);
  EXPECT_EQ(said->Read(&read, absl::ZeroDuration()), ReadEnd::kFin);
  EXPECT_EQ(Text(read), "-ab");
}

}  // namespace
}  // namespace rtmpspec
