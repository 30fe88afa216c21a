// Counts every allocation of a benchmark program: linking this file's .cc replaces operator new.
#ifndef RTMPSPEC_BENCH_SUPPORT_ALLOCATION_COUNTER_H_
#define RTMPSPEC_BENCH_SUPPORT_ALLOCATION_COUNTER_H_

#include <cstddef>
#include <cstdint>

namespace rtmp::bench {

// Calls of operator new by this thread since it began, and the bytes they asked for.
size_t AllocationCount();
size_t AllocatedBytes();
// What is held now, as the C library rounds it.
int64_t LiveBytes();
// The most that LiveBytes was since ResetPeakBytes.
int64_t PeakBytes();
void ResetPeakBytes();

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_ALLOCATION_COUNTER_H_
