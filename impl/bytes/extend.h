// What goes to the end of a vector, for the encoders and decoders that go value by value.
#ifndef RTMPSPEC_IMPL_BYTES_EXTEND_H_
#define RTMPSPEC_IMPL_BYTES_EXTEND_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

// Appends `count` bytes, at least one, and returns where they begin, for the caller to fill: zero until then, and there until
// `out` changes again.
uint8_t* Extend(size_t count, Buffer* out);

// Whether push_back() would have to grow first. Where a function leaves that to another one that stands apart (Grow, and itself
// again), it need not save the registers that only growing needs: this is push_back()'s own test, pointer against pointer, so
// that the compiler drops the other.
template <typename T>
inline bool IsFull(const std::vector<T>& values) {
  return ABSL_PREDICT_FALSE(values.begin() + static_cast<ptrdiff_t>(values.capacity()) == values.end());
}
template <typename T>
ABSL_ATTRIBUTE_NOINLINE void Grow(std::vector<T>* values) {
  values->reserve(std::max<size_t>(16, 2 * values->capacity()));
}

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_EXTEND_H_
