#include "bench/support/session.h"

#include <algorithm>
#include <string>

#include "impl/chunk/chunk_encoder.h"
#include "impl/command/connect.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/stream_commands.h"
#include "impl/message/message.h"

namespace rtmp::bench {
namespace {

// The bytes of a client up to publish or play, as an encoder sends them.
class ClientBytes {
 public:
  // Bytes 4..7 of C1 are zero where nothing is signed.
  explicit ClientBytes(absl::string_view name, bool maybe_signed = false) : bytes_(kHandshakeSize, 3), name_(name) {
    if (!maybe_signed) std::fill_n(bytes_.begin() + 1, 8, uint8_t{0});
    ConnectRequest connect;
    connect.app = "live";
    connect.tc_url = "rtmp://127.0.0.1:1935/live";
    connect.flash_ver = "FMLE/3.0 (compatible; FMSc/1.0)";
    connect.publisher = true;
    EncodeConnect(connect, &payload_);
    Command(0);
    EncodeReleaseStream(2, name_, &payload_);
    Command(0);
    EncodeFcPublish(3, name_, &payload_);
    Command(0);
    EncodeCreateStream(4, &payload_);
    Command(0);
  }
  Buffer Publish() {
    PublishCommand publish;
    publish.transaction_id = 5;
    publish.stream_name = name_;
    EncodePublish(publish, &payload_);
    Command(1);
    return bytes_;
  }
  Buffer Play() {
    PlayCommand play;
    play.stream_name = name_;
    EncodePlay(play, &payload_);
    Command(1);
    return bytes_;
  }

 private:
  void Command(uint32_t message_stream_id) {
    RawMessage message;
    message.chunk_stream_id = 3;
    message.type_id = static_cast<uint8_t>(MessageType::kCommandAmf0);
    message.message_stream_id = message_stream_id;
    message.payload = payload_;
    encoder_.Encode(message, &bytes_);
    payload_.clear();
  }
  Buffer bytes_;
  std::string name_;
  Buffer payload_;
  ChunkEncoder encoder_;
};

}  // namespace

Buffer ClientToPublish(absl::string_view name) { return ClientBytes(name).Publish(); }
Buffer MaybeSignedClientToPublish() { return ClientBytes("stream", /*maybe_signed=*/true).Publish(); }
Buffer ClientToPlay() { return ClientBytes("stream").Play(); }

size_t Serve(ServerConnection& server, Bytes stream) {
  size_t payload = 0;
  for (; !stream.empty(); stream.remove_prefix(std::min(kPiece, stream.size()))) {
    Bytes input = stream.subspan(0, kPiece);
    for (;;) {
      const absl::StatusOr<Event> event = server.NextEvent(input);
      if (!event.ok() || IsNeedBytes(*event)) break;
      if (const auto* audio = std::get_if<AudioReceived>(&*event)) payload += audio->payload.size();
      if (const auto* video = std::get_if<VideoReceived>(&*event)) payload += video->payload.size();
      if (const auto* asked = std::get_if<PublishRequested>(&*event)) server.Accept(asked->message_stream_id).IgnoreError();
      if (const auto* asked = std::get_if<PlayRequested>(&*event)) server.Accept(asked->message_stream_id).IgnoreError();
    }
    server.AdvanceSendBuf(server.send_buf().size());
  }
  return payload;
}

}  // namespace rtmp::bench
