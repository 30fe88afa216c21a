// `unordered { ... }`, `ordered { ... }` and `one of { ... }`.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/language/builder.h"
#include "conformance/language/words.h"

namespace rtmpspec {
namespace {

// `A D V` on one line of a group: nothing but names.
bool IsListOfNames(const Message& message) {
  return !message.quoted && FindMessageWord(message.kind) == nullptr && !message.arguments.empty() && message.fields.empty() &&
         message.options.empty() && !message.open &&
         std::all_of(message.arguments.begin(), message.arguments.end(),
                     [](const Value& value) { return value.kind == Value::Kind::kWord && !absl::StrContains(value.text, '-'); });
}

}  // namespace

void Builder::BuildGroup(const SyntaxNode& node, Side side, const std::string& connection, GroupStep* group) {
  group->side = side;
  group->ordered = node.children[0].text == "ordered";
  for (size_t i = 1; i < node.children.size(); ++i) {
    const SyntaxNode& entry = node.children[i];
    const bool optional = entry.children[0].kind == Syntax::kOptional;
    const SyntaxNode& line = entry.children[optional ? 1 : 0];
    Message message = BuildMessage(line);
    std::vector<Message> messages;
    if (IsListOfNames(message)) {
      for (size_t j = 0; j < message.arguments.size(); ++j) {
        const Value& name = message.arguments[j];
        MustBeMessage(line.children[j + 1]);
        Message other;
        other.kind = name.text;
        other.position = name.position;
        messages.push_back(std::move(other));
      }
      message.arguments.clear();
    }
    messages.insert(messages.begin(), std::move(message));
    for (Message& one : messages) {
      Step step = NewStep(entry, connection);
      step.position = one.position;
      MessageStep& what = step.what.emplace<MessageStep>();
      what.side = side;
      what.optional = optional;
      what.message = std::move(one);
      BuildTails(entry, &step, &what.skipping);
      group->steps.push_back(std::move(step));
    }
  }
  if (group->steps.empty()) Fail(node, "a group of no messages");
}

void Builder::BuildOutcome(const SyntaxNode& alternative, Outcome* outcome) {
  for (const SyntaxNode& child : alternative.children) {
    if (child.kind == Syntax::kName) outcome->verdict = std::string(child.text);
    if (child.kind == Syntax::kStop) outcome->stop = true;
    if (child.kind == Syntax::kString) outcome->note = BuildString(child);
    if (child.kind == Syntax::kRecord) {
      outcome->record_key = std::string(child.children[0].text);
      outcome->record_value = std::string(child.children[1].text);
    }
  }
}

// A step of an alternative needs no `S:`: it is the side's of the `one of`.
void Builder::BuildAlternativeStep(const SyntaxNode& node, Side side, const std::string& connection, Steps* steps) {
  const SyntaxNode& what = node.children[0];
  switch (what.kind) {
    case Syntax::kOptional:
    case Syntax::kMessage:
    case Syntax::kNothing:
    case Syntax::kCloses: {
      SyntaxNode with_side = node;
      SyntaxNode letter;
      letter.kind = Syntax::kSide;
      letter.text = side == Side::kClient ? "C" : "S";
      with_side.children.insert(with_side.children.begin(), std::move(letter));
      return BuildSideStep(with_side, connection, steps);
    }
    default:
      return BuildStep(node, connection, steps);
  }
}

void Builder::BuildOneOf(const SyntaxNode& node, Side side, const std::string& connection, OneOfStep* one_of) {
  one_of->side = side;
  for (const SyntaxNode& child : node.children) {
    if (child.kind != Syntax::kAlternative) continue;
    Alternative alternative;
    alternative.position = At(child);
    BuildOutcome(child, &alternative.outcome);
    for (const SyntaxNode& part : child.children) {
      if (part.kind == Syntax::kStep) BuildAlternativeStep(part, side, connection, &alternative.steps);
      if (part.kind == Syntax::kTail) {
        Step step = NewStep(part, connection);
        MessageStep& what = step.what.emplace<MessageStep>();
        what.side = side;
        what.message.kind = std::string(node.children[0].text);
        what.message.position = At(part);
        BuildParts(part.children.data(), part.children.data() + part.children.size(), &what.message);
        alternative.steps.push_back(std::move(step));
      }
    }
    one_of->alternatives.push_back(std::move(alternative));
  }
  if (one_of->alternatives.empty()) Fail(node, "'one of' without an alternative");
}

}  // namespace rtmpspec
