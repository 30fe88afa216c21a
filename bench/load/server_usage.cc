#include "bench/load/server_usage.h"

#include <unistd.h>

#include <ctime>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"

namespace rtmp::bench {

std::optional<ServerUsage> UsageOf(pid_t pid) {
  // The clock behind utime and stime of /proc/PID/stat, which are rounded to ticks of 10 ms.
  clockid_t clock = 0;
  timespec used = {};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return std::nullopt;
  std::ifstream statm(absl::StrCat("/proc/", pid, "/statm"));
  long total = 0, resident = 0;
  if (!(statm >> total >> resident)) return std::nullopt;
  return ServerUsage{static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9,
                     resident * (sysconf(_SC_PAGESIZE) / 1024)};
}

}  // namespace rtmp::bench
