// PrintScriptMessage and ShortText: messages of the wire in the notation of transcripts, with the place that differs.
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/runner/script_message.h"

namespace rtmpspec {
namespace {

constexpr size_t kMaxText = 3000;
constexpr size_t kMaxString = 200;
constexpr size_t kPrefixBytes = 12;

std::string NumberText(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  if (number == std::floor(number) && std::fabs(number) < 1e15) return absl::StrFormat("%.0f", number);
  std::string text = absl::StrFormat("%.15g", number);
  if (std::strtod(text.c_str(), nullptr) != number) text = absl::StrFormat("%.17g", number);
  return text;
}

std::string Quoted(absl::string_view text) {
  std::string result = "\"";
  for (unsigned char c : text.substr(0, kMaxString)) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (c >= 0x20 && c < 0x7f) {
          result += static_cast<char>(c);
        } else {
          absl::StrAppendFormat(&result, "\\x%02x", c);
        }
    }
  }
  if (text.size() > kMaxString) result += "...";
  return result + "\"";
}

bool IsPlainName(absl::string_view name) {
  if (name.empty() || name.size() > kMaxString || absl::ascii_isdigit(name[0])) return false;
  for (char c : name) {
    if (!absl::ascii_isalnum(c) && c != '_') return false;
  }
  return true;
}

std::string HexText(rtmp::Bytes bytes, size_t max) {
  std::string text = "hex(";
  for (size_t i = 0; i < bytes.size() && i < max; ++i) absl::StrAppendFormat(&text, "%s%02x", i == 0 ? "" : " ", bytes[i]);
  return text + (bytes.size() > max ? " ..)" : ")");
}

class Printer {
 public:
  Printer(const Mark& mark, size_t max_text) : mark_(mark), max_text_(max_text) {}

  void Line(const ScriptMessage& script, const WireMessage& message) {
    script_ = &script;
    const size_t start = out_.text.size();
    const bool word = script.kind_class == KindClass::kCommand && !IsWord(script.kind);
    out_.text += word ? absl::StrCat("command ", Quoted(script.kind)) : script.kind;
    if (mark_.what == Mark::What::kKind) MarkFrom(start);
    if (script.has_transaction_id) Field("txn", NumberText(script.transaction_id.number));
    const bool amf3 = message.type_id == 15 || message.type_id == 17;
    if (script.kind_class == KindClass::kRaw || amf3 || Marked("type")) Field("type", absl::StrCat(message.type_id));
    if (script.kind_class == KindClass::kRawEvent || Marked("event")) Field("event", absl::StrCat(script.event));
    const bool media = script.kind_class == KindClass::kMedia || script.kind_class == KindClass::kRaw;
    const bool control = message.type_id >= 1 && message.type_id <= 6;
    if (Marked("csid") || (control ? message.chunk_stream_id != 2 : media)) Field("csid", absl::StrCat(message.chunk_stream_id));
    if (Marked("msid") || message.message_stream_id != 0 || media) Field("msid", absl::StrCat(message.message_stream_id));
    if (Marked("time") || message.timestamp != 0 || media) Field("time", absl::StrCat(message.timestamp));
    if (media || script.kind_class == KindClass::kRawEvent) {
      Payload(rtmp::Bytes(message.payload).subspan(script.payload_offset), media);
    } else {
      if (Marked("len")) Field("len", absl::StrCat(message.payload.size()));
      if (Marked("prefix")) Field("prefix", HexText(message.payload, kPrefixBytes));
      Arguments();
    }
    if (mark_.what == Mark::What::kPayloadByte && !marked_) PayloadByte(message.payload);
    if (!script.problem.empty()) absl::StrAppend(&out_.text, "  # ", script.problem);
    if (mark_.what == Mark::What::kEnd || (mark_.what != Mark::What::kNothing && !marked_)) {
      out_.begin = out_.end = out_.text.size();
    }
  }

  // `path` is where `value` stands, as deep as the marked path still agrees; below it nothing can be marked.
  void Print(const Value& value, size_t depth, bool on_path) {
    const size_t start = out_.text.size();
    const bool marked = on_path && depth == mark_.path.size();
    if (out_.text.size() > max_text_) {
      out_.text += "...";
      if (on_path) MarkFrom(start);
      return;
    }
    switch (value.kind) {
      case Value::Kind::kNumber:
        out_.text += NumberText(value.number);
        break;
      case Value::Kind::kString:
        out_.text += Quoted(value.text);
        break;
      case Value::Kind::kLongString:
        absl::StrAppend(&out_.text, "long", Quoted(value.text));
        break;
      case Value::Kind::kXml:
        absl::StrAppend(&out_.text, "xml", Quoted(value.text));
        break;
      case Value::Kind::kBoolean:
        out_.text += value.boolean ? "true" : "false";
        break;
      case Value::Kind::kNull:
        out_.text += "null";
        break;
      case Value::Kind::kUndefined:
        out_.text += "undefined";
        break;
      case Value::Kind::kReference:
        absl::StrAppend(&out_.text, "ref(", NumberText(value.number), ")");
        break;
      case Value::Kind::kHex:
        out_.text += HexText(value.bytes, kPrefixBytes);
        break;
      case Value::Kind::kTypedObject:
        out_.text += IsPlainName(value.text) ? value.text : Quoted(value.text);
        Properties(value, depth, on_path);
        break;
      case Value::Kind::kEcmaArray:
        out_.text += "ecma";
        if (value.has_count) absl::StrAppend(&out_.text, "(count=", NumberText(value.number), ")");
        Properties(value, depth, on_path);
        break;
      case Value::Kind::kObject:
        Properties(value, depth, on_path);
        break;
      case Value::Kind::kStrictArray:
        Items("[", value, "]", depth, on_path);
        break;
      case Value::Kind::kDate:
        Items("date(", value, ")", depth, on_path);
        break;
      case Value::Kind::kAmf3:
        Items("amf3(", value, ")", depth, on_path);
        break;
      default:
        Pattern(value);
    }
    if (marked) MarkFrom(start);
  }

  MarkedText Take() { return std::move(out_); }

 private:
  // Command names that a script can write as they are.
  static bool IsWord(const std::string& name) {
    Message message;
    message.kind = name;
    return IsPlainName(name) && FindKind(message).kind_class == KindClass::kCommand;
  }

  bool Marked(absl::string_view field) const { return mark_.what == Mark::What::kField && mark_.field == field; }

  void MarkFrom(size_t begin) {
    if (marked_) return;
    marked_ = true;
    out_.begin = begin;
    out_.end = out_.text.size();
  }

  void Field(absl::string_view name, absl::string_view value) {
    out_.text += ' ';
    const size_t start = out_.text.size();
    absl::StrAppend(&out_.text, name, "=", value);
    if (Marked(name)) MarkFrom(start);
  }

  void Payload(rtmp::Bytes payload, bool media) {
    if (media && payload.size() <= kPrefixBytes && script_->kind_class == KindClass::kRaw) media = false;
    if (!media) {
      absl::StrAppend(&out_.text, " ");
      PayloadHex(payload);
      if (Marked("len") || Marked("prefix")) Field("len", absl::StrCat(payload.size()));
      return;
    }
    Field("len", absl::StrCat(payload.size()));
    out_.text += ' ';
    const size_t start = out_.text.size();
    out_.text += "prefix=";
    PayloadHex(payload);
    if (Marked("prefix")) MarkFrom(start);
  }

  void PayloadHex(rtmp::Bytes payload) {
    const size_t start = out_.text.size() + 4;
    const size_t offset = mark_.offset - (mark_.what == Mark::What::kPayloadByte ? script_->payload_offset : 0);
    out_.text += HexText(payload, kPrefixBytes);
    if (mark_.what != Mark::What::kPayloadByte || offset >= payload.size() || offset >= kPrefixBytes) return;
    marked_ = true;
    out_.begin = start + 3 * offset;
    out_.end = out_.begin + 2;
  }

  void PayloadByte(rtmp::Bytes payload) {
    if (mark_.offset >= payload.size()) return;
    absl::StrAppend(&out_.text, "  # from byte ", mark_.offset, ": ");
    const size_t start = out_.text.size() + 4;
    out_.text += HexText(payload.subspan(mark_.offset), kPrefixBytes);
    marked_ = true;
    out_.begin = start;
    out_.end = start + 2;
  }

  void Arguments() {
    for (size_t i = 0; i < script_->arguments.size(); ++i) {
      out_.text += ' ';
      const bool on_path = mark_.what == Mark::What::kArgument && !mark_.path.empty() && mark_.path[0] == i;
      const size_t start = out_.text.size();
      if (script_->kind == "SetPeerBandwidth" && i == 1 && script_->arguments[1].number <= 2) {
        static constexpr const char* kLimitTypes[] = {"hard", "soft", "dynamic"};
        out_.text += kLimitTypes[static_cast<int>(script_->arguments[1].number)];
        if (on_path) MarkFrom(start);
        continue;
      }
      Print(script_->arguments[i], 1, on_path);
      if (out_.text.size() > max_text_) return;
    }
  }

  void Properties(const Value& value, size_t depth, bool on_path) {
    out_.text += '{';
    for (size_t i = 0; i < value.properties.size(); ++i) {
      if (i > 0) out_.text += ", ";
      const bool child_on_path = on_path && depth < mark_.path.size() && mark_.path[depth] == i;
      if (out_.text.size() > max_text_) {
        Cut(on_path && depth < mark_.path.size() && mark_.path[depth] >= i);
        break;
      }
      const auto& [name, property] = value.properties[i];
      const size_t start = out_.text.size();
      absl::StrAppend(&out_.text, IsPlainName(name) ? name : Quoted(name), ": ");
      Print(property, depth + 1, child_on_path);
      // The name belongs to what differs.
      if (child_on_path && depth + 1 == mark_.path.size()) out_.begin = start;
    }
    if (value.open) out_.text += value.properties.empty() ? "..." : ", ...";
    out_.text += '}';
  }

  void Items(absl::string_view open, const Value& value, absl::string_view close, size_t depth, bool on_path) {
    absl::StrAppend(&out_.text, open);
    for (size_t i = 0; i < value.items.size(); ++i) {
      if (i > 0) out_.text += ", ";
      if (out_.text.size() > max_text_) {
        Cut(on_path && depth < mark_.path.size() && mark_.path[depth] >= i);
        break;
      }
      Print(value.items[i], depth + 1, on_path && depth < mark_.path.size() && mark_.path[depth] == i);
    }
    if (value.open) out_.text += value.items.empty() ? "..." : ", ...";
    absl::StrAppend(&out_.text, close);
  }

  void Cut(bool mark) {
    const size_t start = out_.text.size();
    out_.text += "...";
    if (mark) MarkFrom(start);
  }

  // What an expectation may hold beside plain values.
  void Pattern(const Value& value) {
    switch (value.kind) {
      case Value::Kind::kAny:
        out_.text += '?';
        break;
      case Value::Kind::kRange:
        absl::StrAppend(&out_.text, NumberText(value.number), "..", NumberText(value.upper));
        break;
      case Value::Kind::kOneOf:
        for (size_t i = 0; i < value.items.size(); ++i) {
          if (i > 0) out_.text += '|';
          Print(value.items[i], 0, false);
        }
        break;
      case Value::Kind::kRegex:
        absl::StrAppend(&out_.text, "/", value.text, "/");
        break;
      case Value::Kind::kVariable:
        absl::StrAppend(&out_.text, "$", value.text);
        if (value.number != 0) absl::StrAppend(&out_.text, value.number > 0 ? "+" : "", NumberText(value.number));
        break;
      case Value::Kind::kCapture:
        absl::StrAppend(&out_.text, "$", value.text, "=");
        if (value.items.empty()) {
          out_.text += '?';
        } else {
          Print(value.items[0], 0, false);
        }
        break;
      case Value::Kind::kCall:
        Items(absl::StrCat(value.text, "("), value, ")", 0, false);
        break;
      case Value::Kind::kNest:
        Items(absl::StrCat("nest(", NumberText(value.number), ", "), value, ")", 0, false);
        break;
      default:
        out_.text += value.text;
    }
  }

  const Mark& mark_;
  const size_t max_text_;
  const ScriptMessage* script_ = nullptr;
  MarkedText out_;
  bool marked_ = false;
};

}  // namespace

MarkedText PrintScriptMessage(const ScriptMessage& script, const WireMessage& message, const Mark& mark) {
  Printer printer(mark, kMaxText);
  printer.Line(script, message);
  return printer.Take();
}

std::string ShortText(const Value& value, size_t max_length) {
  const Mark nothing;
  Printer printer(nothing, max_length);
  printer.Print(value, 0, false);
  return printer.Take().text;
}

}  // namespace rtmpspec
