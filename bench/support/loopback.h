// A server on a port of the loopback address, in a thread of its own, and the time that a client's thread uses.
#ifndef RTMPSPEC_BENCH_SUPPORT_LOOPBACK_H_
#define RTMPSPEC_BENCH_SUPPORT_LOOPBACK_H_

#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <limits>
#include <thread>

#include "absl/strings/str_cat.h"
#include "bench/support/media_mix.h"
#include "impl/io/server.h"

namespace rtmp::bench {

class LoopbackServer {
 public:
  LoopbackServer() : server_(AnyPort()), port_(server_.Listen()) {
    if (port_.ok()) thread_ = std::thread([this] { server_.Run(); });
  }
  ~LoopbackServer() {
    server_.Stop();
    if (thread_.joinable()) thread_.join();
  }
  // 0: there is none.
  uint16_t port() const { return port_.ok() ? *port_ : 0; }

 private:
  static io::Server::Options AnyPort() {
    io::Server::Options options;
    options.port = 0;
    return options;
  }
  io::Server server_;
  absl::StatusOr<uint16_t> port_;
  std::thread thread_;
};

inline constexpr char kLoopbackRow[] = "publish over TCP: mix, chunk 4096, CPU of the client";

// Runs `send(message)` for messages of the mix, whose timestamps go on rising; `ns` is the thread's CPU time a message, the
// kernel's part included, the best of the iterations.
template <typename Send>
void MeasureThread(benchmark::State& state, Send send) {
  constexpr size_t kMessages = 300;
  std::vector<RawMessage> messages = MediaMessages(kMixSizes, kMessages);
  double best = std::numeric_limits<double>::max();
  const auto now = [] {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
  };
  for (auto _ : state) {
    const double begin = now();
    for (RawMessage& message : messages) {
      if (!send(message)) state.SkipWithError("it does not send");
      message.timestamp += kMessages * 20;
    }
    best = std::min(best, (now() - begin) / kMessages);
  }
  state.counters["ns"] = best;
}

}  // namespace rtmp::bench

#endif  // RTMPSPEC_BENCH_SUPPORT_LOOPBACK_H_
