// What servers and clients share behind the handshake: bytes to messages, messages to bytes, and every protocol control message.
#ifndef RTMPSPEC_IMPL_CONNECTION_MESSAGE_CHANNEL_H_
#define RTMPSPEC_IMPL_CONNECTION_MESSAGE_CHANNEL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/bytes/protocol_error.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/connection/ack_window.h"
#include "impl/connection/options.h"
#include "impl/connection/output_queue.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {

// The chunk streams that we send on: one a kind of message, so that none waits behind the other's headers.
inline constexpr uint32_t kControlChunkStream = 2;  // RTMP 1.0 5.4
inline constexpr uint32_t kCommandChunkStream = 3;  // commands on message stream 0
inline constexpr uint32_t kAudioChunkStream = 4;
inline constexpr uint32_t kDataChunkStream = 5;  // data, and a server's onStatus
inline constexpr uint32_t kVideoChunkStream = 6;
inline constexpr uint32_t kStreamCommandChunkStream = 8;  // a client's commands on a message stream

// Both directions of a connection behind its handshake.
class MessageChannel {
 public:
  explicit MessageChannel(const ConnectionOptions& options);

  enum class Result {
    kMessage,      // *message is set: audio, video, data, a command or an unknown type
    kUserControl,  // user_control() is set: an event that needs no answer from here
    kIgnored,      // *message is a control message without effect, ignored_reason() says why
    kNeedBytes,
    kError,  // see error(); final
  };

  // Consumes bytes from the front of `input` up to the next message that is not dealt with here. SetChunkSize, Abort,
  // Acknowledgement, WindowAcknowledgementSize and SetPeerBandwidth are, and so is PingRequest. An Acknowledgement is queued
  // when the chunk that makes it due has been consumed, before the message that the chunk completes: never by the read (A18).
  Result Next(Bytes& input, RawMessage* message);
  const UserControlEvent& user_control() const { return user_control_; }
  const std::string& ignored_reason() const { return ignored_reason_; }

  // For the handshake, which appends its 3073 bytes: calls `append(Buffer*)`.
  template <typename AppendTo>
  void AppendHandshake(AppendTo append) {
    output_.Append([&](Buffer* out) {
      if (!handshake_is_sent_) out->reserve(kHandshakeSize + kFirstMessages);
      append(out);
    });
  }

  // Replies: what the peer causes. Beyond max_queued_replies: kOutputOverflow, and nothing is queued.
  void ReplyControl(const ControlMessage& message);
  void ReplyCommand(uint32_t chunk_stream_id, uint32_t message_stream_id, Bytes payload);
  // The WindowAcknowledgementSize that starts a session; the SetChunkSize that our next chunks follow.
  void AnnounceWindow();
  void AnnounceChunkSize(uint32_t chunk_size);

  // What the user causes: not limited. Nothing is queued after an error. The payload is at most kMaxMessageLength.
  void SendControl(const ControlMessage& message);
  void Send(uint32_t chunk_stream_id, MessageType type, uint32_t message_stream_id, uint32_t timestamp, Bytes payload);

  // A cleared buffer to build a payload in; one at a time.
  Buffer* NewPayload() {
    payload_.clear();
    return &payload_;
  }
  Bytes payload() const { return payload_; }

  Bytes send_buf() const { return output_.data(); }
  void AdvanceSendBuf(size_t count);

  bool ok() const { return !error_.has_value(); }
  const ProtocolError* error() const { return ok() ? nullptr : &*error_; }
  // Ends the connection; the first error stays.
  void Fail(ProtocolError error);

  const AckWindow& ack_window() const { return ack_; }
  uint64_t bytes_received() const { return decoder_.bytes_consumed(); }

 private:
  // What a server answers before it has sent its handshake, where the client does not wait for it.
  static constexpr size_t kFirstMessages = 1024;

  bool HandleControl(const RawMessage& message, Result* result);
  void ScheduleAcknowledgement();
  void Reply(const RawMessage& message);
  size_t Queue(const RawMessage& message);

  ChunkDecoder decoder_;
  ChunkEncoder encoder_;
  AckWindow ack_;
  OutputQueue output_;
  Buffer payload_;  // a control message stands behind what is being built
  UserControlEvent user_control_;
  std::string ignored_reason_;
  std::optional<ProtocolError> error_;
  size_t max_queued_replies_;
  bool require_acknowledgements_;
  bool handshake_is_sent_ = false;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_MESSAGE_CHANNEL_H_
