#include "conformance/runner/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "conformance/runner/deadlines.h"

extern char** environ;

namespace rtmpspec {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(5);

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const std::string& command) {
  const int errors = memfd_create("stderr", MFD_CLOEXEC);
  if (errors < 0) return absl::UnavailableError(absl::StrCat("memfd_create: ", std::strerror(errno)));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  std::vector<std::string> words = {"/bin/sh", "-c", command};
  char* argv[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  pid_t pid = 0;
  const int error = posix_spawn(&pid, "/bin/sh", &actions, &attributes, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    close(errors);
    return absl::UnavailableError(absl::StrCat("cannot start '", command, "': ", std::strerror(error)));
  }
  return std::unique_ptr<Process>(new Process(pid, errors));
}

Process::~Process() {
  Stop();
  close(errors_);
}

void Process::Reap() {
  // What it left behind in its group goes with it. Until it is reaped nobody else can have its number.
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  running_ = false;
}

bool Process::Running() {
  siginfo_t info = {};
  if (running_ && waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_) Reap();
  return running_;
}

void Process::Stop(absl::Duration grace) {
  if (!Running()) return;
  stopped_ = true;
  kill(-pid_, SIGTERM);
  const Deadline deadline(grace);
  while (Running() && deadline.left() > absl::ZeroDuration()) absl::SleepFor(kPoll);
  if (running_) Reap();
}

std::string Process::ExitText() const {
  if (running_) return "";
  if (WIFSIGNALED(status_))
    return absl::StrFormat("was ended by signal %d (%s)", WTERMSIG(status_), strsignal(WTERMSIG(status_)));
  const int code = WEXITSTATUS(status_);
  // A shell reports its child's signal so.
  if (code > 128 && code < 128 + 65)
    return absl::StrFormat("exited with %d (signal %d, %s)", code, code - 128, strsignal(code - 128));
  return absl::StrCat("exited with ", code);
}

bool Process::Crashed() const {
  if (running_ || stopped_) return false;
  if (WIFSIGNALED(status_) || WEXITSTATUS(status_) > 128) return true;
  return absl::StrContains(ErrorTail(65536), "Sanitizer");
}

std::string Process::ErrorTail(size_t size) const {
  const off_t end = lseek(errors_, 0, SEEK_END);
  if (end <= 0) return "";
  const off_t begin = end > static_cast<off_t>(size) ? end - static_cast<off_t>(size) : 0;
  std::string text(static_cast<size_t>(end - begin), '\0');
  const ssize_t count = pread(errors_, text.data(), text.size(), begin);
  text.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return text;
}

absl::StatusOr<uint16_t> FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return absl::UnavailableError(std::strerror(errno));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool bound = bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(fd);
  if (!bound) return absl::UnavailableError("no free port");
  return ntohs(address.sin_port);
}

bool IsListening(uint16_t port) {
  // "  sl  local_address rem_address   st ...": the address ends in the port in hexadecimal, state 0A is LISTEN.
  const std::string suffix = absl::StrFormat(":%04X", port);
  for (const char* path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream table(path);
    std::string line;
    while (std::getline(table, line)) {
      const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
      if (words.size() > 3 && absl::EndsWith(words[1], suffix) && words[3] == "0A") return true;
    }
  }
  return false;
}

absl::Status WaitUntilListening(Process& process, uint16_t port, absl::Duration patience) {
  const Deadline deadline(patience);
  while (!IsListening(port)) {
    const bool ended = !process.Running();
    if (ended || deadline.left() <= absl::ZeroDuration()) {
      std::string tail = process.ErrorTail();
      absl::StripTrailingAsciiWhitespace(&tail);
      return absl::UnavailableError(absl::StrCat("the server ",
                                                 ended ? process.ExitText() : absl::StrCat("does not listen on port ", port),
                                                 tail.empty() ? "" : absl::StrCat(":\n", tail)));
    }
    absl::SleepFor(kPoll);
  }
  return absl::OkStatus();
}

}  // namespace rtmpspec
