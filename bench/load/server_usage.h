// What a server's process has used so far, seen from outside.
#ifndef RTMPSPEC_BENCH_LOAD_SERVER_USAGE_H_
#define RTMPSPEC_BENCH_LOAD_SERVER_USAGE_H_

#include <sys/types.h>

#include <optional>

namespace rtmp::bench {

struct ServerUsage {
  double cpu_seconds = 0;  // user and system, all threads
  long resident_kib = 0;
};

// Nothing where there is no such process.
std::optional<ServerUsage> UsageOf(pid_t pid);

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_LOAD_SERVER_USAGE_H_
