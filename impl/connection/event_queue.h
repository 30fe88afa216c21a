// Events that wait for NextEvent. Its memory is kept, so that a session in steady state allocates nothing.
#ifndef RTMPSPEC_IMPL_CONNECTION_EVENT_QUEUE_H_
#define RTMPSPEC_IMPL_CONNECTION_EVENT_QUEUE_H_

#include <cstddef>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "impl/connection/events.h"

namespace rtmp {

// Short by construction: messages are only read when it is empty, and one message makes a handful of events.
class EventQueue {
 public:
  bool empty() const { return next_ == events_.size(); }
  void Push(Event event) { events_.push_back(std::move(event)); }
  // Requires !empty().
  Event Pop() {
    Event event = std::move(events_[next_++]);
    if (empty()) {
      events_.clear();
      next_ = 0;
    }
    return event;
  }

 private:
  absl::InlinedVector<Event, 4> events_;
  size_t next_ = 0;
};

}  // namespace rtmp

#endif  // RTMPSPEC_IMPL_CONNECTION_EVENT_QUEUE_H_
