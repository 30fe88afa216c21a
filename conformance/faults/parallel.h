// The same work for every index, on several threads.
#ifndef RTMPSPEC_CONFORMANCE_FAULTS_PARALLEL_H_
#define RTMPSPEC_CONFORMANCE_FAULTS_PARALLEL_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace rtmpspec {

// Calls work(i) once for every i below `count`, from `jobs` threads, and returns when all are done.
template <typename Work>
void InParallel(size_t count, int jobs, const Work& work) {
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (size_t job = 1; job < std::min<size_t>(std::max(jobs, 1), count); ++job) threads.emplace_back(run);
  run();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_FAULTS_PARALLEL_H_
