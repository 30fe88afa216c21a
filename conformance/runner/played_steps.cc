// What the suite sends: message lines, chunks, handshake packets, bytes, closes.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/language/printer.h"
#include "conformance/runner/bytes_steps.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/scenario_runner.h"
#include "conformance/runner/usual_messages.h"

namespace rtmpspec {
namespace {

template <typename T>
const T* As(const Step& step) {
  return std::get_if<T>(&step.what);
}

template <typename... Ts>
bool BeginsWith(const Step& step) {
  const auto* one_of = As<OneOfStep>(step);
  return one_of != nullptr &&
         std::any_of(one_of->alternatives.begin(), one_of->alternatives.end(), [](const Alternative& alternative) {
           return !alternative.steps.empty() && (... || (As<Ts>(alternative.steps[0]) != nullptr));
         });
}

bool Asks(const Step& step) { return As<SyncStep>(step) != nullptr || BeginsWith<SyncStep, NothingStep>(step); }
bool BearsSilence(const Step& step) { return BeginsWith<SilenceStep>(step); }

// The message with its variables replaced, for the wire log.
Message AsPlayed(Message message, const Bindings& bindings) {
  const auto replace = [&](Value* value) {
    if (absl::StatusOr<Value> plain = bindings.Evaluate(*value, /*playing=*/true); plain.ok()) *value = *std::move(plain);
  };
  for (auto& [name, value] : message.fields) replace(&value);
  for (Value& value : message.arguments) replace(&value);
  for (auto& [name, value] : message.options) replace(&value);
  return message;
}

}  // namespace

// The suite's own line cannot be sent: its fault, not the stack's.
ScenarioRunner::StepOutcome ScenarioRunner::Harness(const absl::Status& status) const {
  if (status.ok()) return std::nullopt;
  Finding finding;
  finding.verdict = Verdict::kHarness;
  finding.cause = Cause::kNone;
  finding.note = std::string(status.message());
  return finding;
}

ScenarioRunner::StepOutcome ScenarioRunner::Play(const Step& step, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  connection.played_since = true;
  connection.played_part |= As<ChunksStep>(step) != nullptr || As<BytesStep>(step) != nullptr;
  rtmp::Buffer bytes;
  if (const auto* message = As<MessageStep>(step)) return PlayMessage(message->message, connection);
  if (const auto* group = As<GroupStep>(step)) {
    for (const Step& inner : group->steps) {
      const auto* line = As<MessageStep>(inner);
      if (line == nullptr) continue;
      if (StepOutcome outcome = PlayMessage(line->message, connection)) return outcome;
    }
    return std::nullopt;
  }
  if (const auto* one_of = As<OneOfStep>(step)) {
    // The first way is the usual one.
    for (const Step& inner : one_of->alternatives.empty() ? Steps() : one_of->alternatives[0].steps) {
      if (StepOutcome outcome = Play(inner, connection)) return outcome;
    }
    return std::nullopt;
  }
  if (const auto* chunks = As<ChunksStep>(step)) {
    if (StepOutcome outcome = Harness(wire.player().PlayChunks(*chunks, bindings_, &bytes))) return outcome;
    wire.Queue(bytes, PrintStep(step));
    return std::nullopt;
  }
  if (const auto* raw = As<BytesStep>(step)) {
    absl::StatusOr<rtmp::Buffer> built = BuildBytes(
        *raw, [this](absl::Span<uint8_t> out) { FillRandom(out); }, &bindings_);
    if (!built.ok()) return Harness(built.status());
    wire.Queue(*built, absl::StrCat(built->size(), " bytes"));
    return std::nullopt;
  }
  if (const auto* closes = As<ClosesStep>(step)) {
    wire.Close(closes->how == "rst");
    return std::nullopt;
  }
  return std::nullopt;  // nothing, acks: nothing to send
}

// In a variant that signs: C1 with a digest, and C2 for an S1 that has one. S2 as the echo that the script expects may be signed.
Message ScenarioRunner::AsSigned(Message line, const Connection& connection) const {
  if (!variant_->digest.has_value()) return line;
  Value word;
  word.kind = Value::Kind::kWord;
  if (line.kind == "C1" && line.field("digest") == nullptr) {
    word.text = *variant_->digest == rtmp::handshake::DigestScheme::k0 ? "scheme0" : "scheme1";
    line.fields.emplace_back("digest", word);
  }
  const bool second = line.kind == "C2" || line.kind == "S2";
  if (!second || line.arguments.empty() || line.arguments[0].text != "echo") return line;
  const auto first = connection.common->packets.find(line.kind == "C2" ? "S1" : "C1");
  const auto side = line.kind == "C2" ? rtmp::handshake::Side::kServer : rtmp::handshake::Side::kClient;
  if (first == connection.common->packets.end() || !rtmp::handshake::FindDigest(first->second, side)) return line;
  line.arguments[0].text = "signed";
  return line;
}

ScenarioRunner::StepOutcome ScenarioRunner::PlayMessage(const Message& message, Connection& connection) {
  PlayedConnection& wire = *connection.wire;
  if (HandshakePacketSize(message.kind) != 0) {
    absl::StatusOr<rtmp::Buffer> packet =
        BuildHandshakePacket(AsSigned(message, connection), bindings_, connection.common->packets,
                             [this](absl::Span<uint8_t> out) { FillRandom(out); });
    if (!packet.ok()) return Harness(packet.status());
    const std::string what = DescribeHandshakePacket(message.kind, *packet);
    if (const Value* split = message.option("split")) {
      const absl::StatusOr<Value> size = bindings_.Evaluate(*split, /*playing=*/true);
      if (!size.ok()) return Harness(size.status());
      if (size->number < 1) return Harness(absl::InvalidArgumentError("@split is 1 or more"));
      wire.WritePieces(*packet, static_cast<size_t>(size->number), what);
    } else {
      wire.Queue(*packet, what);
    }
    for (const auto& [name, value] : message.fields) {
      if (name != "random" || value.kind != Value::Kind::kVariable || bindings_.Find(value.text) != nullptr) continue;
      Value random;
      random.kind = Value::Kind::kHex;
      random.bytes.assign(packet->begin() + 8, packet->end());
      bindings_.Set(value.text, random);
    }
    connection.common->packets[message.kind] = *std::move(packet);
    if (message.kind == "C2" || message.kind == "S2") connection.state = SessionState::kConnecting;
    return std::nullopt;
  }
  connection.played_part |= message.option("stop") != nullptr;
  rtmp::Buffer bytes;
  if (StepOutcome outcome = Harness(wire.player().Play(message, bindings_, &bytes))) return outcome;
  if (StepOutcome outcome = Harness(BindPlayed(message, &bindings_))) return outcome;
  wire.Queue(bytes, PrintMessage(AsPlayed(message, bindings_)));
  NotePlayed(message, connection);
  return std::nullopt;
}

// Where a script has brought its connection to decides which barriers apply.
void ScenarioRunner::NotePlayed(const Message& message, Connection& connection) {
  if (connection.state == SessionState::kHandshaking) connection.state = SessionState::kConnecting;
  const std::string& kind = message.kind;
  if (kind == "connect" && connection.state == SessionState::kConnecting) connection.state = SessionState::kConnected;
  if (kind == "publish") connection.state = SessionState::kPublishing;
  if (kind == "play" || kind == "play2") connection.state = SessionState::kPlaying;
  const bool ends = kind == "deleteStream" || kind == "closeStream";
  if (ends && connection.state > SessionState::kConnected) connection.state = SessionState::kConnected;
  const bool tells = kind == "WindowAckSize" || kind == "connect" || kind == "createStream" || kind == "_result";
  if (!tells) return;
  const absl::StatusOr<PlayedMessage> built = BuildMessage(message, target_.played(), bindings_);
  if (!built.ok()) return;
  connection.wire->NotePlayed(*built);
  if (built->type_id != 5) return;
  WireMessage sent;
  sent.payload = built->payload;
  connection.wire->set_played_window(ControlValue(sent));
}

// A stack may be accused of no longer understanding us, or of hanging, only if it answered the same round trip just before: when
// the steps from `index` on play something and then ask for a round trip, or bear silence, one is made first. In process it is
// not needed: there the stack cannot be slow.
void ScenarioRunner::ConfirmBarrier(const Steps& steps, size_t index) {
  if (deadlines_.exact || scenario_.transcript.exact || IsChecked(steps[index])) return;
  const auto playing = connections_.find(steps[index].connection);
  if (playing == connections_.end() || playing->second.over || !playing->second.played_since) return;
  const bool sends = As<MessageStep>(steps[index]) != nullptr || As<BytesStep>(steps[index]) != nullptr ||
                     As<ChunksStep>(steps[index]) != nullptr;
  if (!sends) return;
  const auto checked = [&](bool anywhere) {
    return std::find_if(steps.begin() + static_cast<std::ptrdiff_t>(index) + 1, steps.end(), [&](const Step& step) {
      return IsChecked(step) && (anywhere || step.connection == steps[index].connection);
    });
  };
  const auto same = checked(/*anywhere=*/false), next = checked(/*anywhere=*/true);
  if (same != steps.end() && Asks(*same) && playing->second.state >= SessionState::kConnected &&
      !playing->second.wire->in_handshake()) {
    (void)Sync(playing->second);
  }
  if (next == same || next == steps.end()) return;
  // What the publisher plays can hang the player.
  const auto watching = connections_.find(next->connection);
  if (watching == connections_.end() || watching->second.over || !watching->second.played_since) return;
  if ((Asks(*next) || BearsSilence(*next)) && CanSync(watching->second)) (void)Sync(watching->second);
}

}  // namespace rtmpspec
