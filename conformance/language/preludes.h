// Replaces `use NAME(...)` by the steps of a prelude.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_PRELUDES_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_PRELUDES_H_

#include <map>
#include <string>
#include <vector>

#include "conformance/language/transcript.h"

namespace rtmpspec {

// By name: the path below prelude/, without extension.
using Preludes = std::map<std::string, Transcript>;

// `steps` without any UseStep. Parameters are replaced by their values; steps of the prelude that name no connection are on the
// one of the `use`. Complaints: unknown preludes and parameters, preludes that use themselves, more than 20000 steps in all.
Steps ExpandPreludes(const Steps& steps, const Preludes& preludes, std::vector<std::string>* complaints);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_PRELUDES_H_
