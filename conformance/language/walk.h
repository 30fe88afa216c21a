// Visits what a list of steps holds, blocks included. `StepsT` is Steps or const Steps.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_WALK_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_WALK_H_

#include <type_traits>
#include <variant>

#include "conformance/language/transcript.h"

namespace rtmpspec {

// Calls `visit(step)` for each step, outer ones before inner ones, in the order of the file.
template <typename StepsT, typename Visit>
void ForEachStep(StepsT& steps, const Visit& visit) {
  for (auto& step : steps) {
    visit(step);
    if (auto* repeat = std::get_if<RepeatStep>(&step.what)) ForEachStep(repeat->steps, visit);
    if (auto* group = std::get_if<GroupStep>(&step.what)) ForEachStep(group->steps, visit);
    if (auto* one_of = std::get_if<OneOfStep>(&step.what)) {
      for (auto& alternative : one_of->alternatives) ForEachStep(alternative.steps, visit);
    }
  }
}

// Calls `visit(message)` for each message that stands in `step` itself.
template <typename StepT, typename Visit>
void ForEachMessage(StepT& step, const Visit& visit) {
  if (auto* message = std::get_if<MessageStep>(&step.what)) visit(message->message);
  if (auto* let = std::get_if<LetStep>(&step.what)) visit(let->message);
  if (auto* delivers = std::get_if<DeliversStep>(&step.what)) visit(delivers->message);
  if (auto* serve = std::get_if<ServeStep>(&step.what)) visit(serve->until);
  if (auto* nothing = std::get_if<NothingStep>(&step.what)) {
    if (nothing->matching.has_value()) visit(*nothing->matching);
  }
}

// Calls `visit(value)` for `value` and all values inside it.
template <typename ValueT, typename Visit>
void ForEachValueIn(ValueT& value, const Visit& visit) {
  visit(value);
  for (auto& property : value.properties) ForEachValueIn(property.second, visit);
  for (auto& item : value.items) ForEachValueIn(item, visit);
}

template <typename MessageT, typename Visit>
void ForEachRootOf(MessageT& message, const Visit& visit) {
  for (auto& field : message.fields) visit(field.second);
  for (auto& argument : message.arguments) visit(argument);
  for (auto& option : message.options) visit(option.second);
}

// Calls `visit(value)` for each value that stands in `step` itself and in no other value.
template <typename StepT, typename Visit>
void ForEachRoot(StepT& step, const Visit& visit) {
  ForEachMessage(step, [&](auto& message) { ForEachRootOf(message, visit); });
  if (auto* set = std::get_if<SetStep>(&step.what)) visit(set->value);
  if (auto* use = std::get_if<UseStep>(&step.what)) {
    for (auto& argument : use->arguments) visit(argument.second);
  }
  if (auto* acks = std::get_if<AcksStep>(&step.what)) {
    if (acks->unacked_at_most.has_value()) visit(*acks->unacked_at_most);
  }
}

// The same with all values inside them.
template <typename StepT, typename Visit>
void ForEachValue(StepT& step, const Visit& visit) {
  ForEachRoot(step, [&](auto& root) { ForEachValueIn(root, visit); });
}

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_WALK_H_
