// The build of this program whose reference can be wrong on purpose.
#ifndef RTMPSPEC_CONFORMANCE_CLI_DEVIANT_PROGRAM_H_
#define RTMPSPEC_CONFORMANCE_CLI_DEVIANT_PROGRAM_H_

#include <optional>

namespace rtmpspec {

// Where this build cannot deviate: runs rtmpspec_deviant, which stands beside this program, with the same arguments in its place.
// Returns nothing in the build that can, and an exit code, with a complaint on stderr, where there is no such program.
std::optional<int> RunDeviantProgram();

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_CLI_DEVIANT_PROGRAM_H_
