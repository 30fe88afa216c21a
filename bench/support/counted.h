// Work that callgrind counts and other tools read: see bench/gate and bench/linear_work.
#ifndef RTMPSPEC_BENCH_SUPPORT_COUNTED_H_
#define RTMPSPEC_BENCH_SUPPORT_COUNTED_H_

#include <valgrind/callgrind.h>

#include <cstddef>

namespace rtmp::bench {

// What cases add their results to, so that no compiler leaves the work out. Programs print it to standard error at the end.
inline volatile size_t sink = 0;
inline void Use(size_t result) { sink = sink + result; }

// Runs `run` and dumps its instruction count under `name`. Without valgrind it only runs.
template <typename Run>
void Count(const char* name, Run run) {
  CALLGRIND_ZERO_STATS;
  run();
  CALLGRIND_DUMP_STATS_AT(name);
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_COUNTED_H_
