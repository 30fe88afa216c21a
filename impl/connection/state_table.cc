#include "impl/connection/state_table.h"

#include <array>

namespace rtmp {
namespace {

struct Transition {
  State state;
  StateInput input;
  State next;
};

// RTMP 1.0 7.2.1.1 (connect), 7.2.1.3 (createStream), 7.2.2 (the commands of a message stream).
constexpr Transition kTransitions[] = {
    {State::kHandshaking, StateInput::kHandshakeDone, State::kConnecting},
    {State::kConnecting, StateInput::kConnectAccepted, State::kConnected},

    {State::kConnected, StateInput::kCreateStream, State::kMediaStreamCreated},
    {State::kMediaStreamCreated, StateInput::kPublish, State::kPublishPending},
    {State::kMediaStreamCreated, StateInput::kPlay, State::kPlayPending},
    {State::kPublishPending, StateInput::kAccept, State::kPublishing},
    {State::kPublishPending, StateInput::kReject, State::kMediaStreamCreated},
    {State::kPlayPending, StateInput::kAccept, State::kPlaying},
    {State::kPlayPending, StateInput::kReject, State::kMediaStreamCreated},

    {State::kMediaStreamCreated, StateInput::kCloseStream, State::kMediaStreamCreated},
    {State::kPublishPending, StateInput::kCloseStream, State::kMediaStreamCreated},
    {State::kPublishing, StateInput::kCloseStream, State::kMediaStreamCreated},
    {State::kPlayPending, StateInput::kCloseStream, State::kMediaStreamCreated},
    {State::kPlaying, StateInput::kCloseStream, State::kMediaStreamCreated},

    {State::kMediaStreamCreated, StateInput::kDeleteStream, State::kConnected},
    {State::kPublishPending, StateInput::kDeleteStream, State::kConnected},
    {State::kPublishing, StateInput::kDeleteStream, State::kConnected},
    {State::kPlayPending, StateInput::kDeleteStream, State::kConnected},
    {State::kPlaying, StateInput::kDeleteStream, State::kConnected},

    {State::kHandshaking, StateInput::kDisconnect, State::kDisconnecting},
    {State::kConnecting, StateInput::kDisconnect, State::kDisconnecting},
    {State::kConnected, StateInput::kDisconnect, State::kDisconnecting},
    {State::kMediaStreamCreated, StateInput::kDisconnect, State::kDisconnecting},
    {State::kPublishPending, StateInput::kDisconnect, State::kDisconnecting},
    {State::kPublishing, StateInput::kDisconnect, State::kDisconnecting},
    {State::kPlayPending, StateInput::kDisconnect, State::kDisconnecting},
    {State::kPlaying, StateInput::kDisconnect, State::kDisconnecting},
};

constexpr int8_t kRefused = -1;
using Table = std::array<std::array<int8_t, kStateInputCount>, kStateCount>;

constexpr Table MakeTable() {
  Table table = {};
  for (auto& row : table) {
    for (int8_t& cell : row) cell = kRefused;
  }
  for (const Transition& t : kTransitions) {
    table[static_cast<size_t>(t.state)][static_cast<size_t>(t.input)] = static_cast<int8_t>(t.next);
  }
  return table;
}

constexpr Table kTable = MakeTable();

constexpr absl::string_view kStateNames[kStateCount] = {
    "Handshaking", "Connecting",  "Connected", "MediaStreamCreated", "PublishPending",
    "Publishing",  "PlayPending", "Playing",   "Disconnecting",
};

constexpr absl::string_view kStateInputNames[kStateInputCount] = {
    "HandshakeDone", "ConnectAccepted", "CreateStream", "Publish",      "Play",
    "Accept",        "Reject",          "CloseStream",  "DeleteStream", "Disconnect",
};

std::optional<StreamState> ToStreamState(State state) {
  switch (state) {
    case State::kMediaStreamCreated:
      return StreamState::kCreated;
    case State::kPublishPending:
      return StreamState::kPublishPending;
    case State::kPublishing:
      return StreamState::kPublishing;
    case State::kPlayPending:
      return StreamState::kPlayPending;
    case State::kPlaying:
      return StreamState::kPlaying;
    default:
      return std::nullopt;
  }
}

std::optional<ConnectionState> ToConnectionState(State state) {
  switch (state) {
    case State::kHandshaking:
      return ConnectionState::kHandshaking;
    case State::kConnecting:
      return ConnectionState::kConnecting;
    case State::kConnected:
      return ConnectionState::kConnected;
    case State::kDisconnecting:
      return ConnectionState::kDisconnecting;
    default:
      return std::nullopt;
  }
}

}  // namespace

absl::string_view StateInputName(StateInput input) { return kStateInputNames[static_cast<size_t>(input)]; }

std::optional<State> NextState(State state, StateInput input) {
  const int8_t next = kTable[static_cast<size_t>(state)][static_cast<size_t>(input)];
  if (next == kRefused) return std::nullopt;
  return static_cast<State>(next);
}

std::optional<ConnectionState> NextState(ConnectionState state, StateInput input) {
  const std::optional<State> next = NextState(ToState(state), input);
  return next.has_value() ? ToConnectionState(*next) : std::nullopt;
}

std::optional<StreamState> NextState(StreamState state, StateInput input) {
  const std::optional<State> next = NextState(ToState(state), input);
  return next.has_value() ? ToStreamState(*next) : std::nullopt;
}

State ToState(ConnectionState state) {
  switch (state) {
    case ConnectionState::kHandshaking:
      return State::kHandshaking;
    case ConnectionState::kConnecting:
      return State::kConnecting;
    case ConnectionState::kConnected:
      return State::kConnected;
    case ConnectionState::kDisconnecting:
      break;
  }
  return State::kDisconnecting;
}

State ToState(StreamState state) {
  switch (state) {
    case StreamState::kCreated:
      return State::kMediaStreamCreated;
    case StreamState::kPublishPending:
      return State::kPublishPending;
    case StreamState::kPublishing:
      return State::kPublishing;
    case StreamState::kPlayPending:
      return State::kPlayPending;
    case StreamState::kPlaying:
      break;
  }
  return State::kPlaying;
}

absl::string_view StateName(State state) { return kStateNames[static_cast<size_t>(state)]; }

absl::string_view StateName(ConnectionState state) { return StateName(ToState(state)); }

absl::string_view StateName(StreamState state) {
  return state == StreamState::kCreated ? absl::string_view("Created") : StateName(ToState(state));
}

}  // namespace rtmp
