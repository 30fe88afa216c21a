#include "impl/connection/state_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace rtmp {
namespace {

// Every cell of the table, as README.md draws it: a row a state, a column an input in the order of StateInput.
constexpr absl::string_view kDrawn[kStateCount][kStateInputCount] = {
    // HandshakeDone  ConnectAccepted  CreateStream  Publish  Play  Accept  Reject  CloseStream  DeleteStream  Disconnect
    {"Connecting", "", "", "", "", "", "", "", "", "Disconnecting"},
    {"", "Connected", "", "", "", "", "", "", "", "Disconnecting"},
    {"", "", "MediaStreamCreated", "", "", "", "", "", "", "Disconnecting"},
    {"", "", "", "PublishPending", "PlayPending", "", "", "MediaStreamCreated", "Connected", "Disconnecting"},
    {"", "", "", "", "", "Publishing", "MediaStreamCreated", "MediaStreamCreated", "Connected", "Disconnecting"},
    {"", "", "", "", "", "", "", "MediaStreamCreated", "Connected", "Disconnecting"},
    {"", "", "", "", "", "Playing", "MediaStreamCreated", "MediaStreamCreated", "Connected", "Disconnecting"},
    {"", "", "", "", "", "", "", "MediaStreamCreated", "Connected", "Disconnecting"},
    {"", "", "", "", "", "", "", "", "", ""},
};

TEST(StateTableTest, EveryCell) {
  for (size_t s = 0; s < kStateCount; ++s) {
    for (size_t i = 0; i < kStateInputCount; ++i) {
      const auto state = static_cast<State>(s);
      const auto input = static_cast<StateInput>(i);
      const std::optional<State> next = NextState(state, input);
      EXPECT_EQ(next.has_value() ? StateName(*next) : absl::string_view(), kDrawn[s][i])
          << StateName(state) << " x " << StateInputName(input);
    }
  }
}

TEST(StateTableTest, EveryStateHasAName) {
  EXPECT_EQ(StateName(State::kHandshaking), "Handshaking");
  EXPECT_EQ(StateName(State::kConnecting), "Connecting");
  EXPECT_EQ(StateName(State::kConnected), "Connected");
  EXPECT_EQ(StateName(State::kMediaStreamCreated), "MediaStreamCreated");
  EXPECT_EQ(StateName(State::kPublishPending), "PublishPending");
  EXPECT_EQ(StateName(State::kPublishing), "Publishing");
  EXPECT_EQ(StateName(State::kPlayPending), "PlayPending");
  EXPECT_EQ(StateName(State::kPlaying), "Playing");
  EXPECT_EQ(StateName(State::kDisconnecting), "Disconnecting");
  EXPECT_EQ(StateName(StreamState::kCreated), "Created");
  EXPECT_EQ(StateName(StreamState::kPlayPending), "PlayPending");
  EXPECT_EQ(StateName(ConnectionState::kDisconnecting), "Disconnecting");
}

// A message stream never becomes a connection's state through the typed overloads, nor the other way round.
TEST(StateTableTest, TypedOverloadsStayInTheirKind) {
  EXPECT_EQ(NextState(StreamState::kCreated, StateInput::kPublish), StreamState::kPublishPending);
  EXPECT_EQ(NextState(StreamState::kCreated, StateInput::kDeleteStream), std::nullopt);
  EXPECT_EQ(NextState(StreamState::kPublishing, StateInput::kDisconnect), std::nullopt);
  EXPECT_EQ(NextState(ConnectionState::kConnected, StateInput::kCreateStream), std::nullopt);
  EXPECT_EQ(NextState(ConnectionState::kConnected, StateInput::kDisconnect), ConnectionState::kDisconnecting);
  EXPECT_EQ(NextState(ConnectionState::kDisconnecting, StateInput::kConnectAccepted), std::nullopt);
}

TEST(StateTableTest, KindsMapToTheNineNames) {
  for (const StreamState state : {StreamState::kCreated, StreamState::kPublishPending, StreamState::kPublishing,
                                  StreamState::kPlayPending, StreamState::kPlaying}) {
    const absl::string_view name = StateName(ToState(state));
    EXPECT_EQ(name, state == StreamState::kCreated ? "MediaStreamCreated" : StateName(state));
  }
  for (const ConnectionState state : {ConnectionState::kHandshaking, ConnectionState::kConnecting, ConnectionState::kConnected,
                                      ConnectionState::kDisconnecting}) {
    EXPECT_EQ(StateName(ToState(state)), StateName(state));
  }
}

}  // namespace
}  // namespace rtmp
