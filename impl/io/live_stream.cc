#include "impl/io/live_stream.h"

#include <algorithm>

#include "impl/bytes/deviation.h"

namespace rtmp::io {

void LiveStream::Begin(RelayPeer& publisher) {
  publisher_ = &publisher;
  for (Player& player : players_) {
    player.peer->connection.BeginOfStream(player.message_stream_id).IgnoreError();
    marks_.Mark(*player.peer);
  }
}

void LiveStream::End() {
  publisher_ = nullptr;
  if (!Deviates("headers-outlive-publisher")) {
    headers_.clear();
    header_bytes_ = 0;
  }
  last_timestamp_ = 0;
  has_video_ = false;
  for (Player& player : players_) {
    player.video_waits = player.audio_waits = player.owes_headers = false;
    if (Deviates("publisher-leaves-untold")) continue;
    player.peer->connection.EndOfStream(player.message_stream_id).IgnoreError();
    marks_.Mark(*player.peer);
  }
}

void LiveStream::Join(RelayPeer& peer, uint32_t message_stream_id) {
  Player& player = players_.emplace_back(Player{&peer, message_stream_id});
  player.video_waits = player.audio_waits = has_video_ && !Deviates("late-joiner-waits-for-nothing");
  player.owes_headers = !headers_.empty();
  if (Deviates("late-joiner-headers-behind-frame")) return;
  if (player.owes_headers && Fits(player, header_bytes_)) SendHeaders(player, last_timestamp_);
}

void LiveStream::Leave(const RelayPeer& peer, uint32_t message_stream_id) {
  const auto gone = std::remove_if(players_.begin(), players_.end(), [&](const Player& player) {
    return player.peer == &peer && player.message_stream_id == message_stream_id;
  });
  players_.erase(gone, players_.end());
}

void LiveStream::Switch(const RelayPeer& peer, uint32_t message_stream_id, bool video) {
  for (Player& player : players_) {
    if (player.peer != &peer || player.message_stream_id != message_stream_id) continue;
    if (video && !player.video_on) player.video_waits = has_video_;
    player.video_on = video;
  }
}

Bytes LiveStream::Stable(Bytes payload) {
  const bool plays_itself =
      std::any_of(players_.begin(), players_.end(), [&](const Player& player) { return player.peer == publisher_; });
  if (!plays_itself) return payload;
  own_payload_.assign(payload.begin(), payload.end());
  return own_payload_;
}

void LiveStream::Audio(uint32_t timestamp, Bytes payload) {
  payload = Stable(payload);
  last_timestamp_ = timestamp;
  const MediaTag tag = LookAtAudio(payload);
  if (tag.kind == MediaKind::kHeader) return RelayHeader(Type::kAudio, tag.slot, timestamp, payload);
  RelayAudioOrData(Type::kAudio, timestamp, payload);
}

void LiveStream::Video(uint32_t timestamp, Bytes payload) {
  payload = Stable(payload);
  last_timestamp_ = timestamp;
  const MediaTag tag = LookAtVideo(payload);
  if (tag.kind == MediaKind::kHeader) return RelayHeader(Type::kVideo, tag.slot, timestamp, payload);
  if (tag.kind != MediaKind::kOther) {
    has_video_ = true;
    last_video_ = timestamp;
  }
  for (Player& player : players_) {
    if (player.video_waits && tag.kind != MediaKind::kKeyFrame) continue;
    if (!Fits(player, owed_size(player) + payload.size())) {
      player.video_waits = player.audio_waits = true;
      continue;
    }
    player.video_waits = player.audio_waits = false;
    if (!Deviates("late-joiner-headers-behind-frame")) SendHeaders(player, timestamp);
    Send(player, Type::kVideo, timestamp, payload);
    SendHeaders(player, timestamp);
  }
}

void LiveStream::Data(uint32_t timestamp, absl::string_view handler, Bytes payload) {
  payload = Stable(payload);
  last_timestamp_ = timestamp;
  if (Deviates("other-data-dropped") && handler != "onMetaData") return;
  if (handler == "onMetaData" && Deviates("metadata-dropped")) return;
  if (handler == "onMetaData") return RelayHeader(Type::kData, 0, timestamp, payload);
  RelayAudioOrData(Type::kData, timestamp, payload);
}

void LiveStream::RelayHeader(Type type, uint16_t slot, uint32_t timestamp, Bytes payload) {
  const bool again = std::any_of(headers_.begin(), headers_.end(), [&](const Header& h) { return h.type == type; });
  Keep(type, slot, payload);
  if (Deviates("new-header-not-relayed") && again) return;
  for (Player& player : players_) {
    if (player.owes_headers || !Fits(player, payload.size())) {
      player.owes_headers = true;
    } else {
      Send(player, type, timestamp, payload);
    }
  }
}

void LiveStream::RelayAudioOrData(Type type, uint32_t timestamp, Bytes payload) {
  const bool with_video = VideoIsRecent(timestamp);
  for (Player& player : players_) {
    if (player.audio_waits && player.video_on && with_video) continue;
    if (!Fits(player, owed_size(player) + payload.size())) {
      player.video_waits = has_video_;
      player.audio_waits = true;
      continue;
    }
    player.audio_waits = false;
    SendHeaders(player, timestamp);
    Send(player, type, timestamp, payload);
  }
}

void LiveStream::Keep(Type type, uint16_t slot, Bytes payload) {
  auto header = std::find_if(headers_.begin(), headers_.end(), [&](const Header& h) { return h.type == type && h.slot == slot; });
  if (Deviates("new-header-not-kept") && header != headers_.end()) return;
  const size_t replaced = header == headers_.end() ? 0 : header->payload.size();
  if (header_bytes_ - replaced + payload.size() > kMaxKeptBytes) {
    // The one before is out of date all the same.
    if (header == headers_.end()) return;
    header_bytes_ -= replaced;
    headers_.erase(header);
    return;
  }
  if (header == headers_.end()) {
    if (headers_.size() == kMaxKeptHeaders) return;
    header = headers_.insert(type == Type::kData ? headers_.begin() : headers_.end(), Header{type, slot, {}});
  }
  header_bytes_ += payload.size() - replaced;
  header->payload.assign(payload.begin(), payload.end());
}

bool LiveStream::Fits(const Player& player, size_t size) const {
  const size_t queued = player.peer->connection.send_buf().size();
  return queued == 0 || (queued <= max_queue_ && size <= max_queue_ - queued);
}

void LiveStream::SendHeaders(Player& player, uint32_t timestamp) {
  if (!player.owes_headers) return;
  player.owes_headers = false;
  // FFmpeg makes a text track of a script tag with another timestamp than 0.
  for (const Header& header : headers_) {
    if (Deviates("late-joiner-without-audio-header") && header.type == Type::kAudio) continue;
    if (Deviates("late-joiner-without-video-header") && header.type == Type::kVideo) continue;
    if (Deviates("late-joiner-without-metadata") && header.type == Type::kData) continue;
    Send(player, header.type, header.type == Type::kData ? 0 : timestamp, header.payload);
  }
}

void LiveStream::Send(const Player& player, Type type, uint32_t timestamp, Bytes payload) {
  ServerConnection& connection = player.peer->connection;
  // A stream that is not Playing refuses and is left alone: its PlayFinished is on the way.
  switch (type) {
    case Type::kAudio:
      connection.SendAudio(player.message_stream_id, timestamp, payload).IgnoreError();
      break;
    case Type::kVideo:
      connection.SendVideo(player.message_stream_id, timestamp, payload).IgnoreError();
      break;
    case Type::kData:
      connection.SendData(player.message_stream_id, timestamp, payload).IgnoreError();
      break;
  }
  marks_.Mark(*player.peer);
}

bool LiveStream::VideoIsRecent(uint32_t timestamp) const {
  // Timestamps wrap (RTMP 1.0 section 4): the difference counts, modulo 2^32.
  return has_video_ && static_cast<int32_t>(timestamp - last_video_) < kVideoGapMs;
}

}  // namespace rtmp::io
