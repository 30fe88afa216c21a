// The load of bench/servers: clients of a server on 127.0.0.1, from this process, for a bounded time.
//
//   bench_load publish PORT PID CHUNK_SIZE MEGABYTES        one publisher at full speed
//   bench_load relay PORT PID PLAYERS SECONDS KB_A_SECOND   one publisher and its players
//   bench_load idle PORT PID COUNT SECONDS                  publishers that send nothing
//
// Prints one line: megabytes that the server moved to clients or from them, its CPU seconds for that, its resident KiB; for idle:
// COUNT, CPU seconds to open them all, CPU seconds of SECONDS, resident KiB more than before.
#include <poll.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "bench/load/load_peer.h"
#include "bench/load/server_usage.h"

namespace rtmp::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Mode = ClientOptions::Mode;

[[noreturn]] void Die(absl::string_view text) {
  std::fprintf(stderr, "bench_load: %s\n", std::string(text).c_str());
  std::exit(1);
}
void Check(const absl::Status& status) {
  if (!status.ok()) Die(status.ToString());
}
template <typename T>
T Check(absl::StatusOr<T> value) {
  if (!value.ok()) Die(value.status().ToString());
  return *std::move(value);
}

ServerUsage Usage(pid_t pid) {
  const std::optional<ServerUsage> usage = UsageOf(pid);
  if (!usage.has_value()) Die("the server's process is gone");
  return *usage;
}

// The mix of media_mix.h, with the first bytes of FLV tags: audio of 200 bytes before video of 1, 4 and 16 KiB, a key frame each
// 25 of them. Returns the payload's size.
class Media {
 public:
  size_t SendNext(ClientConnection& connection) {
    static constexpr size_t kVideo[] = {1024, 4096, 16384};
    const bool audio = count_ % 2 == 0;
    const size_t size = audio ? 200 : kVideo[count_ / 2 % 3];
    payload_[0] = audio ? 0xaf : count_ / 2 % 25 == 0 ? 0x17 : 0x27;
    payload_[1] = 1;
    const Bytes payload = Bytes(payload_).subspan(0, size);
    const auto timestamp = static_cast<uint32_t>(20 * count_++);
    Check(audio ? connection.SendAudio(timestamp, payload) : connection.SendVideo(timestamp, payload));
    return size;
  }

 private:
  Buffer payload_ = Buffer(16384, 0x5a);
  size_t count_ = 0;
};

struct Arguments {
  uint16_t port;
  pid_t pid;
  size_t first, second, third;
};

void Publish(const Arguments& arguments) {
  LoadPeer publisher = Check(LoadPeer::Open(arguments.port, Mode::kPublish, "load", static_cast<uint32_t>(arguments.first)));
  const ServerUsage before = Usage(arguments.pid);
  Media media;
  size_t sent = 0;
  while (sent < arguments.second * 1'000'000) {
    while (publisher.connection().send_buf().size() < size_t{256} << 10) sent += media.SendNext(publisher.connection());
    Check(publisher.SendAll());
  }
  const ServerUsage busy = Usage(arguments.pid);
  Check(publisher.Finish());
  const ServerUsage after = Usage(arguments.pid);
  std::printf("%.1f\t%.3f\t%ld\n", static_cast<double>(sent) / 1e6, after.cpu_seconds - before.cpu_seconds, busy.resident_kib);
}

void Relay(const Arguments& arguments) {
  LoadPeer publisher = Check(LoadPeer::Open(arguments.port, Mode::kPublish, "load", 4096));
  Media media;
  for (int i = 0; i < 2; ++i) media.SendNext(publisher.connection());
  Check(publisher.SendAll());
  std::vector<LoadPeer> players;
  std::vector<pollfd> waiting;
  for (size_t i = 0; i < arguments.first; ++i) {
    players.push_back(Check(LoadPeer::Open(arguments.port, Mode::kPlay, "load", 4096)));
    waiting.push_back({players.back().descriptor(), POLLIN, 0});
  }
  const ServerUsage before = Usage(arguments.pid);
  size_t received = 0, sent = 0;
  const auto drain = [&] {
    for (size_t i = 0; i < players.size(); ++i) {
      if (waiting[i].revents != 0) received += Check(players[i].Drain());
    }
  };
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::seconds(arguments.second);
  for (auto now = begin; now < end; now = Clock::now()) {
    const double due = std::chrono::duration<double>(now - begin).count() * static_cast<double>(arguments.third) * 1000;
    while (static_cast<double>(sent) < due) sent += media.SendNext(publisher.connection());
    Check(publisher.SendSome());
    Check(publisher.Drain());
    if (poll(waiting.data(), waiting.size(), 5) > 0) drain();
  }
  Check(publisher.SendAll());
  while (poll(waiting.data(), waiting.size(), 500) > 0) drain();
  const ServerUsage after = Usage(arguments.pid);
  std::printf("%.1f\t%.3f\t%ld\n", static_cast<double>(received) / 1e6, after.cpu_seconds - before.cpu_seconds,
              after.resident_kib);
}

void Idle(const Arguments& arguments) {
  const ServerUsage before = Usage(arguments.pid);
  std::vector<LoadPeer> publishers;
  for (size_t i = 0; i < arguments.first; ++i) {
    publishers.push_back(Check(LoadPeer::Open(arguments.port, Mode::kPublish, absl::StrCat("idle", i), 4096)));
  }
  const ServerUsage open = Usage(arguments.pid);
  std::this_thread::sleep_for(std::chrono::seconds(arguments.second));
  const ServerUsage after = Usage(arguments.pid);
  std::printf("%zu\t%.3f\t%.3f\t%ld\n", arguments.first, open.cpu_seconds - before.cpu_seconds,
              after.cpu_seconds - open.cpu_seconds, after.resident_kib - before.resident_kib);
}

int Main(int argc, char** argv) {
  // A client is a descriptor.
  rlimit descriptors = {};
  getrlimit(RLIMIT_NOFILE, &descriptors);
  descriptors.rlim_cur = descriptors.rlim_max;
  setrlimit(RLIMIT_NOFILE, &descriptors);
  const std::string mode = argc > 1 ? argv[1] : "";
  std::vector<uint64_t> numbers;
  for (int i = 2; i < argc; ++i) {
    uint64_t number = 0;
    if (absl::SimpleAtoi(argv[i], &number)) numbers.push_back(number);
  }
  const size_t wanted = mode == "relay" ? 5 : 4;
  if (numbers.size() != wanted || (mode != "publish" && mode != "relay" && mode != "idle")) {
    std::fputs(
        "bench_load publish PORT PID CHUNK_SIZE MEGABYTES\n"
        "bench_load relay PORT PID PLAYERS SECONDS KB_A_SECOND\n"
        "bench_load idle PORT PID COUNT SECONDS\n",
        stderr);
    return 2;
  }
  const Arguments arguments = {static_cast<uint16_t>(numbers[0]), static_cast<pid_t>(numbers[1]), numbers[2], numbers[3],
                               wanted == 5 ? numbers[4] : 0};
  if (mode == "publish") Publish(arguments);
  if (mode == "relay") Relay(arguments);
  if (mode == "idle") Idle(arguments);
  return 0;
}

}  // namespace
}  // namespace rtmp::bench

int main(int argc, char** argv) { return rtmp::bench::Main(argc, argv); }
