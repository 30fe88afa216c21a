// The inside of ServerConnection: one class, a file per command family.
//
//   server_connection.cc  the facade, the handshake, which message goes where
//   server_connect.cc     connect, close, commands before connect
//   server_streams.cc     createStream, deleteStream, closeStream and the de facto commands around them
//   server_publish.cc     publish, Accept and Reject of it
//   server_play.cc        play, Accept and Reject of it, what a player may send
//   server_media.cc       media and data in both directions
#ifndef RTMPSPEC_IMPL_CONNECTION_SERVER_IMPL_H_
#define RTMPSPEC_IMPL_CONNECTION_SERVER_IMPL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impl/command/command.h"
#include "impl/connection/aggregate_parts.h"
#include "impl/connection/amf_scratch.h"
#include "impl/connection/event_queue.h"
#include "impl/connection/message_channel.h"
#include "impl/connection/next_event.h"
#include "impl/connection/server_connection.h"
#include "impl/connection/state_table.h"
#include "impl/connection/stream_table.h"
#include "impl/handshake/handshake.h"

namespace rtmp {

class ServerConnection::Impl {
 public:
  explicit Impl(ServerOptions options);

  absl::StatusOr<Event> NextEvent(Bytes& input);
  absl::Status Accept(uint32_t message_stream_id);
  absl::Status Reject(uint32_t message_stream_id, absl::string_view description);
  absl::Status SendMedia(MessageType type, uint32_t message_stream_id, uint32_t timestamp, Bytes payload);
  absl::Status RequestReconnect(absl::string_view tc_url, absl::string_view description);
  absl::Status NotifyOfSource(bool begins, uint32_t message_stream_id);

  Bytes send_buf() const { return channel_.send_buf(); }
  void AdvanceSendBuf(size_t count) { channel_.AdvanceSendBuf(count); }

  State state() const;
  ConnectionState connection_state() const { return channel_.ok() ? connection_ : ConnectionState::kDisconnecting; }
  std::optional<StreamState> stream_state(uint32_t message_stream_id) const;
  const ProtocolError* error() const { return channel_.error(); }

 private:
  template <typename Side>
  friend absl::StatusOr<Event> NextEventOf(Side& side, MessageChannel& channel, EventQueue& events, AggregateParts& parts,
                                           Bytes& input);

  // server_connection.cc
  Phase phase() const;
  HandshakeResult FeedHandshake(Bytes& input);
  std::optional<Event> OnMessage(const RawMessage& message);
  std::optional<Event> OnPart(const RawMessage& part);
  std::optional<Event> OnUserControl(uint16_t type);
  void OnCommandMessage(const RawMessage& message);
  void OnCommand(uint32_t message_stream_id, const Command& command);
  // Moves the connection, or a message stream, as the table says and tells the user. False, with nothing changed, where the
  // table has no such transition.
  bool Move(StateInput input);
  bool MoveStream(uint32_t message_stream_id, StateInput input);
  void IgnoreMessage(const RawMessage& message, absl::string_view reason);
  // `name` must outlive the next call: a literal, or a view into the message while no other event waits.
  void IgnoreCommand(uint32_t message_stream_id, absl::string_view name, std::string reason);
  // Sends what NewPayload() holds: an answer on message stream 0; a status on the stream it speaks of.
  void ReplyOnConnection();
  void ReplyStatus(uint32_t message_stream_id, absl::string_view level, absl::string_view code, absl::string_view description);
  // The same, caused by the user.
  void SendStatus(uint32_t message_stream_id, absl::string_view level, absl::string_view code, absl::string_view description);

  // server_connect.cc
  void OnConnect(const Command& command);
  void RefuseConnect(double transaction_id, absl::string_view code, absl::string_view description, std::string reason);
  bool KnowsApp(absl::string_view app) const;
  void OnCommandBeforeConnect(uint32_t message_stream_id, const Command& command);
  void OnClose();
  void OnUnknownCommand(uint32_t message_stream_id, const Command& command);

  // server_streams.cc
  void OnCreateStream(const Command& command);
  void OnDeleteStream(const Command& command);
  void OnCloseStream(uint32_t message_stream_id);
  void OnFcUnpublish(uint32_t message_stream_id, const Command& command);
  void OnStreamNameCommand(CommandKind kind, const Command& command);
  void EndStream(uint32_t message_stream_id, StateInput input);

  // server_publish.cc
  void OnPublish(uint32_t message_stream_id, const Command& command);
  void RefusePublish(uint32_t message_stream_id, absl::string_view description, std::string reason);
  absl::Status Decide(uint32_t message_stream_id, StateInput input, absl::string_view description);
  // What the table says to send on this message stream. `description` goes into a refusal.
  void SendOutput(uint32_t message_stream_id, StateOutput output, absl::string_view description);
  void SendStreamBegin(uint32_t message_stream_id);
  void SendEvent(uint32_t message_stream_id, UserControlType type);

  // server_play.cc
  void OnPlay(uint32_t message_stream_id, const Command& command);
  void RefusePlay(uint32_t message_stream_id, absl::string_view description, std::string reason);
  void OnReceive(uint32_t message_stream_id, bool audio, const Command& command);
  void OnPause(uint32_t message_stream_id, const Command& command);
  void OnPlay2(uint32_t message_stream_id, const Command& command);
  void OnSeek(uint32_t message_stream_id, const Command& command);
  void TellSwitches(uint32_t message_stream_id, const MessageStream& stream);
  // Null, and the command ignored, where this stream does not play.
  MessageStream* FindPlayer(uint32_t message_stream_id, absl::string_view command_name);

  // server_media.cc
  bool IsPublishing(uint32_t message_stream_id) const;
  // Audio or video of a stream that is Publishing.
  bool TakesMedia(const RawMessage& message) const;
  // Whether the player's time is up with a message of this timestamp; ends its play then.
  bool EndsAt(uint32_t message_stream_id, uint32_t timestamp);
  void OnData(const RawMessage& message);

  ServerOptions options_;
  ServerHandshake handshake_;
  MessageChannel channel_;
  ConnectionState connection_ = ConnectionState::kHandshaking;
  StreamTable streams_;
  EventQueue events_;
  AggregateParts parts_;
  AmfScratch scratch_;
  // What views in events point to.
  std::string connect_texts_;  // one behind the other
  absl::string_view app_;
  absl::string_view tc_url_;
  Capabilities capabilities_;  // the client's
  std::string requested_name_;
  std::string requested_type_;
};

// One line of text for a refusal: "kMissingArgument: publish without a stream name".
std::string ReasonText(const ProtocolError& error);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_SERVER_IMPL_H_
