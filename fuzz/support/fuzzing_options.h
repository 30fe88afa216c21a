// How ASan runs in fuzzing programs: with what finds a bug, without what explains it.
#ifndef RTMPSPEC_FUZZ_SUPPORT_FUZZING_OPTIONS_H_
#define RTMPSPEC_FUZZ_SUPPORT_FUZZING_OPTIONS_H_

namespace rtmp {

// No stack is kept of where memory was taken and given back, and freed memory waits in 2 MB rather than 256: all that a run
// frees, where it stays in the processor's cache. The replay program has ASan's own options: it prints both stacks of a finding.
inline constexpr char kFuzzingOptions[] = "malloc_context_size=0:quarantine_size_mb=2";

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_FUZZING_OPTIONS_H_
