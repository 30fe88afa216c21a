#include "bench/support/allocation_counter.h"

#include "impl/bytes/allocation_counter.h"

namespace rtmp::bench {

size_t AllocationCount() { return allocation_counts.allocations; }
size_t AllocatedBytes() { return allocation_counts.bytes; }
int64_t LiveBytes() { return allocation_counts.live_bytes; }
int64_t PeakBytes() { return allocation_counts.peak_live_bytes; }
void ResetPeakBytes() { ResetPeak(); }

}  // namespace rtmp::bench
