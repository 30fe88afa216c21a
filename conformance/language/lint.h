// What a parser cannot see: rows, names, whether a played line can be sent.
#ifndef RTMPSPEC_CONFORMANCE_LANGUAGE_LINT_H_
#define RTMPSPEC_CONFORMANCE_LANGUAGE_LINT_H_

#include <string>
#include <vector>

#include "conformance/language/transcript.h"
#include "conformance/requirements/catalogue.h"

namespace rtmpspec {

// The mistakes of loaded scenarios, each once, "file:line:col: message", in the scenarios' order: unknown rows, variables,
// messages, fields, options and kinds; values that cannot be sent or that no command carries; messages begun by `chunks` that are
// neither completed nor abandoned; an @length beyond a payload that ends inside a chunk; expectations on the side that the suite
// plays; and the like. Such a scenario is not worth running.
std::vector<std::string> Lint(const std::vector<Scenario>& scenarios, const Catalogue& catalogue);

// The same for what is allowed but strange: a row that binds another role than the one tested, several binding rows of which no
// check is labelled.
std::vector<std::string> LintHints(const std::vector<Scenario>& scenarios, const Catalogue& catalogue);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_LANGUAGE_LINT_H_
