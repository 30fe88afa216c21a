// One live stream: its players, and what one who joins late must get first.
#ifndef RTMPSPEC_IMPL_IO_LIVE_STREAM_H_
#define RTMPSPEC_IMPL_IO_LIVE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/io/media_tag.h"
#include "impl/io/relay_peer.h"

namespace rtmp::io {

// What a player gets (RTMP-PL-07):
// - Timestamps as the publisher sent them, for everyone. Headers that are repeated from the cache carry the timestamp of the
//   message that came last, so that a player's first timestamps are those of the media that follows; repeated metadata carries 0.
// - Who joins before the first video frame gets everything from then on. Who joins later gets the metadata and the sequence
//   headers at once, and everything from the next key frame on: audio, too, begins with that key frame, unless the stream has
//   had no video for kVideoGapMs.
// - A message that does not fit into max_queue is dropped whole, and then everything up to the next key frame that fits (in a
//   stream without video: up to the next audio that fits). Headers and metadata that do not fit are owed: they come, in their
//   latest form, before the next message. A message always fits into an empty queue.
class LiveStream {
 public:
  // A publisher may stop its video and go on with audio alone: after this time of stream nobody waits for a key frame.
  static constexpr int32_t kVideoGapMs = 5000;
  // What is kept for late joiners: all headers and metadata together, bytes. What goes beyond is relayed and not kept.
  static constexpr size_t kMaxKeptBytes = size_t{1} << 20;
  static constexpr size_t kMaxKeptHeaders = 16;

  // `marks` must outlive the stream.
  LiveStream(std::string key, size_t max_queue, OutputMarks* marks)
      : key_(std::move(key)), max_queue_(max_queue), marks_(*marks) {}

  const std::string& key() const { return key_; }
  bool published() const { return publisher_ != nullptr; }
  // Nobody publishes and nobody plays.
  bool unused() const { return publisher_ == nullptr && players_.empty(); }

  // Requires !published(). Players are told that a source begins.
  void Begin(RelayPeer& publisher);
  // The publisher is gone: players are told, the cache is emptied; they wait for the next one.
  void End();

  // The message stream must be Playing.
  void Join(RelayPeer& peer, uint32_t message_stream_id);
  void Leave(const RelayPeer& peer, uint32_t message_stream_id);
  // The player switched audio or video on or off. Video that was off comes back with a key frame.
  void Switch(const RelayPeer& peer, uint32_t message_stream_id, bool video);

  // From the publisher.
  void Audio(uint32_t timestamp, Bytes payload);
  void Video(uint32_t timestamp, Bytes payload);
  void Data(uint32_t timestamp, absl::string_view handler, Bytes payload);

 private:
  enum class Type : uint8_t { kAudio, kVideo, kData };
  struct Player {
    RelayPeer* peer;
    uint32_t message_stream_id;
    bool video_waits = false;  // for a key frame
    bool audio_waits = false;  // for the same key frame
    bool video_on = true;
    bool owes_headers = false;
  };
  struct Header {
    Type type;
    uint16_t slot;
    Buffer payload;
  };

  // The payload is a view into the publisher's connection, which a call on that connection may end: a copy of it if the publisher
  // plays its own stream, else itself.
  Bytes Stable(Bytes payload);
  // Keeps a header, or replaces the one that it follows, and sends it to all players.
  void RelayHeader(Type type, uint16_t slot, uint32_t timestamp, Bytes payload);
  void RelayAudioOrData(Type type, uint32_t timestamp, Bytes payload);
  void Keep(Type type, uint16_t slot, Bytes payload);
  bool Fits(const Player& player, size_t size) const;
  size_t owed_size(const Player& player) const { return player.owes_headers ? header_bytes_ : 0; }
  void SendHeaders(Player& player, uint32_t timestamp);
  void Send(const Player& player, Type type, uint32_t timestamp, Bytes payload);
  bool VideoIsRecent(uint32_t timestamp) const;

  const std::string key_;
  const size_t max_queue_;
  OutputMarks& marks_;
  RelayPeer* publisher_ = nullptr;
  std::vector<Player> players_;
  std::vector<Header> headers_;  // metadata first, then in order of arrival
  size_t header_bytes_ = 0;
  Buffer own_payload_;
  uint32_t last_timestamp_ = 0;
  uint32_t last_video_ = 0;
  bool has_video_ = false;  // a coded frame came
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_LIVE_STREAM_H_
