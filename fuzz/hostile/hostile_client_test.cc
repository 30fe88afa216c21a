// The same inputs, sent by a server to a client: how they are cut does not matter, an error is final, nothing is said behind it,
// and what the client holds follows what came.
#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "fuzz/hostile/hostile_bytes.h"
#include "fuzz/hostile/hostile_cuttings_testing.h"
#include "fuzz/hostile/hostile_input.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/connection/client_connection.h"
#include "impl/connection/events.h"
#include "impl/handshake/handshake.h"

namespace rtmp::hostile {
namespace {

constexpr size_t kBytesToCut = 2 << 20;

ClientOptions OptionsFor(Prelude prelude) {
  ClientOptions options;
  options.mode = prelude == Prelude::kPlaying ? ClientOptions::Mode::kPlay : ClientOptions::Mode::kPublish;
  options.app = "live";
  options.tc_url = "rtmp://h/live";
  options.stream_name = "cam";
  return options;
}

// A server's bytes that bring a client to where the input meets it.
Buffer ServerBytes(Prelude prelude) {
  Wire wire;
  const bool plays = prelude == Prelude::kPlaying;
  if (prelude >= Prelude::kHandshake) wire.Raw(Buffer(kHandshakeSize, 3));
  if (prelude >= Prelude::kConnected) wire.Message(20, 0, Head("_result", 1) + Hex("05 05"));
  if (prelude >= Prelude::kCreated) wire.Message(20, 0, Head("_result", plays ? 2 : 4) + Hex("05 00 3ff0000000000000"));
  if (prelude >= Prelude::kPublishing) {
    Buffer information = Hex("05 03 0005 6c6576656c 02 0006 737461747573 0004 636f6465");
    amf0::Encoder(&information).String(plays ? "NetStream.Play.Start" : "NetStream.Publish.Start");
    wire.Message(20, 1, Head("onStatus", 0) + information + Hex("000009"), 8);
  }
  return wire.bytes();
}

bool Feed(ClientConnection& client, Bytes input, Shown* shown) {
  for (;;) {
    const absl::StatusOr<Event> event = client.NextEvent(input);
    if (!event.ok()) return false;
    if (IsNeedBytes(*event)) {
      EXPECT_TRUE(input.empty());
      return true;
    }
    if (shown != nullptr) shown->AddEvent(EventText(*event));
  }
}

template <typename NextSize>
Shown FeedCut(const HostileInput& input, NextSize next_size) {
  ClientConnection client(OptionsFor(input.prelude));
  Shown shown;
  EXPECT_TRUE(Feed(client, ServerBytes(input.prelude), &shown));
  FeedPieces(input.bytes, client, next_size, Feed, &shown);
  return shown;
}

class HostileClientTest : public testing::TestWithParam<HostileInput> {};

TEST_P(HostileClientTest, TheSameHoweverItIsCut) {
  ExpectTheSameHoweverItIsCut(GetParam(), 200, kBytesToCut,
                              [](const HostileInput& input, auto next_size) { return FeedCut(input, next_size); });
}

TEST_P(HostileClientTest, AnErrorIsFinal) {
  const HostileInput& input = GetParam();
  ClientConnection client(OptionsFor(input.prelude));
  ASSERT_TRUE(Feed(client, ServerBytes(input.prelude), nullptr));
  Feed(client, input.bytes, nullptr);
  if (client.error() == nullptr) return;
  const ProtocolError first = *client.error();
  const Buffer waiting(client.send_buf().begin(), client.send_buf().end());
  EXPECT_EQ(client.state(), State::kDisconnecting);
  const Buffer ping = Hex("01 bfff 000000 000006 04 00000000 0006 0badcafe");
  for (int i = 0; i < 3; ++i) {
    Bytes more = ping;
    EXPECT_EQ(client.NextEvent(more).status(), ToStatus(first));
    EXPECT_EQ(more.size(), ping.size());
    EXPECT_EQ(client.SendAudio(0, {}).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(client.SendVideo(0, {}).code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(client.SendMetadata(0, {}).code(), absl::StatusCode::kFailedPrecondition);
    client.Close();
    EXPECT_EQ(client.send_buf(), Bytes(waiting));
    EXPECT_EQ(*client.error(), first);
  }
}

INSTANTIATE_TEST_SUITE_P(Inputs, HostileClientTest, testing::ValuesIn(AllHostileInputs()),
                         [](const auto& info) { return info.param.name; });

// Most inputs are chunks, AMF and control messages: as wrong in this direction.
TEST(HostileClientTableTest, ErrorsAreThoseOfAServer) {
  int errors = 0;
  for (const HostileInput& input : AllHostileInputs())
    errors += FeedCut(input, [] { return SIZE_MAX; }).error.has_value() ? 1 : 0;
  EXPECT_GE(errors, 80);
}

}  // namespace
}  // namespace rtmp::hostile
