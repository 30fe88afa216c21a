// The server over real sockets: loopback, ports that the system chooses, no sleeps.
#include "impl/io/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "impl/io/client.h"
#include "impl/io/flv_file.h"
#include "impl/io/server_test_support.h"

namespace rtmp::io {
namespace {

using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

std::string Payload(int number) {
  return absl::StrCat(absl::HexStringToBytes("1701000000"), std::string(size_t{100} * number, 'a' + number % 26));
}

// Runs until `count` video messages have come.
std::vector<std::string> ReceiveVideo(Client& client, size_t count) {
  std::vector<std::string> payloads;
  const absl::Status status = client.RunUntil([&](const Event& event) {
    if (const auto* video = std::get_if<VideoReceived>(&event)) payloads.push_back(std::string(ToStringView(video->payload)));
    return payloads.size() == count;
  });
  EXPECT_TRUE(status.ok()) << status;
  return payloads;
}

TEST(ServerTest, RelaysBetweenSockets) {
  RunningServer server;
  Client waiting = server.Play("cam");
  Client publisher = server.Publish("cam");
  Client late = server.Play("cam");
  std::vector<std::string> sent;
  for (int i = 0; i < 200; ++i) {
    sent.push_back(Payload(i));
    ASSERT_TRUE(publisher.connection().SendVideo(40 * i, ToBytes(sent.back())).ok());
    ASSERT_TRUE(publisher.Flush().ok());
  }
  EXPECT_THAT(ReceiveVideo(waiting, sent.size()), ElementsAreArray(sent));
  EXPECT_THAT(ReceiveVideo(late, sent.size()), ElementsAreArray(sent));
}

TEST(ServerTest, AFileArrivesTagByTag) {
  std::ifstream stream(RTMPSPEC_SOURCE_DIR "/corpus/captures/tiny.flv", std::ios::binary);
  const std::string file((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  RunningServer server;
  Client player = server.Play("cam");
  Client publisher = server.Publish("cam");
  std::vector<std::string> sent;
  FlvReader reader(ToBytes(file));
  while (const std::optional<FlvTag> tag = reader.Next()) {
    ClientConnection& connection = publisher.connection();
    const absl::Status status = tag->type == 8   ? connection.SendAudio(tag->timestamp, tag->payload)
                                : tag->type == 9 ? connection.SendVideo(tag->timestamp, tag->payload)
                                                 : connection.SendMetadata(tag->timestamp, tag->payload);
    ASSERT_TRUE(status.ok()) << status;
    sent.push_back(absl::StrCat(tag->type, " at ", tag->timestamp, ": ", ToStringView(tag->payload)));
  }
  ASSERT_GT(sent.size(), 170u);
  ASSERT_TRUE(publisher.Flush().ok());
  std::vector<std::string> received;
  const auto take = [&](int type, const auto& media) {
    received.push_back(absl::StrCat(type, " at ", media.timestamp, ": ", ToStringView(media.payload)));
  };
  ASSERT_TRUE(player
                  .RunUntil([&](const Event& event) {
                    if (const auto* audio = std::get_if<AudioReceived>(&event)) take(8, *audio);
                    if (const auto* video = std::get_if<VideoReceived>(&event)) take(9, *video);
                    if (const auto* data = std::get_if<DataReceived>(&event)) take(18, *data);
                    return received.size() == sent.size();
                  })
                  .ok());
  for (size_t i = 0; i < sent.size(); ++i) ASSERT_TRUE(received[i] == sent[i]) << "tag " << i;
}

TEST(ServerTest, APlayerIsToldWhenThePublisherDisconnects) {
  RunningServer server;
  Client player = server.Play("cam");
  Client publisher = server.Publish("cam");
  ASSERT_TRUE(publisher.Disconnect().ok());
  std::string code;
  ASSERT_TRUE(player
                  .RunUntil([&](const Event& event) {
                    if (const auto* status = std::get_if<StatusReceived>(&event)) code = std::string(status->code);
                    return code == "NetStream.Play.UnpublishNotify";
                  })
                  .ok());
}

TEST(ServerTest, ARefusedPublisherIsToldAndThenClosed) {
  RunningServer server;
  Client first = server.Publish("cam");
  Client second = server.Connect(ClientOptions::Mode::kPublish, "cam");
  std::string reason;
  ASSERT_TRUE(second
                  .RunUntil([&](const Event& event) {
                    if (const auto* gone = std::get_if<DisconnectedByPeer>(&event)) reason = gone->reason;
                    return !reason.empty();
                  })
                  .ok());
  EXPECT_THAT(reason, HasSubstr("NetStream.Publish.BadName"));
  EXPECT_EQ(second.RunUntil([](const Event&) { return false; }).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(first.connection().state(), State::kPublishing);
}

TEST(ServerTest, OtherProtocolsAreClosedWithoutAByte) {
  RunningServer server;
  Client publisher = server.Publish("cam");
  Client player = server.Play("cam");
  RawClient web(server.port());
  web.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(web.ReadAll(), "");
  EXPECT_THAT(server.log(), Contains(HasSubstr("error kNotRtmp at byte 0")));
  ASSERT_TRUE(publisher.connection().SendVideo(0, ToBytes(Payload(1))).ok());
  ASSERT_TRUE(publisher.Flush().ok());
  EXPECT_THAT(ReceiveVideo(player, 1), ElementsAreArray({Payload(1)}));
}

// RTMP-HS-28.
TEST(ServerTest, AHandshakeThatTakesTooLongIsClosed) {
  Server::Options options;
  options.handshake_timeout = absl::Milliseconds(300);
  RunningServer server(options);
  RawClient silent(server.port());
  EXPECT_EQ(silent.ReadAll(), "");
  RawClient slow(server.port());
  slow.Write("\x03");
  EXPECT_EQ(slow.ReadAll().size(), 0u);
  server.Stop();
  EXPECT_THAT(server.log(), Contains(HasSubstr("#1")).Times(2));
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: the handshake took too long, 1 bytes in, 0 bytes out")));
}

// RTMP-UC-19.
TEST(ServerTest, APublisherThatFallsSilentIsClosedAndAPlayerThatWaitsIsNot) {
  Server::Options options;
  options.idle_timeout = absl::Milliseconds(500);
  RunningServer server(options);
  Client player = server.Play("cam");
  Client publisher = server.Publish("cam");
  EXPECT_EQ(publisher.RunUntil([](const Event&) { return false; }).code(), absl::StatusCode::kUnavailable);
  Client second = server.Publish("cam");
  ASSERT_TRUE(second.connection().SendVideo(0, ToBytes(Payload(1))).ok());
  ASSERT_TRUE(second.Flush().ok());
  EXPECT_THAT(ReceiveVideo(player, 1), ElementsAreArray({Payload(1)}));
}

TEST(ServerTest, StopGivesPlayersWhatWaitsForThem) {
  RunningServer server;
  Client player = server.Play("cam");
  Client publisher = server.Publish("cam");
  const Buffer payload(20000, 'a');
  for (uint32_t i = 0; i < 100; ++i) ASSERT_TRUE(publisher.connection().SendAudio(i, payload).ok());
  // The server has closed its side, so it has read and relayed it all; the player has read nothing yet.
  ASSERT_TRUE(publisher.Disconnect().ok());
  std::thread stop([&] { server.Stop(); });
  uint32_t received = 0;
  const absl::Status end = player.RunUntil([&](const Event& event) {
    if (const auto* audio = std::get_if<AudioReceived>(&event)) {
      EXPECT_EQ(audio->timestamp, received++);
      EXPECT_TRUE(audio->payload == Bytes(payload)) << audio->timestamp;
    }
    return false;
  });
  EXPECT_EQ(end.code(), absl::StatusCode::kUnavailable) << end;
  EXPECT_EQ(received, 100u);
  ASSERT_TRUE(player.Disconnect().ok());
  stop.join();
  EXPECT_THAT(server.log(), Contains(HasSubstr("closed: the peer closed it")).Times(2));
}

TEST(ServerTest, StopBeforeRunEndsRunAtOnce) {
  Server::Options options;
  options.port = 0;
  Server server(options);
  ASSERT_TRUE(server.Listen().ok());
  server.Stop();
  server.Run();
}

TEST(ServerTest, ListenSaysWhyItCannot) {
  Server::Options options;
  options.address = "localhost";
  EXPECT_EQ(Server(options).Listen().status().code(), absl::StatusCode::kInvalidArgument);
  RunningServer other;
  options.address = "127.0.0.1";
  options.port = other.port();
  const absl::Status status = Server(options).Listen().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("cannot listen on 127.0.0.1:", other.port())));
}

}  // namespace
}  // namespace rtmp::io
