#include "impl/bytes/deviation.h"

namespace rtmp {

#ifdef RTMPSPEC_DEVIANT

namespace {
thread_local absl::string_view current;
}  // namespace

bool Deviates(absl::string_view name) { return !current.empty() && current == name; }
bool CanDeviate() { return true; }
DeviationScope::DeviationScope(absl::string_view name) : before_(current) { current = name; }
DeviationScope::~DeviationScope() { current = before_; }

#else

bool CanDeviate() { return false; }
DeviationScope::DeviationScope(absl::string_view) {}
DeviationScope::~DeviationScope() {}

#endif

}  // namespace rtmp
