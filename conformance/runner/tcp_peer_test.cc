// Sockets on loopback: data, both kinds of end, deadlines, writes while the other side writes.
#include "conformance/runner/tcp_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <thread>

#include "absl/time/clock.h"
#include "conformance/runner/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rtmpspec {
namespace {

using ::testing::HasSubstr;

// Accepts one connection and hands its descriptor to `serve`.
class OneConnectionServer {
 public:
  explicit OneConnectionServer(std::function<void(int)> serve) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, serve = std::move(serve)] {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const timeval patience = {5, 0};
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
      setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
      serve(fd);
      close(fd);
    });
  }
  ~OneConnectionServer() {
    thread_.join();
    close(listener_);
  }
  uint16_t port() const { return port_; }
  std::unique_ptr<PeerConnection> Connect() const {
    absl::StatusOr<std::unique_ptr<PeerConnection>> connection = ConnectTcp("127.0.0.1", port_, absl::Seconds(5));
    EXPECT_TRUE(connection.ok()) << connection.status();
    return connection.ok() ? *std::move(connection) : nullptr;
  }

 private:
  int listener_ = -1;
  uint16_t port_ = 0;
  std::thread thread_;
};

TEST(TcpPeerTest, SendsAndReceives) {
  OneConnectionServer server([](int fd) {
    char text[3] = {};
    EXPECT_EQ(recv(fd, text, 3, MSG_WAITALL), 3);
    EXPECT_EQ(send(fd, text, 3, MSG_NOSIGNAL), 3);
  });
  const std::unique_ptr<PeerConnection> connection = server.Connect();
  ASSERT_NE(connection, nullptr);
  // Nothing has come: the wait is kept.
  rtmp::Buffer in;
  const absl::Time begin = absl::Now();
  EXPECT_EQ(connection->Read(&in, absl::Milliseconds(30)), ReadEnd::kNothing);
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(29));
  for (const char c : {'a', 'b', 'c'}) connection->Write(rtmp::ToBytes(absl::string_view(&c, 1)));
  while (in.size() < 3 && connection->Read(&in, absl::Seconds(5)) == ReadEnd::kData) {
  }
  EXPECT_EQ(rtmp::ToStringView(in), "abc");
  EXPECT_EQ(connection->Read(&in, absl::Seconds(5)), ReadEnd::kFin);
  EXPECT_EQ(connection->Read(&in, absl::Seconds(5)), ReadEnd::kFin);
}

TEST(TcpPeerTest, TellsAResetFromAnEnd) {
  OneConnectionServer server([](int fd) {
    char byte = 0;
    EXPECT_EQ(recv(fd, &byte, 1, 0), 1);  // not before the client knows that it is connected
    const linger now = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  });
  const std::unique_ptr<PeerConnection> connection = server.Connect();
  ASSERT_NE(connection, nullptr);
  connection->Write(rtmp::ToBytes("x"));
  rtmp::Buffer in;
  EXPECT_EQ(connection->Read(&in, absl::Seconds(5)), ReadEnd::kReset);
  // Writing to a peer that is gone is no error of ours.
  connection->Write(rtmp::ToBytes("x"));
  connection->Close(false);
}

TEST(TcpPeerTest, EndsItsOwnSide) {
  for (const bool reset : {false, true}) {
    ssize_t end = -2;
    {
      OneConnectionServer server([&](int fd) {
        char byte = 0;
        end = recv(fd, &byte, 1, 0);
      });
      const std::unique_ptr<PeerConnection> connection = server.Connect();
      ASSERT_NE(connection, nullptr);
      connection->Close(reset);
      connection->Close(reset);
    }
    EXPECT_EQ(end, reset ? -1 : 0);
  }
}

TEST(TcpPeerTest, TwoWritersDoNotBlockEachOther) {
  static constexpr size_t kSize = size_t{8} << 20;  // more than socket buffers hold
  OneConnectionServer server([](int fd) {
    const rtmp::Buffer out(kSize, 1);
    size_t sent = 0;
    while (sent < kSize) {
      const ssize_t count = send(fd, out.data() + sent, kSize - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<size_t>(count);
    }
    EXPECT_EQ(sent, kSize);
    rtmp::Buffer in(65536);
    size_t received = 0;
    while (received < kSize) {
      const ssize_t count = recv(fd, in.data(), in.size(), 0);
      if (count <= 0) break;
      received += static_cast<size_t>(count);
    }
    EXPECT_EQ(received, kSize);
  });
  const std::unique_ptr<PeerConnection> connection = server.Connect();
  ASSERT_NE(connection, nullptr);
  connection->Write(rtmp::Buffer(kSize, 2));
  rtmp::Buffer in;
  while (connection->Read(&in, absl::Seconds(5)) == ReadEnd::kData) {
  }
  EXPECT_EQ(in.size(), kSize);
}

TEST(TcpPeerTest, RefusedIsUnavailable) {
  const absl::StatusOr<uint16_t> port = FreePort();
  ASSERT_TRUE(port.ok());
  const auto connection = ConnectTcp("127.0.0.1", *port, absl::Seconds(5));
  EXPECT_EQ(connection.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(connection.status().message()), HasSubstr("refused"));
}

TEST(RtmpUrlTest, ReadsHostPortAndApp) {
  const auto parse = [](absl::string_view text) {
    const absl::StatusOr<RtmpUrl> url = ParseRtmpUrl(text);
    if (!url.ok()) return std::string(url.status().message());
    EXPECT_EQ(ParseRtmpUrl(FormatRtmpUrl(*url)).value_or(RtmpUrl()).app, url->app);
    return url->host + " " + std::to_string(url->port) + " " + url->app;
  };
  EXPECT_EQ(parse("rtmp://localhost/live"), "localhost 1935 live");
  EXPECT_EQ(parse("rtmp://127.0.0.1:19350/a/b?c=d"), "127.0.0.1 19350 a/b?c=d");
  EXPECT_EQ(parse("rtmp://[::1]:1936/live"), "::1 1936 live");
  EXPECT_EQ(parse("rtmp://[::1]/live"), "::1 1935 live");
  EXPECT_EQ(parse("rtmp://host"), "host 1935 ");
  EXPECT_EQ(parse("rtmps://host/live"), "host 443 live");
  EXPECT_EQ(parse("rtmps://host:1935/live"), "host 1935 live");
  EXPECT_TRUE(ParseRtmpUrl("rtmps://host/live")->tls);
  EXPECT_FALSE(ParseRtmpUrl("rtmp://host/live")->tls);
  for (const char* wrong : {"", "http://host/live", "rtmpt://host/live", "rtmps://", "rtmp://", "rtmp:///live", "rtmp://host:0/x",
                            "rtmp://host:65536/x", "rtmp://host:/x", "rtmp://host:1a/x", "rtmp://host:+1/x", "rtmp://::1/x",
                            "rtmp://[::1/x", "rtmp://u@host/x"}) {
    EXPECT_FALSE(ParseRtmpUrl(wrong).ok()) << wrong;
  }
  EXPECT_EQ(FormatRtmpUrl({"::1", 1936, "live", false}), "rtmp://[::1]:1936/live");
  EXPECT_EQ(FormatRtmpUrl({"host", 443, "live", true}), "rtmps://host/live");
  EXPECT_EQ(FormatRtmpUrl({"host", 1935, "live", true}), "rtmps://host:1935/live");
}

}  // namespace
}  // namespace rtmpspec
