// Clients under test, played by shells: started with their address, accepted, watched, gone with their connection.
#include "conformance/runner/client_process_peer.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// A client that connects as file 3 and then runs `script`.
std::string Connected(const std::string& script) {
  return absl::StrCat("exec bash -c 'url=$1; port=${url#rtmp://127.0.0.1:}; exec 3<>/dev/tcp/127.0.0.1/${port%%/*}; ", script,
                      "' client {url}");
}

ClientProcessOptions Publisher(const std::string& command) {
  ClientProcessOptions options;
  options.publisher = command;
  options.timeout_scale = 0.5;
  return options;
}

rtmp::Buffer ReadOnce(PeerConnection& connection) {
  rtmp::Buffer bytes;
  EXPECT_EQ(connection.Read(&bytes, absl::Seconds(5)), ReadEnd::kData);
  return bytes;
}

TEST(ClientProcessPeerTest, PlaceholdersAreQuoted) {
  EXPECT_EQ(ClientCommand("pub -i {media} {url} > {out}", "rtmp://h/live/a?b=1&c=2", "it's.flv", "/tmp/o"),
            R"(pub -i 'it'\''s.flv' 'rtmp://h/live/a?b=1&c=2' > '/tmp/o')");
}

TEST(ClientProcessPeerTest, BytesGoBothWays) {
  const auto peer = MakeClientProcessPeer(Publisher(Connected("echo hello >&3; head -c 3 <&3 >&3; exec sleep 60")));
  absl::StatusOr<std::unique_ptr<PeerConnection>> connection = peer->Connect({"publisher", "s1"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_THAT(peer->tc_url(), StartsWith("rtmp://127.0.0.1:"));
  EXPECT_EQ(ReadOnce(**connection), rtmp::Buffer({'h', 'e', 'l', 'l', 'o', '\n'}));
  (*connection)->Write(rtmp::Buffer({1, 2, 3}));
  EXPECT_EQ(ReadOnce(**connection), rtmp::Buffer({1, 2, 3}));
  connection->reset();
  EXPECT_EQ(peer->TakeCrash(), "") << "what the suite stops has not crashed";
}

TEST(ClientProcessPeerTest, EachConnectionHasAnAddressOfItsOwn) {
  const auto peer = MakeClientProcessPeer(Publisher(Connected("echo $url >&3; exec sleep 60")));
  const auto url_of = [&](const char* stream) {
    absl::StatusOr<std::unique_ptr<PeerConnection>> connection = peer->Connect({"publisher", stream});
    EXPECT_TRUE(connection.ok()) << connection.status();
    const rtmp::Buffer bytes = ReadOnce(**connection);
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), absl::StrCat(peer->tc_url(), "/", stream, "\n"));
  };
  url_of("one");
  url_of("two");
}

TEST(ClientProcessPeerTest, ACrashIsKept) {
  const auto peer = MakeClientProcessPeer(Publisher(Connected("echo oops >&2; kill -SEGV $$")));
  absl::StatusOr<std::unique_ptr<PeerConnection>> connection = peer->Connect({"publisher", "s"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  connection->reset();
  EXPECT_THAT(peer->TakeCrash(), testing::AllOf(HasSubstr("signal 11"), HasSubstr("oops")));
  EXPECT_EQ(peer->TakeCrash(), "");
}

TEST(ClientProcessPeerTest, AClientThatEndsAtOnce) {
  const auto status =
      MakeClientProcessPeer(Publisher("echo no such file >&2; exit 3; : {url}"))->Connect({"publisher", "s"}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), testing::AllOf(HasSubstr("exited with 3"), HasSubstr("no such file")));
}

TEST(ClientProcessPeerTest, AClientThatNeverConnects) {
  ClientProcessOptions options = Publisher("exec sleep 60; : {url}");
  options.timeout_scale = 0.02;
  const auto status = MakeClientProcessPeer(options)->Connect({"publisher", "s"}).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("does not connect"));
}

TEST(ClientProcessPeerTest, TheTaskChoosesTheCommand) {
  ClientProcessOptions options;
  options.player = Connected("echo player >&3; exec sleep 60");
  const auto peer = MakeClientProcessPeer(options);
  EXPECT_EQ(peer->usual_drive(), "player");
  EXPECT_THAT(std::string(peer->Connect({"publisher", "s"}).status().message()), HasSubstr("no --publisher"));
  absl::StatusOr<std::unique_ptr<PeerConnection>> connection = peer->Connect({"player", "s"});
  ASSERT_TRUE(connection.ok()) << connection.status();
  EXPECT_EQ(ReadOnce(**connection).size(), 7u);
}

}  // namespace
}  // namespace rtmpspec
