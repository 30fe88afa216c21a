// Writes sessions of our client with our server, in process, as they would cross the wire, and says what is in them: for a look
// by another dissector.
//
//   session_pcap FILE.pcap     a line a message on stdout: source port, chunk stream, type, message stream, time, length, command
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impl/amf0/encoder.h"
#include "impl/bytes/byte_writer.h"
#include "impl/chunk/chunk_decoder.h"
#include "impl/command/command.h"
#include "impl/connection/client_connection.h"
#include "impl/connection/server_connection.h"

namespace rtmp {
namespace {

constexpr uint16_t kServerPort = 1935;
constexpr size_t kSegment = 1400;

// One TCP connection in a capture file (libpcap's format, Ethernet, IPv4).
class Capture {
 public:
  explicit Capture(const char* path) : file_(path, std::ios::binary) {
    Buffer head;
    ByteWriter writer(&head);
    writer.WriteU32(0xa1b2c3d4);
    writer.WriteU32(0x00020004);
    writer.WriteU32(0);
    writer.WriteU32(0);
    writer.WriteU32(65535);
    writer.WriteU32(1);  // Ethernet
    Write(head);
  }
  void Open(uint16_t client_port) {
    client_port_ = client_port;
    client_next_ = server_next_ = 1;
    Packet(true, 0x02, 0, {});
    Packet(false, 0x12, 0, {});
    Packet(true, 0x10, 1, {});
  }
  void Data(bool from_client, Bytes bytes) {
    uint32_t& next = from_client ? client_next_ : server_next_;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kSegment))) {
      const Bytes segment = bytes.subspan(0, kSegment);
      Packet(from_client, 0x18, next, segment);
      next += static_cast<uint32_t>(segment.size());
    }
  }
  bool ok() const { return file_.good(); }

 private:
  void Write(const Buffer& bytes) {
    file_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  void Packet(bool from_client, uint8_t flags, uint32_t sequence, Bytes payload) {
    Buffer packet;
    ByteWriter writer(&packet);
    const auto length = static_cast<uint32_t>(54 + payload.size());
    writer.WriteU32(1);
    writer.WriteU32(++microseconds_);
    writer.WriteU32(length);
    writer.WriteU32(length);
    for (int i = 0; i < 3; ++i) writer.WriteU32(0x02000000);  // two addresses
    writer.WriteU16(0x0800);
    writer.WriteU32(0x45000000 | (length - 14));
    writer.WriteU32(0);
    writer.WriteU32(0x40060000);
    writer.WriteU32(from_client ? 0x0a000001 : 0x0a000002);
    writer.WriteU32(from_client ? 0x0a000002 : 0x0a000001);
    writer.WriteU16(from_client ? client_port_ : kServerPort);
    writer.WriteU16(from_client ? kServerPort : client_port_);
    writer.WriteU32(sequence);
    writer.WriteU32((flags & 0x10) == 0 ? 0 : from_client ? server_next_ : client_next_);
    writer.WriteU16(static_cast<uint16_t>(0x5000 | flags));
    writer.WriteU16(0xffff);
    writer.WriteU32(0);
    writer.WriteBytes(payload);
    Write(packet);
  }
  std::ofstream file_;
  uint16_t client_port_ = 0;
  uint32_t client_next_ = 1, server_next_ = 1;
  uint32_t microseconds_ = 0;
};

void Say(uint16_t port, Bytes sent) {
  Bytes chunks = sent.subspan(std::min(sent.size(), kHandshakeSize));
  ChunkDecoder decoder;
  RawMessage message;
  while (decoder.Next(chunks, &message) == ChunkDecoder::Result::kMessage) {
    std::string command;
    if (message.type_id == 20) {
      amf0::Values values;
      Command parsed;
      if (!ParseCommand(message.payload, {}, &values, &parsed).has_value()) command = std::string(parsed.name);
    }
    std::printf("%u\t%u\t%u\t%u\t%u\t%zu\t%s\n", port, message.chunk_stream_id, message.type_id, message.message_stream_id,
                message.timestamp, message.payload.size(), command.c_str());
  }
}

Buffer Frame(uint8_t first, size_t size) {
  Buffer frame(size, 0x55);
  frame[0] = first;
  frame[1] = 1;
  return frame;
}

// A session from C0 to deleteStream.
void Session(ClientOptions::Mode mode, uint16_t port, Capture& capture) {
  ClientOptions options;
  options.mode = mode;
  options.app = "live";
  options.tc_url = "rtmp://10.0.0.2/live";
  options.stream_name = "cam";
  ClientConnection client(options);
  ServerConnection server;
  Buffer from_client, from_server;
  capture.Open(port);
  const auto move = [&](auto& from, auto& to, bool is_client, Buffer* all) {
    const Buffer bytes(from.send_buf().begin(), from.send_buf().end());
    from.AdvanceSendBuf(bytes.size());
    all->insert(all->end(), bytes.begin(), bytes.end());
    capture.Data(is_client, bytes);
    Bytes input = bytes;
    while (true) {
      const absl::StatusOr<Event> event = to.NextEvent(input);
      if (!event.ok() || IsNeedBytes(*event)) break;
      if (const auto* publish = std::get_if<PublishRequested>(&*event)) server.Accept(publish->message_stream_id).IgnoreError();
      if (const auto* play = std::get_if<PlayRequested>(&*event)) server.Accept(play->message_stream_id).IgnoreError();
    }
    return !bytes.empty();
  };
  const auto talk = [&] {
    bool moved = true;
    while (moved) {
      moved = move(client, server, true, &from_client);
      moved = move(server, client, false, &from_server) || moved;
    }
  };
  talk();
  Buffer metadata;
  amf0::Encoder encoder(&metadata);
  encoder.String("onMetaData");
  encoder.BeginEcmaArray(1);
  encoder.Property("width", 320.0);
  encoder.EndObject();
  // Times on both sides of the extended timestamp, and a step of more than 24 bits.
  const uint32_t times[] = {0, 40, 80, 0xfffffe, 0xffffff, 0x1000000, 0x1000028, 0x3000000, 0x3000028};
  bool first = true;
  for (const uint32_t time : times) {
    const Buffer video = Frame(first ? 0x17 : 0x27, first ? 20 : 9000), audio = Frame(0xaf, 200), silence;
    if (mode == ClientOptions::Mode::kPublish) {
      if (first) client.SendMetadata(time, metadata).IgnoreError();
      client.SendVideo(time, video).IgnoreError();
      client.SendAudio(time, audio).IgnoreError();
    } else {
      if (first) server.SendData(1, time, metadata).IgnoreError();
      server.SendVideo(1, time, video).IgnoreError();
      server.SendAudio(1, time, audio).IgnoreError();
    }
    first = false;
    talk();
  }
  if (mode == ClientOptions::Mode::kPlay) server.EndOfStream(1).IgnoreError();
  talk();
  client.Close();
  talk();
  Say(port, from_client);
  Say(kServerPort, from_server);
}

}  // namespace
}  // namespace rtmp

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: session_pcap FILE.pcap\n");
    return 2;
  }
  rtmp::Capture capture(argv[1]);
  rtmp::Session(rtmp::ClientOptions::Mode::kPublish, 50001, capture);
  rtmp::Session(rtmp::ClientOptions::Mode::kPlay, 50002, capture);
  return capture.ok() ? 0 : 1;
}
