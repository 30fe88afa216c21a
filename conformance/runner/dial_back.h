// A port on which one process that the suite starts is to call.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_DIAL_BACK_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_DIAL_BACK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conformance/runner/process.h"

namespace rtmpspec {

class DialBack {
 public:
  // Listens on a free port of 127.0.0.1.
  static absl::StatusOr<std::unique_ptr<DialBack>> Listen();
  ~DialBack();
  DialBack(const DialBack&) = delete;
  DialBack& operator=(const DialBack&) = delete;

  uint16_t port() const { return port_; }
  // Its connection, a socket for AdoptTcp. Unavailable when it ends first, or when the time is up, with what it said: "the client
  // exited with 1". `who` is what it is called there.
  absl::StatusOr<int> Accept(Process& process, absl::Duration patience, absl::string_view who);

 private:
  DialBack(int listener, uint16_t port) : listener_(listener), port_(port) {}
  const int listener_;
  const uint16_t port_;
};

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_DIAL_BACK_H_
