// Bytes queued for the peer: written at the back by encoders, taken from the front by the driver.
#ifndef RTMPSPEC_IMPL_BYTES_SEND_BUFFER_H_
#define RTMPSPEC_IMPL_BYTES_SEND_BUFFER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "impl/bytes/bytes.h"

namespace rtmp {

// A queue of bytes whose front is one run of memory.
class SendBuffer {
 public:
  // Memory beyond this is given back once everything is sent: a peer that once read slowly does not hold it for ever.
  static constexpr size_t kMostKept = size_t{1} << 20;

  // What the driver still has to send. Valid until the next non-const call.
  Bytes data() const { return Bytes(memory_.data() + sent_, end_ - sent_); }
  size_t size() const { return end_ - sent_; }

  // Room for `count` bytes at the back. Commit says how many of them were written.
  uint8_t* Reserve(size_t count) {
    if (memory_.size() - end_ < count) MakeRoom(count);
    return memory_.data() + end_;
  }
  void Commit(size_t count) { end_ += count; }

  // The same for writers that append to a Buffer: `append(Buffer*)` does, and leaves the bytes in front alone.
  template <typename AppendTo>
  void Append(AppendTo append) {
    memory_.resize(end_);
    append(&memory_);
    end_ = memory_.size();
  }

  // Marks `count` bytes as sent; a count beyond size() takes all.
  void Advance(size_t count) {
    sent_ += std::min(count, size());
    if (sent_ < end_) return;
    sent_ = end_ = 0;
    if (memory_.size() > kMostKept) Release();
  }
  // Gives the memory back. Requires that everything is sent.
  void Release() { memory_ = Buffer(); }

 private:
  // Room for the answers of a session's beginning.
  static constexpr size_t kSmallest = 512;

  // Moves the unsent bytes to the front where the sent ones outweigh them, else grows to twice the size: linear in the bytes
  // sent.
  void MakeRoom(size_t count) {
    if (sent_ >= 4096 && sent_ >= size()) {
      std::copy(memory_.begin() + static_cast<std::ptrdiff_t>(sent_), memory_.begin() + static_cast<std::ptrdiff_t>(end_),
                memory_.begin());
      end_ -= sent_;
      sent_ = 0;
    }
    const size_t needed = end_ + count;
    if (needed > memory_.capacity()) memory_.reserve(std::max({needed, 2 * memory_.capacity(), kSmallest}));
    if (needed > memory_.size()) memory_.resize(memory_.capacity());
  }

  // Its size is what was ever written to or reserved, so that memory is filled once and not for every message.
  Buffer memory_;
  size_t sent_ = 0;
  size_t end_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_SEND_BUFFER_H_
