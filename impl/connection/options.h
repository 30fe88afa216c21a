// Everything about a connection that is a choice: limits, sizes, policies, time and randomness.
#ifndef RTMPSPEC_IMPL_CONNECTION_OPTIONS_H_
#define RTMPSPEC_IMPL_CONNECTION_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "impl/amf0/decoder.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/command/capabilities.h"
#include "impl/handshake/handshake.h"

namespace rtmp {

// Shared by servers and clients.
struct ConnectionOptions {
  HandshakeOptions handshake;
  ChunkDecoderOptions chunk;
  amf0::Limits amf;
  // Announced to the peer after connect (server) or before it (client), and used for sending from then on. 1..0x7fffffff.
  uint32_t chunk_size = 4096;
  // WindowAcknowledgementSize and SetPeerBandwidth (hard) that are announced, bytes.
  uint32_t window_size = 5'000'000;
  // Message streams that one connection may have at a time; createStream beyond it is answered with _error.
  size_t max_message_streams = 64;
  // Answers that wait to be sent, bytes. A peer that makes more without reading them ends in kOutputOverflow. Media that the
  // user sends does not count: bounding it is the user's choice (see send_buf().size()).
  size_t max_queued_replies = size_t{1} << 20;
  // End the connection (kAckTimeout) when the peer lets more than twice its window go unacknowledged. The specification
  // lets a sender wait; most peers never acknowledge, so this is off (RTMP-PC-22).
  bool require_acknowledgements = false;
};

// Of servers alone.
struct ServerOptions : ConnectionOptions {
  // Applications that connect may name; empty: all. Another name is answered with _error NetConnection.Connect.InvalidApp
  // and the connection goes to Disconnecting (RTMP-CN-06).
  std::vector<std::string> apps;
  // What the answer to connect says of Enhanced RTMP, to a client that says something of it itself (ERTMP-35).
  Capabilities capabilities = RelayCapabilities();
  // After Reject of a publish or play the connection goes to Disconnecting; off: the stream is Created again and may be used.
  bool close_after_reject = true;
};

// Of clients alone.
struct ClientOptions : ConnectionOptions {
  enum class Mode : uint8_t { kPublish, kPlay };
  Mode mode = Mode::kPublish;
  std::string app;
  std::string tc_url;  // rtmp://host:port/app
  std::string stream_name;
  std::string flash_ver = "FMLE/3.0 (compatible; rtmpspec)";
  // What connect says of Enhanced RTMP. With kCapsReconnect a ReconnectRequest becomes an event, without it a status (ERTMP-42).
  Capabilities capabilities;
  double play_start = -2;  // 7.2.2.1: -2 live or recorded, -1 live only, >= 0 seconds into a recording
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_OPTIONS_H_
