// What a fuzz target says when its property does not hold.
#ifndef RTMPSPEC_FUZZ_SUPPORT_FINDING_H_
#define RTMPSPEC_FUZZ_SUPPORT_FINDING_H_

#include <vector>

#include "absl/strings/string_view.h"

// Ends the run, which libFuzzer and the replay program report with the input.
#define FUZZ_CHECK(condition)                                                 \
  do {                                                                        \
    if (!(condition)) ::rtmp::PropertyFailed(__FILE__, __LINE__, #condition); \
  } while (false)
#define FUZZ_CHECK_EQ(a, b) FUZZ_CHECK((a) == (b))

namespace rtmp {

// The layer that a target is about (targets.txt). Each target's program has one, others need none.
extern const char kFuzzLayer[] __attribute__((weak));

// Prints the layer, and where the input led to: what a sanitizer finds is explained by the same lines as a broken property.
void ExplainFinding();

// Prints the condition and the above, and aborts.
[[noreturn]] void PropertyFailed(const char* file, int line, const char* condition);

// Where the connection of the last input has been: its role, its first state, and each that it entered. Empty without a
// connection. Names that live for ever: text is made of them when there is something to say.
std::vector<absl::string_view>& StatePath();

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_FINDING_H_
