#include "conformance/runner/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "conformance/runner/deadlines.h"

extern char** environ;

namespace rtmpspec {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(5);
// A server that takes its time is asked less often.
constexpr absl::Duration kSlowPoll = absl::Milliseconds(25);

bool TakesConnection(uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool connected = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return connected;
}

// The last `size` bytes of a file.
std::string Tail(int file, size_t size) {
  // Not lseek: the process that writes shares its place in the file.
  struct stat about = {};
  if (fstat(file, &about) != 0) return "";
  const off_t end = about.st_size;
  const off_t begin = end > static_cast<off_t>(size) ? end - static_cast<off_t>(size) : 0;
  std::string text(static_cast<size_t>(end - begin), '\0');
  const ssize_t count = pread(file, text.data(), text.size(), begin);
  text.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return text;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const std::string& command, StopOptions stop, bool keep_output) {
  const int errors = memfd_create("stderr", MFD_CLOEXEC);
  const int output = keep_output ? memfd_create("stdout", MFD_CLOEXEC) : -1;
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  int held[2] = {-1, -1};
  if (errors < 0 || null < 0 || pipe2(held, O_CLOEXEC) != 0)
    return absl::UnavailableError(absl::StrCat("cannot start '", command, "': ", std::strerror(errno)));
  const char* const arguments[] = {"/bin/sh", "-c", command.c_str(), nullptr};
  const pid_t suite = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    // Only calls that are safe between fork and exec. posix_spawn cannot ask for a signal when the suite dies, and a server that
    // outlives a suite that was killed would hold its port for ever.
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != suite) _exit(127);
    dup2(null, 0);
    dup2(output >= 0 ? output : null, 1);
    dup2(errors, 2);
    if (dup(held[1]) < 0) _exit(127);
    execve(arguments[0], const_cast<char* const*>(arguments), environ);
    _exit(127);
  }
  const int reason = errno;
  close(null);
  close(held[1]);
  if (pid < 0) {
    close(held[0]);
    close(errors);
    if (output >= 0) close(output);
    return absl::UnavailableError(absl::StrCat("cannot start '", command, "': ", std::strerror(reason)));
  }
  setpgid(pid, pid);  // here too, so that a Stop that comes at once finds the group
  return std::unique_ptr<Process>(new Process(pid, held[0], errors, output, stop));
}

Process::~Process() {
  Stop();
  close(held_);
  close(errors_);
  if (output_ >= 0) close(output_);
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

void Process::Stop() {
  if (!Running()) return;
  stopped_ = true;
  kill(-pid_, stop_.signal);
  const Deadline deadline(stop_.patience);
  // The shell is often gone before what it started has cleaned up.
  pollfd held = {held_, 0, 0};
  for (absl::Duration left = deadline.left(); left > absl::ZeroDuration() && held.revents == 0; left = deadline.left())
    poll(&held, 1, static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)))));
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
  const int signal = WIFSIGNALED(status_) ? WTERMSIG(status_) : WEXITSTATUS(status_) > 128 ? WEXITSTATUS(status_) - 128 : 0;
  // It wrote to us when we had closed: how a program ends that does not ask for more.
  if (signal == SIGPIPE) return false;
  if (signal != 0) return true;
  return absl::StrContains(ErrorTail(65536), "Sanitizer");
}

size_t Process::ErrorSize() const {
  struct stat about = {};
  return fstat(errors_, &about) == 0 ? static_cast<size_t>(about.st_size) : 0;
}

std::string Process::ErrorTail(size_t size) const { return Tail(errors_, size); }

std::string Process::OutputTail(size_t size) const { return output_ < 0 ? "" : Tail(output_, size); }

std::optional<int> Process::exit_code() const {
  if (running_ || !WIFEXITED(status_)) return std::nullopt;
  return WEXITSTATUS(status_);
}

std::string ShellQuoted(absl::string_view text) { return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'"); }

namespace {

// 0: there is none.
uint16_t PortOfTheSystem() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return 0;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool bound = bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(fd);
  return bound ? ntohs(address.sin_port) : 0;
}

}  // namespace

absl::StatusOr<uint16_t> FreePort() {
  static std::mutex mutex;
  static auto& given = *new std::set<uint16_t>();
  const std::lock_guard<std::mutex> lock(mutex);
  for (int tries = 1;; ++tries) {
    const uint16_t port = PortOfTheSystem();
    if (port == 0) return absl::UnavailableError("no free port");
    if (given.insert(port).second) return port;
    if (tries == 100) given.clear();  // nearly all have been used: the first of them are free by now
  }
}

absl::Status WaitUntilListening(Process& process, uint16_t port, absl::Duration patience, bool by_connecting) {
  const Deadline deadline(patience);
  const Deadline soon(absl::Milliseconds(100));
  while (!(by_connecting ? TakesConnection(port) : IsListening(port))) {
    const bool ended = !process.Running();
    if (ended || deadline.left() <= absl::ZeroDuration()) {
      std::string tail = process.ErrorTail();
      absl::StripTrailingAsciiWhitespace(&tail);
      return absl::UnavailableError(absl::StrCat("the server ",
                                                 ended ? process.ExitText() : absl::StrCat("does not listen on port ", port),
                                                 tail.empty() ? "" : absl::StrCat(":\n", tail)));
    }
    absl::SleepFor(soon.left() > absl::ZeroDuration() ? kPoll : kSlowPoll);
  }
  return absl::OkStatus();
}

}  // namespace rtmpspec
