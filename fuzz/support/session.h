// A connection that is fed as fuzz targets feed it: in pieces, with a user who reacts, and with all of what it shows kept.
#ifndef RTMPSPEC_FUZZ_SUPPORT_SESSION_H_
#define RTMPSPEC_FUZZ_SUPPORT_SESSION_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fuzz/support/fill_random.h"
#include "fuzz/support/fuzz_input.h"
#include "fuzz/support/shown.h"
#include "impl/bytes/protocol_error.h"
#include "impl/connection/events.h"
#include "impl/connection/state.h"

namespace rtmp {

// ServerSession and ClientSession say what the user does.
template <typename Connection>
class Session {
 public:
  // False once the connection has ended in an error.
  bool Feed(Bytes input) {
    for (;;) {
      const absl::StatusOr<Event> event = connection_.NextEvent(input);
      if (!event.ok()) {
        FUZZ_CHECK(connection_.error() != nullptr && event.status() == ToStatus(*connection_.error()));
        FUZZ_CHECK(connection_.state() == State::kDisconnecting);
        OnError();
        CheckFinal(event.status());
        return false;
      }
      if (IsNeedBytes(*event)) {
        FUZZ_CHECK(input.empty());
        return true;
      }
      if (begun_) shown_.AddEvent(EventText(*event));
      OnEvent(*event);
    }
  }

  // Everything up to here.
  Shown Finish() {
    Read();
    shown_.state = connection_.state();
    if (connection_.error() != nullptr) shown_.error = *connection_.error();
    return std::move(shown_);
  }

  const Connection& connection() const { return connection_; }

 protected:
  template <typename Options>
  explicit Session(const Options& options) : connection_(options) {}
  ~Session() = default;

  virtual void OnEvent(const Event& event) = 0;
  virtual void OnError() = 0;
  // Calls of the user that an error has to refuse.
  virtual void CheckRefusals() = 0;

  // Sends what waits.
  void Read() {
    const Bytes waiting = connection_.send_buf();
    shown_.output.insert(shown_.output.end(), waiting.begin(), waiting.end());
    connection_.AdvanceSendBuf(waiting.size());
  }

  Connection connection_;
  Shown shown_;
  // What leads to the start is not the input's: its events and transitions do not count.
  bool begun_ = false;

 private:
  // After an error nothing is taken and nothing is sent.
  void CheckFinal(const absl::Status& error) {
    const size_t waiting = connection_.send_buf().size();
    static const Buffer& more = *new Buffer(40, 2);
    Bytes input = more;
    FUZZ_CHECK(connection_.NextEvent(input).status() == error);
    FUZZ_CHECK(input.size() == more.size());
    CheckRefusals();
    FUZZ_CHECK(connection_.send_buf().size() == waiting);
  }
};

}  // namespace rtmp

#endif  // RTMPSPEC_FUZZ_SUPPORT_SESSION_H_
