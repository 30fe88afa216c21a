// Every hostile input: the outcome of the table, whole, byte by byte and under random cuttings; nothing after an error; memory in
// proportion to what came.
#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_cuttings_testing.h"
#include "fuzz/hostile/hostile_input.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/bytes/allocation_counter.h"
#include "impl/connection/server_connection.h"

namespace rtmp::hostile {
namespace {

// Memory may grow by this for each byte that came: AMF0's values of one byte are the worst, in lists that double.
constexpr int64_t kMemoryPerByte = 64;
constexpr int64_t kMemoryOfASession = 64 << 10;
// Random cuttings of an input: 1,000, fewer where all of them together would be more bytes than this.
constexpr size_t kBytesToCut = 8 << 20;

// Accepts what is asked. False once the connection has ended in an error.
bool Feed(ServerConnection& server, Bytes input, Shown* shown) {
  for (;;) {
    const absl::StatusOr<Event> event = server.NextEvent(input);
    if (!event.ok()) return false;
    if (IsNeedBytes(*event)) {
      EXPECT_TRUE(input.empty());
      return true;
    }
    if (shown != nullptr) shown->AddEvent(EventText(*event));
    uint32_t asking = 0;
    if (const auto* publish = std::get_if<PublishRequested>(&*event)) asking = publish->message_stream_id;
    if (const auto* play = std::get_if<PlayRequested>(&*event)) asking = play->message_stream_id;
    if (asking != 0) {
      EXPECT_EQ(server.Accept(asking), absl::OkStatus());
    }
  }
}

// `next_size` says how long the next piece is.
template <typename NextSize>
Shown FeedCut(const HostileInput& input, NextSize next_size) {
  static const Buffer preludes[] = {PreludeBytes(Prelude::kNothing),    PreludeBytes(Prelude::kHandshake),
                                    PreludeBytes(Prelude::kConnected),  PreludeBytes(Prelude::kCreated),
                                    PreludeBytes(Prelude::kPublishing), PreludeBytes(Prelude::kPlaying)};
  ServerConnection server;
  Shown shown;
  Feed(server, preludes[static_cast<size_t>(input.prelude)], &shown);
  FeedPieces(input.bytes, server, next_size, Feed, &shown);
  return shown;
}

class HostileTest : public testing::TestWithParam<HostileInput> {};

TEST_P(HostileTest, TheSameHoweverItIsCut) {
  ExpectTheSameHoweverItIsCut(GetParam(), 1000, kBytesToCut,
                              [](const HostileInput& input, auto next_size) { return FeedCut(input, next_size); });
}

TEST_P(HostileTest, EndsAsTheTableSays) {
  const HostileInput& input = GetParam();
  ServerConnection server;
  ASSERT_TRUE(Feed(server, PreludeBytes(input.prelude), nullptr));
  Feed(server, input.bytes, nullptr);
  const std::string error = server.error() != nullptr ? ToStatus(*server.error()).ToString() : "no error";
  const size_t waiting = server.send_buf().size();
  const Buffer ping = Hex("01 bfff 000000 000006 04 00000000 0006 0badcafe");  // chunk stream 65599, which no input uses
  const Buffer pong = Hex("0007 0badcafe");
  if (input.outcome == Outcome::kError) {
    ASSERT_NE(server.error(), nullptr);
    EXPECT_EQ(ErrorCodeName(server.error()->code), ErrorCodeName(*input.error)) << error;
    EXPECT_EQ(server.state(), State::kDisconnecting);
    for (int i = 0; i < 3; ++i) {
      Bytes more = ping;
      EXPECT_EQ(server.NextEvent(more).status().ToString(), error);
      EXPECT_EQ(more.size(), ping.size());
      for (const uint32_t id : {0u, 1u}) {
        EXPECT_EQ(server.Accept(id).code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(server.Reject(id, "").code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(server.SendVideo(id, 0, {}).code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(server.EndOfStream(id).code(), absl::StatusCode::kFailedPrecondition);
      }
      EXPECT_EQ(server.RequestReconnect("", "").code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(server.send_buf().size(), waiting);
    }
    return;
  }
  ASSERT_EQ(server.error(), nullptr) << error;
  EXPECT_EQ(server.state() == State::kDisconnecting, input.outcome == Outcome::kCloses);
  if (input.outcome != Outcome::kGoesOn) return;
  Wire again;
  again.Raw(Bytes(ping).subspan(0, 14));
  for (size_t i = 14; i < ping.size(); i += input.chunk_size) {
    if (i > 14) again.Hex("c1 bfff");
    again.Raw(Bytes(ping).subspan(i, input.chunk_size));
  }
  EXPECT_TRUE(Feed(server, again.bytes(), nullptr));
  const std::string sent = ToHex(server.send_buf().subspan(waiting));
  EXPECT_THAT(sent, testing::EndsWith(ToHex(pong)));
}

TEST_P(HostileTest, MemoryFollowsTheBytes) {
  const HostileInput& input = GetParam();
  const Buffer prelude = PreludeBytes(input.prelude);
  const auto bound = static_cast<int64_t>(prelude.size() + input.bytes.size()) * kMemoryPerByte + kMemoryOfASession;
  const int64_t before = allocation_counts.live_bytes;
  ResetPeak();
  {
    ServerConnection server;
    Feed(server, prelude, nullptr);
    Feed(server, input.bytes, nullptr);
  }
  EXPECT_LE(allocation_counts.peak_live_bytes - before, bound);
  EXPECT_EQ(allocation_counts.live_bytes, before) << "something is kept";
}

INSTANTIATE_TEST_SUITE_P(Inputs, HostileTest, testing::ValuesIn(AllHostileInputs()),
                         [](const auto& info) { return info.param.name; });

TEST(HostileTableTest, IsLargeAndItsNamesAreUnique) {
  std::set<std::string> names;
  for (const HostileInput& input : AllHostileInputs()) {
    EXPECT_TRUE(names.insert(input.name).second) << input.name;
    EXPECT_EQ(input.error.has_value(), input.outcome == Outcome::kError) << input.name;
  }
  EXPECT_GE(names.size(), 220u);
}

}  // namespace
}  // namespace rtmp::hostile
