// Clients around a Relay, without sockets: whatever one side queues, the other gets when the test says so.
#ifndef RTMPSPEC_IMPL_IO_RELAY_TEST_HUB_H_
#define RTMPSPEC_IMPL_IO_RELAY_TEST_HUB_H_

#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "impl/connection/client_connection.h"
#include "impl/io/relay.h"

namespace rtmp::io {

// Media as text: "video 40 2701000000aa", the payload in hexadecimal.
inline std::string Media(absl::string_view kind, uint32_t timestamp, Bytes payload) {
  return absl::StrCat(kind, " ", timestamp, " ", absl::BytesToHexString(ToStringView(payload)));
}

struct HubClient {
  HubClient(ConnectionId id, ClientOptions options) : id(id), connection(std::move(options)) {}

  ConnectionId id;
  ClientConnection connection;
  std::vector<std::string> media;     // what came, as Media() writes it
  std::vector<std::string> statuses;  // codes
  bool ended = false;                 // DisconnectedByPeer
  absl::Status status;                // of the first error

  void Audio(uint32_t timestamp, absl::string_view hex) { Send(connection.SendAudio(timestamp, ToBytes(FromHex(hex)))); }
  void Video(uint32_t timestamp, absl::string_view hex) { Send(connection.SendVideo(timestamp, ToBytes(FromHex(hex)))); }
  void Metadata(uint32_t timestamp, absl::string_view hex) { Send(connection.SendMetadata(timestamp, ToBytes(FromHex(hex)))); }

  void Receive(Bytes input) {
    while (status.ok()) {
      const absl::StatusOr<Event> event = connection.NextEvent(input);
      if (!event.ok()) status = event.status();
      if (!event.ok() || IsNeedBytes(*event)) return;
      if (const auto* audio = std::get_if<AudioReceived>(&*event))
        media.push_back(Media("audio", audio->timestamp, audio->payload));
      if (const auto* video = std::get_if<VideoReceived>(&*event))
        media.push_back(Media("video", video->timestamp, video->payload));
      if (const auto* data = std::get_if<DataReceived>(&*event)) media.push_back(Media("data", data->timestamp, data->payload));
      if (const auto* said = std::get_if<StatusReceived>(&*event)) statuses.push_back(std::string(said->code));
      if (const auto* gone = std::get_if<DisconnectedByPeer>(&*event)) {
        ended = true;
        statuses.push_back(gone->reason);
      }
    }
  }

 private:
  static std::string FromHex(absl::string_view hex) { return absl::HexStringToBytes(hex); }
  void Send(const absl::Status& sent) {
    if (status.ok()) status = sent;
  }
};

class Hub {
 public:
  explicit Hub(RelayOptions options = {}) : relay_(WithLog(std::move(options))) {}

  Relay& relay() { return relay_; }
  const std::vector<std::string>& log() const { return log_; }

  HubClient& Publish(absl::string_view name, absl::string_view app = "live") {
    return Add(ClientOptions::Mode::kPublish, name, app, -2);
  }
  HubClient& Play(absl::string_view name, double start = -2, absl::string_view app = "live") {
    return Add(ClientOptions::Mode::kPlay, name, app, start);
  }

  // Carries bytes to and fro until nobody says anything more.
  void Carry() {
    bool moved = true;
    while (moved) {
      moved = false;
      for (HubClient& client : clients_) {
        if (CarryToRelay(client)) moved = true;
        if (CarryFromRelay(client)) moved = true;
      }
    }
  }
  bool CarryToRelay(HubClient& client) {
    if (client.connection.send_buf().empty()) return false;
    relay_.Receive(client.id, client.connection.send_buf());
    client.connection.AdvanceSendBuf(client.connection.send_buf().size());
    return true;
  }
  bool CarryFromRelay(HubClient& client) {
    if (relay_.send_buf(client.id).empty()) return false;
    client.Receive(relay_.send_buf(client.id));
    relay_.AdvanceSendBuf(client.id, relay_.send_buf(client.id).size());
    return true;
  }

 private:
  RelayOptions WithLog(RelayOptions options) {
    options.log = [this](absl::string_view line) { log_.push_back(std::string(line)); };
    return options;
  }
  HubClient& Add(ClientOptions::Mode mode, absl::string_view name, absl::string_view app, double start) {
    ClientOptions options;
    options.mode = mode;
    options.app = std::string(app);
    options.tc_url = absl::StrCat("rtmp://127.0.0.1/", app);
    options.stream_name = std::string(name);
    options.play_start = start;
    HubClient& client = clients_.emplace_back(relay_.Open("peer"), std::move(options));
    Carry();
    return client;
  }

  std::vector<std::string> log_;
  Relay relay_;
  std::deque<HubClient> clients_;
};

// Messages of a publisher, in hexadecimal: enough of each for a relay to see what it is.
inline constexpr char kMetadata[] =
    "02000a6f6e4d65746144617461"
    "0041efffffffe00000";
inline constexpr char kMetadata2[] =
    "02000a6f6e4d65746144617461"
    "003ff0000000000000";
inline constexpr char kAvcHeader[] = "17000000000142c00c";
inline constexpr char kAvcHeader2[] = "17000000000142c01e";
inline constexpr char kAacHeader[] = "af001210";
inline constexpr char kKeyFrame[] = "1701000000000000016588";
inline constexpr char kFrame[] = "27010000000000000141";
inline constexpr char kAac[] = "af0121";

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_RELAY_TEST_HUB_H_
