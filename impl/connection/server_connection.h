// A server's half of one RTMP connection (RTMP 1.0 sections 5 and 7). It does no I/O: the caller moves bytes.
#ifndef RTMPSPEC_IMPL_CONNECTION_SERVER_CONNECTION_H_
#define RTMPSPEC_IMPL_CONNECTION_SERVER_CONNECTION_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/connection/events.h"
#include "impl/connection/options.h"
#include "impl/connection/state.h"

namespace rtmp {

//   while (socket.Read(&input)) {              // Bytes input: whatever arrived, cut anywhere
//     absl::StatusOr<Event> event;
//     while ((event = server.NextEvent(input)).ok() && !IsNeedBytes(*event)) Handle(*event);
//     server.AdvanceSendBuf(socket.Write(server.send_buf()));
//     if (!event.ok()) break;                  // the peer broke the protocol; last bytes are already queued
//   }
class ServerConnection {
 public:
  explicit ServerConnection(ServerOptions options = {});
  ~ServerConnection();
  ServerConnection(ServerConnection&&) noexcept;
  ServerConnection& operator=(ServerConnection&&) noexcept;

  // Consumes bytes from the front of `input` until one event is complete. Returns NeedBytes when `input`
  // is used up. Views in the event are valid until the next call. An error is final: every later call
  // returns it again, nothing more is queued and the state is Disconnecting. How the bytes were cut never
  // changes the events, the bytes sent or the error.
  //
  // While a publish or play waits for Accept or Reject, what the peer sends on is processed: media of that stream is ignored
  // (RTMP-PB-07). In Disconnecting all input is consumed and dropped.
  absl::StatusOr<Event> NextEvent(Bytes& input);

  // Grants the publish or play pending on this message stream: queues StreamBegin and onStatus NetStream.Publish.Start, or
  // StreamBegin, NetStream.Play.Reset if it was asked for, and NetStream.Play.Start.
  // FailedPrecondition, with nothing changed, if none is pending.
  absl::Status Accept(uint32_t message_stream_id);

  // Refuses it: onStatus, level error, NetStream.Publish.BadName or NetStream.Play.StreamNotFound with `description`; then as
  // ServerOptions::close_after_reject says. FailedPrecondition, with nothing changed, if none is pending.
  absl::Status Reject(uint32_t message_stream_id, absl::string_view description);

  // Queues media for a stream that is Playing; FailedPrecondition, with nothing changed, for another. OK and nothing queued
  // where the player switched that kind off. InvalidArgument for a payload over kMaxMessageLength. Timestamps are absolute.
  // The first that play's duration leaves out ends the play instead: StreamEOF, NetStream.Play.Stop, PlayFinished (7.2.2.1).
  absl::Status SendAudio(uint32_t message_stream_id, uint32_t timestamp, Bytes payload);
  absl::Status SendVideo(uint32_t message_stream_id, uint32_t timestamp, Bytes payload);
  // AMF0 values, the handler's name first.
  absl::Status SendData(uint32_t message_stream_id, uint32_t timestamp, Bytes payload);
  // The source of a stream that is Playing has ended: StreamEOF and onStatus NetStream.Play.UnpublishNotify. The stream stays
  // Playing, and a new source may go on with it.
  absl::Status EndOfStream(uint32_t message_stream_id);
  // The next source of a stream that is Playing begins: StreamBegin and onStatus NetStream.Play.PublishNotify.
  absl::Status BeginOfStream(uint32_t message_stream_id);

  // Asks the client to connect to `tc_url`, absolute or relative to its own; empty: to the same. Nothing else changes: the
  // session goes on until the client leaves. FailedPrecondition, with nothing sent, unless it is connected and said in connect
  // that it can (kCapsReconnect).
  absl::Status RequestReconnect(absl::string_view tc_url, absl::string_view description);

  // What waits to be sent, valid until the next call; how much of it was sent.
  Bytes send_buf() const;
  void AdvanceSendBuf(size_t count);

  State state() const;
  ConnectionState connection_state() const;
  // Empty for a message stream that does not exist.
  std::optional<StreamState> stream_state(uint32_t message_stream_id) const;

  // The protocol error that ended this connection, null while there is none.
  const ProtocolError* error() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_SERVER_CONNECTION_H_
