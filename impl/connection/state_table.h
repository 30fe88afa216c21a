// The one table of all transitions, for servers and clients. What is not in it is refused and changes nothing.
#ifndef RTMPSPEC_IMPL_CONNECTION_STATE_TABLE_H_
#define RTMPSPEC_IMPL_CONNECTION_STATE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "impl/connection/state.h"

namespace rtmp {

enum class StateInput : uint8_t {
  kHandshakeDone,    // C2 (S2) is complete
  kConnectAccepted,  // connect was answered by _result
  kCreateStream,     // createStream was answered by _result
  kPublish,          // publish or play asks, Accept and Reject answer
  kPlay,
  kAccept,
  kReject,
  kCloseStream,  // closeStream, FCUnpublish: the stream ends, its id stays
  kDeleteStream,
  kDisconnect,  // refused connect, rejected with close_after_reject, close, or an error
};
inline constexpr size_t kStateCount = 9;
inline constexpr size_t kStateInputCount = 10;

// "HandshakeDone", "Publish", ...
absl::string_view StateInputName(StateInput input);

// What a server sends because of a transition. Clients move by the same table; what they send is in client_commands.cc.
enum class StateOutput : uint8_t {
  kNothing,
  kConnectResult,       // WindowAcknowledgementSize, SetPeerBandwidth, SetChunkSize, StreamBegin 0, _result
  kStreamIdResult,      // _result with the new message stream id
  kPublishStart,        // StreamBegin, NetStream.Publish.Start
  kPlayStart,           // StreamBegin, NetStream.Play.Reset where the player asked for it, NetStream.Play.Start
  kPublishBadName,      // NetStream.Publish.BadName
  kPlayStreamNotFound,  // NetStream.Play.StreamNotFound
  kUnpublishSuccess,    // NetStream.Unpublish.Success
};

// A row of the table.
struct Transition {
  State state;
  StateInput input;
  State next;
  StateOutput output;
};

// "StreamBegin, NetStream.Publish.Start"; empty for kNothing.
absl::string_view StateOutputText(StateOutput output);

// Every transition there is, for documentation and tests.
absl::Span<const Transition> Transitions();

// What a server sends, kNothing also where the table has no such transition.
StateOutput OutputOf(StreamState state, StateInput input);

// The state after `input`, or nothing where the table allows no such transition. A message stream that does not exist, before
// createStream and after deleteStream, is in the state kConnected; one that exists in one of the five of StreamState.
std::optional<State> NextState(State state, StateInput input);

// The same for the two kinds of state a connection keeps; nothing also where the result is of the other kind.
std::optional<ConnectionState> NextState(ConnectionState state, StateInput input);
std::optional<StreamState> NextState(StreamState state, StateInput input);

// The name among the nine.
State ToState(ConnectionState state);
State ToState(StreamState state);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_STATE_TABLE_H_
