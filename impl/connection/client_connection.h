// A client's half of one RTMP connection that publishes or plays one stream (RTMP 1.0 sections 5 and 7). No I/O.
#ifndef RTMPSPEC_IMPL_CONNECTION_CLIENT_CONNECTION_H_
#define RTMPSPEC_IMPL_CONNECTION_CLIENT_CONNECTION_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/connection/events.h"
#include "impl/connection/options.h"
#include "impl/connection/state.h"

namespace rtmp {

// Drives itself from the handshake to Publishing or Playing: connect, [releaseStream, FCPublish,] createStream, publish or play.
// Used as ServerConnection is: NextEvent, send_buf, AdvanceSendBuf. C0 and C1 are queued by the constructor.
class ClientConnection {
 public:
  explicit ClientConnection(ClientOptions options);
  ~ClientConnection();
  ClientConnection(ClientConnection&&) noexcept;
  ClientConnection& operator=(ClientConnection&&) noexcept;

  // As ServerConnection::NextEvent. A refusal (_error to connect or createStream, onStatus of level error) is no protocol error:
  // DisconnectedByPeer, and the state is Disconnecting. The order of the server's other replies does not matter (RTMP-CN-18);
  // media and status are taken from the message stream id that createStream returned.
  absl::StatusOr<Event> NextEvent(Bytes& input);

  // Queues media. FailedPrecondition, with nothing changed, unless the state is Publishing.
  absl::Status SendAudio(uint32_t timestamp, Bytes payload);
  absl::Status SendVideo(uint32_t timestamp, Bytes payload);
  // AMF0 values behind "@setDataFrame", the handler's name first.
  absl::Status SendMetadata(uint32_t timestamp, Bytes payload);

  // Ends the session: FCUnpublish (publisher) and deleteStream are queued, the state is Disconnecting. Harmless when repeated.
  void Close();

  Bytes send_buf() const;
  void AdvanceSendBuf(size_t count);

  State state() const;
  // What the server's answer to connect says of Enhanced RTMP; empty before.
  const Capabilities& server_capabilities() const;
  // The id that createStream returned, 0 before.
  uint32_t message_stream_id() const;
  const ProtocolError* error() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_CLIENT_CONNECTION_H_
