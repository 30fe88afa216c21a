#include "conformance/runner/matcher.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/runner/message_kinds.h"
#include "conformance/runner/payload.h"
#include "conformance/runner/payload_match.h"
#include "conformance/runner/script_message.h"
#include "conformance/runner/script_values.h"
#include "conformance/runner/value_match.h"

namespace rtmpspec {
namespace {

struct Difference {
  std::string reason;
  Mark mark;
};

Difference At(Mark::What what, std::string reason) {
  Difference difference{std::move(reason), {}};
  difference.mark.what = what;
  return difference;
}

Difference AtField(std::string field, std::string reason) {
  Difference difference = At(Mark::What::kField, std::move(reason));
  difference.mark.field = std::move(field);
  return difference;
}

// A payload's mismatch marks its first wrong byte, or its length. `base` is where the compared part starts.
Difference AtPayload(PayloadMismatch mismatch, size_t base) {
  if (!mismatch.offset) return AtField("len", std::move(mismatch.reason));
  Difference difference = At(Mark::What::kPayloadByte, std::move(mismatch.reason));
  difference.mark.offset = base + *mismatch.offset;
  return difference;
}

class Matcher {
 public:
  Matcher(const Message& pattern, const std::map<std::string, Message>& named, const WireMessage& actual, Side sender,
          const ScriptMessage& script, Bindings* bindings)
      : pattern_(pattern), actual_(actual), sender_(sender), script_(script), bindings_(*bindings) {
    const auto it = pattern.quoted ? named.end() : named.find(pattern.kind);
    named_ = it != named.end();
    expected_ = named_ ? &it->second : &pattern;
    kind_ = &FindKind(*expected_);
  }

  std::optional<Difference> Match() {
    if (auto difference = MatchKind()) return difference;
    for (const auto& [name, value] : pattern_.fields) {
      if (auto difference = MatchField(name, value)) return difference;
    }
    return MatchArguments();
  }

 private:
  std::string ExpectedKind() const {
    if (kind_->kind_class != KindClass::kRaw) return expected_->kind;
    const Value* type = Field(*expected_, "type");
    return type == nullptr ? "message" : absl::StrCat("message type=", ShortText(*type));
  }

  static const Value* Field(const Message& message, absl::string_view name) {
    for (const auto& [field, value] : message.fields) {
      if (field == name) return &value;
    }
    return nullptr;
  }

  std::optional<Difference> MatchKind() {
    const uint8_t type = actual_.type_id;
    bool same = false;
    bool same_type = type == kind_->type_id;
    switch (kind_->kind_class) {
      case KindClass::kCommand:
        same_type = IsCommandType(type);
        same = script_.kind_class == KindClass::kCommand && script_.kind == expected_->kind;
        break;
      case KindClass::kData:
        same = same_type = IsDataType(type);
        break;
      case KindClass::kMedia:
        same = same_type;
        break;
      case KindClass::kControl:
        same = script_.kind_class == KindClass::kControl && same_type;
        break;
      case KindClass::kUserControl:
        same = script_.kind_class == KindClass::kUserControl && script_.event == kind_->event;
        same_type = same_type && actual_.payload.size() >= 2 && script_.event == kind_->event;
        break;
      case KindClass::kRawEvent:
        same = same_type && actual_.payload.size() >= 2;
        break;
      case KindClass::kRaw: {
        const Value* wanted = Field(*expected_, "type");
        if (wanted == nullptr) return std::nullopt;
        Bindings scratch = bindings_;
        std::optional<ValueMismatch> mismatch = MatchValue(*wanted, NumberValue(type), "type", &scratch);
        if (!mismatch) return std::nullopt;
        return AtField("type", absl::StrCat("expected ", ExpectedKind(), ", came ", CameKind()));
      }
    }
    if (same) return std::nullopt;
    // The right message, but not in the shape that it has.
    if (same_type && !script_.problem.empty()) return At(Mark::What::kEnd, script_.problem);
    return At(Mark::What::kKind, absl::StrCat("expected ", ExpectedKind(), ", came ", CameKind()));
  }

  std::string CameKind() const {
    if (script_.kind_class == KindClass::kRaw) return absl::StrCat("a message of type ", actual_.type_id);
    if (script_.kind_class == KindClass::kRawEvent) return absl::StrCat("user control event ", script_.event);
    if (script_.kind_class == KindClass::kCommand) return ShortText(StringValue(script_.kind));
    return script_.kind;
  }

  std::optional<Difference> MatchNumber(const std::string& field, const Value& pattern, double actual, absl::string_view what) {
    std::optional<ValueMismatch> mismatch = MatchValue(pattern, NumberValue(actual), what, &bindings_);
    if (!mismatch) return std::nullopt;
    return AtField(field, std::move(mismatch->reason));
  }

  std::optional<Difference> MatchField(const std::string& name, const Value& pattern) {
    if (name == "csid") return MatchNumber(name, pattern, actual_.chunk_stream_id, "chunk stream");
    if (name == "msid") return MatchNumber(name, pattern, actual_.message_stream_id, "message stream");
    if (name == "time") return MatchNumber(name, pattern, actual_.timestamp, "time");
    if (name == "type") return MatchNumber(name, pattern, actual_.type_id, "type");
    if (name == "len") return MatchNumber(name, pattern, static_cast<double>(actual_.payload.size()), "length");
    if (name == "event") return MatchNumber(name, pattern, script_.event, "event");
    if (name == "txn") {
      if (!script_.has_transaction_id) return At(Mark::What::kKind, "the transaction id, a number, is missing");
      return MatchNumber(name, pattern, script_.transaction_id.number, "transaction id");
    }
    if (name == "prefix") {
      std::optional<PayloadMismatch> mismatch = MatchPrefix(pattern, actual_.payload, &bindings_);
      if (!mismatch) return std::nullopt;
      return AtPayload(*std::move(mismatch), 0);
    }
    if (name == "sha256") {
      Value lower = pattern;
      absl::AsciiStrToLower(&lower.text);
      std::optional<ValueMismatch> mismatch = MatchValue(lower, StringValue(Sha256Hex(actual_.payload)), "sha256", &bindings_);
      if (!mismatch) return std::nullopt;
      return AtField("len", std::move(mismatch->reason));
    }
    return AtField(name, absl::StrCat(name, "= cannot be checked on ", pattern_.kind));
  }

  std::optional<Difference> MatchArguments() {
    switch (kind_->kind_class) {
      case KindClass::kMedia:
      case KindClass::kRawEvent:
      case KindClass::kRaw:
        return MatchWholePayload();
      default:
        return MatchValues();
    }
  }

  // Generators, hex(..), ?, captures; behind the event of a user control message.
  std::optional<Difference> MatchWholePayload() {
    const size_t base = kind_->kind_class == KindClass::kRawEvent ? 2 : 0;
    if (named_) {
      const absl::StatusOr<PlayedMessage> message = BuildMessage(*expected_, sender_, bindings_);
      if (!message.ok()) return At(Mark::What::kKind, std::string(message.status().message()));
      std::optional<PayloadMismatch> mismatch = ComparePayload(message->payload, actual_.payload);
      if (!mismatch) return std::nullopt;
      return AtPayload(*std::move(mismatch), 0);
    }
    if (expected_->arguments.empty()) return std::nullopt;
    if (expected_->arguments.size() > 1) return At(Mark::What::kKind, absl::StrCat(expected_->kind, " has one payload"));
    std::optional<PayloadMismatch> mismatch =
        MatchPayload(expected_->arguments[0], rtmp::Bytes(actual_.payload).subspan(base), &bindings_);
    if (!mismatch) return std::nullopt;
    return AtPayload(*std::move(mismatch), base);
  }

  // Commands, data, control: value by value.
  std::optional<Difference> MatchValues() {
    if (named_ && kind_->kind_class == KindClass::kCommand) {
      if (const Value* txn = Field(*expected_, "txn")) {
        if (auto difference = MatchField("txn", *txn)) return difference;
      }
    }
    const std::vector<Value>& expected = expected_->arguments;
    const std::vector<Value>& actual = script_.arguments;
    if (expected.empty()) return std::nullopt;
    for (size_t i = 0; i < expected.size(); ++i) {
      if (i >= actual.size()) {
        if (!script_.problem.empty()) return At(Mark::What::kEnd, script_.problem);
        return At(Mark::What::kEnd, absl::StrCat(Name(i), " is missing, expected ", ShortText(expected[i])));
      }
      std::optional<ValueMismatch> mismatch = MatchValue(expected[i], actual[i], Name(i), &bindings_);
      if (!mismatch) continue;
      Difference difference = At(Mark::What::kArgument, std::move(mismatch->reason));
      difference.mark.path.push_back(i);
      difference.mark.path.insert(difference.mark.path.end(), mismatch->path.begin(), mismatch->path.end());
      return difference;
    }
    if (expected_->open) return std::nullopt;
    if (!script_.problem.empty()) return At(Mark::What::kEnd, script_.problem);
    if (actual.size() == expected.size()) return std::nullopt;
    Difference difference =
        At(Mark::What::kArgument, absl::StrCat(Name(expected.size()), " is one too many: ", ShortText(actual[expected.size()])));
    difference.mark.path.push_back(expected.size());
    return difference;
  }

  // Positions as RTMP 1.0 7.2 names them: command object, then arguments from 1.
  std::string Name(size_t i) const {
    switch (kind_->kind_class) {
      case KindClass::kCommand:
        return i == 0 ? "command object" : absl::StrCat("argument ", i);
      case KindClass::kData:
        return absl::StrCat("value ", i + 1);
      default:
        return actual_.type_id == 6 && i == 1 ? "limit type" : i == 0 ? "value" : absl::StrCat("value ", i + 1);
    }
  }

 public:
  const Bindings& bindings() const { return bindings_; }

 private:
  const Message& pattern_;
  const Message* expected_;  // the pattern, or the message behind its name
  bool named_;
  const MessageKindInfo* kind_;
  const WireMessage& actual_;
  const Side sender_;
  const ScriptMessage& script_;
  Bindings bindings_;  // a copy: captures of a match that fails are lost with it
};

}  // namespace

std::string DescribeMessage(const WireMessage& message) {
  return PrintScriptMessage(ReadScriptMessage(message), message, Mark()).text;
}

std::optional<Mismatch> MatchMessage(const Message& pattern, const std::map<std::string, Message>& named,
                                     const WireMessage& actual, Side sender, Bindings* bindings) {
  const ScriptMessage script = ReadScriptMessage(actual);
  Matcher matcher(pattern, named, actual, sender, script, bindings);
  const std::optional<Difference> difference = matcher.Match();
  if (!difference) {
    *bindings = matcher.bindings();
    return std::nullopt;
  }
  MarkedText text = PrintScriptMessage(script, actual, difference->mark);
  return Mismatch{difference->reason, std::move(text.text), text.begin, text.end};
}

std::string MessageKind(const WireMessage& message) { return ReadScriptMessage(message).kind; }

bool IsAmbient(const WireMessage& message) {
  switch (message.type_id) {
    case 1:
    case 3:
    case 4:
    case 5:
    case 6:
      return true;
    default:
      break;
  }
  // A relay may repeat codec headers whenever it likes: AAC and AVC sequence headers.
  const rtmp::Buffer& payload = message.payload;
  if (message.type_id == 8 && payload.size() >= 2 && payload[0] >> 4 == 10 && payload[1] == 0) return true;
  if (message.type_id == 9 && payload.size() >= 2 && (payload[0] & 0x8f) == 7 && payload[1] == 0) return true;
  const ScriptMessage script = ReadScriptMessage(message);
  if (script.kind_class == KindClass::kCommand) {
    return script.has_transaction_id && script.transaction_id.number == 0 && script.kind != "onStatus";
  }
  if (script.kind_class != KindClass::kData || script.arguments.empty()) return false;
  const Value& name = script.arguments[0];
  return name.kind == Value::Kind::kString && (name.text == "|RtmpSampleAccess" || name.text == "onMetaData");
}

}  // namespace rtmpspec
