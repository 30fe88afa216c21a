// For tests only: a peer that writes what it is told, and a connection that is fed every way and must not show a difference.
#ifndef RTMPSPEC_IMPL_CONNECTION_SESSION_TESTING_H_
#define RTMPSPEC_IMPL_CONNECTION_SESSION_TESTING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "impl/amf0/decoder.h"
#include "impl/amf0/encoder.h"
#include "impl/bytes/cuts_testing.h"
#include "impl/bytes/hex.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/connection/client_connection.h"
#include "impl/connection/server_connection.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {

// An AMF0 payload: each argument one value. null is nullptr.
inline void AppendAmf(amf0::Encoder& amf, double value) { amf.Number(value); }
inline void AppendAmf(amf0::Encoder& amf, bool value) { amf.Boolean(value); }
inline void AppendAmf(amf0::Encoder& amf, const char* value) { amf.String(value); }
inline void AppendAmf(amf0::Encoder& amf, const std::string& value) { amf.String(value); }
inline void AppendAmf(amf0::Encoder& amf, std::nullptr_t) { amf.Null(); }
struct Object {
  std::vector<std::pair<std::string, std::variant<std::string, double>>> properties;
};
inline void AppendAmf(amf0::Encoder& amf, const Object& object) {
  amf.BeginObject();
  for (const auto& [name, value] : object.properties) {
    amf.Key(name);
    if (const auto* text = std::get_if<std::string>(&value)) {
      amf.String(*text);
    } else {
      amf.Number(std::get<double>(value));
    }
  }
  amf.EndObject();
}
template <typename... Values>
Buffer Amf(const Values&... values) {
  Buffer out;
  amf0::Encoder amf(&out);
  (AppendAmf(amf, values), ...);
  return out;
}

// What a peer sends, as bytes. Chunks of 128 bytes unless SetChunkSize says otherwise.
class PeerBytes {
 public:
  static PeerBytes Client() {
    PeerBytes peer;
    peer.bytes_.assign(kHandshakeSize, 0x5a);
    peer.bytes_[0] = 3;
    return peer;
  }
  // Behind the handshake and connect to "live".
  static PeerBytes Connected() { return Client().Command(0, "connect", 1.0, ConnectObject()); }
  // ... and createStream.
  static PeerBytes Created() { return Connected().Command(0, "createStream", 2.0, nullptr); }
  // ... and publish, or play, of "cam".
  static PeerBytes Publish() { return Created().Command(1, "publish", 3.0, nullptr, "cam", "live"); }
  static PeerBytes Play() { return Created().Command(1, "play", 3.0, nullptr, "cam"); }

  static Object ConnectObject() { return {{{"app", "live"}, {"tcUrl", "rtmp://h/live"}, {"flashVer", "test"}}}; }

  PeerBytes& Message(uint8_t type_id, uint32_t message_stream_id, uint32_t timestamp, Bytes payload) {
    RawMessage raw;
    raw.chunk_stream_id = type_id <= 6 ? 2 : type_id == 8 ? 4 : type_id == 9 ? 6 : message_stream_id == 0 ? 3 : 8;
    raw.timestamp = timestamp;
    raw.type_id = type_id;
    raw.message_stream_id = message_stream_id;
    raw.payload = payload;
    encoder_.Encode(raw, &bytes_);
    return *this;
  }
  template <typename... Values>
  PeerBytes& Command(uint32_t message_stream_id, const Values&... values) {
    return Message(20, message_stream_id, 0, Amf(values...));
  }
  template <typename... Values>
  PeerBytes& Data(uint32_t message_stream_id, const Values&... values) {
    return Message(18, message_stream_id, 0, Amf(values...));
  }
  PeerBytes& Audio(uint32_t message_stream_id, uint32_t timestamp, absl::string_view payload) {
    return Message(8, message_stream_id, timestamp, ToBytes(payload));
  }
  PeerBytes& Video(uint32_t message_stream_id, uint32_t timestamp, absl::string_view payload) {
    return Message(9, message_stream_id, timestamp, ToBytes(payload));
  }
  PeerBytes& Control(const ControlMessage& control) {
    Buffer payload;
    const uint8_t type_id = EncodeControlMessage(control, &payload);
    Message(type_id, 0, 0, payload);
    if (const auto* size = std::get_if<SetChunkSize>(&control)) encoder_.set_chunk_size(size->chunk_size);
    return *this;
  }
  PeerBytes& Event(UserControlType type, uint32_t value, uint32_t buffer_length = 0) {
    UserControlEvent event;
    event.type = static_cast<uint16_t>(type);
    event.value = value;
    event.buffer_length = buffer_length;
    return Control(event);
  }
  PeerBytes& Hex(absl::string_view hex) { return Raw(ParseHex(hex).value()); }
  PeerBytes& Raw(Bytes bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }

  const Buffer& bytes() const { return bytes_; }

 private:
  Buffer bytes_;
  ChunkEncoder encoder_;
};

// The messages of a chunk stream as lines: "csid 3 msid 0 (\"_result\" 1 null 1)", "csid 2 SetChunkSize 00001000".
inline std::vector<std::string> MessageLines(Bytes chunks) {
  std::vector<std::string> lines;
  ChunkDecoder decoder;
  RawMessage message;
  while (decoder.Next(chunks, &message) == ChunkDecoder::Result::kMessage) {
    std::string line = absl::StrCat("csid ", message.chunk_stream_id);
    if (message.message_stream_id != 0) absl::StrAppend(&line, " msid ", message.message_stream_id);
    if (message.timestamp != 0) absl::StrAppend(&line, " t ", message.timestamp);
    if (message.type_id == 20 || message.type_id == 18) {
      amf0::Values values;
      const bool ok = !amf0::Decode(message.payload, {}, &values).has_value();
      absl::StrAppend(&line, message.type_id == 18 ? " data " : " ", ok ? amf0::ToText(values, 1000) : "broken AMF0");
    } else {
      absl::StrAppend(&line, " ", MessageTypeName(message.type_id), " ", ToHex(message.payload));
    }
    lines.push_back(std::move(line));
  }
  EXPECT_EQ(decoder.error(), std::nullopt) << ToStatus(*decoder.error());
  EXPECT_EQ(decoder.buffered_bytes(), 0u) << "an unfinished message was sent";
  return lines;
}

// Everything that a connection showed.
struct Shown {
  std::vector<std::string> events;  // EventText, and the payload of media and data
  Buffer output;                    // all of it, handshake included
  State state = State::kHandshaking;
  std::optional<ErrorCode> error;
  uint64_t error_offset = 0;

  friend bool operator==(const Shown& a, const Shown& b) {
    return a.events == b.events && a.output == b.output && a.state == b.state && a.error == b.error &&
           a.error_offset == b.error_offset;
  }
  friend std::ostream& operator<<(std::ostream& os, const Shown& shown) {
    for (const std::string& event : shown.events) os << event << "\n";
    os << StateName(shown.state) << " " << (shown.error ? ErrorCodeName(*shown.error) : absl::string_view("no error")) << "@"
       << shown.error_offset << "\n";
    return os << shown.output.size() << " bytes sent: " << ToHex(shown.output).substr(0, 20000);
  }

  // What was sent behind the handshake.
  Bytes chunks() const { return Bytes(output).subspan(std::min(output.size(), kHandshakeSize)); }
  std::vector<std::string> messages() const { return MessageLines(chunks()); }
  // Behind those that `before` had: for sessions that start alike.
  std::vector<std::string> MessagesAfter(const Shown& before) const {
    std::vector<std::string> all = messages();
    return {all.begin() + static_cast<std::ptrdiff_t>(before.messages().size()), all.end()};
  }
  std::vector<std::string> EventsAfter(const Shown& before) const {
    return {events.begin() + static_cast<std::ptrdiff_t>(before.events.size()), events.end()};
  }
};

inline std::string ShownEvent(const Event& event) {
  std::string text = EventText(event);
  const auto add = [&](Bytes payload) { absl::StrAppend(&text, " ", ToHex(payload)); };
  if (const auto* audio = std::get_if<AudioReceived>(&event)) add(audio->payload);
  if (const auto* video = std::get_if<VideoReceived>(&event)) add(video->payload);
  if (const auto* data = std::get_if<DataReceived>(&event)) add(data->payload);
  return text;
}

// What the user does on an event.
template <typename Connection>
using Reaction = std::function<void(Connection&, const Event&)>;

// The message stream that asks for Accept or Reject; 0: none.
inline uint32_t Asking(const Event& event) {
  if (const auto* publish = std::get_if<PublishRequested>(&event)) return publish->message_stream_id;
  if (const auto* play = std::get_if<PlayRequested>(&event)) return play->message_stream_id;
  return 0;
}
inline Reaction<ServerConnection> AcceptAll() {
  return [](ServerConnection& server, const Event& event) {
    if (const uint32_t id = Asking(event); id != 0) {
      EXPECT_EQ(server.Accept(id), absl::OkStatus());
    }
  };
}
inline Reaction<ServerConnection> RejectAll(const std::string& description) {
  return [description](ServerConnection& server, const Event& event) {
    if (const uint32_t id = Asking(event); id != 0) {
      EXPECT_EQ(server.Reject(id, description), absl::OkStatus());
    }
  };
}

// Feeds one piece, in memory of its own, until NeedBytes or the error.
template <typename Connection>
void FeedPiece(Connection& connection, Bytes bytes, const Reaction<Connection>& reaction, Shown* shown) {
  const Buffer piece(bytes.begin(), bytes.end());
  Bytes input = piece;
  for (;;) {
    const absl::StatusOr<Event> event = connection.NextEvent(input);
    if (!event.ok()) {
      ASSERT_NE(connection.error(), nullptr);
      EXPECT_EQ(event.status(), ToStatus(*connection.error()));
      return;
    }
    if (IsNeedBytes(*event)) {
      EXPECT_TRUE(input.empty()) << "bytes were left";
      return;
    }
    shown->events.push_back(ShownEvent(*event));
    if (reaction) reaction(connection, *event);
  }
}

template <typename Connection>
void Finish(const Connection& connection, Shown* shown) {
  shown->output.assign(connection.send_buf().begin(), connection.send_buf().end());
  shown->state = connection.state();
  if (connection.error() != nullptr) {
    shown->error = connection.error()->code;
    shown->error_offset = connection.error()->offset;
    EXPECT_EQ(connection.state(), State::kDisconnecting);
  }
}

template <typename Connection, typename Options>
Shown FeedInPieces(Bytes bytes, const std::vector<size_t>& cuts, const Options& options, const Reaction<Connection>& reaction) {
  Connection connection(options);
  Shown shown;
  size_t begin = 0;
  for (size_t cut : cuts) {
    FeedPiece(connection, bytes.subspan(begin, cut - begin), reaction, &shown);
    begin = cut;
  }
  FeedPiece(connection, bytes.subspan(begin), reaction, &shown);
  Finish(connection, &shown);
  return shown;
}

// Whole, a byte at a time, and cut at random places, the same in every run.
template <typename Connection, typename Options>
Shown FeedEveryWay(Bytes bytes, const Options& options, const Reaction<Connection>& reaction) {
  Shown whole = FeedInPieces<Connection>(bytes, {}, options, reaction);
  std::vector<size_t> every_byte;
  for (size_t i = 1; i < bytes.size(); ++i) every_byte.push_back(i);
  EXPECT_EQ(FeedInPieces<Connection>(bytes, every_byte, options, reaction), whole) << "a byte at a time";
  for (unsigned seed = 1; seed <= RandomCuttings(bytes.size()); ++seed) {
    EXPECT_EQ(FeedInPieces<Connection>(bytes, RandomCuts(bytes.size(), seed), options, reaction), whole)
        << "random cuts, seed " << seed;
  }
  return whole;
}

inline Shown ServeEveryWay(const PeerBytes& peer, const ServerOptions& options = {},
                           const Reaction<ServerConnection>& reaction = AcceptAll()) {
  return FeedEveryWay<ServerConnection>(peer.bytes(), options, reaction);
}

// A server that has been fed `peer` whole, for tests that go on with calls.
inline ServerConnection ServerAfter(const PeerBytes& peer, const ServerOptions& options = {},
                                    const Reaction<ServerConnection>& reaction = AcceptAll()) {
  ServerConnection server(options);
  Shown shown;
  FeedPiece(server, peer.bytes(), reaction, &shown);
  server.AdvanceSendBuf(server.send_buf().size());
  return server;
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_SESSION_TESTING_H_
