// However its input is cut, a server shows the same events, bytes, state and error; after an error it takes and sends nothing.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "fuzz/support/fuzz_input.h"
#include "impl/chunk/chunk_encoder.h"
#include "impl/command/connect.h"
#include "impl/command/play.h"
#include "impl/command/publish.h"
#include "impl/command/stream_commands.h"
#include "impl/connection/server_connection.h"
#include "impl/handshake/handshake.h"
#include "impl/message/message.h"

namespace rtmp {
namespace {

// Where the input begins: the last byte chooses one.
enum Start { kFresh, kHandshaken, kConnected, kStreamCreated, kPublishPending, kPublishing, kPlaying, kStarts };

// What the user does with requests.
enum Policy : uint8_t { kAccept, kReject, kLeave, kAcceptAndRelay, kPolicies };

void AppendCommand(uint32_t message_stream_id, Bytes payload, ChunkEncoder* encoder, Buffer* out) {
  RawMessage message;
  message.chunk_stream_id = 3;
  message.type_id = static_cast<uint8_t>(MessageType::kCommandAmf0);
  message.message_stream_id = message_stream_id;
  message.payload = payload;
  encoder->Encode(message, out);
}

// The bytes of a client that lead there.
Buffer WayTo(Start start) {
  Buffer way;
  if (start == kFresh) return way;
  way.assign(kHandshakeSize, 3);
  ChunkEncoder encoder;
  Buffer payload;
  if (start >= kConnected) {
    ConnectRequest request;
    request.app = "live";
    EncodeConnect(request, &payload);
    AppendCommand(0, payload, &encoder, &way);
  }
  if (start >= kStreamCreated) {
    payload.clear();
    EncodeCreateStream(2, &payload);
    AppendCommand(0, payload, &encoder, &way);
  }
  payload.clear();
  if (start == kPlaying) {
    PlayCommand play;
    play.stream_name = "cam";
    EncodePlay(play, &payload);
  } else if (start >= kPublishPending) {
    PublishCommand publish;
    publish.stream_name = "cam";
    EncodePublish(publish, &payload);
  }
  if (!payload.empty()) AppendCommand(1, payload, &encoder, &way);
  return way;
}

std::vector<Buffer> AllWays() {
  std::vector<Buffer> ways;
  for (int start = kFresh; start < kStarts; ++start) ways.push_back(WayTo(static_cast<Start>(start)));
  return ways;
}

struct Setup {
  Start start = kFresh;
  Policy policy = kAccept;
  bool reads = false;  // the user sends what waits after each event
  ServerOptions options;
};

struct Outcome {
  std::vector<std::string> events;
  Buffer output;
  State state = State::kHandshaking;
  std::optional<ProtocolError> error;

  bool operator==(const Outcome&) const = default;
};

class Session {
 public:
  explicit Session(const Setup& setup) : setup_(setup), server_(setup.options) {
    static const std::vector<Buffer> ways = AllWays();
    policy_ = setup.start == kPublishPending ? kLeave : kAccept;
    Feed(ways[setup.start]);
    policy_ = setup.policy;
  }

  // False once the connection has ended in an error.
  bool Feed(Bytes input) {
    for (;;) {
      const absl::StatusOr<Event> event = server_.NextEvent(input);
      if (!event.ok()) {
        FUZZ_CHECK(server_.error() != nullptr && event.status() == ToStatus(*server_.error()));
        FUZZ_CHECK(server_.state() == State::kDisconnecting);
        CheckFinal();
        return false;
      }
      if (IsNeedBytes(*event)) {
        FUZZ_CHECK(input.empty());
        return true;
      }
      OnEvent(*event);
    }
  }

  Outcome Finish() {
    Read();
    outcome_.state = server_.state();
    if (server_.error() != nullptr) outcome_.error = *server_.error();
    return std::move(outcome_);
  }

 private:
  void OnEvent(const Event& event) {
    outcome_.events.push_back(EventText(event));
    if (const auto* e = std::get_if<PublishRequested>(&event)) Decide(e->message_stream_id);
    if (const auto* e = std::get_if<PlayRequested>(&event)) Decide(e->message_stream_id);
    if (const auto* e = std::get_if<AudioReceived>(&event)) Relay(e->timestamp, e->payload, &ServerConnection::SendAudio);
    if (const auto* e = std::get_if<VideoReceived>(&event)) Relay(e->timestamp, e->payload, &ServerConnection::SendVideo);
    if (const auto* e = std::get_if<DataReceived>(&event)) Relay(e->timestamp, e->payload, &ServerConnection::SendData);
    if (setup_.reads) Read();
  }

  void Decide(uint32_t id) {
    const std::optional<StreamState> state = server_.stream_state(id);
    const bool asked = server_.connection_state() == ConnectionState::kConnected &&
                       (state == StreamState::kPublishPending || state == StreamState::kPlayPending);
    if (policy_ == kLeave) return;
    const absl::Status done = policy_ == kReject ? server_.Reject(id, "no") : server_.Accept(id);
    FUZZ_CHECK(done.ok() == asked);
  }

  // Loops media back to the streams that play.
  void Relay(uint32_t timestamp, Bytes payload, absl::Status (ServerConnection::*send)(uint32_t, uint32_t, Bytes)) {
    if (policy_ != kAcceptAndRelay) return;
    for (uint32_t id = 1; id <= 4; ++id) {
      const bool plays =
          server_.connection_state() == ConnectionState::kConnected && server_.stream_state(id) == StreamState::kPlaying;
      FUZZ_CHECK((server_.*send)(id, timestamp, payload).ok() == plays);
      FUZZ_CHECK(!payload.empty() || server_.EndOfStream(id).ok() == plays);
    }
  }

  void Read() {
    const Bytes waiting = server_.send_buf();
    outcome_.output.insert(outcome_.output.end(), waiting.begin(), waiting.end());
    server_.AdvanceSendBuf(waiting.size());
  }

  void CheckFinal() {
    const size_t waiting = server_.send_buf().size();
    const Buffer more(40, 2);
    Bytes input = more;
    FUZZ_CHECK(server_.NextEvent(input).status() == ToStatus(*server_.error()));
    FUZZ_CHECK(input.size() == more.size());
    FUZZ_CHECK(!server_.Accept(1).ok() && !server_.Reject(1, "").ok() && !server_.SendAudio(1, 0, {}).ok());
    FUZZ_CHECK(server_.send_buf().size() == waiting);
  }

  const Setup& setup_;
  ServerConnection server_;
  Policy policy_ = kAccept;
  Outcome outcome_;
};

Outcome Run(const Setup& setup, Bytes stream, const Cuts& cuts) {
  Session session(setup);
  cuts.Split(stream, [&](Bytes piece) { return session.Feed(piece); });
  return session.Finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  Setup setup;
  setup.start = static_cast<Start>(in.TakeByte() % kStarts);
  setup.policy = static_cast<Policy>(in.TakeByte() % kPolicies);
  const uint8_t flags = in.TakeByte();
  setup.reads = (flags & 1) != 0;
  setup.options.close_after_reject = (flags & 2) != 0;
  setup.options.require_acknowledgements = (flags & 4) != 0;
  if ((flags & 8) != 0) setup.options.max_queued_replies = 2000;
  if ((flags & 16) != 0) setup.options.max_message_streams = 2;
  if ((flags & 32) != 0) setup.options.apps = {"live"};
  if ((flags & 64) != 0) setup.options.window_size = 100;
  const Cuts cuts = in.TakeCuts();
  FUZZ_CHECK_EQ(Run(setup, in.rest(), Cuts::None()), Run(setup, in.rest(), cuts));
  return 0;
}

}  // namespace rtmp
