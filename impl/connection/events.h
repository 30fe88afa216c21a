// What a connection tells its user. Small structs in a variant; views are valid until the next call on the connection.
#ifndef RTMPSPEC_IMPL_CONNECTION_EVENTS_H_
#define RTMPSPEC_IMPL_CONNECTION_EVENTS_H_

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "impl/bytes/bytes.h"
#include "impl/command/capabilities.h"
#include "impl/connection/state.h"

namespace rtmp {

// The input is used up. Not an error.
struct NeedBytes {};

// A transition of the state table, before the event that says why.
struct StateChanged {
  State state;
};

// Server: connect was accepted.
struct ClientConnected {
  absl::string_view app;
  absl::string_view tc_url;
  absl::string_view flash_ver;
  const Capabilities* capabilities = nullptr;  // of Enhanced RTMP, never null; valid as long as the connection
};

// Server: wait for Accept or Reject with this message stream id.
struct PublishRequested {
  uint32_t message_stream_id;
  absl::string_view app;
  absl::string_view tc_url;
  absl::string_view stream_name;
  absl::string_view type;  // "live", "record", "append"
};
// Server: as PublishRequested.
struct PlayRequested {
  uint32_t message_stream_id;
  absl::string_view app;
  absl::string_view tc_url;
  absl::string_view stream_name;
  double start = -2;  // 7.2.2.1
  double duration = -1;
  bool reset = true;
};

// Server: the stream is no longer published or played, by deleteStream, closeStream or FCUnpublish.
struct PublishFinished {
  uint32_t message_stream_id;
};
// Server: as PublishFinished.
struct PlayFinished {
  uint32_t message_stream_id;
};

// Server: receiveAudio/receiveVideo/pause of a player. What is switched off is not sent: SendAudio and SendVideo skip it.
struct PlayerSwitched {
  uint32_t message_stream_id;
  bool audio;
  bool video;
};

// Media and data. On a server only from a stream that is Publishing, on a client only from one that is Playing.
struct AudioReceived {
  uint32_t message_stream_id;
  uint32_t timestamp;  // absolute, milliseconds, modulo 2^32
  Bytes payload;       // FLV audio tag body; may be empty (RTMP-CM-16)
};
// As AudioReceived.
struct VideoReceived {
  uint32_t message_stream_id;
  uint32_t timestamp;
  Bytes payload;  // FLV video tag body; may be empty
};
// As AudioReceived.
struct DataReceived {
  uint32_t message_stream_id;
  uint32_t timestamp;
  absl::string_view handler;  // "onMetaData" also for @setDataFrame "onMetaData"
  Bytes payload;              // AMF0 values from the handler name on: what a player gets (RTMP-MT-08)
};

// A shared object message (7.1.3). This connection keeps no shared objects: what to make of it is the user's choice.
struct SharedObjectReceived {
  uint32_t message_stream_id;
  absl::string_view name;
  uint32_t version;
  bool persistent;
  Bytes events;  // read them with SharedObjectReader (message/shared_object.h)
};

// Client: an onStatus or _error of the server that changes nothing else.
struct StatusReceived {
  absl::string_view level;
  absl::string_view code;
  absl::string_view description;
};

// Client: the server asks it to leave at the next media boundary and to connect there (ERTMP-39). Only where the client said in
// connect that it can. Nothing else changes; the user opens another connection.
struct ReconnectRequested {
  std::string tc_url;  // absolute: resolved against the connection's
  absl::string_view description;
};

// What came, was understood as far as this text says, and had no effect.
struct MessageIgnored {
  uint8_t type_id;
  uint32_t message_stream_id;
  std::string reason;
};
// As MessageIgnored.
struct CommandIgnored {
  uint32_t message_stream_id;
  absl::string_view name;
  std::string reason;
};
// As MessageIgnored.
struct UserControlEventIgnored {
  uint16_t type;
};

// The peer ended the session by the protocol: close, an error status to a client.
struct DisconnectedByPeer {
  std::string reason;
};

using Event =
    std::variant<NeedBytes, StateChanged, ClientConnected, PublishRequested, PlayRequested, PublishFinished, PlayFinished,
                 PlayerSwitched, AudioReceived, VideoReceived, DataReceived, SharedObjectReceived, StatusReceived,
                 ReconnectRequested, MessageIgnored, CommandIgnored, UserControlEventIgnored, DisconnectedByPeer>;

inline bool IsNeedBytes(const Event& event) { return std::holds_alternative<NeedBytes>(event); }

// One line, such as `PublishRequested stream 1 live/cam1`, for logs, tests and fuzzers' transcripts.
std::string EventText(const Event& event);

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_EVENTS_H_
