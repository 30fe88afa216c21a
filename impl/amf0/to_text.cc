#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "impl/amf0/value.h"
#include "impl/bytes/readable_text.h"

namespace rtmp::amf0 {

namespace {

// The value, or the beginning of a container; its closing bracket is returned.
absl::string_view AddStart(Value value, ReadableText* text) {
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
      text->AddHex(value.string());
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
void AddValue(Value root, ReadableText* text) {
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
  ReadableText text(max_length);
  if (value.exists()) AddValue(value, &text);
  return std::move(text).Take();
}

std::string ToText(const Values& values, size_t max_length) {
  ReadableText text(max_length);
  for (size_t i = 0; i < values.size() && !text.full(); ++i) {
    if (i > 0) text.Add(" ");
    AddValue(values[i], &text);
  }
  return std::move(text).Take();
}

}  // namespace rtmp::amf0
