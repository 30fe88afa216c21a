#include "conformance/runner/listened_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/parser.h"
#include "conformance/runner/scenario_run.h"
#include "conformance/runner/tested_target.h"
#include "conformance/runner/usual_messages.h"
#include "conformance/runner/usual_server.h"
#include "impl/amf0/decoder.h"
#include "impl/io/stream_key.h"

namespace rtmpspec {
namespace {

// As nearly every case of a client begins.
constexpr char kBeginning[] = R"(transcript 1
title the handshake
rows RTMP-HS-02
peer client

C: C0 3
C: C1
S: S0 3
S: S1
S: S2 echo of C1
C: C2 echo of S1
)";

RunOptions WithOneBeginning(RunOptions options) {
  options.one_beginning = true;
  return options;
}

// Its values, whether it is of type 20 or 17.
void DecodeCommand(const WireMessage& message, rtmp::amf0::Values* values) {
  rtmp::Bytes body = message.payload;
  if (message.type_id == 17 && !body.empty()) body.remove_prefix(1);
  if (message.type_id == 20 || message.type_id == 17) (void)rtmp::amf0::Decode(body, {}, values);
}

}  // namespace

// The client as a target of one connection: it comes when it wants to, and nobody can start it again.
class ListenedClient::OnePeer : public Peer {
 public:
  explicit OnePeer(ListenedClient* client) : client_(*client) {}
  Side role() const override { return Side::kClient; }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask&) override {
    if (std::exchange(connected_, true)) return absl::UnavailableError("the client has one connection");
    return client_.tape_.View();
  }
  bool exact() const override { return false; }
  std::string name() const override { return "a client"; }
  std::string app() const override { return client_.app_; }
  std::string tc_url() const override { return client_.tc_url_; }
  bool one_connection() const override { return true; }
  bool can_connect_again() const override { return false; }

 private:
  ListenedClient& client_;
  bool connected_ = false;
};

ListenedClient::ListenedClient(std::unique_ptr<PeerConnection> wire, const Catalogue& catalogue, const RunOptions& options)
    : catalogue_(catalogue), options_(WithOneBeginning(options)), tape_(std::move(wire)) {}

absl::StatusOr<ListenedClient::Wish> ListenedClient::Ask() {
  const absl::StatusOr<Transcript> beginning = ParseTranscript(kBeginning, "handshake", "handshake");
  if (!beginning.ok()) return beginning.status();
  OnePeer peer(this);
  TestedTarget target(peer, catalogue_, options_);
  const Result handshake = RunScenario({"handshake", *beginning, {}}, target, kWhole)[0];
  if (handshake.verdict != Verdict::kPass) {
    return absl::UnavailableError(absl::StrCat("the handshake: ", handshake.actual, handshake.mark, handshake.note));
  }
  PlayedConnection::Settings settings;
  settings.played = Side::kServer;
  asked_ = std::make_unique<PlayedConnection>(tape_.View(), std::move(settings));
  PlayedConnection& connection = *asked_;
  connection.Queue(rtmp::Buffer(tape_.said()), "handshake");
  rtmp::amf0::Values values;
  const Deadline deadline(target.deadlines().hang());
  while (const WireMessage* message = connection.Peek(0, deadline)) {
    values.Clear();  // what is no command leaves them, and they point into the message before
    DecodeCommand(*message, &values);
    const absl::string_view name = values[0].string();
    if (name == "connect") {
      app_ = std::string(values[2]["app"].string());
      tc_url_ = std::string(values[2]["tcUrl"].string());
    }
    if (name == "publish" || name == "play") {
      wish_ = {rtmp::io::StreamKey(app_, values[3].string()), name == "publish" ? "publisher" : "player"};
      return wish_;
    }
    std::vector<PlayedMessage> replies;
    AppendUsualReplies(*message, &replies);
    connection.TakeThrough(0);
    for (const PlayedMessage& reply : replies) connection.Send(reply, "usual reply");
  }
  return absl::UnavailableError("neither publish nor play came");
}

void ListenedClient::Refuse(const std::string& why) {
  if (asked_ == nullptr) return;
  asked_->TakeThrough(0);
  const auto information = [&](rtmp::amf0::Encoder& encoder) {
    encoder.Null();
    encoder.BeginObject();
    encoder.Property("level", "error");
    encoder.Property("code", wish_.drive == "player" ? "NetStream.Play.StreamNotFound" : "NetStream.Publish.BadName");
    encoder.Property("description", absl::string_view(why));
    encoder.EndObject();
  };
  asked_->Send(CommandMessage("onStatus", 0, information, kServedStreamId), "refused");
  asked_->Close(/*reset=*/false);
}

std::optional<std::vector<Result>> ListenedClient::Run(const Scenario& scenario) {
  asked_.reset();
  OnePeer peer(this);
  TestedTarget target(peer, catalogue_, options_);
  std::vector<Result> results = RunScenario(scenario, target, kWhole);
  if (tape_.diverged()) return std::nullopt;
  return results;
}

}  // namespace rtmpspec
