// Going through a script without running it.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_STEP_WALK_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_STEP_WALK_H_

#include <variant>

#include "absl/functional/function_ref.h"
#include "conformance/language/transcript.h"

namespace rtmpspec {

// Every step, with those inside of blocks.
inline void ForEachStep(const Steps& steps, absl::FunctionRef<void(const Step&)> visit) {
  for (const Step& step : steps) {
    visit(step);
    if (const auto* repeat = std::get_if<RepeatStep>(&step.what)) ForEachStep(repeat->steps, visit);
    if (const auto* group = std::get_if<GroupStep>(&step.what)) ForEachStep(group->steps, visit);
    if (const auto* one_of = std::get_if<OneOfStep>(&step.what)) {
      for (const Alternative& alternative : one_of->alternatives) ForEachStep(alternative.steps, visit);
    }
  }
}

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_STEP_WALK_H_
