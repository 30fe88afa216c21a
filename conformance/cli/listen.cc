// rtmpspec listen: clients come by themselves, and the stream key of each says which case it gets.
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/cli/commands.h"
#include "conformance/cli/selection.h"
#include "conformance/cli/suite_files.h"
#include "conformance/report/json.h"
#include "conformance/report/junit.h"
#include "conformance/report/terminal.h"
#include "conformance/runner/listened_client.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

constexpr size_t kMaxClients = 64;

struct ListenFlags {
  std::string address = "127.0.0.1";
  uint16_t port = 1935;
  int cases = 0;  // 0: until it is stopped
  RunOptions options;
  std::string transcripts, json, junit;
};

std::atomic<bool> stopped{false};
void OnSignal(int) { stopped = true; }

// Everything but the socket: threads of clients meet here.
class Listener {
 public:
  Listener(const ListenFlags& flags, const Suite& suite)
      : flags_(flags), suite_(suite), terminal_(std::cout, suite.catalogue, Style()) {
    report_.tool_version = RTMPSPEC_VERSION;
    report_.catalogue_version = suite.catalogue.version();
    report_.target = absl::StrCat("clients of rtmpspec listen on port ", flags.port);
    report_.repeat_prefix = "rtmpspec listen";
    report_.seed = flags.options.seed;
    report_.strict = flags.options.strict;
  }

  // A client from its first byte to the end of its case.
  void Serve(int socket) {
    ListenedClient client(AdoptTcp(socket), suite_.catalogue, flags_.options);
    if (const Scenario* scenario = TakePending()) {
      Report(*scenario, client.Run(*scenario));
      return;
    }
    const absl::StatusOr<ListenedClient::Wish> wish = client.Ask();
    if (!wish.ok()) return Tell(absl::StrCat("a client left: ", wish.status().message()));
    // Behind the application, whatever it is called.
    const absl::string_view id = absl::string_view(wish->key).substr(std::min(wish->key.find('/') + 1, wish->key.size()));
    const Scenario* scenario = Find(id);
    if (scenario == nullptr) {
      const std::string why = absl::StrCat("there is no case '", id, "' for a client; `rtmpspec list --role client` shows all");
      Tell(why);
      return client.Refuse(why);
    }
    const std::string& drive = scenario->transcript.drive;
    if (drive != "any" && drive != wish->drive) {
      const std::string why = absl::StrCat(id, " is for a ", drive, ", not for a ", wish->drive);
      Tell(why);
      return client.Refuse(why);
    }
    const std::optional<std::vector<Result>> results = client.Run(*scenario);
    if (results) return Report(*scenario, results);
    Tell(absl::StrCat(id, " begins otherwise: it is for the next connection"));
    const std::lock_guard<std::mutex> lock(mutex_);
    pending_.push_back(scenario);
  }

  bool done() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return flags_.cases > 0 && cases_ >= flags_.cases;
  }

  // After the last thread.
  int Finish() {
    report_.Sort();
    terminal_.Finish(report_);
    for (const auto& [path, text] : {std::pair(flags_.json, RenderJson(report_, suite_.catalogue)),
                                     std::pair(flags_.junit, RenderJunit(report_, suite_.catalogue))}) {
      if (path.empty()) continue;
      std::ofstream file(path, std::ios::binary | std::ios::trunc);
      if (!(file << text << std::flush)) return Complain(kExitHarness, absl::StrCat("cannot write ", path));
    }
    if (report_.results.empty()) return Complain(kExitNothing, "no case ran");
    return report_.ExitCode();
  }

  void Tell(const std::string& text) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::cout << text << std::endl;
  }

 private:
  static TerminalStyle Style() {
    TerminalStyle style = TerminalStyle::For(STDOUT_FILENO);
    style.progress = false;
    style.verbose = true;
    return style;
  }

  const Scenario* Find(absl::string_view id) const {
    for (const Scenario& scenario : suite_.scenarios) {
      if (scenario.id == id && HasRole(scenario, Side::kClient)) return &scenario;
    }
    return nullptr;
  }

  const Scenario* TakePending() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (pending_.empty()) return nullptr;
    const Scenario* scenario = pending_.front();
    pending_.erase(pending_.begin());
    return scenario;
  }

  void Report(const Scenario&, const std::optional<std::vector<Result>>& results) {
    if (!results) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    ++cases_;
    for (const Result& result : *results) {
      report_.results.push_back(result);
      terminal_.Progress(result, cases_, flags_.cases);
    }
    std::cout.flush();
  }

  const ListenFlags& flags_;
  const Suite& suite_;
  std::mutex mutex_;
  Terminal terminal_;
  RunReport report_;
  int cases_ = 0;
  std::vector<const Scenario*> pending_;  // for clients that are to come again
};

// -1 with errno.
int Listen(const ListenFlags& flags, uint16_t* port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(flags.port);
  if (inet_pton(AF_INET, flags.address.c_str(), &address.sin_addr) != 1) {
    errno = EINVAL;
    return -1;
  }
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) return -1;
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, any, size) != 0 || listen(listener, 16) != 0 || getsockname(listener, any, &size) != 0) {
    const int reason = errno;
    close(listener);
    errno = reason;
    return -1;
  }
  *port = ntohs(address.sin_port);
  return listener;
}

int Run(ListenFlags& flags) {
  const absl::StatusOr<Suite> suite = LoadSuite(flags.transcripts);
  if (!suite.ok()) return Complain(kExitUsage, suite.status().message());
  const int socket = Listen(flags, &flags.port);
  if (socket < 0) {
    return Complain(kExitUnreachable,
                    absl::StrCat("cannot listen on ", flags.address, ":", flags.port, ": ", std::strerror(errno)));
  }
  signal(SIGINT, OnSignal);
  signal(SIGTERM, OnSignal);
  signal(SIGPIPE, SIG_IGN);
  Listener listener(flags, *suite);
  listener.Tell(absl::StrCat("listening on rtmp://", flags.address, ":", flags.port, "/spec/CASE"));
  std::vector<std::thread> clients;
  while (!stopped && !listener.done()) {
    pollfd poll_listener = {socket, POLLIN, 0};
    if (poll(&poll_listener, 1, 100) <= 0) continue;
    const int accepted = accept4(socket, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (accepted < 0) continue;
    // A limit of threads: who comes when all are in use waits until the first of them is done.
    if (clients.size() == kMaxClients) {
      clients.front().join();
      clients.erase(clients.begin());
    }
    clients.emplace_back([&listener, accepted] { listener.Serve(accepted); });
  }
  close(socket);
  for (std::thread& client : clients) client.join();
  return listener.Finish();
}

}  // namespace

void AddListen(CLI::App& app, int* exit_code) {
  CLI::App* command =
      app.add_subcommand("listen", "Test clients that come by themselves: the stream key says which case each gets");
  const auto flags = std::make_shared<ListenFlags>();
  command->add_option("--address", flags->address, "IPv4 address to listen on")->capture_default_str();
  command->add_option("--port", flags->port, "Port; 0: a free one, named in the first line")->capture_default_str();
  command->add_option("--cases", flags->cases, "End after this many cases. Without: on Ctrl-C or SIGTERM")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->add_flag("--strict", flags->options.strict, "NONSTRICT counts as failed");
  command->add_option("--timeout-scale", flags->options.timeout_scale, "Multiplies every deadline: more for a slow client")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", flags->options.seed, "Where random bytes start from")->capture_default_str();
  command->add_option("--transcripts", flags->transcripts, "Use the transcripts of this folder")->type_name("DIR");
  command->add_option("--json", flags->json, "Write the report as JSON")->type_name("FILE");
  command->add_option("--junit", flags->junit, "Write the report as JUnit XML")->type_name("FILE");
  command->footer(
      "\nThe application is any word, the stream is the id of a case from `rtmpspec list --role client`.\n"
      "\nExamples, each in a terminal of its own; a client that publishes, and one that plays:\n"
      "  rtmpspec listen\n"
      "  ffmpeg -re -i film.mp4 -c copy -f flv rtmp://127.0.0.1/spec/client/control/acknowledgement_wrap\n"
      "  ffplay rtmp://127.0.0.1/spec/client/chunk/interleaving\n"
      "\nEach result is shown as it comes, the report at the end. Nearly all cases begin as any session does, and go\n"
      "their own way once the client has published or played. One that does not, say in the handshake, is for the\n"
      "client's next connection: the first one is closed, and the client must come again.\n"
      "What a case asks of a client that is started anew (`alive`) is not checked: `rtmpspec run --publisher` does that.\n"
      "\nExit status: 0 all as expected, 1 failures, 2 usage, 3 the port cannot be had, 4 no case ran.");
  command->callback([flags, exit_code] { *exit_code = Run(*flags); });
}

}  // namespace rtmpspec
