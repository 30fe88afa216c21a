// The random bytes of handshakes that nobody looks at.
#ifndef RTMPSPEC_FUZZ_SUPPORT_FILL_RANDOM_H_
#define RTMPSPEC_FUZZ_SUPPORT_FILL_RANDOM_H_

#include <cstdint>
#include <cstring>

#include "absl/types/span.h"

namespace rtmp {

// The default pattern takes an eighth of a session's time under sanitizers.
inline void FillRandom(absl::Span<uint8_t> random) { std::memset(random.data(), 0x5a, random.size()); }

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_FILL_RANDOM_H_
