// Times.
#ifndef RTMPSPEC_BENCH_SUPPORT_BEST_SECONDS_H_
#define RTMPSPEC_BENCH_SUPPORT_BEST_SECONDS_H_

#include <algorithm>
#include <chrono>
#include <limits>

namespace rtmp::bench {

// Seconds that `run` takes, the best of `times`.
template <typename Run>
double BestSeconds(int times, Run run) {
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_BEST_SECONDS_H_
