// Linked into fuzzing programs alone. ASAN_OPTIONS in the environment come after these.
#include "fuzz/support/fuzzing_options.h"

extern "C" const char* __asan_default_options() { return rtmp::kFuzzingOptions; }
