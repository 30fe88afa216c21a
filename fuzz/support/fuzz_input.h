// What a fuzz target takes from its input.
#ifndef RTMPSPEC_FUZZ_SUPPORT_FUZZ_INPUT_H_
#define RTMPSPEC_FUZZ_SUPPORT_FUZZ_INPUT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "fuzz/support/finding.h"
#include "impl/bytes/bytes.h"

namespace rtmp {

// Where a stream is cut: the sizes of the pieces, used round and round. No sizes: one piece.
class Cuts {
 public:
  static Cuts None() { return Cuts({}); }
  static Cuts EveryByte() { return Cuts({1}); }
  explicit Cuts(std::vector<size_t> sizes) : sizes_(std::move(sizes)) {}

  // Calls `feed(Bytes piece)` for each piece, until it returns false. The end of a piece is the end of the memory it lies in, so
  // that a sanitizer sees a read past it; and the next piece overwrites it, so that a view kept too long shows.
  template <typename Feed>
  void Split(Bytes stream, Feed feed) const {
    const size_t largest = sizes_.empty() ? stream.size() : *std::max_element(sizes_.begin(), sizes_.end());
    Buffer memory(std::min(largest, stream.size()));
    for (size_t i = 0;; ++i) {
      const size_t size = sizes_.empty() ? stream.size() : std::min(sizes_[i % sizes_.size()], stream.size());
      const absl::Span<uint8_t> piece = absl::MakeSpan(memory).subspan(memory.size() - size);
      std::copy_n(stream.begin(), size, piece.begin());
      stream.remove_prefix(size);
      if (!feed(Bytes(piece)) || stream.empty()) return;
    }
  }

 private:
  std::vector<size_t> sizes_;
};

// Options come from the end of the input and zeros when it is used up, so that captured bytes with a few option bytes behind them
// are valid inputs.
class FuzzInput {
 public:
  FuzzInput(const uint8_t* data, size_t size) : bytes_(data, size) {}

  uint8_t TakeByte() {
    if (bytes_.empty()) return 0;
    const uint8_t byte = bytes_.back();
    bytes_.remove_suffix(1);
    return byte;
  }
  bool TakeBool() { return (TakeByte() & 1) != 0; }
  uint32_t TakeU32() {
    uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | TakeByte();
    return value;
  }
  // 0..limit-1.
  uint32_t TakeBelow(uint32_t limit) { return (limit <= 256 ? TakeByte() : TakeU32()) % limit; }

  uint64_t TakeU64() {
    const uint64_t high = TakeU32();
    return high << 32 | TakeU32();
  }
  // The last `count` bytes as they stand, or all that are left.
  Bytes TakeBytes(size_t count) {
    const Bytes taken = bytes_.last(std::min(count, bytes_.size()));
    bytes_.remove_suffix(taken.size());
    return taken;
  }

  // A byte that says how many sizes follow (0..7), 0 for every byte; then a byte a size: 1..255, and 0 for 4096.
  Cuts TakeCuts() {
    std::vector<size_t> sizes(TakeByte() % 8);
    for (size_t& size : sizes) {
      size = TakeByte();
      if (size == 0) size = 4096;
    }
    return sizes.empty() ? Cuts::EveryByte() : Cuts(std::move(sizes));
  }

  // What no Take has taken.
  Bytes rest() const { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_FUZZ_INPUT_H_
