#include "bench/support/allocation_counter.h"

#include "impl/bytes/allocation_counter.h"

namespace rtmp::bench {

size_t AllocationCount() { return allocation_counts.allocations; }
size_t AllocatedBytes() { return allocation_counts.bytes; }

}  // namespace rtmp::bench
