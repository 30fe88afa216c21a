// For tests and benchmarks only: counts what a program allocates. It replaces operator new and delete, so exactly one source file
// of a program includes it. Counts are a thread's own.
#ifndef RTMPSPEC_IMPL_BYTES_ALLOCATION_COUNTER_H_
#define RTMPSPEC_IMPL_BYTES_ALLOCATION_COUNTER_H_

#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace rtmp {

struct AllocationCounts {
  size_t allocations = 0;       // calls of operator new since the thread began
  size_t bytes = 0;             // what they asked for, all together
  int64_t live_bytes = 0;       // held now, as the C library rounds it; negative where another thread's memory was freed
  int64_t peak_live_bytes = 0;  // the most that live_bytes was since ResetPeak
};

inline thread_local AllocationCounts allocation_counts;

// From here on the peak is measured anew.
inline void ResetPeak() { allocation_counts.peak_live_bytes = allocation_counts.live_bytes; }

namespace allocation_counter {

// Not inlined: g++ would take a pair of new and free() for a mismatch.
[[gnu::noinline]] inline void* Allocate(size_t size) {
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  AllocationCounts& counts = allocation_counts;
  ++counts.allocations;
  counts.bytes += size;
  counts.live_bytes += static_cast<int64_t>(malloc_usable_size(memory));
  if (counts.live_bytes > counts.peak_live_bytes) counts.peak_live_bytes = counts.live_bytes;
  return memory;
}

[[gnu::noinline]] inline void Free(void* memory) {
  if (memory == nullptr) return;
  allocation_counts.live_bytes -= static_cast<int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace allocation_counter
}  // namespace rtmp

void* operator new(size_t size) { return rtmp::allocation_counter::Allocate(size); }
void* operator new[](size_t size) { return rtmp::allocation_counter::Allocate(size); }
void operator delete(void* memory) noexcept { rtmp::allocation_counter::Free(memory); }
void operator delete[](void* memory) noexcept { rtmp::allocation_counter::Free(memory); }
void operator delete(void* memory, size_t) noexcept { rtmp::allocation_counter::Free(memory); }
void operator delete[](void* memory, size_t) noexcept { rtmp::allocation_counter::Free(memory); }

#endif  // RTMPSPEC_IMPL_BYTES_ALLOCATION_COUNTER_H_
