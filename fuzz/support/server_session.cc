#include "fuzz/support/server_session.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "impl/chunk/chunk_encoder.h"
#include "impl/command/connect.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/stream_commands.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

using Start = ServerSetup::Start;

void AppendCommand(uint32_t message_stream_id, Bytes payload, ChunkEncoder* encoder, Buffer* out) {
  RawMessage message;
  message.chunk_stream_id = 3;
  message.type_id = static_cast<uint8_t>(MessageType::kCommandAmf0);
  message.message_stream_id = message_stream_id;
  message.payload = payload;
  encoder->Encode(message, out);
}

Buffer MakeWayTo(Start start) {
  Buffer way;
  if (start == Start::kFresh) return way;
  way.assign(kHandshakeSize, 3);
  // With a version in C1 the server would look for a digest, which takes longer than all the rest.
  std::fill_n(way.begin() + 1 + handshake::kVersionOffset, 4, uint8_t{0});
  ChunkEncoder encoder;
  Buffer payload;
  if (start >= Start::kConnected) {
    ConnectRequest request;
    request.app = "live";
    EncodeConnect(request, &payload);
    AppendCommand(0, payload, &encoder, &way);
  }
  if (start >= Start::kStreamCreated) {
    payload.clear();
    EncodeCreateStream(2, &payload);
    AppendCommand(0, payload, &encoder, &way);
  }
  payload.clear();
  if (start == Start::kPlaying || start == Start::kPlayPending) {
    PlayCommand play;
    play.stream_name = "cam";
    EncodePlay(play, &payload);
  } else if (start >= Start::kPublishPending) {
    PublishCommand publish;
    publish.stream_name = "cam";
    EncodePublish(publish, &payload);
  }
  if (!payload.empty()) AppendCommand(1, payload, &encoder, &way);
  return way;
}

}  // namespace

const Buffer& WayTo(Start start) {
  static const std::vector<Buffer>& ways = *[] {
    auto* all = new std::vector<Buffer>;
    for (uint32_t i = 0; i < ServerSetup::kStarts; ++i) all->push_back(MakeWayTo(static_cast<Start>(i)));
    return all;
  }();
  return ways[start];
}

ServerSetup ServerSetup::Take(FuzzInput& in) {
  ServerSetup setup;
  setup.start = static_cast<Start>(in.TakeByte() % kStarts);
  setup.policy = static_cast<Policy>(in.TakeByte() % kPolicies);
  const uint8_t flags = in.TakeByte();
  setup.reads = (flags & 1) != 0;
  setup.options.close_after_reject = (flags & 2) != 0;
  setup.options.require_acknowledgements = (flags & 4) != 0;
  if ((flags & 8) != 0) setup.options.max_queued_replies = 2000;
  if ((flags & 16) != 0) setup.options.max_message_streams = 2;
  if ((flags & 32) != 0) setup.options.apps = {"vod", "live"};
  if ((flags & 64) != 0) setup.options.window_size = 100;
  return setup;
}

ServerSession::ServerSession(const ServerSetup& setup)
    : Session(setup.options), setup_(setup), policy_(ServerSetup::kAccept), states_(connection_) {
  if (setup.start == Start::kPublishPending || setup.start == Start::kPlayPending) policy_ = ServerSetup::kLeave;
  Feed(WayTo(setup.start));
  policy_ = setup.policy;
  states_ = ServerStates(connection_);
  BeginStatePath(Role::kServer, connection_.state());
  begun_ = true;
}

void ServerSession::Decide(uint32_t id) {
  const std::optional<StreamState> state = connection_.stream_state(id);
  const bool asked = connection_.connection_state() == ConnectionState::kConnected &&
                     (state == StreamState::kPublishPending || state == StreamState::kPlayPending);
  // Only what may be answered is asked.
  FUZZ_CHECK(asked || connection_.connection_state() == ConnectionState::kDisconnecting);
  if (policy_ == ServerSetup::kLeave) return;
  const absl::Status done = policy_ == ServerSetup::kReject ? connection_.Reject(id, "no") : connection_.Accept(id);
  FUZZ_CHECK(done.ok() == asked);
  if (begun_) states_.Count(true);
}

template <typename Media>
void ServerSession::Relay(const Media& media, Send send) {
  // Only from who publishes, unless the same bytes ended the connection.
  FUZZ_CHECK(connection_.connection_state() == ConnectionState::kDisconnecting ||
             connection_.stream_state(media.message_stream_id) == StreamState::kPublishing);
  if (policy_ != ServerSetup::kAcceptAndRelay) return;
  for (uint32_t id = 1; id <= 4; ++id) {
    const bool plays =
        connection_.connection_state() == ConnectionState::kConnected && connection_.stream_state(id) == StreamState::kPlaying;
    FUZZ_CHECK((connection_.*send)(id, media.timestamp, media.payload).ok() == plays);
    if (media.payload.empty()) {
      const bool still_plays =
          connection_.connection_state() == ConnectionState::kConnected && connection_.stream_state(id) == StreamState::kPlaying;
      FUZZ_CHECK_EQ(connection_.EndOfStream(id).ok(), still_plays);
      FUZZ_CHECK_EQ(connection_.BeginOfStream(id).ok(), still_plays);
    }
  }
  if (begun_) states_.Count(true);
}

void ServerSession::OnEvent(const Event& event) {
  if (begun_) states_.Count(false);
  FUZZ_CHECK(!connection_.stream_state(static_cast<uint32_t>(setup_.options.max_message_streams) + 1).has_value());
  if (const auto* e = std::get_if<ClientConnected>(&event)) {
    const bool may = connection_.connection_state() == ConnectionState::kConnected && e->capabilities->reconnect();
    FUZZ_CHECK_EQ(connection_.RequestReconnect("/other", "").ok(), may);
  }
  if (const auto* e = std::get_if<PublishRequested>(&event)) Decide(e->message_stream_id);
  if (const auto* e = std::get_if<PlayRequested>(&event)) Decide(e->message_stream_id);
  if (const auto* e = std::get_if<AudioReceived>(&event)) Relay(*e, &ServerConnection::SendAudio);
  if (const auto* e = std::get_if<VideoReceived>(&event)) Relay(*e, &ServerConnection::SendVideo);
  if (const auto* e = std::get_if<DataReceived>(&event)) Relay(*e, &ServerConnection::SendData);
  if (setup_.reads) Read();
}

void ServerSession::CheckRefusals() {
  FUZZ_CHECK(!connection_.Accept(1).ok() && !connection_.Reject(1, "").ok() && !connection_.SendAudio(1, 0, {}).ok());
  FUZZ_CHECK(!connection_.BeginOfStream(1).ok() && !connection_.RequestReconnect("", "").ok());
}

Shown Serve(const ServerSetup& setup, Bytes stream, const Cuts& cuts) {
  ServerSession session(setup);
  cuts.Split(stream, [&](Bytes piece) { return session.Feed(piece); });
  return session.Finish();
}

}  // namespace rtmp
