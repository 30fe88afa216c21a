// Bytes queued for the peer: written at the back by encoders, taken from the front by the driver.
#ifndef RTMPSPEC_IMPL_BYTES_SEND_BUFFER_H_
#define RTMPSPEC_IMPL_BYTES_SEND_BUFFER_H_

#include <cstddef>

#include "impl/bytes/bytes.h"

namespace rtmp {

// A queue of bytes whose front is one run of memory.
class SendBuffer {
 public:
  // What the driver still has to send. Valid until the next non-const call.
  Bytes data() const { return Bytes(buffer_).subspan(sent_); }
  size_t size() const { return buffer_.size() - sent_; }

  // Where encoders append. Only append: the bytes in front belong to the driver.
  Buffer* back() {
    Compact();
    return &buffer_;
  }

  // Marks `count` bytes as sent; a count beyond size() takes all.
  void Advance(size_t count) {
    sent_ += count < size() ? count : size();
    if (sent_ == buffer_.size()) {
      buffer_.clear();
      sent_ = 0;
    }
  }

 private:
  // Moves the unsent bytes to the front once the sent ones outweigh them: linear in the bytes sent.
  void Compact() {
    if (sent_ < 4096 || sent_ < size()) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }

  Buffer buffer_;
  size_t sent_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_BYTES_SEND_BUFFER_H_
