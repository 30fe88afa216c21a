#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "conformance/language/builder.h"

namespace rtmpspec {
namespace {

// A string of 65536 bytes and a little more is what tests want.
constexpr int kMaxRepeatedText = 100000;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return absl::ascii_tolower(c) - 'a' + 10;
}

// One term of a sum, its sign taken off: 5, 1.5, 0x10, nan, inf.
double ParseTerm(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "0x")) {
    double number = 0;
    for (const char c : text) number = number * 16 + HexDigit(c);
    return number;
  }
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf") return std::numeric_limits<double>::infinity();
  double number = 0;
  // A number too large for a double becomes infinite.
  (void)absl::SimpleAtod(text, &number);
  return number;
}

// Where the term that begins `text` ends: at the next sign that is not an exponent's.
size_t TermSize(absl::string_view text) {
  const bool hexadecimal = absl::StartsWith(text, "0x");
  size_t size = 1;
  while (size < text.size()) {
    const bool sign = text[size] == '+' || text[size] == '-';
    if (sign && (hexadecimal || absl::ascii_tolower(text[size - 1]) != 'e')) break;
    ++size;
  }
  return size;
}

double ParseSum(absl::string_view text) {
  double total = 0;
  bool first = true;
  while (!text.empty()) {
    const bool minus = text[0] == '-';
    if (minus || text[0] == '+') text.remove_prefix(1);
    const size_t size = TermSize(text);
    const double term = ParseTerm(text.substr(0, size));
    // 0.0 + -0.0 would lose the sign of a zero.
    total = first ? (minus ? -term : term) : (minus ? total - term : total + term);
    first = false;
    text.remove_prefix(size);
  }
  return total;
}

// `{}`, `[]`, `ecma{}`, and `amf3([])`.
bool CanBeNested(const Value& value) {
  using Kind = Value::Kind;
  if (value.kind == Kind::kAmf3) {
    return value.items.size() == 1 && value.items[0].kind == Kind::kStrictArray && value.items[0].items.empty();
  }
  return value.properties.empty() && value.items.empty() &&
         (value.kind == Kind::kObject || value.kind == Kind::kStrictArray || value.kind == Kind::kEcmaArray);
}

}  // namespace

void Builder::Fail(const SyntaxNode& at, absl::string_view message) {
  if (status_.ok()) status_ = ErrorAt(text_, file_, at.line, at.column, message);
}

Position Builder::At(const SyntaxNode& node) const { return Position{std::string(file_), node.line, node.column}; }

double Builder::BuildNumber(const SyntaxNode& node) { return ParseSum(node.text); }

std::string Builder::BuildString(const SyntaxNode& node) {
  absl::string_view text = node.text.substr(1, node.text.size() - 2);
  std::string result;
  while (!text.empty()) {
    if (text[0] != '\\') {
      result.push_back(text[0]);
      text.remove_prefix(1);
      continue;
    }
    const char c = text[1];
    if (c == 'x') {
      result.push_back(static_cast<char>(HexDigit(text[2]) * 16 + HexDigit(text[3])));
      text.remove_prefix(4);
      continue;
    }
    result.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c);
    text.remove_prefix(2);
  }
  return result;
}

std::vector<uint8_t> Builder::BuildHex(const SyntaxNode& node, absl::string_view digits) {
  std::vector<uint8_t> bytes;
  int high = -1;
  for (const char c : digits) {
    if (!absl::ascii_isxdigit(c)) continue;
    if (high < 0) {
      high = HexDigit(c);
    } else {
      bytes.push_back(static_cast<uint8_t>(high * 16 + HexDigit(c)));
      high = -1;
    }
  }
  if (high >= 0) Fail(node, "an odd number of hexadecimal digits");
  return bytes;
}

void Builder::BuildNumberOrVariable(const SyntaxNode& node, double* number, std::string* variable) {
  if (node.kind == Syntax::kNumber) {
    *number = BuildNumber(node);
  } else {
    *variable = std::string(node.text);
  }
}

Value Builder::BuildValue(const SyntaxNode& node) {
  Value value;
  value.position = At(node);
  if (node.kind != Syntax::kValue) {
    BuildPrimary(node, &value);
    return value;
  }
  if (node.children.size() == 1) {
    BuildPrimary(node.children[0], &value);
  } else if (node.children[1].kind == Syntax::kRangeEnd) {
    if (node.children[0].kind != Syntax::kNumber) Fail(node, "a range is between two numbers");
    value.kind = Value::Kind::kRange;
    value.number = BuildNumber(node.children[0]);
    value.upper = BuildNumber(node.children[1].children[0]);
    if (!(value.number <= value.upper)) Fail(node, "a range that nothing fits: its end lies before its start");
  } else {
    value.kind = Value::Kind::kOneOf;
    for (const SyntaxNode& child : node.children) value.items.push_back(BuildValue(child));
  }
  return value;
}

void Builder::BuildPrimary(const SyntaxNode& node, Value* value) {
  using Kind = Value::Kind;
  switch (node.kind) {
    case Syntax::kNumber:
      value->kind = Kind::kNumber;
      value->number = BuildNumber(node);
      value->text = std::string(node.text);
      return;
    case Syntax::kString:
      value->kind = Kind::kString;
      value->text = BuildString(node);
      return;
    case Syntax::kRegex:
      value->kind = Kind::kRegex;
      value->text = std::string(node.text.substr(1, node.text.size() - 2));
      return;
    case Syntax::kWord:
      value->text = std::string(node.text);
      value->kind = Kind::kWord;
      if (node.text == "true" || node.text == "false") {
        value->kind = Kind::kBoolean;
        value->boolean = node.text == "true";
      } else if (node.text == "null") {
        value->kind = Kind::kNull;
      } else if (node.text == "undefined") {
        value->kind = Kind::kUndefined;
      }
      if (value->kind != Kind::kWord) value->text.clear();
      return;
    case Syntax::kVariable:
      value->kind = Kind::kVariable;
      value->text = std::string(node.children[0].text);
      if (node.children.size() > 1) value->number = ParseSum(node.children[1].text);
      return;
    case Syntax::kCapture:
      value->kind = Kind::kCapture;
      value->text = std::string(node.children[0].text);
      value->items.push_back(BuildValue(node.children[1]));
      return;
    case Syntax::kAny:
      value->kind = Kind::kAny;
      for (const SyntaxNode& child : node.children) value->items.push_back(BuildValue(child));
      return;
    case Syntax::kObject:
      value->kind = Kind::kObject;
      return BuildObject(node, value);
    case Syntax::kEcma:
      value->kind = Kind::kEcmaArray;
      if (node.children.size() > 1) {
        value->has_count = true;
        BuildNumberOrVariable(node.children[0], &value->number, &value->text);
      }
      return BuildObject(node.children.back(), value);
    case Syntax::kTyped:
      value->kind = Kind::kTypedObject;
      value->text = std::string(node.children[0].text);
      return BuildObject(node.children[1], value);
    case Syntax::kArray:
      value->kind = Kind::kStrictArray;
      for (const SyntaxNode& child : node.children) {
        if (child.kind == Syntax::kRest) {
          value->open = true;
        } else {
          value->items.push_back(BuildValue(child));
        }
      }
      return;
    case Syntax::kHex:
      value->kind = Kind::kHex;
      value->bytes = BuildHex(node, node.children[0].text);
      return;
    case Syntax::kOfCall: {
      value->kind = Kind::kCall;
      value->text = std::string(node.children[0].text);
      Value of;
      of.kind = Kind::kWord;
      of.text = std::string(node.children[1].text);
      of.position = At(node.children[1]);
      value->items.push_back(std::move(of));
      return;
    }
    case Syntax::kPrefixed:
      return BuildPrefixed(node, value);
    case Syntax::kCall:
      return BuildCall(node, value);
    default:
      return Fail(node, "expected a value");
  }
}

void Builder::BuildObject(const SyntaxNode& node, Value* value) {
  for (const SyntaxNode& child : node.children) {
    if (child.kind == Syntax::kRest) {
      value->open = true;
      continue;
    }
    const SyntaxNode& key = child.children[0];
    value->properties.emplace_back(key.kind == Syntax::kString ? BuildString(key) : std::string(key.text),
                                   BuildValue(child.children[1]));
  }
}

// long"..." xml"..." class"..."{...}
void Builder::BuildPrefixed(const SyntaxNode& node, Value* value) {
  const absl::string_view prefix = node.children[0].text;
  value->text = BuildString(node.children[1]);
  const bool has_object = node.children.size() > 2;
  if (prefix == "class" && has_object) {
    value->kind = Value::Kind::kTypedObject;
    BuildObject(node.children[2], value);
  } else if (prefix == "long" && !has_object) {
    value->kind = Value::Kind::kLongString;
  } else if (prefix == "xml" && !has_object) {
    value->kind = Value::Kind::kXml;
  } else {
    Fail(node, "expected long\"text\", xml\"text\" or class\"name\"{...}");
  }
}

// The calls that are values of AMF; every other name is a payload generator or a handshake word.
void Builder::BuildCall(const SyntaxNode& node, Value* value) {
  using Kind = Value::Kind;
  const absl::string_view name = node.children[0].text;
  value->kind = Kind::kCall;
  value->text = std::string(name);
  for (size_t i = 1; i < node.children.size(); ++i) value->items.push_back(BuildValue(node.children[i]));
  std::vector<Value>& items = value->items;

  const auto take_number = [&](Kind kind) {
    value->kind = kind;
    value->text.clear();
    if (items[0].kind == Kind::kNumber) {
      value->number = items[0].number;
    } else if (items[0].kind == Kind::kVariable && items[0].number == 0) {
      value->text = items[0].text;
    } else {
      Fail(node, absl::StrCat(name, " takes a number or a variable first"));
    }
    items.erase(items.begin());
  };
  if (name == "date") {
    value->kind = Kind::kDate;
    value->text.clear();
    if (items.empty() || items.size() > 2) Fail(node, "expected date(milliseconds) or date(milliseconds, zone)");
  } else if (name == "ref") {
    if (items.size() != 1) return Fail(node, "expected ref(index)");
    take_number(Kind::kReference);
  } else if (name == "text" || name == "long_text") {
    const bool shape = items.size() == 2 && items[0].kind == Kind::kNumber && items[1].kind == Kind::kString;
    if (!shape || items[0].number < 0 || items[0].number > kMaxRepeatedText) {
      return Fail(node, absl::StrCat("expected ", name, "(count, \"text\"), at most ", kMaxRepeatedText, " times"));
    }
    value->kind = name == "text" ? Kind::kString : Kind::kLongString;
    value->text.clear();
    for (int i = 0; i < static_cast<int>(items[0].number); ++i) value->text += items[1].text;
    items.clear();
  } else if (name == "amf3") {
    value->kind = Kind::kAmf3;
    value->text.clear();
    if (items.size() != 1) Fail(node, "expected amf3(value)");
  } else if (name == "nest") {
    if (items.size() != 2 || !CanBeNested(items[1])) {
      return Fail(node, "expected nest(depth, {}), nest(depth, []), nest(depth, ecma{}) or nest(depth, amf3([]))");
    }
    take_number(Kind::kNest);
  }
}

}  // namespace rtmpspec
