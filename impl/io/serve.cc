#include "impl/io/serve.h"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "impl/io/server.h"
#include "impl/io/tls_context.h"

namespace rtmp::io {
namespace {

// Exit code of a target that cannot be started.
constexpr int kCannotStart = 3;

// The one place where a connection's time and randomness are real.
HandshakeOptions RealHandshake() {
  HandshakeOptions handshake;
  handshake.clock_ms = [start = std::chrono::steady_clock::now()] {
    const auto elapsed = std::chrono::steady_clock::now() - start;
    return static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
  };
  handshake.random = [generator = std::mt19937(std::random_device{}())](absl::Span<uint8_t> bytes) mutable {
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(generator());
  };
  return handshake;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text;
}

absl::StatusOr<TlsContext> MakeTls(const ServeFlags& flags) {
  if (flags.certificate_file.empty()) {
    const absl::StatusOr<TlsIdentity> identity = MakeSelfSignedIdentity();
    return identity.ok() ? TlsContext::ForServer(*identity) : identity.status();
  }
  absl::StatusOr<std::string> certificate = ReadFile(flags.certificate_file);
  if (!certificate.ok()) return certificate.status();
  absl::StatusOr<std::string> key = ReadFile(flags.key_file);
  if (!key.ok()) return key.status();
  return TlsContext::ForServer({*std::move(certificate), *std::move(key)});
}

// Who tells us to end may do it twice, a supervisor by process and by group: the second time must not kill what ends already.
void EndWhateverElseComes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

int Serve(const ServeFlags& flags, std::ostream& log) {
  Server::Options options;
  options.address = flags.address;
  options.port = flags.port;
  options.handshake_timeout = absl::Seconds(flags.handshake_timeout_s);
  options.idle_timeout = absl::Seconds(flags.idle_timeout_s);
  options.relay.max_player_queue = flags.max_player_queue;
  options.relay.server.apps = flags.apps;
  options.relay.server.handshake = RealHandshake();
  options.relay.log = [&log](absl::string_view line) { log << line << std::endl; };
  const bool tls = flags.tls || !flags.certificate_file.empty();
  if (tls) {
    absl::StatusOr<TlsContext> context = MakeTls(flags);
    if (!context.ok()) {
      log << context.status().message() << std::endl;
      return kCannotStart;
    }
    options.tls = *std::move(context);
  }

  Server server(std::move(options));
  const absl::StatusOr<uint16_t> port = server.Listen();
  if (!port.ok()) {
    log << port.status().message() << std::endl;
    return kCannotStart;
  }
  server.StopOnSignals();
  const bool v6 = flags.address.find(':') != std::string::npos;
  const std::string host = v6 ? absl::StrCat("[", flags.address, "]") : flags.address;
  const std::string apps =
      flags.apps.empty() ? "any application" : absl::StrCat("applications ", absl::StrJoin(flags.apps, ", "));
  log << "listening on " << (tls ? "rtmps" : "rtmp") << "://" << host << ":" << *port << "/ (" << apps << ")" << std::endl;
  server.Run();
  EndWhateverElseComes();
  const uint64_t count = server.accepted_count();
  log << "stopped: " << count << (count == 1 ? " connection" : " connections") << " served" << std::endl;
  return 0;
}

}  // namespace rtmp::io
