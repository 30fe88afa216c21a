#include "impl/bytes/extend.h"

#include <iterator>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"

namespace rtmp {
namespace {

constexpr uint8_t kZeros[64] = {};

ABSL_ATTRIBUTE_NOINLINE uint8_t* ExtendAny(size_t count, Buffer* out) {
  const size_t old_size = out->size();
  out->resize(old_size + count);
  return out->data() + old_size;
}

}  // namespace

// Most values are short, and a fixed number of zeros costs four stores where resize() would call memset. The first test is the
// vector's own, pointer against pointer, so that no code is left here for a vector that grows: a quarter of the instructions.
uint8_t* Extend(size_t count, Buffer* out) {
  const auto end = out->end();
  const auto room = static_cast<size_t>(out->begin() + static_cast<ptrdiff_t>(out->capacity()) - end);
  if (ABSL_PREDICT_FALSE(count > sizeof(kZeros) || room < sizeof(kZeros))) return ExtendAny(count, out);
  const auto begin = out->insert(end, std::begin(kZeros), std::end(kZeros));
  out->erase(begin + static_cast<ptrdiff_t>(count), out->end());
  return &*begin;
}

}  // namespace rtmp
