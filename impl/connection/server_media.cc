// Media and data, received and sent. Nothing here allocates once a session runs.
#include "absl/strings/str_cat.h"
#include "impl/amf0/decoder.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header.h"
#include "impl/command/on_status.h"
#include "impl/connection/data_message.h"
#include "impl/connection/server_impl.h"

namespace rtmp {

bool ServerConnection::Impl::IsPublishing(uint32_t message_stream_id) const {
  const MessageStream* stream = streams_.Find(message_stream_id);
  return stream != nullptr && (stream->state == StreamState::kPublishing || Deviates("bug-media-before-publish"));
}

bool ServerConnection::Impl::TakesMedia(const RawMessage& message) const {
  const auto type = static_cast<MessageType>(message.type_id);
  return (type == MessageType::kAudio || type == MessageType::kVideo) && IsPublishing(message.message_stream_id);
}

void ServerConnection::Impl::OnData(const RawMessage& message) {
  if (!IsPublishing(message.message_stream_id)) return IgnoreMessage(message, "not publishing");
  // Data that nobody can read is no reason to end a session (RTMP-MT-23, DF-10).
  const std::optional<DataMessage> data = ReadDataMessage(message, options_.amf, &scratch_);
  if (!data.has_value() && Deviates("odd-data-closes")) return OnClose();
  if (!data.has_value()) return IgnoreMessage(message, "malformed data");
  events_.Push(DataReceived{message.message_stream_id, message.timestamp, data->handler, data->payload});
}

absl::Status ServerConnection::Impl::SendMedia(MessageType type, uint32_t message_stream_id, uint32_t timestamp, Bytes payload) {
  const MessageStream* stream = streams_.Find(message_stream_id);
  const bool early = Deviates("media-before-play-start") && stream != nullptr && stream->state == StreamState::kPlayPending;
  if (connection_state() != ConnectionState::kConnected || stream == nullptr ||
      (stream->state != StreamState::kPlaying && !early)) {
    return absl::FailedPreconditionError(absl::StrCat("message stream ", message_stream_id, " does not play"));
  }
  if (payload.size() > kMaxMessageLength) {
    return absl::InvalidArgumentError(absl::StrCat("a payload of ", payload.size(), " bytes, at most ", kMaxMessageLength));
  }
  uint32_t chunk_stream_id = kDataChunkStream;
  if (type == MessageType::kAudio) {
    if (!stream->audio || stream->paused) return absl::OkStatus();
    chunk_stream_id = kAudioChunkStream;
  } else if (type == MessageType::kVideo) {
    if (!stream->video || stream->paused) return absl::OkStatus();
    chunk_stream_id = kVideoChunkStream;
  }
  if (type != MessageType::kDataAmf0 && stream->duration > 0 && EndsAt(message_stream_id, timestamp)) return absl::OkStatus();
  channel_.Send(chunk_stream_id, type, message_stream_id, timestamp, payload);
  return absl::OkStatus();
}

// 7.2.2.1: play's duration (RTMP-PL-21), of a stream that has one. Timestamps are the only clock here.
bool ServerConnection::Impl::EndsAt(uint32_t message_stream_id, uint32_t timestamp) {
  MessageStream* stream = streams_.Find(message_stream_id);
  if (Deviates("play-duration-ignored")) return false;
  if (!stream->first_timestamp.has_value()) stream->first_timestamp = timestamp;
  const auto played = static_cast<int32_t>(timestamp - *stream->first_timestamp);
  if (played < stream->duration * (Deviates("play-duration-in-milliseconds") ? 1 : 1000)) return false;
  UserControlEvent end;
  end.type = static_cast<uint16_t>(UserControlType::kStreamEof);
  end.value = message_stream_id;
  channel_.SendControl(end);
  SendStatus(message_stream_id, kLevelStatus, kPlayStop, "The duration is over.");
  MoveStream(message_stream_id, StateInput::kCloseStream);
  *stream = MessageStream();
  events_.Push(PlayFinished{message_stream_id});
  return true;
}

// 7.1.7: StreamEOF and StreamBegin frame what a player gets.
absl::Status ServerConnection::Impl::NotifyOfSource(bool begins, uint32_t message_stream_id) {
  const MessageStream* stream = streams_.Find(message_stream_id);
  if (connection_state() != ConnectionState::kConnected || stream == nullptr || stream->state != StreamState::kPlaying) {
    return absl::FailedPreconditionError(absl::StrCat("message stream ", message_stream_id, " does not play"));
  }
  UserControlEvent event;
  event.type = static_cast<uint16_t>(begins ? UserControlType::kStreamBegin : UserControlType::kStreamEof);
  event.value = message_stream_id;
  if (begins || !Deviates("no-stream-eof")) channel_.SendControl(event);
  SendStatus(message_stream_id, kLevelStatus, begins ? kPlayPublishNotify : kPlayUnpublishNotify,
             begins ? "The stream is published." : "The stream is no longer published.");
  return absl::OkStatus();
}

}  // namespace rtmp
