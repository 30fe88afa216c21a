#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "impl/amf3/value.h"
#include "impl/bytes/readable_text.h"

namespace rtmp::amf3 {
namespace {

void AddVector(Value value, absl::string_view name, ReadableText* text) {
  text->Add(name);
  for (size_t i = 0; i < value.vector_size() && !text->full(); ++i) {
    if (i > 0) text->Add(", ");
    text->AddNumber(value.vector_number(i));
  }
  text->Add("]");
}

// The value, or the beginning of a container; its closing bracket is returned.
absl::string_view AddStart(Value value, ReadableText* text) {
  if (value.is_reference()) {
    text->Add(absl::StrCat("ref(", value.reference_index(), ")"));
    return "";
  }
  switch (value.type()) {
    case Type::kUndefined:
    case Type::kNull:
    case Type::kFalse:
    case Type::kTrue:
      text->Add(TypeName(value.type()));
      break;
    case Type::kInteger:
    case Type::kDouble:
      text->AddNumber(value.number());
      break;
    case Type::kString:
      text->AddQuoted(value.string());
      break;
    case Type::kXmlDocument:
    case Type::kXml:
      text->Add("xml");
      text->AddQuoted(value.string());
      break;
    case Type::kDate:
      text->Add("date(");
      text->AddNumber(value.number());
      text->Add(")");
      break;
    case Type::kByteArray:
      text->Add("bytes(");
      text->AddHex(value.string());
      text->Add(")");
      break;
    case Type::kVectorInt:
      AddVector(value, "int[", text);
      break;
    case Type::kVectorUint:
      AddVector(value, "uint[", text);
      break;
    case Type::kVectorDouble:
      AddVector(value, "double[", text);
      break;
    case Type::kArray:
      text->Add("[");
      return "]";
    case Type::kVectorObject:
      text->Add("vector[");
      return "]";
    case Type::kObject:
      if (!value.class_name().empty()) text->AddName(value.class_name());
      text->Add("{");
      return "}";
    case Type::kDictionary:
      text->Add("dictionary{");
      return "}";
  }
  return "";
}

}  // namespace

// Works for a time linear in the length of the text, and does not follow references: a cycle is no danger (AMF3-27).
std::string ToText(const Values& values, size_t max_length) {
  struct Open {
    Value next;  // child to write
    absl::string_view bracket;
  };
  ReadableText text(max_length);
  absl::InlinedVector<Open, 32> open;
  Value value = values.root();
  while (value.exists() && !text.full()) {
    const absl::string_view bracket = AddStart(value, &text);
    if (!bracket.empty()) open.push_back({value.first_child(), bracket});
    bool first = !bracket.empty();
    while (!open.empty() && !open.back().next.exists()) {
      text.Add(open.back().bracket);
      open.pop_back();
      first = false;
    }
    if (open.empty()) break;
    if (!first) text.Add(", ");
    value = open.back().next;
    open.back().next = value.next_sibling();
    if (value.has_key()) {
      text.AddName(value.key());
      text.Add(": ");
    }
  }
  return std::move(text).Take();
}

}  // namespace rtmp::amf3
