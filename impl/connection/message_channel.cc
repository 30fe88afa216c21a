#include "impl/connection/message_channel.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/chunk/chunk_header.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

// What a session's answers need: one allocation.
constexpr size_t kUsualPayload = 512;

// For deviations.
bool IsKnown(uint8_t type_id) {
  return (type_id >= 1 && type_id <= 9 && type_id != 7) || (type_id >= 15 && type_id <= 22 && type_id != 21);
}

// For deviations: whether one that holds now refuses an event that is harmless.
bool RefusesEvent(uint16_t type) {
  const bool of_fms = type == 26 || type == 27 || type == 31 || type == 32;
  return (Deviates("fms-events-refused") && of_fms) ||
         (Deviates("unknown-events-refused") && !of_fms && UserControlTypeName(type).empty()) ||
         (Deviates("pong-unasked-refused") && type == 7) || (Deviates("buffer-length-refused") && type == 3);
}

// For deviations: whether one that holds now leaves a ping unanswered.
bool IsSilentAboutPing(const RawMessage& message) {
  return Deviates("ping-unanswered") || (Deviates("timed-ping-unanswered") && message.timestamp != 0) ||
         (Deviates("long-ping-unanswered") && message.payload.size() > 6);
}

// For deviations: sends a message otherwise than it should be.
void DeviateFrom(RawMessage* message) {
  const bool event = message->type_id == 4, control = IsControlMessage(message->type_id) && !event;
  const bool media = message->type_id == 8 || message->type_id == 9, command = message->type_id == 20;
  if (Deviates("control-on-chunk-stream-3") && control) message->chunk_stream_id = 3;
  if (Deviates("control-on-message-stream-1") && control) message->message_stream_id = 1;
  if (Deviates("events-on-chunk-stream-3") && event) message->chunk_stream_id = 3;
  if (Deviates("events-on-message-stream-1") && event) message->message_stream_id = 1;
  if (Deviates("media-on-chunk-stream-2") && media) message->chunk_stream_id = 2;
  if (Deviates("commands-on-long-id") && command) message->chunk_stream_id = 100;
  if (Deviates("replies-have-time") && command) message->timestamp += 5000;
}

// For deviations: the answer to a ping.
uint32_t PongValue(uint32_t value) {
  if (Deviates("pong-of-zero")) return 0;
  if (Deviates("pong-in-24-bits")) return value & 0xffffff;
  return value;
}

}  // namespace

MessageChannel::MessageChannel(const ConnectionOptions& options)
    : decoder_(options.chunk),
      ack_(options.window_size),
      max_queued_replies_(options.max_queued_replies),
      require_acknowledgements_(options.require_acknowledgements) {
  payload_.reserve(kUsualPayload);
}

MessageChannel::Result MessageChannel::Next(Bytes& input, RawMessage* message) {
  while (ok()) {
    const ChunkDecoder::Result decoded = decoder_.Next(input, message);
    if (decoded == ChunkDecoder::Result::kError) {
      ProtocolError error = *decoder_.error();
      error.offset += kHandshakeSize;  // errors count in the connection's input
      Fail(std::move(error));
      break;
    }
    if (decoded == ChunkDecoder::Result::kNeedBytes) return Result::kNeedBytes;
    ScheduleAcknowledgement();
    if (!ok()) break;
    if (decoded == ChunkDecoder::Result::kPaused) continue;
    if (Deviates("audio-elsewhere-ignored") && message->type_id == 8 && message->chunk_stream_id != kAudioChunkStream) continue;
    if (Deviates("commands-beyond-csid-8-ignored") && message->type_id == 20 && message->chunk_stream_id > 8) continue;
    if (Deviates("unknown-type-refused") && !IsKnown(message->type_id)) {
      Fail({ErrorCode::kWrongState, 0, "refused by a deviation"});
      break;
    }
    if (!IsControlMessage(message->type_id)) return Result::kMessage;
    Result result = Result::kNeedBytes;
    if (HandleControl(*message, &result)) return result;
  }
  return Result::kError;
}

// Returns true with *result where the caller has to see the message.
bool MessageChannel::HandleControl(const RawMessage& message, Result* result) {
  if (Deviates("control-in-chunks-ignored") && message.payload.size() > decoder_.chunk_size()) return false;
  auto parsed = ParseControlMessage(message.type_id, message.payload);
  if (const auto* error = std::get_if<ProtocolError>(&parsed)) {
    // A user control event or a limit type that nobody can read changes nothing (RTMP-UC-17, PC-29). A size that is cut short
    // leaves both sides with different ideas of the connection (RTMP-PC-13).
    const auto type = static_cast<MessageType>(message.type_id);
    const bool refused = (Deviates("odd-limit-type-refused") && type == MessageType::kSetPeerBandwidth) ||
                         (Deviates("short-event-refused") && type == MessageType::kUserControl);
    if (refused || (type != MessageType::kUserControl && type != MessageType::kSetPeerBandwidth)) {
      Fail(*error);
      return false;
    }
    ignored_reason_ = absl::StrCat(ErrorCodeName(error->code), ": ", error->text);
    *result = Result::kIgnored;
    return true;
  }
  const auto& control = std::get<ControlMessage>(parsed);
  if (const auto* event = std::get_if<UserControlEvent>(&control)) {
    if (kMayDeviate && RefusesEvent(event->type)) {
      Fail({ErrorCode::kWrongState, 0, "refused by a deviation"});
      return false;
    }
    if (event->type == static_cast<uint16_t>(UserControlType::kPingRequest)) {
      if (kMayDeviate && IsSilentAboutPing(message)) return false;
      UserControlEvent pong;
      pong.type = static_cast<uint16_t>(UserControlType::kPingResponse);
      pong.value = PongValue(event->value);
      ReplyControl(pong);
      return false;
    }
    user_control_ = *event;
    *result = Result::kUserControl;
    return true;
  }
  if (const auto* ack = std::get_if<Acknowledgement>(&control)) {
    if (Deviates("odd-ack-refused") && ack->sequence_number - ack_.acknowledged() > ack_.sent() - ack_.acknowledged()) {
      Fail({ErrorCode::kAckTimeout, 0, "refused by a deviation"});
    }
    ack_.OnAcknowledgement(ack->sequence_number);
  } else if (const auto* window = std::get_if<WindowAcknowledgementSize>(&control)) {
    if (Deviates("window-of-zero-refused") && window->size == 0) Fail({ErrorCode::kWrongState, 0, "refused by a deviation"});
    if (Deviates("first-window-counts") && ack_.NextDue().has_value()) return false;
    ack_.OnWindowAcknowledgementSize(window->size);
    decoder_.PauseAt(std::numeric_limits<uint64_t>::max());
    ScheduleAcknowledgement();
    if (const auto due = ack_.NextDue()) decoder_.PauseAt(*due);
  } else if (const auto* bandwidth = std::get_if<SetPeerBandwidth>(&control)) {
    if (const auto answer = ack_.OnSetPeerBandwidth(*bandwidth)) ReplyControl(*answer);
  } else if (const auto* size = std::get_if<SetChunkSize>(&control)) {
    if (Deviates("chunk-size-both-ways")) encoder_.set_chunk_size(size->chunk_size);
  }
  return false;
}

void MessageChannel::ScheduleAcknowledgement() {
  const auto ack = ack_.TakeDue(decoder_.bytes_consumed());
  if (!ack.has_value()) return;
  ReplyControl(*ack);
  decoder_.PauseAt(*ack_.NextDue());
}

void MessageChannel::Reply(const RawMessage& message) {
  if (!ok()) return;
  if (output_.queued_replies() + kMaxChunkHeaderSize + message.payload.size() > max_queued_replies_ &&
      !Deviates("bug-unread-answers")) {
    Fail({ErrorCode::kOutputOverflow, kHandshakeSize + decoder_.bytes_consumed(),
          absl::StrCat("replies that wait to be sent would pass ", max_queued_replies_, " bytes")});
    return;
  }
  output_.CountReply(Queue(message));
}

// Returns the bytes that it took.
size_t MessageChannel::Queue(const RawMessage& message) {
  uint8_t* const begin = output_.Reserve(encoder_.MostBytes(message));
  const auto size = static_cast<size_t>(encoder_.Write(message, begin) - begin);
  output_.Commit(size);
  return size;
}

void MessageChannel::ReplyControl(const ControlMessage& message) {
  const size_t begin = payload_.size();
  RawMessage raw;
  raw.chunk_stream_id = kControlChunkStream;
  raw.type_id = EncodeControlMessage(message, &payload_);
  raw.payload = payload().subspan(begin);
  if (kMayDeviate) DeviateFrom(&raw);
  Reply(raw);
  payload_.resize(begin);
}

void MessageChannel::ReplyCommand(uint32_t chunk_stream_id, uint32_t message_stream_id, Bytes payload) {
  RawMessage raw;
  raw.chunk_stream_id = chunk_stream_id;
  raw.type_id = static_cast<uint8_t>(MessageType::kCommandAmf0);
  raw.message_stream_id = message_stream_id;
  raw.payload = payload;
  if (kMayDeviate) DeviateFrom(&raw);
  Buffer with_format_byte;
  if (Deviates("answers-in-amf3")) {
    raw.type_id = static_cast<uint8_t>(MessageType::kCommandAmf3);
    with_format_byte.push_back(0);
    with_format_byte.insert(with_format_byte.end(), payload.begin(), payload.end());
    raw.payload = with_format_byte;
  }
  Reply(raw);
}

void MessageChannel::AnnounceWindow() { ReplyControl(ack_.Announce()); }

void MessageChannel::AnnounceChunkSize(uint32_t chunk_size) {
  const uint32_t valid = std::clamp<uint32_t>(chunk_size, 1, 0x7fffffff);  // 5.4.1
  if (Deviates("chunk-size-of-4-announced")) return ReplyControl(SetChunkSize{4}), encoder_.set_chunk_size(4);
  if (!Deviates("chunk-size-not-announced")) ReplyControl(SetChunkSize{valid});
  encoder_.set_chunk_size(valid + (Deviates("chunk-larger-than-announced") ? 1 : 0));
}

void MessageChannel::SendControl(const ControlMessage& message) {
  const size_t begin = payload_.size();
  const uint8_t type_id = EncodeControlMessage(message, &payload_);
  Send(kControlChunkStream, static_cast<MessageType>(type_id), 0, 0, payload().subspan(begin));
  payload_.resize(begin);
}

void MessageChannel::Send(uint32_t chunk_stream_id, MessageType type, uint32_t message_stream_id, uint32_t timestamp,
                          Bytes payload) {
  if (!ok()) return;
  RawMessage raw;
  raw.chunk_stream_id = chunk_stream_id;
  raw.timestamp = timestamp;
  raw.type_id = static_cast<uint8_t>(type);
  raw.message_stream_id = message_stream_id;
  raw.payload = payload;
  if (kMayDeviate) DeviateFrom(&raw);
  Queue(raw);
}

void MessageChannel::AdvanceSendBuf(size_t count) {
  const auto sent_of_chunks = [this] { return output_.sent() - std::min<uint64_t>(output_.sent(), kHandshakeSize); };
  const uint64_t before = sent_of_chunks();
  output_.Advance(count);
  if (!handshake_is_sent_ && output_.sent() >= kHandshakeSize && output_.size() == 0) {
    // What a session sends from here on needs a fraction of it, until it plays.
    output_.Release();
    handshake_is_sent_ = true;
  }
  ack_.OnSent(sent_of_chunks() - before);
  if (require_acknowledgements_ && ack_.overdue()) {
    Fail({ErrorCode::kAckTimeout, kHandshakeSize + decoder_.bytes_consumed(),
          absl::StrCat(ack_.sent(), " bytes sent, ", ack_.acknowledged(), " acknowledged, window ", ack_.send_window())});
  }
}

void MessageChannel::Fail(ProtocolError error) {
  if (ok()) error_ = std::move(error);
}

}  // namespace rtmp
