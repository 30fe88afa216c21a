// A server in a thread of its own and clients for it: for tests.
#ifndef RTMPSPEC_IMPL_IO_SERVER_TEST_SUPPORT_H_
#define RTMPSPEC_IMPL_IO_SERVER_TEST_SUPPORT_H_

#include <gtest/gtest.h>

#include <asio.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "impl/io/client.h"
#include "impl/io/server.h"

namespace rtmp::io {

// A server that runs in a thread of its own.
class RunningServer {
 public:
  // `client_tls`: what clients connect with where the server has TLS.
  explicit RunningServer(Server::Options options = {}, std::optional<TlsContext> client_tls = std::nullopt)
      : client_tls_(std::move(client_tls)) {
    options.port = 0;
    options.relay.log = [this](absl::string_view line) {
      const std::lock_guard<std::mutex> lock(mutex_);
      log_.push_back(std::string(line));
    };
    server_ = std::make_unique<Server>(std::move(options));
    absl::StatusOr<uint16_t> port = server_->Listen();
    EXPECT_TRUE(port.ok()) << port.status();
    port_ = port.value_or(0);
    thread_ = std::thread([this] { server_->Run(); });
  }
  ~RunningServer() { Stop(); }

  void Stop() {
    if (!thread_.joinable()) return;
    server_->Stop();
    thread_.join();
  }

  Client::Options ClientFor(ClientOptions::Mode mode, absl::string_view name) const {
    Client::Options options;
    options.port = port_;
    options.tls = client_tls_;
    options.connection.mode = mode;
    options.connection.app = "live";
    options.connection.tc_url = absl::StrCat(client_tls_.has_value() ? "rtmps" : "rtmp", "://127.0.0.1:", port_, "/live");
    options.connection.stream_name = std::string(name);
    return options;
  }
  Client Connect(ClientOptions::Mode mode, absl::string_view name) const {
    absl::StatusOr<Client> client = Client::Connect(ClientFor(mode, name));
    EXPECT_TRUE(client.ok()) << client.status();
    return *std::move(client);
  }
  Client Publish(absl::string_view name) const {
    Client client = Connect(ClientOptions::Mode::kPublish, name);
    EXPECT_TRUE(client.RunUntil(State::kPublishing).ok());
    return client;
  }
  Client Play(absl::string_view name) const {
    Client client = Connect(ClientOptions::Mode::kPlay, name);
    EXPECT_TRUE(client.RunUntil(State::kPlaying).ok());
    return client;
  }

  uint16_t port() const { return port_; }
  std::vector<std::string> log() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return log_;
  }

 private:
  const std::optional<TlsContext> client_tls_;
  std::mutex mutex_;
  std::vector<std::string> log_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
  uint16_t port_ = 0;
};

// A plain socket, for bytes that are no RTMP.
class RawClient {
 public:
  explicit RawClient(uint16_t port) {
    socket_.connect(asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), port), error_);
    EXPECT_FALSE(error_) << error_.message();
  }
  void Write(absl::string_view bytes) { asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), error_); }
  void Close() { socket_.close(error_); }
  // Everything up to the end of the server's side; blocks until then.
  std::string ReadAll() {
    std::string bytes;
    asio::read(socket_, asio::dynamic_buffer(bytes), error_);
    return bytes;
  }

 private:
  asio::io_context context_;
  asio::ip::tcp::socket socket_{context_};
  asio::error_code error_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_SERVER_TEST_SUPPORT_H_
