#include "impl/io/relay.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "impl/bytes/deviation.h"
#include "impl/io/careless_relay.h"
#include "impl/io/live_stream.h"
#include "impl/io/relay_peer.h"
#include "impl/io/stream_key.h"

namespace rtmp::io {
namespace {

// Text from the network, fit for a line of a log.
std::string ForLog(absl::string_view text) {
  constexpr size_t kLongest = 128;
  return absl::StrCat(absl::CHexEscape(text.substr(0, kLongest)), text.size() > kLongest ? "..." : "");
}

// RTMP 1.0 7.2.2.1 counts start in seconds, with -2 for "live, else recorded, else wait"; FFmpeg and librtmp send milliseconds.
bool WaitsForStream(double start) { return start == -2 || start == -2000 || Deviates("live-play-waits"); }

}  // namespace

class Relay::Impl {
 public:
  explicit Impl(RelayOptions options) : options_(std::move(options)) {}

  std::function<void(ConnectionId)> on_output;

  ConnectionId Open(absl::string_view name) {
    const ConnectionId id = ++last_id_;
    auto& peer = peers_[id] = std::make_unique<RelayPeer>(id, name, options_.server);
    Log(*peer, "opened");
    return id;
  }

  void Receive(ConnectionId id, Bytes input) {
    RelayPeer* peer = Find(id);
    if (peer == nullptr || peer->hangs) return;
    peer->bytes_in += input.size();
    while (!WantsClose(*peer) && !peer->hangs) {
      const absl::StatusOr<Event> event = peer->connection.NextEvent(input);
      if (!event.ok()) {
        Log(*peer, "error ", ForLog(event.status().message()));
        peer->closing = true;
        break;
      }
      if (IsNeedBytes(*event)) break;
      std::visit([&](const auto& e) { On(*peer, e); }, *event);
    }
    if (WantsClose(*peer)) Release(*peer);
    if (WantsClose(*peer) || !peer->connection.send_buf().empty()) marks_.Mark(*peer);
    Announce();
  }

  void Close(ConnectionId id, absl::string_view reason) {
    const auto it = peers_.find(id);
    if (it == peers_.end()) return;
    const std::unique_ptr<RelayPeer> peer = std::move(it->second);
    peers_.erase(it);
    const bool half_open = peer->connection.connection_state() == ConnectionState::kHandshaking;
    if (half_open && Deviates("half-handshake-ends-service")) options_.server.apps = {""};
    if (Deviates("name-outlives-connection")) ForgetPublishes(*peer);
    Release(*peer);
    Log(*peer, "closed: ", reason, ", ", peer->bytes_in, " bytes in, ", peer->bytes_out, " bytes out");
    Announce(peer.get());
  }

  void Shutdown() {
    for (auto& [id, peer] : peers_) {
      for (const RelayPeer::Role& role : peer->roles) {
        if (role.publishes) role.stream->End();
      }
      peer->closing = true;
    }
    for (auto& [id, peer] : peers_) {
      peer->roles.clear();
      marks_.Mark(*peer);
    }
    streams_.clear();
    Announce();
  }

  RelayPeer* Find(ConnectionId id) const {
    const auto it = peers_.find(id);
    return it == peers_.end() ? nullptr : it->second.get();
  }
  size_t peer_count() const { return peers_.size(); }

  static bool WantsClose(const RelayPeer& peer) {
    return peer.closing || peer.connection.connection_state() == ConnectionState::kDisconnecting;
  }

 private:
  // What has no effect on a relay: StatusReceived, what was ignored, ...
  template <typename AnyEvent>
  void On(RelayPeer&, const AnyEvent&) {}

  void On(RelayPeer& peer, const StateChanged& event) {
    if (event.state == State::kConnecting) Log(peer, "handshake done");
  }
  void On(RelayPeer& peer, const ClientConnected& event) {
    Log(peer, "connects to ", ForLog(event.app), " with ", ForLog(event.flash_ver));
  }
  void On(RelayPeer& peer, const DisconnectedByPeer& event) { Log(peer, "leaves: ", ForLog(event.reason)); }

  // Without an effect but that a hang is one of the deviations.
  void On(RelayPeer& peer, const MessageIgnored& event) {
    if (Deviates("aggregate-lie-hangs") && absl::StrContains(event.reason, "Aggregate")) peer.hangs = true;
    if (Deviates("shared-object-lie-hangs") && absl::StrContains(event.reason, "SharedObject")) peer.hangs = true;
    if (Deviates("malformed-command-hangs") && event.reason == "hangs") peer.hangs = true;
  }

  void On(RelayPeer& peer, const PublishRequested& event) {
    const uint32_t id = event.message_stream_id;
    const std::string key = StreamKey(event.app, event.stream_name);
    RemoveRole(peer, id);
    const auto taken = streams_.find(key);
    const bool published = taken != streams_.end() && taken->second->published();
    if (Deviates("second-publisher-disturbs-first") && published) taken->second->End();
    if (key.empty() || (published && !Deviates("second-publisher-accepted"))) {
      Log(peer, "is refused to publish ", ForLog(key), key.empty() ? ": no name" : ": already published");
      peer.connection.Reject(id, key.empty() ? "A stream needs a name." : "The stream is already published.").IgnoreError();
      return;
    }
    if (!peer.connection.Accept(id).ok()) return;
    Log(peer, "publishes ", ForLog(key));
    LiveStream& stream = Stream(key);
    stream.Begin(peer);
    peer.roles.push_back({id, &stream, /*publishes=*/true});
  }

  void On(RelayPeer& peer, const PlayRequested& event) {
    const uint32_t id = event.message_stream_id;
    const std::string key = StreamKey(event.app, event.stream_name);
    const double start = event.start;
    RemoveRole(peer, id);
    const auto found = streams_.find(key);
    const bool live = found != streams_.end() && found->second->published();
    if (key.empty() || (!live && !WaitsForStream(start))) {
      Log(peer, "is refused to play ", ForLog(key), key.empty() ? ": no name" : ": nobody publishes it");
      peer.connection.Reject(id, key.empty() ? "A stream needs a name." : "Nobody publishes the stream.").IgnoreError();
      return;
    }
    if (Deviates("media-before-play-start")) Stream(key).Join(peer, id);
    if (!peer.connection.Accept(id).ok()) return;
    Log(peer, live ? "plays " : "waits for ", ForLog(key));
    LiveStream& stream = Stream(key);
    if (!Deviates("media-before-play-start")) stream.Join(peer, id);
    peer.roles.push_back({id, &stream, /*publishes=*/false});
  }

  void On(RelayPeer& peer, const PublishFinished& event) { RemoveRole(peer, event.message_stream_id); }
  void On(RelayPeer& peer, const PlayFinished& event) { RemoveRole(peer, event.message_stream_id); }
  void On(RelayPeer& peer, const PlayerSwitched& event) {
    for (const RelayPeer::Role& role : peer.roles) {
      if (role.message_stream_id == event.message_stream_id && !role.publishes)
        role.stream->Switch(peer, event.message_stream_id, event.video);
    }
  }

  void On(RelayPeer& peer, const AudioReceived& event) {
    Bytes payload = event.payload;
    if (!TakeCarelessly(MediaType::kAudio, peer, &payload)) return;
    if (LiveStream* stream = Published(peer, event.message_stream_id)) stream->Audio(event.timestamp, payload);
  }
  void On(RelayPeer& peer, const VideoReceived& event) {
    Bytes payload = event.payload;
    if (!TakeCarelessly(MediaType::kVideo, peer, &payload)) return;
    if (LiveStream* stream = Published(peer, event.message_stream_id)) stream->Video(event.timestamp, payload);
  }
  void On(RelayPeer& peer, const DataReceived& event) {
    if (LiveStream* stream = Published(peer, event.message_stream_id))
      stream->Data(event.timestamp, event.handler, event.payload);
  }

  static LiveStream* Published(const RelayPeer& peer, uint32_t message_stream_id) {
    for (const RelayPeer::Role& role : peer.roles) {
      if (role.message_stream_id == message_stream_id && role.publishes) return role.stream;
    }
    return nullptr;
  }

  LiveStream& Stream(const std::string& key) {
    auto& stream = streams_[key];
    if (stream == nullptr) stream = std::make_unique<LiveStream>(key, options_.max_player_queue, &marks_);
    return *stream;
  }

  void RemoveRole(RelayPeer& peer, uint32_t message_stream_id) {
    const auto it = std::find_if(peer.roles.begin(), peer.roles.end(),
                                 [&](const RelayPeer::Role& role) { return role.message_stream_id == message_stream_id; });
    if (it == peer.roles.end()) return;
    const RelayPeer::Role role = *it;
    peer.roles.erase(it);
    EndRole(peer, role);
  }

  void EndRole(RelayPeer& peer, const RelayPeer::Role& role) {
    Log(peer, role.publishes ? "stops publishing " : "stops playing ", ForLog(role.stream->key()));
    if (role.publishes) {
      role.stream->End();
    } else {
      role.stream->Leave(peer, role.message_stream_id);
    }
    // With two publishers the stream outlives the first.
    if (Deviates("second-publisher-accepted") || Deviates("second-publisher-disturbs-first")) return;
    if (role.stream->unused()) streams_.erase(std::string(role.stream->key()));
  }

  // As if nobody had noticed that the publisher is gone.
  static void ForgetPublishes(RelayPeer& peer) {
    peer.roles.erase(std::remove_if(peer.roles.begin(), peer.roles.end(), [](const auto& role) { return role.publishes; }),
                     peer.roles.end());
  }

  // Ends all that it does. First as a player, so that a publisher that plays itself is not told about its own end.
  void Release(RelayPeer& peer) {
    std::stable_partition(peer.roles.begin(), peer.roles.end(), [](const RelayPeer::Role& role) { return !role.publishes; });
    for (const RelayPeer::Role& role : std::exchange(peer.roles, {})) EndRole(peer, role);
  }

  // More than media, owed headers and replies can ever make: what lies beyond are notices, of sources that come and go and of
  // plays begun over and over, for a peer that reads nothing.
  size_t MostQueued() const {
    constexpr size_t kChunkHeader = 7;
    const size_t longest = options_.server.chunk.max_message_length;
    const size_t longest_message = longest + longest / options_.server.chunk_size * kChunkHeader;
    return options_.max_player_queue + options_.server.max_queued_replies + longest_message + 2 * LiveStream::kMaxKeptBytes;
  }

  // Names those that were marked; `gone` has left.
  void Announce(const RelayPeer* gone = nullptr) {
    for (marks_.Take(&announced_); !announced_.empty(); marks_.Take(&announced_)) {
      for (RelayPeer* peer : announced_) {
        if (peer == gone) continue;
        if (!WantsClose(*peer) && peer->connection.send_buf().size() > MostQueued()) {
          Log(*peer, "reads nothing: ", peer->connection.send_buf().size(), " bytes wait");
          peer->closing = true;
          Release(*peer);
        }
        if (on_output != nullptr) on_output(peer->id);
      }
    }
  }

  template <typename... Parts>
  void Log(const RelayPeer& peer, const Parts&... parts) {
    if (options_.log != nullptr) options_.log(absl::StrCat("#", peer.id, " ", peer.name, " ", parts...));
  }

  RelayOptions options_;
  ConnectionId last_id_ = 0;
  OutputMarks marks_;
  std::vector<RelayPeer*> announced_;
  absl::flat_hash_map<std::string, std::unique_ptr<LiveStream>> streams_;
  absl::flat_hash_map<ConnectionId, std::unique_ptr<RelayPeer>> peers_;
};

Relay::Relay(RelayOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Relay::~Relay() = default;

void Relay::set_on_output(std::function<void(ConnectionId)> on_output) { impl_->on_output = std::move(on_output); }

ConnectionId Relay::Open(absl::string_view peer) { return impl_->Open(peer); }

void Relay::Receive(ConnectionId id, Bytes input) { impl_->Receive(id, input); }

Bytes Relay::send_buf(ConnectionId id) const {
  const RelayPeer* peer = impl_->Find(id);
  return peer == nullptr ? Bytes() : peer->connection.send_buf();
}

void Relay::AdvanceSendBuf(ConnectionId id, size_t count) {
  RelayPeer* peer = impl_->Find(id);
  if (peer == nullptr) return;
  peer->bytes_out += std::min(count, peer->connection.send_buf().size());
  peer->connection.AdvanceSendBuf(count);
}

bool Relay::wants_close(ConnectionId id) const {
  const RelayPeer* peer = impl_->Find(id);
  return peer != nullptr && Impl::WantsClose(*peer);
}

void Relay::Close(ConnectionId id, absl::string_view reason) { impl_->Close(id, reason); }

void Relay::Shutdown() { impl_->Shutdown(); }

const ServerConnection* Relay::connection(ConnectionId id) const {
  const RelayPeer* peer = impl_->Find(id);
  return peer == nullptr ? nullptr : &peer->connection;
}

size_t Relay::connection_count() const { return impl_->peer_count(); }

}  // namespace rtmp::io
