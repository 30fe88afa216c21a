#include <unistd.h>

#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "bench/load/load_peer.h"
#include "bench/load/server_usage.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/io/server.h"

namespace rtmp::bench {
namespace {

using Mode = ClientOptions::Mode;

TEST(ServerUsageTest, CountsWorkAndMemory) {
  const ServerUsage before = *UsageOf(getpid());
  std::vector<char> memory(size_t{32} << 20, 1);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (UsageOf(getpid())->cpu_seconds < before.cpu_seconds + 0.02 && std::chrono::steady_clock::now() < end) continue;
  const ServerUsage after = *UsageOf(getpid());
  EXPECT_GE(after.cpu_seconds, before.cpu_seconds + 0.02);
  EXPECT_GT(after.resident_kib, before.resident_kib + 16 * 1024);
  EXPECT_EQ(memory.back(), 1);
}

TEST(ServerUsageTest, NobodyHasThisPid) { EXPECT_FALSE(UsageOf(1 << 29).has_value()); }

class LoadPeerTest : public testing::Test {
 protected:
  LoadPeerTest() : server_(AnyPort()), port_(*server_.Listen()), thread_([this] { server_.Run(); }) {}
  ~LoadPeerTest() override {
    server_.Stop();
    thread_.join();
  }
  static io::Server::Options AnyPort() {
    io::Server::Options options;
    options.port = 0;
    return options;
  }
  io::Server server_;
  uint16_t port_;
  std::thread thread_;
};

TEST_F(LoadPeerTest, WhatIsPublishedArrives) {
  absl::StatusOr<LoadPeer> publisher = LoadPeer::Open(port_, Mode::kPublish, "load", 4096);
  ASSERT_TRUE(publisher.ok()) << publisher.status();
  absl::StatusOr<LoadPeer> player = LoadPeer::Open(port_, Mode::kPlay, "load", 4096);
  ASSERT_TRUE(player.ok()) << player.status();
  const Buffer payload(1'000'000, 0x5a);
  ASSERT_TRUE(publisher->connection().SendAudio(0, payload).ok());
  ASSERT_TRUE(publisher->SendAll().ok());
  size_t received = 0;
  for (int i = 0; i < 1000 && received < payload.size(); ++i) {
    received += *player->Drain();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_GE(received, payload.size());
  EXPECT_TRUE(publisher->Finish().ok());
  EXPECT_FALSE(publisher->Drain().ok());
}

TEST_F(LoadPeerTest, ARefusalIsAnError) {
  ASSERT_TRUE(LoadPeer::Open(port_, Mode::kPublish, "", 4096).status().code() == absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace rtmp::bench
