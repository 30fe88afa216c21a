#include "conformance/runner/dial_back.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "conformance/runner/deadlines.h"

namespace rtmpspec {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(2);

}  // namespace

absl::StatusOr<std::unique_ptr<DialBack>> DialBack::Listen() {
  const auto failed = [] { return absl::UnavailableError(absl::StrCat("cannot listen: ", std::strerror(errno))); };
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) return failed();
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, any, size) != 0 || listen(listener, 8) != 0 || getsockname(listener, any, &size) != 0) {
    const absl::Status status = failed();
    close(listener);
    return status;
  }
  return std::unique_ptr<DialBack>(new DialBack(listener, ntohs(address.sin_port)));
}

DialBack::~DialBack() { close(listener_); }

absl::StatusOr<int> DialBack::Accept(Process& process, absl::Duration patience, absl::string_view who) {
  const Deadline deadline(patience);
  while (true) {
    const bool ended = !process.Running();
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0) return socket;
    if (ended || deadline.left() <= absl::ZeroDuration()) {
      std::string tail = process.ErrorTail();
      absl::StripTrailingAsciiWhitespace(&tail);
      return absl::UnavailableError(absl::StrCat("the ", who, " ", ended ? process.ExitText() : "does not connect",
                                                 tail.empty() ? "" : absl::StrCat(":\n", tail)));
    }
    absl::SleepFor(kPoll);
  }
}

}  // namespace rtmpspec
