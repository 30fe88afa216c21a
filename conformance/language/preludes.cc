#include "conformance/language/preludes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/language/hints.h"
#include "conformance/language/substitute.h"
#include "conformance/language/walk.h"

namespace rtmpspec {
namespace {

// A few lines of preludes that use each other twice could stand for any number of steps.
constexpr size_t kMostSteps = 20000;
// ... and arguments that repeat their parameter for any number of values.
constexpr size_t kLargestArgument = 1000;

class Expansion {
 public:
  Expansion(const Preludes& preludes, std::vector<std::string>* complaints) : preludes_(preludes), complaints_(complaints) {}

  void Expand(const Steps& steps, Steps* out) {
    for (const Step& step : steps) {
      if (++count_ > kMostSteps) {
        if (count_ == kMostSteps + 1) Complain(step, absl::StrCat("preludes grow beyond ", kMostSteps, " steps"));
        return;
      }
      if (const auto* use = std::get_if<UseStep>(&step.what)) {
        ExpandUse(step, *use, out);
        continue;
      }
      out->push_back(step);
      if (const auto* repeat = std::get_if<RepeatStep>(&step.what)) {
        Steps inner;
        Expand(repeat->steps, &inner);
        std::get<RepeatStep>(out->back().what).steps = std::move(inner);
      }
    }
  }

 private:
  void Complain(const Step& step, const std::string& message) { complaints_->push_back(Complaint(step.position, message)); }

  void ExpandUse(const Step& step, const UseStep& use, Steps* out) {
    const auto prelude = preludes_.find(use.name);
    if (prelude == preludes_.end()) return Complain(step, absl::StrCat("unknown prelude '", use.name, "'", Closest(use.name)));
    if (step.check.has_value()) return Complain(step, "'check' stands behind a step, not behind a prelude");
    if (std::find(stack_.begin(), stack_.end(), use.name) != stack_.end()) {
      return Complain(step, absl::StrCat("the prelude '", use.name, "' uses itself"));
    }
    Steps steps = prelude->second.steps;
    Substitute(Arguments(step, use, prelude->second), &steps, complaints_);
    if (!step.connection.empty()) {
      ForEachStep(steps, [&](Step& inner) {
        if (inner.connection.empty()) inner.connection = step.connection;
      });
    }
    stack_.push_back(use.name);
    Expand(steps, out);
    stack_.pop_back();
  }

  Variables Arguments(const Step& step, const UseStep& use, const Transcript& prelude) {
    Variables variables = prelude.parameters;
    for (const auto& argument : use.arguments) {
      const auto parameter =
          std::find_if(variables.begin(), variables.end(), [&](const auto& known) { return known.first == argument.first; });
      size_t size = 0;
      ForEachValueIn(argument.second, [&](const Value&) { ++size; });
      if (size > kLargestArgument) {
        Complain(step, absl::StrCat("the argument '", argument.first, "' holds more than ", kLargestArgument, " values"));
      } else if (parameter == variables.end()) {
        Complain(step, absl::StrCat("the prelude '", use.name, "' has no parameter '", argument.first, "'"));
      } else {
        parameter->second = argument.second;
      }
    }
    return variables;
  }

  std::string Closest(const std::string& name) const {
    std::vector<absl::string_view> names;
    for (const auto& [known, prelude] : preludes_) names.push_back(known);
    const std::string closest = ClosestWord(name, names);
    return closest.empty() ? "" : absl::StrCat("; did you mean '", closest, "'?");
  }

  const Preludes& preludes_;
  std::vector<std::string>* complaints_;
  std::vector<std::string> stack_;
  size_t count_ = 0;
};

}  // namespace

Steps ExpandPreludes(const Steps& steps, const Preludes& preludes, std::vector<std::string>* complaints) {
  Steps out;
  Expansion(preludes, complaints).Expand(steps, &out);
  return out;
}

}  // namespace rtmpspec
