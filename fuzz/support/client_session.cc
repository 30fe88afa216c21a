#include "fuzz/support/client_session.h"

#include <variant>
#include <vector>

#include "impl/chunk/chunk_encoder.h"
#include "impl/command/on_status.h"
#include "impl/command/result.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

using Start = ClientSetup::Start;
using Mode = ClientOptions::Mode;

constexpr uint32_t kMessageStream = 1;

void Append(uint32_t message_stream_id, const Buffer& payload, ChunkEncoder* encoder, Buffer* out) {
  RawMessage message;
  message.chunk_stream_id = 3;
  message.type_id = static_cast<uint8_t>(MessageType::kCommandAmf0);
  message.message_stream_id = message_stream_id;
  message.payload = payload;
  encoder->Encode(message, out);
}

Buffer MakeWayTo(Mode mode, Start start) {
  Buffer way;
  if (start == Start::kFresh) return way;
  way.assign(kHandshakeSize, 3);
  ChunkEncoder encoder;
  Buffer payload;
  if (start >= Start::kConnected) {
    EncodeResult(1, &payload);
    Append(0, payload, &encoder, &way);
  }
  if (start >= Start::kPending) {
    payload.clear();
    EncodeNumberResult(mode == Mode::kPublish ? 4 : 2, kMessageStream, &payload);  // behind releaseStream and FCPublish
    Append(0, payload, &encoder, &way);
  }
  if (start >= Start::kStarted) {
    payload.clear();
    EncodeOnStatus("status", mode == Mode::kPublish ? kPublishStart : kPlayStart, "", &payload);
    Append(kMessageStream, payload, &encoder, &way);
  }
  return way;
}

// The bytes of a server that lead there.
const Buffer& WayTo(Mode mode, Start start) {
  static const std::vector<Buffer>& ways = *[] {
    auto* all = new std::vector<Buffer>;
    for (const Mode each : {Mode::kPublish, Mode::kPlay}) {
      for (uint32_t i = 0; i < ClientSetup::kStarts; ++i) all->push_back(MakeWayTo(each, static_cast<Start>(i)));
    }
    return all;
  }();
  return ways[(mode == Mode::kPublish ? 0 : ClientSetup::kStarts) + start];
}

}  // namespace

ClientSetup ClientSetup::Take(Mode mode, FuzzInput& in) {
  ClientSetup setup;
  setup.start = static_cast<Start>(in.TakeByte() % kStarts);
  const uint8_t flags = in.TakeByte();
  setup.reads = (flags & 1) != 0;
  setup.sends = (flags & 2) != 0;
  setup.closes = (flags & 4) != 0;
  if ((flags & 8) != 0) setup.options.max_queued_replies = 2000;
  setup.options.require_acknowledgements = (flags & 16) != 0;
  if ((flags & 32) != 0) setup.options.capabilities.caps_ex = kCapsReconnect;
  if ((flags & 64) != 0) setup.options.window_size = 100;
  setup.options.handshake.random = FillRandom;
  setup.options.mode = mode;
  setup.options.app = "live";
  setup.options.tc_url = "rtmp://h/live";
  setup.options.stream_name = "cam";
  return setup;
}

ClientSession::ClientSession(const ClientSetup& setup) : Session(setup.options), setup_(setup), states_(connection_) {
  Feed(WayTo(setup.options.mode, setup.start));
  states_ = ClientStates(connection_);
  BeginStatePath(Role::kClient, connection_.state());
  begun_ = true;
}

void ClientSession::OnEvent(const Event& event) {
  const auto* changed = std::get_if<StateChanged>(&event);
  if (begun_ && changed != nullptr) states_.OnStateChanged(changed->state);
  if (begun_ && setup_.closes && std::holds_alternative<StatusReceived>(event)) {
    connection_.Close();
    states_.Count(true);
  }
  if (setup_.sends) {
    const bool publishes = connection_.state() == State::kPublishing;
    FUZZ_CHECK(connection_.SendAudio(40, ToBytes("frame")).ok() == publishes);
  }
  // What the server's answers said is there once they have come.
  const State state = connection_.state();
  const bool has_stream = state != State::kHandshaking && state != State::kConnecting && state != State::kConnected;
  FUZZ_CHECK(state == State::kDisconnecting || (connection_.message_stream_id() != 0) == has_stream);
  FUZZ_CHECK(state > State::kConnecting || connection_.server_capabilities().empty());
  if (setup_.reads) Read();
}

void ClientSession::CheckRefusals() {
  FUZZ_CHECK(!connection_.SendAudio(0, {}).ok() && !connection_.SendMetadata(0, {}).ok());
  connection_.Close();
}

int CheckClient(Mode mode, FuzzInput in) {
  const ClientSetup setup = ClientSetup::Take(mode, in);
  const Cuts cuts = in.TakeCuts();
  const auto play = [&](const Cuts& how) {
    ClientSession session(setup);
    how.Split(in.rest(), [&](Bytes piece) { return session.Feed(piece); });
    return session.Finish();
  };
  FUZZ_CHECK_EQ(play(Cuts::None()), play(cuts));
  return 0;
}

}  // namespace rtmp
