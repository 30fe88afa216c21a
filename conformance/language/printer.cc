#include "conformance/language/printer.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace rtmpspec {
namespace {

using Kind = Value::Kind;

std::string PrintNumber(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  if (number == std::floor(number) && std::abs(number) < 9007199254740992.0) {
    return absl::StrFormat("%.0f", number);
  }
  // The shortest form that reads back as the same number.
  std::string text;
  for (const int digits : {15, 16, 17}) {
    text = absl::StrFormat("%.*g", digits, number);
    double back = 0;
    if (absl::SimpleAtod(text, &back) && back == number) break;
  }
  return text;
}

bool IsUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<uint8_t>(text[i]);
    const size_t size = byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;
    if (size == 0 || i + size > text.size()) return false;
    for (size_t j = 1; j < size; ++j) {
      if ((static_cast<uint8_t>(text[i + j]) & 0xc0) != 0x80) return false;
    }
    i += size;
  }
  return true;
}

std::string PrintString(absl::string_view text) {
  const bool utf8 = IsUtf8(text);
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      absl::StrAppend(&result, "\\", std::string(1, c));
    } else if (c == '\n') {
      absl::StrAppend(&result, "\\n");
    } else if (c == '\t') {
      absl::StrAppend(&result, "\\t");
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
      absl::StrAppendFormat(&result, "\\x%02x", byte);
    } else {
      result.push_back(c);
    }
  }
  result.push_back('"');
  return result;
}

bool IsWordCharacter(char c) { return absl::ascii_isalnum(c) || c == '_'; }

bool IsPropertyName(absl::string_view text) {
  for (const char c : text) {
    if (!IsWordCharacter(c)) return false;
  }
  return !text.empty();
}

// A dotted name, as a class name may be written without quotes.
bool IsClassName(absl::string_view text) {
  if (text == "ecma" || text == "nan" || text == "inf") return false;
  bool start = true;
  for (const char c : text) {
    if (start ? !(absl::ascii_isalpha(c) || c == '_') : !(IsWordCharacter(c) || c == '.')) return false;
    start = c == '.';
  }
  return !start;
}

std::string PrintProperties(const Value& value) {
  std::string text = "{";
  absl::string_view separator = "";
  for (const auto& [key, property] : value.properties) {
    absl::StrAppend(&text, separator, IsPropertyName(key) ? key : PrintString(key), ": ", PrintValue(property));
    separator = ", ";
  }
  if (value.open) absl::StrAppend(&text, separator, "...");
  return text + "}";
}

std::string PrintItems(const Value& value, absl::string_view separator) {
  std::string text;
  for (const Value& item : value.items) absl::StrAppend(&text, text.empty() ? "" : separator, PrintValue(item));
  if (value.open) absl::StrAppend(&text, text.empty() ? "" : separator, "...");
  return text;
}

// A number that a variable may stand for.
std::string PrintNumberOrVariable(const Value& value) {
  return value.text.empty() ? PrintNumber(value.number) : absl::StrCat("$", value.text);
}

std::string PrintCall(const Value& value) {
  const bool of = value.items.size() == 1 && value.items[0].kind == Kind::kWord;
  if (of && value.text == "echo") return absl::StrCat("echo of ", value.items[0].text);
  if (of && value.text == "signed") return absl::StrCat("signed for ", value.items[0].text);
  return absl::StrCat(value.text, "(", PrintItems(value, ", "), ")");
}

std::string PrintVariable(const Value& value) {
  std::string text = absl::StrCat("$", value.text);
  if (value.number == 0) return text;
  return absl::StrCat(text, value.number < 0 ? "" : "+", PrintNumber(value.number));
}

std::string PrintHex(const std::vector<uint8_t>& bytes) {
  std::string text;
  for (const uint8_t byte : bytes) absl::StrAppendFormat(&text, "%s%02x", text.empty() ? "" : " ", byte);
  return absl::StrCat("hex(", text, ")");
}

}  // namespace

std::string PrintValue(const Value& value) {
  switch (value.kind) {
    case Kind::kNumber:
      return value.text.empty() ? PrintNumber(value.number) : value.text;
    case Kind::kString:
      return PrintString(value.text);
    case Kind::kBoolean:
      return value.boolean ? "true" : "false";
    case Kind::kNull:
      return "null";
    case Kind::kUndefined:
      return "undefined";
    case Kind::kObject:
      return PrintProperties(value);
    case Kind::kEcmaArray:
      return absl::StrCat("ecma", value.has_count ? absl::StrCat("(count=", PrintNumberOrVariable(value), ")") : "",
                          PrintProperties(value));
    case Kind::kTypedObject:
      return absl::StrCat(IsClassName(value.text) ? value.text : absl::StrCat("class", PrintString(value.text)),
                          PrintProperties(value));
    case Kind::kStrictArray:
      return absl::StrCat("[", PrintItems(value, ", "), "]");
    case Kind::kDate:
      return absl::StrCat("date(", PrintItems(value, ", "), ")");
    case Kind::kLongString:
      return absl::StrCat("long", PrintString(value.text));
    case Kind::kXml:
      return absl::StrCat("xml", PrintString(value.text));
    case Kind::kReference:
      return absl::StrCat("ref(", PrintNumberOrVariable(value), ")");
    case Kind::kAmf3:
      return absl::StrCat("amf3(", PrintItems(value, ", "), ")");
    case Kind::kNest:
      return absl::StrCat("nest(", PrintNumberOrVariable(value), ", ", PrintItems(value, ", "), ")");
    case Kind::kHex:
      return PrintHex(value.bytes);
    case Kind::kAny:
      return absl::StrCat("?", PrintItems(value, ""));
    case Kind::kRange:
      return absl::StrCat(PrintNumber(value.number), "..", PrintNumber(value.upper));
    case Kind::kOneOf:
      return PrintItems(value, "|");
    case Kind::kRegex:
      return absl::StrCat("/", value.text, "/");
    case Kind::kVariable:
      return PrintVariable(value);
    case Kind::kCapture:
      return absl::StrCat("$", value.text, "=", PrintItems(value, ""));
    case Kind::kCall:
      return PrintCall(value);
    case Kind::kWord:
      return value.text;
  }
  return "null";
}

std::string PrintMessage(const Message& message) {
  std::string text = message.quoted || !IsPropertyName(message.kind) || absl::ascii_isdigit(message.kind[0])
                         ? absl::StrCat("command ", PrintString(message.kind))
                         : message.kind;
  for (const auto& [name, value] : message.fields) absl::StrAppend(&text, " ", name, "=", PrintValue(value));
  for (const Value& value : message.arguments) absl::StrAppend(&text, " ", PrintValue(value));
  if (message.open) absl::StrAppend(&text, " ...");
  for (const auto& [name, value] : message.options) {
    const bool flag = value.kind == Kind::kBoolean && value.boolean;
    absl::StrAppend(&text, " @", name, flag ? "" : absl::StrCat("=", PrintValue(value)));
  }
  return text;
}

}  // namespace rtmpspec
