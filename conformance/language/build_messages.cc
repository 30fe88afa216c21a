#include <algorithm>

#include "absl/strings/str_cat.h"
#include "conformance/language/builder.h"
#include "conformance/language/words.h"

namespace rtmpspec {

void Builder::AddField(const SyntaxNode& node, Named* fields) {
  const std::string name(node.children[0].text);
  const bool known = std::any_of(fields->begin(), fields->end(), [&](const auto& field) { return field.first == name; });
  if (known) return Fail(node, absl::StrCat("'", name, "' is written twice"));
  if (node.children.size() == 1) {  // @noheader
    Value yes;
    yes.kind = Value::Kind::kBoolean;
    yes.boolean = true;
    yes.position = At(node);
    fields->emplace_back(name, std::move(yes));
  } else {
    fields->emplace_back(name, BuildValue(node.children[1]));
  }
}

void Builder::BuildParts(const SyntaxNode* begin, const SyntaxNode* end, Message* message) {
  for (const SyntaxNode* part = begin; part != end; ++part) {
    if (part->kind == Syntax::kField) {
      AddField(*part, &message->fields);
    } else if (part->kind == Syntax::kOption) {
      AddField(*part, &message->options);
    } else if (message->open) {
      Fail(*part, "'...' stands behind the last value");
    } else if (part->kind == Syntax::kRest) {
      message->open = true;
    } else {
      message->arguments.push_back(BuildValue(*part));
    }
  }
}

void Builder::MustBeMessage(const SyntaxNode& kind) {
  if (!IsStepWord(kind.text) && kind.text != "command") return;
  Fail(kind,
       absl::StrCat("'", kind.text, "' is no message here; a command of that name is written: command \"", kind.text, "\""));
}

Message Builder::BuildMessage(const SyntaxNode& node) {
  Message message;
  message.position = At(node);
  const SyntaxNode& kind = node.children[0];
  if (kind.kind == Syntax::kQuotedKind) {
    message.quoted = true;
    message.kind = BuildString(kind.children[0]);
  } else {
    message.kind = std::string(kind.text);
    MustBeMessage(kind);
  }
  BuildParts(node.children.data() + 1, node.children.data() + node.children.size(), &message);
  return message;
}

}  // namespace rtmpspec
