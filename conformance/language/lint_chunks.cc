// Follows the chunks of what is sent, as far as their sizes can be told without a run.
#include <cmath>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/language/lint_rules.h"
#include "conformance/language/words.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;

constexpr int kDefaultChunkSize = 128;
// A loop longer than this is not followed.
constexpr int kLongestLoop = 1000;
constexpr size_t kLongestShortString = 65535;

class ChunkLint {
 public:
  ChunkLint(const Scenario& scenario, const NamedMessages& named, Complaints* complaints)
      : scenario_(scenario), named_(named), complaints_(complaints) {}

  void Run() {
    Follow(scenario_.transcript.steps);
    if (lost_) return;
    for (const auto& [name, begun] : begun_) {
      complaints_->Add(begun.position, absl::StrCat("'", name, "' is begun here and neither completed nor abandoned"));
    }
  }

 private:
  struct Begun {
    double left = 0;
    Position position;
  };

  void Follow(const Steps& steps) {
    for (const Step& step : steps) {
      if (const auto* repeat = std::get_if<RepeatStep>(&step.what)) {
        lost_ = lost_ || repeat->count > kLongestLoop;
        for (int i = 0; i < repeat->count && i < kLongestLoop; ++i) Follow(repeat->steps);
      } else if (const auto* chunks = std::get_if<ChunksStep>(&step.what)) {
        for (const ChunksStep::Item& item : chunks->items) Send(step, item);
      } else if (const auto* abandon = std::get_if<AbandonStep>(&step.what)) {
        Abandon(step, abandon->name);
      } else if (const auto* message = std::get_if<MessageStep>(&step.what)) {
        if (!UseOf(scenario_.transcript, message->side).played) continue;
        EndsWithAChunk(step, message->message);
        SetChunkSize(step, message->message);
      }
    }
  }

  void SetChunkSize(const Step& step, const Message& message) {
    if (message.quoted || message.kind != "SetChunkSize" || message.arguments.size() != 1) return;
    const std::optional<double> size = Number(message.arguments[0]);
    lost_ = lost_ || !size.has_value() || *size < 1;
    chunk_sizes_[step.connection] = size.value_or(kDefaultChunkSize);
  }

  void Send(const Step& step, const ChunksStep::Item& item) {
    const auto message = named_.find(item.name);
    if (message == named_.end()) {
      return complaints_->Add(step.position, absl::StrCat("no message is named '", item.name, "'"));
    }
    auto [begun, fresh] = begun_.try_emplace(item.name);
    if (fresh) {
      const std::optional<double> size = Size(*message->second);
      lost_ = lost_ || !size.has_value();
      begun->second = Begun{size.value_or(0), step.position};
    }
    EndsWithAChunk(step, *message->second);
    const double chunk = ChunkSize(step, message->second->option("chunk"));
    lost_ = lost_ || chunk < 1 || message->second->option("length") != nullptr;
    begun->second.left -= chunk;
    if (item.rest || (begun->second.left <= 0 && !lost_)) begun_.erase(begun);
  }

  // Of a message that announces more than it has a chunk is full (RTMP 1.0 5.3.1.2.5), or the receiver takes what follows for the
  // rest of it. @stop says that the message is cut there on purpose.
  void EndsWithAChunk(const Step& step, const Message& message) {
    const auto named = message.quoted ? named_.end() : named_.find(message.kind);
    const Message& said = named == named_.end() ? message : *named->second;
    const auto option = [&](const char* name) { return message.option(name) ? message.option(name) : said.option(name); };
    const Value* length = option("length");
    const std::optional<double> size = length == nullptr || option("stop") != nullptr ? std::nullopt : Size(said);
    const std::optional<double> number = length == nullptr ? std::nullopt : Number(*length);
    const double chunk = ChunkSize(step, option("chunk"));
    if (!size.has_value() || !number.has_value() || chunk < 1) return;
    const bool relative = absl::StartsWith(length->text, "+") || absl::StartsWith(length->text, "-");
    const double announced = relative ? *size + *number : *number;
    if (announced <= *size || (*size > 0 && std::fmod(*size, chunk) == 0)) return;
    complaints_->Add(length->position, absl::StrFormat("%.0f bytes are announced, and the payload of %.0f ends inside a chunk of "
                                                       "%.0f: fill it, or write @stop=N",
                                                       announced, *size, chunk));
  }

  double ChunkSize(const Step& step, const Value* option) const {
    if (option != nullptr) return Number(*option).value_or(0);
    const auto size = chunk_sizes_.find(step.connection);
    return size == chunk_sizes_.end() ? kDefaultChunkSize : size->second;
  }

  void Abandon(const Step& step, const std::string& name) {
    if (named_.count(name) == 0) {
      complaints_->Add(step.position, absl::StrCat("no message is named '", name, "'"));
    } else if (begun_.erase(name) == 0 && !lost_) {
      complaints_->Add(step.position, absl::StrCat("'", name, "' is not begun, there is nothing to abandon"));
    }
  }

  std::optional<double> Number(const Value& value) const {
    if (value.kind == Kind::kNumber) return value.number;
    if (value.kind == Kind::kAny && !value.items.empty()) return Number(value.items[0]);
    if (value.kind != Kind::kVariable) return std::nullopt;
    const Value* variable = Find(value.text);
    if (variable == nullptr || variable->kind != Kind::kNumber) return std::nullopt;
    return variable->number + value.number;
  }

  const Value* Find(const std::string& name) const {
    for (const auto& [variable, value] : scenario_.variables) {
      if (variable == name) return &value;
    }
    return nullptr;
  }

  // Bytes of the message's payload.
  std::optional<double> Size(const Message& message) const {
    const MessageWord* word = message.quoted ? nullptr : FindMessageWord(message.kind);
    if (message.kind == "audio" || message.kind == "video" || message.kind == "message") {
      return message.arguments.size() == 1 ? PayloadSize(message.arguments[0]) : std::nullopt;
    }
    if (word != nullptr && message.kind != "data") return std::nullopt;
    if (message.field("type") != nullptr) return std::nullopt;
    double size = 0;
    if (word == nullptr) size += 3 + static_cast<double>(message.kind.size());
    if (message.field("txn") != nullptr) size += 9;
    for (const Value& value : message.arguments) {
      const std::optional<double> part = AmfSize(value);
      if (!part.has_value()) return std::nullopt;
      size += *part;
    }
    return size;
  }

  std::optional<double> PayloadSize(const Value& value) const {
    if (value.kind == Kind::kHex) return static_cast<double>(value.bytes.size());
    if (value.kind == Kind::kWord && value.text == "empty") return 0;
    const bool sized = value.kind == Kind::kCall && FindGenerator(value.text) != nullptr && value.items.size() == 2;
    return sized ? Number(value.items[0]) : std::nullopt;
  }

  // AMF0 2.2 to 2.18: a marker, then the value.
  std::optional<double> AmfSize(const Value& value) const {
    switch (value.kind) {
      case Kind::kNumber:
        return 9;
      case Kind::kBoolean:
        return 2;
      case Kind::kNull:
      case Kind::kUndefined:
        return 1;
      case Kind::kString:
        return static_cast<double>(value.text.size()) + (value.text.size() > kLongestShortString ? 5 : 3);
      case Kind::kLongString:
      case Kind::kXml:
        return static_cast<double>(value.text.size()) + 5;
      case Kind::kHex:
        return static_cast<double>(value.bytes.size());
      case Kind::kObject:
      case Kind::kEcmaArray: {
        double size = value.kind == Kind::kObject ? 4 : 8;
        for (const auto& [key, property] : value.properties) {
          const std::optional<double> part = AmfSize(property);
          if (!part.has_value()) return std::nullopt;
          size += 2 + static_cast<double>(key.size()) + *part;
        }
        return size;
      }
      default:
        return std::nullopt;
    }
  }

  const Scenario& scenario_;
  const NamedMessages& named_;
  Complaints* complaints_;
  std::map<std::string, double> chunk_sizes_;
  std::map<std::string, Begun> begun_;
  bool lost_ = false;  // a size could not be told
};

}  // namespace

void LintChunks(const Scenario& scenario, const NamedMessages& named, Complaints* complaints) {
  ChunkLint(scenario, named, complaints).Run();
}

}  // namespace rtmpspec
