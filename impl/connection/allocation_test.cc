// Steady media allocates nothing, in either direction. Counts through operator new of the whole test program.
#include <cstddef>

#include "impl/bytes/allocation_counter.h"
#include "impl/connection/session_testing.h"

namespace rtmp {
namespace {

// Audio, video of three sizes, and metadata; asks for Acknowledgements on the way.
void AppendMedia(PeerBytes& peer, int rounds) {
  static uint32_t timestamp = 0;
  for (int i = 0; i < rounds; ++i) {
    for (const size_t size : {1024, 4096, 16384}) {
      timestamp += 20;
      peer.Audio(1, timestamp, std::string(200, 'a')).Video(1, timestamp, std::string(size, 'v'));
    }
    peer.Data(1, "@setDataFrame", "onMetaData", Object{{{"width", 1920.0}, {"encoder", "test"}}});
  }
}

size_t Receive(ServerConnection& server, Bytes stream, size_t piece) {
  size_t messages = 0;
  while (!stream.empty()) {
    Bytes input = stream.subspan(0, piece);
    stream.remove_prefix(input.size());
    for (;;) {
      const absl::StatusOr<Event> event = server.NextEvent(input);
      if (!event.ok() || IsNeedBytes(*event)) break;
      ++messages;
    }
    server.AdvanceSendBuf(server.send_buf().size());
  }
  return messages;
}

TEST(AllocationTest, ReceivedMediaAllocatesNothing) {
  for (const size_t piece : {size_t{65536}, size_t{1000}, size_t{1}}) {
    ServerConnection server = ServerAfter(PeerBytes::Publish());
    PeerBytes peer = PeerBytes().Control(SetChunkSize{4096}).Control(WindowAcknowledgementSize{10000});
    AppendMedia(peer, 2);
    const Buffer warm_up = peer.bytes();
    AppendMedia(peer, 10);
    EXPECT_EQ(Receive(server, warm_up, piece), 14u);
    const size_t before = allocation_counts.allocations;
    const size_t messages = Receive(server, Bytes(peer.bytes()).subspan(warm_up.size()), piece);
    EXPECT_EQ(allocation_counts.allocations - before, 0u) << "pieces of " << piece;
    EXPECT_EQ(messages, 70u);
    EXPECT_EQ(server.error(), nullptr);
  }
}

TEST(AllocationTest, SentMediaAllocatesNothing) {
  ServerConnection server = ServerAfter(PeerBytes::Play());
  const Buffer payload(16384, 1);
  const auto send = [&](uint32_t timestamp) {
    ASSERT_TRUE(server.SendAudio(1, timestamp, Bytes(payload).subspan(0, 200)).ok());
    ASSERT_TRUE(server.SendVideo(1, timestamp, payload).ok());
    ASSERT_TRUE(server.SendData(1, timestamp, Bytes(payload).subspan(0, 50)).ok());
    server.AdvanceSendBuf(server.send_buf().size());
  };
  send(0);
  const size_t before = allocation_counts.allocations;
  for (uint32_t i = 1; i < 100; ++i) send(i * 20);
  EXPECT_EQ(allocation_counts.allocations - before, 0u);
}

// A whole session, handshake to publish: the budget of a server that has thousands of them.
TEST(AllocationTest, ASessionAllocatesLittle) {
  const Buffer bytes = PeerBytes::Publish().bytes();
  const size_t before = allocation_counts.allocations;
  {
    ServerConnection server;
    Bytes input = bytes;
    for (;;) {
      const absl::StatusOr<Event> event = server.NextEvent(input);
      ASSERT_TRUE(event.ok());
      if (Asking(*event) != 0) {
        ASSERT_TRUE(server.Accept(1).ok());
      }
      if (IsNeedBytes(*event)) break;
    }
    EXPECT_EQ(server.state(), State::kPublishing);
  }
  EXPECT_LE(allocation_counts.allocations - before, 8u);
}

}  // namespace
}  // namespace rtmp
