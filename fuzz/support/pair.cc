#include "fuzz/support/pair.h"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fuzz/support/fill_random.h"
#include "fuzz/support/pair_messages.h"
#include "impl/chunk/chunk_header.h"
#include "impl/handshake/handshake.h"

namespace rtmp {
namespace {

// A run ends: what one side says makes the other say something, but never for ever.
constexpr int kMaxRounds = 64;
constexpr uint32_t kInsertedChunkStream = 40;

template <typename Options>
Options WithClock(Options options, const uint32_t* clock_ms) {
  options.handshake.clock_ms = [clock_ms] { return *clock_ms; };
  options.handshake.random = FillRandom;
  return options;
}

void CheckNoError(const char* side, const ProtocolError* error) {
  if (error != nullptr) std::fprintf(stderr, "the %s's error: %s\n", side, ToStatus(*error).ToString().c_str());
  FUZZ_CHECK(error == nullptr);
}

}  // namespace

Pair::Pair(const ServerOptions& server, const ClientOptions& client)
    : server_(WithClock(server, &clock_ms_)),
      client_(WithClock(client, &clock_ms_)),
      server_states_(server_),
      client_states_(client_) {
  // Of what is inserted; a server's fits in one chunk of any size.
  encoders_[kToServer].set_chunk_size(client.chunk_size);
  BeginStatePath(Role::kServer, State::kHandshaking);
}

Pair::~Pair() = default;

void Pair::Collect() {
  const auto take = [](auto& connection, Buffer* wire) {
    const Bytes waiting = connection.send_buf();
    wire->insert(wire->end(), waiting.begin(), waiting.end());
    connection.AdvanceSendBuf(waiting.size());
  };
  if (reading_[kToServer]) take(client_, &wire_[kToServer]);
  if (reading_[kToClient]) take(server_, &wire_[kToClient]);
  const auto is_through = [](State state) { return state != State::kHandshaking && state != State::kDisconnecting; };
  handshaken_[kToServer] = handshaken_[kToServer] || is_through(client_.state());
  handshaken_[kToClient] = handshaken_[kToClient] || is_through(server_.state());
}

bool Pair::Move(Way way, size_t count) {
  Collect();
  const size_t moved = std::min(count, wire_[way].size());
  const auto end = wire_[way].begin() + static_cast<std::ptrdiff_t>(moved);
  const Buffer piece(wire_[way].begin(), end);
  wire_[way].erase(wire_[way].begin(), end);
  if (way == kToServer) {
    FeedServer(piece);
  } else {
    FeedClient(piece);
  }
  return moved > 0;
}

void Pair::Run() {
  bool moved = true;
  for (int round = 0; round < kMaxRounds && moved; ++round) {
    moved = Move(kToServer, SIZE_MAX);
    moved = Move(kToClient, SIZE_MAX) || moved;
  }
}

void Pair::FeedServer(Bytes bytes) {
  for (;;) {
    const absl::StatusOr<Event> event = server_.NextEvent(bytes);
    server_states_.Count(false);
    if (!event.ok() || IsNeedBytes(*event)) return;
    if (const auto* e = std::get_if<PublishRequested>(&*event)) asking_.push_back(e->message_stream_id);
    if (const auto* e = std::get_if<PlayRequested>(&*event)) asking_.push_back(e->message_stream_id);
    if (const auto* e = std::get_if<ClientConnected>(&*event)) reconnects_ = e->capabilities->reconnect();
  }
}

void Pair::FeedClient(Bytes bytes) {
  for (;;) {
    const absl::StatusOr<Event> event = client_.NextEvent(bytes);
    if (!event.ok()) return client_states_.Count(false);
    if (IsNeedBytes(*event)) return;
    if (const auto* e = std::get_if<StateChanged>(&*event)) client_states_.OnStateChanged(e->state);
    if (std::holds_alternative<ReconnectRequested>(*event)) ++told_to_reconnect_;
  }
}

// Behind whole messages: each side queues its own at once, once its handshake is through. One that leaves before says no message.
void Pair::Insert(Way way, uint8_t which, uint32_t message_stream_id) {
  Collect();
  if (!reading_[way] || !handshaken_[way]) return;
  auto [type, payload] = way == kToServer ? ClientMessage(which, message_stream_id) : ServerMessage(which, message_stream_id);
  FUZZ_CHECK(way == kToServer || payload.size() <= 128);
  RawMessage message;
  message.chunk_stream_id = kInsertedChunkStream;
  message.type_id = type;
  message.message_stream_id = message_stream_id;
  message.payload = payload;
  encoders_[way].Encode(message, &wire_[way]);
  inserted_ = true;
}

void Pair::Act(Action action, FuzzInput& in) {
  switch (action) {
    case Action::kRun:
      return Run();
    case Action::kMoveToServer:
    case Action::kMoveToClient:
      Move(action == Action::kMoveToServer ? kToServer : kToClient, SIZE_MAX);
      return;
    case Action::kCutToServer:
    case Action::kCutToClient:
      Move(action == Action::kCutToServer ? kToServer : kToClient, 1 + in.TakeByte());
      return;
    case Action::kClientMessage:
    case Action::kServerMessage: {
      const uint8_t what = in.TakeByte();
      const auto which = static_cast<uint8_t>((what & 15) | (what >> 2 & 0x30));
      return Insert(action == Action::kClientMessage ? kToServer : kToClient, which, what >> 4 & 3);
    }
    case Action::kRawBytes: {
      const uint8_t what = in.TakeByte();
      const Bytes bytes = in.rest().subspan(0, what >> 1);
      Buffer& wire = wire_[what & 1];
      wire.insert(wire.end(), bytes.begin(), bytes.end());
      meddled_ = meddled_ || !bytes.empty();
      return;
    }
    case Action::kMutate:
    case Action::kDrop: {
      Collect();
      const uint32_t where = in.TakeU32();
      const uint8_t how = in.TakeByte();
      Buffer& wire = wire_[where & 1];
      if (wire.empty()) return;
      const size_t at = (where >> 1) % wire.size();
      meddled_ = true;
      if (action == Action::kMutate) {
        wire[at] ^= how;
        return;
      }
      const auto begin = wire.begin() + static_cast<std::ptrdiff_t>(at);
      wire.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min<size_t>(how, wire.size() - at)));
      return;
    }
    case Action::kStopReading: {
      bool& reading = reading_[in.TakeByte() & 1];
      reading = !reading;
      return;
    }
    case Action::kAccept:
    case Action::kReject:
      for (const uint32_t id : asking_) {
        const std::optional<StreamState> state = server_.stream_state(id);
        const bool pending = server_.connection_state() == ConnectionState::kConnected &&
                             (state == StreamState::kPublishPending || state == StreamState::kPlayPending);
        const absl::Status done = action == Action::kAccept ? server_.Accept(id) : server_.Reject(id, "no");
        FUZZ_CHECK_EQ(done.ok(), pending);
        server_states_.Count(true);
      }
      asking_.clear();
      return;
    case Action::kClose:
      client_.Close();
      return client_states_.Count(true);
    case Action::kSend:
    case Action::kSendData:
    case Action::kSendLong:
      Send(action, in);
      return server_states_.Count(true);
    case Action::kSource: {
      const bool begins = in.TakeBool(), plays = Plays();
      FUZZ_CHECK_EQ((begins ? server_.BeginOfStream(1) : server_.EndOfStream(1)).ok(), plays);
      return;
    }
    case Action::kAskToReconnect: {
      const bool may = server_.connection_state() == ConnectionState::kConnected && reconnects_;
      FUZZ_CHECK_EQ(server_.RequestReconnect(in.TakeBool() ? "" : "/other", "soon").ok(), may);
      if (may) ++asked_to_reconnect_;
      return;
    }
    case Action::kReadSome: {
      const Way way = in.TakeBool() ? kToClient : kToServer;
      const auto take = [&](auto& connection) {
        const Bytes some = connection.send_buf().subspan(0, size_t{64} * in.TakeByte());
        wire_[way].insert(wire_[way].end(), some.begin(), some.end());
        connection.AdvanceSendBuf(some.size());
      };
      return way == kToServer ? take(client_) : take(server_);
    }
    case Action::kMoveObjects: {
      ServerConnection server = std::move(server_);
      ClientConnection client = std::move(client_);
      server_ = std::move(server);
      client_ = std::move(client);
      return;
    }
    case Action::kClock:
      clock_ms_ += in.TakeU32();
      return;
  }
}

bool Pair::Plays() const {
  return server_.stream_state(1) == StreamState::kPlaying && server_.connection_state() == ConnectionState::kConnected;
}

void Pair::Send(Action action, FuzzInput& in) {
  static const Buffer& too_long = *new Buffer(kMaxMessageLength + 1, 0x5a);
  const bool publishes = client_.state() == State::kPublishing, plays = Plays();
  if (action == Action::kSendLong) {
    const Bytes frame = Bytes(too_long).subspan(0, 5000);
    FUZZ_CHECK_EQ(client_.SendVideo(clock_ms_, frame).ok(), publishes);
    FUZZ_CHECK_EQ(server_.SendVideo(1, clock_ms_, frame).ok(), plays);
    FUZZ_CHECK_EQ(absl::IsInvalidArgument(client_.SendAudio(0, too_long)), publishes);
    // What has just ended the play is not the frame.
    FUZZ_CHECK_EQ(absl::IsInvalidArgument(server_.SendAudio(1, 0, too_long)), Plays());
    return;
  }
  const Bytes payload = in.rest().subspan(0, in.TakeByte());
  if (action == Action::kSendData) {
    FUZZ_CHECK_EQ(client_.SendMetadata(clock_ms_, payload).ok(), publishes);
    FUZZ_CHECK_EQ(server_.SendData(1, clock_ms_, payload).ok(), plays);
  } else {
    FUZZ_CHECK_EQ(client_.SendVideo(clock_ms_, payload).ok(), publishes);
    FUZZ_CHECK_EQ(server_.SendAudio(1, clock_ms_, payload).ok(), plays);
  }
}

void Pair::Finish() {
  reading_[kToServer] = reading_[kToClient] = true;
  Run();
  if (meddled_) return CheckErrors();
  CheckNoError("client", client_.error());
  CheckNoError("server", server_.error());
  if (inserted_) return;
  // Nobody but the two has spoken, and all has arrived.
  const State client = client_.state();
  if (client == State::kDisconnecting) return;
  FUZZ_CHECK_EQ(told_to_reconnect_, asked_to_reconnect_);
  FUZZ_CHECK_EQ(client_.message_stream_id(), 1);
  FUZZ_CHECK(!client_.server_capabilities().empty() || !reconnects_);
  FUZZ_CHECK_EQ(client, server_.state());
  FUZZ_CHECK(client == State::kPublishing || client == State::kPublishPending || client == State::kPlaying ||
             client == State::kPlayPending);
}

// An error is final.
void Pair::CheckErrors() {
  const Buffer more(30, 3);
  const auto check = [&](auto& connection) {
    if (connection.error() == nullptr) return;
    const size_t waiting = connection.send_buf().size();
    Bytes input = more;
    FUZZ_CHECK(!connection.NextEvent(input).ok() && input.size() == more.size());
    FUZZ_CHECK(connection.state() == State::kDisconnecting && connection.send_buf().size() == waiting);
  };
  check(server_);
  check(client_);
}

}  // namespace rtmp
