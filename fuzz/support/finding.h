// What a fuzz target says when its property does not hold.
#ifndef RTMPSPEC_FUZZ_SUPPORT_FINDING_H_
#define RTMPSPEC_FUZZ_SUPPORT_FINDING_H_

#include <string>

// Ends the run, which libFuzzer and the replay program report with the input.
#define FUZZ_CHECK(condition)                                                 \
  do {                                                                        \
    if (!(condition)) ::rtmp::PropertyFailed(__FILE__, __LINE__, #condition); \
  } while (false)
#define FUZZ_CHECK_EQ(a, b) FUZZ_CHECK((a) == (b))

namespace rtmp {

// Prints the condition and where the input led to, and aborts.
[[noreturn]] void PropertyFailed(const char* file, int line, const char* condition);

// Where the connection of the last input has been: "server Connected > MediaStreamCreated". Empty without a connection.
std::string& StatePath();

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_FINDING_H_
