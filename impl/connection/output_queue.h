// What waits to be sent, with an account of how much of it the peer caused.
#ifndef RTMPSPEC_IMPL_CONNECTION_OUTPUT_QUEUE_H_
#define RTMPSPEC_IMPL_CONNECTION_OUTPUT_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "impl/bytes/bytes.h"
#include "impl/bytes/send_buffer.h"

namespace rtmp {

// Replies and media leave in the order in which they came, so which bytes are whose is a list as long as the queue. Two sums
// are enough for a limit: a reply is off the account once everything that was queued up to the end of its half has left, that is
// at the latest when the driver has sent twice what waited behind it. It is never off before it has left.
class OutputQueue {
 public:
  Bytes data() const { return buffer_.data(); }
  size_t size() const { return buffer_.size(); }

  // Where encoders write; see SendBuffer.
  uint8_t* Reserve(size_t count) { return buffer_.Reserve(count); }
  void Commit(size_t count) { buffer_.Commit(count); }
  template <typename AppendTo>
  void Append(AppendTo append) {
    buffer_.Append(std::move(append));
  }
  // The last `count` bytes that were appended are a reply.
  void CountReply(size_t count) {
    if (replies_old_ == 0 && replies_new_ == 0) half_ = sent_ + size();
    (sent_ + size() <= half_ ? replies_old_ : replies_new_) += count;
  }
  // Replies that wait, in bytes; at times some that have left.
  size_t queued_replies() const { return replies_old_ + replies_new_; }

  // Marks `count` bytes as sent, at most all; returns how many.
  size_t Advance(size_t count) {
    const size_t taken = count < size() ? count : size();
    buffer_.Advance(taken);
    sent_ += taken;
    if (sent_ >= half_) {
      replies_old_ = size() == 0 ? 0 : replies_new_;
      replies_new_ = 0;
      half_ = sent_ + size();
    }
    return taken;
  }
  void Release() { buffer_.Release(); }
  // Bytes sent since construction.
  uint64_t sent() const { return sent_; }

 private:
  SendBuffer buffer_;
  uint64_t sent_ = 0;
  uint64_t half_ = 0;  // the end of the first half, counted from the first byte ever queued
  size_t replies_old_ = 0;
  size_t replies_new_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_OUTPUT_QUEUE_H_
