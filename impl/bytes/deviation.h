// Deviations: rules that the reference can be told to break, one at a time, so that what judges others is itself tested.
//
//   if (!Deviates("s2-time-zero")) packet.set_time(c1.time());
//
// The library keeps every rule: there Deviates is false when compiled, and what stands behind it is gone. One extra build of the
// same sources, with RTMPSPEC_DEVIANT defined, asks at run time. Names are listed, with what each breaks, in conformance/faults/
// and fuzz/seeded_bugs.txt; a test compares the lists with the sources.
#ifndef RTMPSPEC_IMPL_BYTES_DEVIATION_H_
#define RTMPSPEC_IMPL_BYTES_DEVIATION_H_

#include "absl/strings/string_view.h"

namespace rtmp {

#ifdef RTMPSPEC_DEVIANT
inline constexpr bool kMayDeviate = true;
// Whether `name` is the deviation that holds now, on this thread.
bool Deviates(absl::string_view name);
#else
// For code that only deviations need: `if (kMayDeviate) ...`.
inline constexpr bool kMayDeviate = false;
constexpr bool Deviates(absl::string_view) { return false; }
#endif

// kMayDeviate of the library that is linked.
bool CanDeviate();

// While one lives, this thread's calls into the reference break rule `name` (empty: none); what held before returns with its end.
// In the library it does nothing. The text that `name` points to must live as long.
class DeviationScope {
 public:
  explicit DeviationScope(absl::string_view name);
  ~DeviationScope();
  DeviationScope(const DeviationScope&) = delete;
  DeviationScope& operator=(const DeviationScope&) = delete;

 private:
  absl::string_view before_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_DEVIATION_H_
