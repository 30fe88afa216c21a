#include "conformance/runner/in_process_peer.h"

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/types/span.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/script_values.h"
#include "impl/amf0/encoder.h"
#include "impl/connection/client_connection.h"
#include "impl/io/relay.h"

namespace rtmpspec {
namespace {

constexpr char kApp[] = "live";
constexpr char kTcUrl[] = "rtmp://127.0.0.1:1935/live";
constexpr char kName[] = "built-in reference";

rtmp::HandshakeOptions DeterministicHandshake(uint64_t seed) {
  rtmp::HandshakeOptions options;
  auto clock = std::make_shared<uint32_t>(1000);
  options.clock_ms = [clock] { return (*clock)++; };
  auto random = std::make_shared<std::mt19937_64>(seed);
  options.random = [random](absl::Span<uint8_t> out) {
    for (uint8_t& byte : out) byte = static_cast<uint8_t>((*random)() >> 24);
  };
  return options;
}

ReadEnd TakeAll(rtmp::Buffer* queued, bool ended, rtmp::Buffer* out) {
  if (queued->empty()) return ended ? ReadEnd::kFin : ReadEnd::kNothing;
  out->insert(out->end(), queued->begin(), queued->end());
  queued->clear();
  return ReadEnd::kData;
}

class ServerConnectionInProcess : public PeerConnection {
 public:
  explicit ServerConnectionInProcess(std::shared_ptr<rtmp::io::Relay> relay)
      : relay_(std::move(relay)), id_(relay_->Open("suite")) {}
  ~ServerConnectionInProcess() override { Close(false); }

  void Write(rtmp::Bytes bytes) override {
    if (closed_) return;
    relay_->Receive(id_, bytes);
    Drain();
  }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration) override {
    Drain();
    return TakeAll(&queued_, closed_, out);
  }
  void Close(bool) override {
    if (closed_) return;
    Drain();
    End("the suite closed it");
  }
  std::optional<std::string> state() const override {
    if (closed_) return last_state_;
    return std::string(rtmp::StateName(relay_->connection(id_)->state()));
  }

 private:
  // As a socket driver does: sends what is queued, and closes when the relay has nothing more to say.
  void Drain() {
    if (closed_) return;
    const rtmp::Bytes bytes = relay_->send_buf(id_);
    queued_.insert(queued_.end(), bytes.begin(), bytes.end());
    relay_->AdvanceSendBuf(id_, bytes.size());
    if (relay_->wants_close(id_)) End("the server closed it");
  }
  void End(absl::string_view reason) {
    if (const rtmp::ServerConnection* connection = relay_->connection(id_))
      last_state_ = std::string(StateName(connection->state()));
    relay_->Close(id_, reason);
    closed_ = true;
  }

  std::shared_ptr<rtmp::io::Relay> relay_;
  rtmp::io::ConnectionId id_;
  rtmp::Buffer queued_;
  bool closed_ = false;
  std::string last_state_;
};

class ServerInProcess : public Peer {
 public:
  explicit ServerInProcess(uint64_t seed) : seed_(seed) { Start(); }
  Side role() const override { return Side::kServer; }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask&) override {
    return std::make_unique<ServerConnectionInProcess>(relay_);
  }
  bool exact() const override { return true; }
  std::string name() const override { return kName; }
  std::string app() const override { return kApp; }
  std::string tc_url() const override { return kTcUrl; }
  bool is_reference() const override { return true; }
  bool can_restart() const override { return true; }
  absl::Status Restart() override {
    Start();
    return absl::OkStatus();
  }

 private:
  void Start() {
    rtmp::io::RelayOptions options;
    options.server.apps = {kApp};
    options.server.handshake = DeterministicHandshake(seed_);
    relay_ = std::make_shared<rtmp::io::Relay>(std::move(options));
  }
  uint64_t seed_;
  std::shared_ptr<rtmp::io::Relay> relay_;  // connections of a relay that was replaced keep it until they go
};

// The small application around a client: publishes a few frames once it may, or keeps what it is given to play.
class ClientConnectionInProcess : public PeerConnection {
 public:
  explicit ClientConnectionInProcess(rtmp::ClientOptions options)
      : publishes_(options.mode == rtmp::ClientOptions::Mode::kPublish), client_(std::move(options)) {}

  void Write(rtmp::Bytes bytes) override {
    while (!closed_) {
      absl::StatusOr<rtmp::Event> event = client_.NextEvent(bytes);
      if (!event.ok()) {
        Drain();
        closed_ = true;
        return;
      }
      if (rtmp::IsNeedBytes(*event)) return Drain();
      OnEvent(*event);
    }
  }
  ReadEnd Read(rtmp::Buffer* out, absl::Duration) override {
    Drain();
    return TakeAll(&queued_, closed_, out);
  }
  void Close(bool) override {
    Drain();
    closed_ = true;
  }
  std::optional<std::string> state() const override { return std::string(rtmp::StateName(client_.state())); }
  std::optional<std::vector<DeliveredMedia>> TakeDelivered() override { return std::exchange(delivered_, {}); }

 private:
  void Drain() {
    const rtmp::Bytes bytes = client_.send_buf();
    if (!closed_) queued_.insert(queued_.end(), bytes.begin(), bytes.end());
    client_.AdvanceSendBuf(bytes.size());
  }
  void OnEvent(const rtmp::Event& event) {
    if (const auto* audio = std::get_if<rtmp::AudioReceived>(&event)) Deliver(8, audio->timestamp, audio->payload);
    if (const auto* video = std::get_if<rtmp::VideoReceived>(&event)) Deliver(9, video->timestamp, video->payload);
    if (const auto* data = std::get_if<rtmp::DataReceived>(&event)) Deliver(18, data->timestamp, data->payload);
    // Asked to reconnect, it leaves: what it would open next is the suite's to accept, and this is one connection.
    if (std::holds_alternative<rtmp::ReconnectRequested>(event)) client_.Close();
    if (std::holds_alternative<rtmp::DisconnectedByPeer>(event) || std::holds_alternative<rtmp::ReconnectRequested>(event)) {
      Drain();
      closed_ = true;
    }
    const auto* state = std::get_if<rtmp::StateChanged>(&event);
    if (state != nullptr && state->state == rtmp::State::kPublishing && publishes_) PublishFrames();
  }
  void Deliver(uint8_t type_id, uint32_t timestamp, rtmp::Bytes payload) {
    delivered_.push_back({type_id, timestamp, rtmp::Buffer(payload.begin(), payload.end())});
  }
  static rtmp::Buffer Payload(const std::string& generator, const std::vector<double>& arguments) {
    Value call;
    call.kind = arguments.empty() ? Value::Kind::kWord : Value::Kind::kCall;
    call.text = generator;
    for (const double argument : arguments) call.items.push_back(NumberValue(argument));
    return BuildPayload(call).value_or(rtmp::Buffer());
  }
  void PublishFrames() {
    rtmp::Buffer metadata;
    rtmp::amf0::Encoder encoder(&metadata);
    encoder.String("onMetaData");
    encoder.BeginEcmaArray(4);
    encoder.Property("width", 320.0);
    encoder.Property("height", 240.0);
    encoder.Property("videocodecid", 7.0);
    encoder.Property("audiocodecid", 10.0);
    encoder.EndObject();
    (void)client_.SendMetadata(0, metadata);
    (void)client_.SendVideo(0, Payload("avc_header", {}));
    (void)client_.SendAudio(0, Payload("aac_header", {}));
    (void)client_.SendVideo(0, Payload("avc_key", {300, 1}));
    (void)client_.SendAudio(20, Payload("aac", {90, 2}));
    (void)client_.SendVideo(40, Payload("avc_inter", {200, 3}));
    // The same codec by its FourCC: inter frame, CodedFramesX.
    (void)client_.SendVideo(80, rtmp::Buffer{0xa3, 'a', 'v', 'c', '1', 0, 0, 0, 4, 0x41, 1, 2, 3});
  }

  bool publishes_;
  rtmp::ClientConnection client_;
  rtmp::Buffer queued_;
  bool closed_ = false;
  std::vector<DeliveredMedia> delivered_;
};

class ClientInProcess : public Peer {
 public:
  explicit ClientInProcess(uint64_t seed) : handshake_(DeterministicHandshake(seed)) {}
  Side role() const override { return Side::kClient; }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask& task) override {
    rtmp::ClientOptions options;
    options.mode = task.drive == "player" ? rtmp::ClientOptions::Mode::kPlay : rtmp::ClientOptions::Mode::kPublish;
    options.app = kApp;
    options.tc_url = kTcUrl;
    options.stream_name = task.stream_name;
    options.handshake = handshake_;
    options.capabilities = CapabilitiesOf(options.mode);
    return std::make_unique<ClientConnectionInProcess>(std::move(options));
  }
  bool exact() const override { return true; }
  std::string name() const override { return kName; }
  std::string app() const override { return kApp; }
  std::string tc_url() const override { return kTcUrl; }
  bool is_reference() const override { return true; }
  bool can_restart() const override { return true; }

 private:
  // A publisher may be asked to reconnect, a player takes several tracks: neither says what the other does, so that what a client
  // did not declare is tried too.
  static rtmp::Capabilities CapabilitiesOf(rtmp::ClientOptions::Mode mode) {
    rtmp::Capabilities capabilities;
    const bool plays = mode == rtmp::ClientOptions::Mode::kPlay;
    capabilities.four_cc_list = {"*"};
    capabilities.video = {{"*", plays ? rtmp::kCanDecode : rtmp::kCanEncode}};
    capabilities.caps_ex = plays ? rtmp::kCapsMultitrack | rtmp::kCapsModEx : rtmp::kCapsReconnect;
    return capabilities;
  }

  rtmp::HandshakeOptions handshake_;
};

}  // namespace

std::unique_ptr<Peer> MakeInProcessPeer(Side role, uint64_t seed) {
  if (role == Side::kServer) return std::make_unique<ServerInProcess>(seed);
  return std::make_unique<ClientInProcess>(seed);
}

}  // namespace rtmpspec
