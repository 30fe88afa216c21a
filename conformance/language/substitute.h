// Puts values in the place of variables, before a run: parameters of preludes, and the numbers that a run cannot do without.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_SUBSTITUTE_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_SUBSTITUTE_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/language/transcript.h"

namespace rtmpspec {

using Variables = std::vector<std::pair<std::string, Value>>;

// "file:line:col: message".
std::string Complaint(const Position& position, const std::string& message);

// Replaces the variables named in `variables` all through `steps`. Complaints about places that cannot hold the value.
void Substitute(const Variables& variables, Steps* steps, std::vector<std::string>* complaints);

// Replaces only `repeat $n`, `from=$n`, ecma(count=$n), nest($n, ..) and ref($n), for all of which a number must be found.
void ResolveNumbers(const Variables& variables, Steps* steps, std::vector<std::string>* complaints);

// The variables whose values `steps` ask for.
std::set<std::string> UsedVariables(const Steps& steps);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_SUBSTITUTE_H_
