// The memory in which a message is put together, and the few blocks of it that a decoder keeps for reuse. For this folder only.
#ifndef RTMPSPEC_IMPL_CHUNK_MESSAGE_BUFFER_H_
#define RTMPSPEC_IMPL_CHUNK_MESSAGE_BUFFER_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "impl/bytes/bytes.h"

namespace rtmp {

// Bytes appended one after the other. Unlike a std::vector it never fills memory that is about to be overwritten.
class MessageBuffer {
 public:
  MessageBuffer() = default;
  MessageBuffer(MessageBuffer&& other) noexcept { *this = std::move(other); }
  MessageBuffer& operator=(MessageBuffer&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  Bytes bytes() const { return Bytes(data_.get(), size_); }
  uint32_t size() const { return size_; }
  uint32_t capacity() const { return capacity_; }
  void clear() { size_ = 0; }

  // Makes room for `count` more bytes and returns where they go; Commit counts them once they are there. The capacity is at
  // least doubled when it grows, but never beyond `limit`, which is at least size() + count.
  uint8_t* Reserve(size_t count, size_t limit) {
    if (capacity_ - size_ < count) Grow(count, limit);
    return data_.get() + size_;
  }
  // Requires that it has no memory.
  void Allocate(uint32_t capacity) {
    data_.reset(new uint8_t[capacity]);  // left unset
    capacity_ = capacity;
  }
  void Commit(size_t count) { size_ += static_cast<uint32_t>(count); }

 private:
  // Below this a block's own overhead outweighs it.
  static constexpr size_t kSmallestBlock = 64;

  void Grow(size_t count, size_t limit) {
    const size_t wanted = std::max({size_ + count, 2 * size_t{capacity_}, kSmallestBlock});
    const size_t capacity = std::max(std::min(wanted, limit), size_ + count);
    std::unique_ptr<uint8_t[]> data(new uint8_t[capacity]);  // left unset
    if (size_ > 0) std::memcpy(data.get(), data_.get(), size_);
    data_ = std::move(data);
    capacity_ = static_cast<uint32_t>(capacity);
  }

  std::unique_ptr<uint8_t[]> data_;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
};

// Keeps up to kBlocks buffers between messages, so that steady media allocates nothing. What it holds is bounded: a peer that
// sends huge messages on thousands of chunk streams leaves at most kBlocks * kLargestBlock bytes behind.
class MessageBufferPool {
 public:
  static constexpr size_t kBlocks = 4;
  static constexpr size_t kLargestBlock = size_t{1} << 20;
  static constexpr uint32_t kFirstBlock = 512;

  // An empty buffer, with memory if there is some to reuse. The first of all can take what a session begins with.
  MessageBuffer Take() {
    if (count_ > 0) return std::move(buffers_[--count_]);
    MessageBuffer buffer;
    if (!std::exchange(taken_, true)) buffer.Allocate(kFirstBlock);
    return buffer;
  }

  void Give(MessageBuffer buffer) {
    if (buffer.capacity() == 0 || buffer.capacity() > kLargestBlock || count_ == kBlocks) return;
    buffer.clear();
    buffers_[count_++] = std::move(buffer);
  }

 private:
  std::array<MessageBuffer, kBlocks> buffers_;
  size_t count_ = 0;
  bool taken_ = false;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CHUNK_MESSAGE_BUFFER_H_
