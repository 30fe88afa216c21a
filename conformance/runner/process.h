// A command that runs beside the suite: started, watched, stopped with everything that it started itself.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_PROCESS_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_PROCESS_H_

#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rtmpspec {

struct StopOptions {
  int signal = SIGTERM;
  absl::Duration patience = absl::Seconds(2);
};

class Process {
 public:
  // Runs `command` through /bin/sh in a process group of its own, input and output on /dev/null; with `keep_output` its output is
  // kept. It gets SIGTERM when the thread that called Start ends, so that it does not outlive a suite that is killed.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const std::string& command, StopOptions stop = {},
                                                        bool keep_output = false);
  // Stops it.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // False once it has ended by itself or was stopped.
  bool Running();
  // The signal to the group; waits until the process and all that it started are gone, SIGKILL to the group when the time is up.
  // Harmless when repeated.
  void Stop();
  // "exited with 1", "was ended by signal 11 (Segmentation fault)"; empty while it runs.
  std::string ExitText() const;
  // Ended by a signal that is none of ours, by itself or as the shell reports it, or by a sanitizer. SIGPIPE is no crash.
  bool Crashed() const;
  // The end of what it wrote to its standard error, at most `size` bytes.
  std::string ErrorTail(size_t size = 2000) const;
  // How much that is in all.
  size_t ErrorSize() const;
  // The end of what it wrote to its output so far, the same; empty where that is not kept.
  std::string OutputTail(size_t size = 2000) const;
  // What it exited with; nothing while it runs or where a signal ended it.
  std::optional<int> exit_code() const;

 private:
  Process(pid_t pid, int held, int errors, int output, StopOptions stop)
      : pid_(pid), held_(held), errors_(errors), output_(output), stop_(stop) {}
  void Reap();

  const pid_t pid_;
  const int held_;    // a pipe whose other end it and all that it started have open
  const int errors_;  // a file in memory: nobody has to read along
  const int output_;  // likewise, or -1
  const StopOptions stop_;
  bool running_ = true;
  bool stopped_ = false;
  int status_ = 0;
};

// `text` as one word of a command, whatever is in it.
std::string ShellQuoted(absl::string_view text);

// A TCP port of 127.0.0.1 that was free a moment ago. No two calls give the same: of two servers on one port the second would
// end, and what the first does would be held against it.
absl::StatusOr<uint16_t> FreePort();

// True when some process listens on this port, by what the system says. Connecting would use up a server that takes one
// connection.
bool IsListening(uint16_t port);

// Waits until `process` listens on `port`, or takes a connection there. Unavailable, with its last lines, when it ends first or
// the time is up.
absl::Status WaitUntilListening(Process& process, uint16_t port, absl::Duration patience, bool by_connecting = false);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_PROCESS_H_
