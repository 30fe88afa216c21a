#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "conformance/language/builder.h"

namespace rtmpspec {
namespace {

const SyntaxNode* Child(const SyntaxNode& node, Syntax kind) {
  for (const SyntaxNode& child : node.children) {
    if (child.kind == kind) return &child;
  }
  return nullptr;
}

Side SideOf(const SyntaxNode& node) { return node.text == "C" || node.text == "client" ? Side::kClient : Side::kServer; }

double Milliseconds(absl::string_view text) {
  double number = 0;
  const bool milliseconds = absl::ConsumeSuffix(&text, "ms");
  if (!milliseconds) absl::ConsumeSuffix(&text, "s");
  (void)absl::SimpleAtod(text, &number);
  return milliseconds ? number : number * 1000;
}

}  // namespace

std::vector<std::string> Builder::Names(const SyntaxNode& node) const {
  std::vector<std::string> names;
  for (const SyntaxNode& child : node.children) names.emplace_back(child.text);
  return names;
}

Step Builder::NewStep(const SyntaxNode& node, const std::string& connection) const {
  Step step;
  step.connection = connection;
  step.position = At(node);
  return step;
}

void Builder::BuildTails(const SyntaxNode& node, Step* step, std::vector<std::string>* skipping) {
  if (const SyntaxNode* skips = Child(node, Syntax::kSkipping)) {
    if (skipping == nullptr) return Fail(*skips, "'skipping' stands behind a message or a group");
    *skipping = Names(*skips);
  }
  if (const SyntaxNode* check = Child(node, Syntax::kCheck)) {
    step->check = Check{std::string(check->children[0].text), std::string(check->children[1].text)};
  }
}

void Builder::BuildOn(const SyntaxNode& node, Steps* steps) {
  const std::string connection(node.children[0].text);
  for (size_t i = 1; i < node.children.size(); ++i) BuildStep(node.children[i], connection, steps);
}

void Builder::BuildRepeat(const SyntaxNode& node, const std::string& connection, RepeatStep* step) {
  double count = 0;
  BuildNumberOrVariable(node.children[0], &count, &step->count_variable);
  if (!(count >= 0 && count <= 1000000)) return Fail(node.children[0], "expected a count from 0 to 1000000");
  step->count = static_cast<int>(count);
  for (const SyntaxNode& child : node.children) {
    if (child.kind == Syntax::kTimeStep) step->time_step = BuildNumber(child.children[0]);
    if (child.kind == Syntax::kFrom) BuildNumberOrVariable(child.children[0], &step->from, &step->from_variable);
    if (child.kind == Syntax::kStep) BuildStep(child, connection, &step->steps);
  }
}

void Builder::BuildStep(const SyntaxNode& node, const std::string& connection, Steps* steps) {
  const SyntaxNode& what = node.children[0];
  if (what.kind == Syntax::kSide) return BuildSideStep(node, connection, steps);
  Step step = NewStep(node, connection);
  if (what.kind == Syntax::kOn) {
    BuildTails(node, &step, nullptr);
    if (step.check.has_value()) Fail(node, "'check' stands behind a step, not behind a block");
    return BuildOn(what, steps);
  }
  switch (what.kind) {
    case Syntax::kUse: {
      UseStep use;
      use.name = std::string(what.children[0].text);
      for (size_t i = 1; i < what.children.size(); ++i) AddField(what.children[i], &use.arguments);
      step.what = std::move(use);
      break;
    }
    case Syntax::kLet:
      step.what = LetStep{std::string(what.children[0].text), BuildMessage(what.children[1])};
      break;
    case Syntax::kAbandon:
      step.what = AbandonStep{std::string(what.children[0].text)};
      break;
    case Syntax::kMark:
      step.what = MarkStep{std::string(what.children[0].text)};
      break;
    case Syntax::kRepeat: {
      RepeatStep repeat;
      BuildRepeat(what, connection, &repeat);
      step.what = std::move(repeat);
      break;
    }
    case Syntax::kState: {
      StateStep state;
      for (const SyntaxNode& of : what.children) {
        state.states.emplace_back(SideOf(of.children[0]), std::string(of.children[1].text));
      }
      step.what = std::move(state);
      break;
    }
    case Syntax::kDelivers:
      step.what = DeliversStep{SideOf(what.children[0]), BuildMessage(what.children[1])};
      break;
    case Syntax::kAuto:
      step.what = AutoStep{what.children[0].text == "on"};
      break;
    case Syntax::kSet:
      step.what = SetStep{std::string(what.children[0].text), BuildValue(what.children[1])};
      break;
    case Syntax::kSync:
      step.what = SyncStep{};
      break;
    case Syntax::kAlive:
      step.what = AliveStep{};
      break;
    case Syntax::kQuiet:
      step.what = QuietStep{Milliseconds(what.children[0].text)};
      break;
    case Syntax::kSilence:
      step.what = SilenceStep{};
      break;
    default:
      return Fail(what, "expected a step");
  }
  BuildTails(node, &step, nullptr);
  steps->push_back(std::move(step));
}

AcksStep Builder::BuildAcks(const SyntaxNode& node, Side side) {
  AcksStep acks;
  acks.side = side;
  acks.mark = std::string(node.children[0].text);
  for (size_t i = 1; i < node.children.size(); ++i) {
    const SyntaxNode& child = node.children[i];
    if (child.kind == Syntax::kUnacked) acks.unacked_at_most = BuildValue(child.children[0]);
    if (child.kind == Syntax::kName && child.text == "increasing") acks.increasing = true;
    if (child.kind == Syntax::kName && child.text == "cumulative") acks.cumulative = true;
    if (child.kind == Syntax::kNumber) acks.slack = BuildNumber(child);
  }
  if (!acks.unacked_at_most.has_value() && !acks.increasing && !acks.cumulative) Fail(node, "acks without a condition");
  return acks;
}

void Builder::BuildSideStep(const SyntaxNode& node, const std::string& connection, Steps* steps) {
  const Side side = SideOf(node.children[0]);
  Step step = NewStep(node, connection);
  const SyntaxNode& body = node.children[1];
  std::vector<std::string>* skipping = nullptr;
  switch (body.kind) {
    case Syntax::kOptional:
    case Syntax::kMessage: {
      MessageStep message;
      message.side = side;
      message.optional = body.kind == Syntax::kOptional;
      message.message = BuildMessage(node.children[message.optional ? 2 : 1]);
      skipping = &step.what.emplace<MessageStep>(std::move(message)).skipping;
      break;
    }
    case Syntax::kBytes:
      step.what = BuildBytes(body, side);
      BuildTails(body, &step, nullptr);
      break;
    case Syntax::kChunks: {
      ChunksStep chunks;
      chunks.side = side;
      for (const SyntaxNode& item : body.children) {
        absl::string_view name = item.text;
        const bool rest = absl::ConsumeSuffix(&name, "*");
        chunks.items.push_back({std::string(name), rest});
      }
      step.what = std::move(chunks);
      break;
    }
    case Syntax::kGroup: {
      GroupStep& group = step.what.emplace<GroupStep>();
      BuildGroup(body, side, connection, &group);
      skipping = &group.skipping;
      break;
    }
    case Syntax::kOneOf:
    case Syntax::kMessageOneOf:
      BuildOneOf(body, side, connection, &step.what.emplace<OneOfStep>());
      break;
    case Syntax::kNothing: {
      NothingStep nothing;
      nothing.side = side;
      if (!body.children.empty()) nothing.matching = BuildMessage(body.children[0]);
      step.what = std::move(nothing);
      break;
    }
    case Syntax::kCloses:
      step.what = ClosesStep{side, body.children.empty() ? "" : std::string(body.children[0].text)};
      break;
    case Syntax::kAcks:
      step.what = BuildAcks(body, side);
      break;
    case Syntax::kServe:
      if (side == Side::kClient) Fail(body, "the server serves: S: serve until C: ...");
      step.what = ServeStep{BuildMessage(body.children[0])};
      break;
    default:
      return Fail(body, "expected a message");
  }
  BuildTails(node, &step, skipping);
  steps->push_back(std::move(step));
}

}  // namespace rtmpspec
