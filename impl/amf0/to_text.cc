#include <charconv>
#include <cmath>
#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "impl/amf0/value.h"

namespace rtmp::amf0 {

namespace {

// Appends until it is full; what is left out shows as "..." at the end.
class Text {
 public:
  explicit Text(size_t max_length) : max_length_(max_length) {}

  bool full() const { return text_.size() > max_length_; }

  void Add(absl::string_view piece) {
    // One byte more than allowed is enough to know that something is missing.
    if (!full()) absl::StrAppend(&text_, piece.substr(0, max_length_ + 1 - text_.size()));
  }

  void AddNumber(double number) {
    if (std::isnan(number)) return Add("nan");  // to_chars would show its sign
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof(digits), number);
    Add(absl::string_view(digits, static_cast<size_t>(end.ptr - digits)));
  }

  // Everything that is not printable ASCII is escaped, so that a hostile string can neither break the line nor drive a terminal.
  void AddQuoted(absl::string_view string) {
    Add("\"");
    for (const char c : string) {
      if (full()) return;
      switch (c) {
        case '\n':
          Add("\\n");
          break;
        case '\t':
          Add("\\t");
          break;
        case '"':
          Add("\\\"");
          break;
        case '\\':
          Add("\\\\");
          break;
        default:
          if (absl::ascii_isprint(static_cast<unsigned char>(c))) {
            Add(absl::string_view(&c, 1));
          } else {
            Add("\\x");
            AddHex(c);
          }
      }
    }
    Add("\"");
  }

  void AddHex(char c) { Add(absl::StrCat(absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2))); }

  // A property's or class's name: bare where it looks like one.
  void AddName(absl::string_view name) {
    bool bare = !name.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(name[0]));
    for (const char c : name.substr(0, max_length_))
      bare = bare && (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_');
    bare ? Add(name) : AddQuoted(name);
  }

  std::string Take() && {
    if (full()) {
      text_.resize(max_length_);
      for (size_t i = 0; i < 3 && i < max_length_; ++i) text_[max_length_ - 1 - i] = '.';
    }
    return std::move(text_);
  }

 private:
  size_t max_length_;
  std::string text_;
};

// The value, or the beginning of a container; its closing bracket is returned.
absl::string_view AddStart(Value value, Text* text) {
  switch (value.type()) {
    case Type::kNumber:
      text->AddNumber(value.number());
      break;
    case Type::kBoolean:
      text->Add(value.boolean() ? "true" : "false");
      break;
    case Type::kLongString:
      text->Add("long");
      text->AddQuoted(value.string());
      break;
    case Type::kXmlDocument:
      text->Add("xml");
      text->AddQuoted(value.string());
      break;
    case Type::kString:
      text->AddQuoted(value.string());
      break;
    case Type::kNull:
      text->Add("null");
      break;
    case Type::kUndefined:
      text->Add("undefined");
      break;
    case Type::kUnsupported:
      text->Add("unsupported");
      break;
    case Type::kReference:
      text->Add(absl::StrCat("ref(", value.reference_index(), ")"));
      break;
    case Type::kDate:
      text->Add("date(");
      text->AddNumber(value.number());
      text->Add(")");
      break;
    case Type::kAvmPlus:
      text->Add("amf3(hex(");
      for (const char c : value.string()) {
        if (text->full()) break;
        text->AddHex(c);
      }
      text->Add("))");
      break;
    case Type::kTypedObject:
      text->AddName(value.class_name());
      text->Add("{");
      return "}";
    case Type::kEcmaArray:
      text->Add(value.declared_count() == value.size() ? "ecma{" : absl::StrCat("ecma(count=", value.declared_count(), "){"));
      return "}";
    case Type::kObject:
      text->Add("{");
      return "}";
    case Type::kStrictArray:
      text->Add("[");
      return "]";
  }
  return "";
}

// Works for a time linear in the length of the text, and does not follow references: a cycle is no danger (AMF0-21).
void AddValue(Value root, Text* text) {
  struct Open {
    Value next;  // child to write
    absl::string_view bracket;
    bool named;
  };
  absl::InlinedVector<Open, 32> open;
  Value value = root;
  while (!text->full()) {
    const absl::string_view bracket = AddStart(value, text);
    if (!bracket.empty()) open.push_back({value.first_child(), bracket, value.has_properties()});
    bool first = !bracket.empty();
    while (!open.empty() && !open.back().next.exists()) {
      text->Add(open.back().bracket);
      open.pop_back();
      first = false;
    }
    if (open.empty()) return;
    if (!first) text->Add(", ");
    value = open.back().next;
    open.back().next = value.next_sibling();
    if (open.back().named) {
      text->AddName(value.key());
      text->Add(": ");
    }
  }
}

}  // namespace

std::string ToText(Value value, size_t max_length) {
  Text text(max_length);
  if (value.exists()) AddValue(value, &text);
  return std::move(text).Take();
}

std::string ToText(const Values& values, size_t max_length) {
  Text text(max_length);
  for (size_t i = 0; i < values.size() && !text.full(); ++i) {
    if (i > 0) text.Add(" ");
    AddValue(values[i], &text);
  }
  return std::move(text).Take();
}

}  // namespace rtmp::amf0
