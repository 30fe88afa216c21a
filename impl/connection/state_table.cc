#include "impl/connection/state_table.h"

#include <array>

namespace rtmp {
namespace {

// RTMP 1.0 7.2.1.1 (connect), 7.2.1.3 (createStream), 7.2.2 (the commands of a message stream).
constexpr Transition kTransitions[] = {
    {State::kHandshaking, StateInput::kHandshakeDone, State::kConnecting, StateOutput::kNothing},
    {State::kConnecting, StateInput::kConnectAccepted, State::kConnected, StateOutput::kConnectResult},

    {State::kConnected, StateInput::kCreateStream, State::kMediaStreamCreated, StateOutput::kStreamIdResult},
    {State::kMediaStreamCreated, StateInput::kPublish, State::kPublishPending, StateOutput::kNothing},
    {State::kMediaStreamCreated, StateInput::kPlay, State::kPlayPending, StateOutput::kNothing},
    {State::kPublishPending, StateInput::kAccept, State::kPublishing, StateOutput::kPublishStart},
    {State::kPublishPending, StateInput::kReject, State::kMediaStreamCreated, StateOutput::kPublishBadName},
    {State::kPlayPending, StateInput::kAccept, State::kPlaying, StateOutput::kPlayStart},
    {State::kPlayPending, StateInput::kReject, State::kMediaStreamCreated, StateOutput::kPlayStreamNotFound},

    {State::kMediaStreamCreated, StateInput::kCloseStream, State::kMediaStreamCreated, StateOutput::kNothing},
    {State::kPublishPending, StateInput::kCloseStream, State::kMediaStreamCreated, StateOutput::kNothing},
    {State::kPublishing, StateInput::kCloseStream, State::kMediaStreamCreated, StateOutput::kUnpublishSuccess},
    {State::kPlayPending, StateInput::kCloseStream, State::kMediaStreamCreated, StateOutput::kNothing},
    {State::kPlaying, StateInput::kCloseStream, State::kMediaStreamCreated, StateOutput::kNothing},

    {State::kMediaStreamCreated, StateInput::kDeleteStream, State::kConnected, StateOutput::kNothing},
    {State::kPublishPending, StateInput::kDeleteStream, State::kConnected, StateOutput::kNothing},
    {State::kPublishing, StateInput::kDeleteStream, State::kConnected, StateOutput::kNothing},
    {State::kPlayPending, StateInput::kDeleteStream, State::kConnected, StateOutput::kNothing},
    {State::kPlaying, StateInput::kDeleteStream, State::kConnected, StateOutput::kNothing},

    {State::kHandshaking, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kConnecting, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kConnected, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kMediaStreamCreated, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kPublishPending, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kPublishing, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kPlayPending, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
    {State::kPlaying, StateInput::kDisconnect, State::kDisconnecting, StateOutput::kNothing},
};

// Null: refused.
using Table = std::array<std::array<const Transition*, kStateInputCount>, kStateCount>;

constexpr Table MakeTable() {
  Table table = {};
  for (const Transition& t : kTransitions) table[static_cast<size_t>(t.state)][static_cast<size_t>(t.input)] = &t;
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

const Transition* Find(State state, StateInput input) { return kTable[static_cast<size_t>(state)][static_cast<size_t>(input)]; }

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

absl::Span<const Transition> Transitions() { return kTransitions; }

StateOutput OutputOf(StreamState state, StateInput input) {
  const Transition* transition = Find(ToState(state), input);
  return transition != nullptr ? transition->output : StateOutput::kNothing;
}

absl::string_view StateOutputText(StateOutput output) {
  switch (output) {
    case StateOutput::kNothing:
      break;
    case StateOutput::kConnectResult:
      return "WindowAcknowledgementSize, SetPeerBandwidth, SetChunkSize, StreamBegin 0, _result";
    case StateOutput::kStreamIdResult:
      return "_result with the id";
    case StateOutput::kPublishStart:
      return "StreamBegin, NetStream.Publish.Start";
    case StateOutput::kPlayStart:
      return "StreamBegin, NetStream.Play.Reset if asked for, NetStream.Play.Start";
    case StateOutput::kPublishBadName:
      return "NetStream.Publish.BadName";
    case StateOutput::kPlayStreamNotFound:
      return "NetStream.Play.StreamNotFound";
    case StateOutput::kUnpublishSuccess:
      return "NetStream.Unpublish.Success";
  }
  return "";
}

absl::string_view StateInputName(StateInput input) { return kStateInputNames[static_cast<size_t>(input)]; }

std::optional<State> NextState(State state, StateInput input) {
  const Transition* transition = Find(state, input);
  if (transition == nullptr) return std::nullopt;
  return transition->next;
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
