#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/language/hints.h"
#include "conformance/language/lint_rules.h"
#include "conformance/language/words.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;

constexpr int kOptionMaximum = 3;

class MessageLint {
 public:
  MessageLint(const Message& message, Use use, const NamedMessages& named, Complaints* complaints)
      : message_(message), use_(use), named_(named), complaints_(complaints) {
    handshake_ = !message.quoted && IsHandshakePacket(message.kind);
    word_ = message.quoted ? nullptr : FindMessageWord(message.kind);
    is_name_ = !message.quoted && word_ == nullptr && named.count(message.kind) > 0;
  }

  void Run() {
    Name();
    for (const auto& [name, value] : message_.fields) Field(name, value);
    for (const auto& [name, value] : message_.options) Option(name, value);
    Times();
    Arguments();
    for (const auto& [name, value] : message_.fields) LintValue(value, use_, complaints_);
    for (const Value& value : message_.arguments) {
      // The random part of a played C1 or S1 may be `?`.
      if (!handshake_ || value.kind != Kind::kAny) LintValue(value, use_, complaints_);
    }
    for (const auto& [name, value] : message_.options) LintValue(value, Use{true, false}, complaints_);
  }

 private:
  void Complain(const std::string& text) { complaints_->Add(message_.position, text); }
  bool is_command() const { return word_ == nullptr && !is_name_; }

  // Commands begin with a small letter: a capital one is a name that nobody gave.
  void Name() {
    if (!is_command() || message_.quoted) return;
    std::vector<absl::string_view> known = {"audio", "video", "message"};
    const bool capital = absl::ascii_isupper(message_.kind[0]);
    if (capital) {
      known = MessageWords();
      for (const auto& [name, message] : named_) known.push_back(name);
    }
    const std::string closest = ClosestWord(message_.kind, known);
    if (!capital && closest.empty()) return;
    Complain(absl::StrCat("no message is called '", message_.kind, "'",
                          closest.empty() ? "" : absl::StrCat("; did you mean '", closest, "'?"),
                          capital ? "" : absl::StrCat(" A command of that name is written: command \"", message_.kind, "\"")));
  }

  void Field(const std::string& name, const Value& value) {
    if (!IsField(name, handshake_))
      return complaints_->Add(value.position, absl::StrCat(message_.kind, " has no field '", name, "'"));
    const bool tests_payload = name == "prefix" || name == "len" || name == "sha256";
    if (name == "txn" && !is_command()) complaints_->Add(value.position, "txn= is a field of commands");
    if (name == "event" && message_.kind != "UserControl") complaints_->Add(value.position, "event= is a field of UserControl");
    if (tests_payload && use_.played)
      complaints_->Add(value.position, absl::StrCat(name, "= tests a payload, it cannot be sent"));
    if (name == "delta" && use_.checked) complaints_->Add(value.position, "delta= can be sent, not expected: expect time=");
  }

  void Option(const std::string& name, const Value& value) {
    if (!IsOption(name)) return complaints_->Add(value.position, absl::StrCat("unknown option @", name));
    if (!use_.played) complaints_->Add(value.position, absl::StrCat("@", name, " says how a message is sent; this one is not"));
    const bool small = name == "fmt" || name == "basic" || name == "cont";
    if (small && value.kind == Kind::kNumber && !(value.number >= (name == "basic" ? 1 : 0) && value.number <= kOptionMaximum)) {
      complaints_->Add(value.position, absl::StrCat("expected @", name, name == "basic" ? "=1 to 3" : "=0 to 3"));
    }
    const bool ext = value.kind == Kind::kVariable ||
                     (value.kind == Kind::kWord && (value.text == "repeat" || value.text == "omit" || value.text == "force"));
    if (name == "ext" && !ext) complaints_->Add(value.position, "expected @ext=repeat, omit or force");
  }

  void Times() {
    const bool time = message_.field("time") != nullptr, delta = message_.field("delta") != nullptr;
    const Value* format = message_.option("fmt");
    const bool type = format != nullptr && format->kind == Kind::kNumber;
    if (time && delta) Complain("time= or delta=, not both");
    if (type && format->number == 3 && (time || delta)) Complain("a chunk of type 3 carries no time: neither time= nor delta=");
    if (type && format->number == 0 && delta) Complain("a chunk of type 0 carries a time, not a delta");
  }

  void Arguments() {
    if (is_name_ && !message_.arguments.empty()) {
      return Complain(absl::StrCat("'", message_.kind, "' is a whole message, it takes no values"));
    }
    if (is_name_) return;
    if (is_command() || message_.kind == "data") {
      const std::string kind = is_command() ? "a command" : "data";
      for (const Value& value : message_.arguments) LintAmfValue(value, kind, complaints_);
      return;
    }
    const int count = static_cast<int>(message_.arguments.size());
    const bool media = message_.kind == "audio" || message_.kind == "video" || message_.kind == "message";
    const int least = !use_.played ? 0 : media ? 1 : word_->least;
    if (count < least || count > word_->most) Complain(absl::StrCat("expected ", word_->usage));
    if (message_.kind == "message" && use_.played && message_.field("type") == nullptr) Complain("message needs type=");
    if (message_.kind == "UserControl" && use_.played && message_.field("event") == nullptr) Complain("UserControl needs event=");
    for (const Value& value : message_.arguments) {
      if (media || message_.kind == "UserControl") {
        LintPayload(value, message_.kind, complaints_);
      } else if (handshake_) {
        Packet(value);
      } else {
        Number(value, &value == &message_.arguments[0]);
      }
    }
  }

  // The arguments of control messages.
  void Number(const Value& value, bool first) {
    switch (value.kind) {
      case Kind::kNumber:
      case Kind::kVariable:
      case Kind::kRange:
      case Kind::kHex:
        return;
      case Kind::kAny:
      case Kind::kOneOf:
      case Kind::kCapture:
        for (const Value& item : value.items) Number(item, first);
        return;
      case Kind::kWord: {
        const bool limit = value.text == "hard" || value.text == "soft" || value.text == "dynamic";
        if (message_.kind == "SetPeerBandwidth" && !first && limit) return;
        break;
      }
      default:
        break;
    }
    complaints_->Add(value.position, absl::StrCat("expected ", word_->usage));
  }

  void Packet(const Value& value) {
    const bool version = message_.kind[1] == '0';
    if (version) return Number(value, true);
    if (value.kind == Kind::kOneOf) {
      for (const Value& item : value.items) Packet(item);
      return;
    }
    const bool answer = value.kind == Kind::kCall && FindGenerator(value.text) != nullptr && value.items.size() == 1 &&
                        value.items[0].kind == Kind::kWord && IsHandshakePacket(value.items[0].text);
    const bool echo = answer && (value.text == "echo" || value.text == "signed") && message_.kind[1] == '2';
    if (value.kind != Kind::kAny && !echo) complaints_->Add(value.position, absl::StrCat("expected ", word_->usage));
  }

  const Message& message_;
  const Use use_;
  const NamedMessages& named_;
  Complaints* complaints_;
  bool handshake_ = false;
  bool is_name_ = false;
  const MessageWord* word_ = nullptr;
};

}  // namespace

Use UseOf(const Transcript& transcript, Side side) {
  const bool client = side == Side::kClient;
  return Use{client ? transcript.server_under_test : transcript.client_under_test,
             client ? transcript.client_under_test : transcript.server_under_test};
}

void LintMessage(const Message& message, Use use, const NamedMessages& named, Complaints* complaints) {
  MessageLint(message, use, named, complaints).Run();
}

}  // namespace rtmpspec
