// The inside of ClientConnection.
//
//   client_connection.cc  the facade, the handshake, which message goes where, media
//   client_commands.cc    the way from connect to publish or play, and what the server's commands do to it
#ifndef RTMPSPEC_IMPL_CONNECTION_CLIENT_IMPL_H_
#define RTMPSPEC_IMPL_CONNECTION_CLIENT_IMPL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impl/command/command.h"
#include "impl/command/on_status.h"
#include "impl/command/result.h"
#include "impl/connection/aggregate_parts.h"
#include "impl/connection/amf_scratch.h"
#include "impl/connection/client_connection.h"
#include "impl/connection/event_queue.h"
#include "impl/connection/message_channel.h"
#include "impl/connection/next_event.h"
#include "impl/connection/state_table.h"
#include "impl/handshake/handshake.h"

namespace rtmp {

class ClientConnection::Impl {
 public:
  explicit Impl(ClientOptions options);

  absl::StatusOr<Event> NextEvent(Bytes& input);
  absl::Status SendMedia(MessageType type, uint32_t timestamp, Bytes payload);
  void Close();

  Bytes send_buf() const { return channel_.send_buf(); }
  void AdvanceSendBuf(size_t count) { channel_.AdvanceSendBuf(count); }
  State state() const { return channel_.ok() ? state_ : State::kDisconnecting; }
  uint32_t message_stream_id() const { return message_stream_id_; }
  const Capabilities& server_capabilities() const { return server_capabilities_; }
  const ProtocolError* error() const { return channel_.error(); }

 private:
  bool publishes() const { return options_.mode == ClientOptions::Mode::kPublish; }

  template <typename Side>
  friend absl::StatusOr<Event> NextEventOf(Side& side, MessageChannel& channel, EventQueue& events, AggregateParts& parts,
                                           Bytes& input);

  // client_connection.cc
  Phase phase() const;
  HandshakeResult FeedHandshake(Bytes& input);
  std::optional<Event> OnMessage(const RawMessage& message);
  std::optional<Event> OnPart(const RawMessage& part);
  std::optional<Event> OnUserControl(uint16_t type);
  bool IsPlayed(const RawMessage& message) const;
  bool TakesMedia(const RawMessage& message) const;
  void OnData(const RawMessage& message);
  void OnCommandMessage(const RawMessage& message);
  bool Move(StateInput input);
  void IgnoreMessage(const RawMessage& message, absl::string_view reason);
  void IgnoreCommand(uint32_t message_stream_id, absl::string_view name, absl::string_view reason);

  // client_commands.cc
  void SendConnect();
  void SendAfterConnect();
  void SendCreateStream();
  void SendRequest();
  void OnCommand(uint32_t message_stream_id, const Command& command);
  void OnResult(uint32_t message_stream_id, const Command& command);
  void OnStatus(uint32_t message_stream_id, const Command& command);
  void Refused(absl::string_view what, const StatusInfo& status);
  // Sends what NewPayload() holds.
  void ReplyOnConnection();
  void ReplyOnStream();

  ClientOptions options_;
  ClientHandshake handshake_;
  MessageChannel channel_;
  State state_ = State::kHandshaking;
  EventQueue events_;
  AggregateParts parts_;
  AmfScratch scratch_;
  uint32_t message_stream_id_ = 0;
  Capabilities server_capabilities_;
  // Transaction ids run from 1, connect's (7.2.1.1); 0: not sent.
  double next_transaction_id_ = 1;
  double create_stream_transaction_id_ = 0;
  double request_transaction_id_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_CLIENT_IMPL_H_
