#include "conformance/cli/run_target.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/cli/suite_files.h"
#include "conformance/runner/client_process_peer.h"
#include "conformance/runner/in_process_peer.h"
#include "conformance/runner/process.h"
#include "conformance/runner/shim_peer.h"
#include "conformance/runner/tcp_peer.h"

namespace rtmpspec {
namespace {

RunTarget Reference(const TargetFlags& flags) {
  RunTarget target;
  target.name = "built-in reference";
  target.repeat_prefix = "rtmpspec run";
  if (flags.role != "client") target.roles.push_back(Side::kServer);
  if (flags.role != "server") target.roles.push_back(Side::kClient);
  target.in_process = true;
  target.make_peer = [seed = flags.seed](Side role) { return MakeInProcessPeer(role, seed); };
  return target;
}

absl::StatusOr<RunTarget> RunningServer(const TargetFlags& flags) {
  absl::StatusOr<RtmpUrl> url = ParseRtmpUrl(flags.url);
  if (!url.ok()) return url.status();
  if (!url->tls && (!flags.ca.empty() || flags.insecure))
    return absl::InvalidArgumentError("--ca and --insecure are for an rtmps:// URL");
  rtmp::io::TlsTrust trust;
  trust.insecure = flags.insecure;
  if (!flags.ca.empty()) {
    std::ifstream file(flags.ca, std::ios::binary);
    trust.ca_pem.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    if (!file.is_open() || file.bad()) return absl::InvalidArgumentError(absl::StrCat("--ca: cannot read ", flags.ca));
  }
  // Mistakes show before anything runs.
  if (absl::Status status = MakeTcpPeer(*url, trust).status(); !status.ok()) return status;
  RunTarget target;
  target.name = flags.url;
  target.repeat_prefix = absl::StrCat("rtmpspec run ", flags.url, flags.insecure ? " --insecure" : "");
  if (!flags.ca.empty()) absl::StrAppend(&target.repeat_prefix, " --ca ", ShellQuoted(flags.ca));
  target.roles = {Side::kServer};
  target.make_peer = [url = *std::move(url), trust = std::move(trust)](Side) { return *MakeTcpPeer(url, trust); };
  return target;
}

RunTarget StartedServer(const TargetFlags& flags) {
  RunTarget target;
  target.own_process = true;
  target.name = flags.server;
  target.repeat_prefix = absl::StrCat("rtmpspec run --server ", ShellQuoted(flags.server), flags.fresh ? " --fresh" : "");
  if (flags.app != "live") absl::StrAppend(&target.repeat_prefix, " --app ", flags.app);
  target.roles = {Side::kServer};
  ServerProcessOptions options = flags.process;
  options.command = flags.server;
  options.app = flags.app;
  options.fresh = flags.fresh;
  options.timeout_scale = flags.timeout_scale;
  target.make_peer = [options](Side) { return MakeServerProcessPeer(options); };
  return target;
}

RunTarget StartedClient(const TargetFlags& flags) {
  RunTarget target;
  target.own_process = true;
  target.drives.clear();
  target.repeat_prefix = "rtmpspec run";
  for (const auto& [drive, command] : {std::pair("publisher", flags.publisher), std::pair("player", flags.player)}) {
    if (command.empty()) continue;
    target.drives.emplace_back(drive);
    absl::StrAppend(&target.repeat_prefix, " --", drive, " ", ShellQuoted(command));
    absl::StrAppend(&target.name, target.name.empty() ? "" : ", ", command);
  }
  if (!flags.media.empty()) absl::StrAppend(&target.repeat_prefix, " --media ", ShellQuoted(flags.media));
  target.roles = {Side::kClient};
  ClientProcessOptions options;
  options.publisher = flags.publisher;
  options.player = flags.player;
  options.media = flags.media.empty() ? UsualMedia() : flags.media;
  options.timeout_scale = flags.timeout_scale;
  target.make_peer = [options](Side) { return MakeClientProcessPeer(options); };
  return target;
}

RunTarget Shim(const TargetFlags& flags) {
  RunTarget target;
  target.own_process = true;
  target.name = flags.shim;
  target.repeat_prefix = absl::StrCat("rtmpspec run --shim ", ShellQuoted(flags.shim));
  if (flags.role != "client") target.roles.push_back(Side::kServer);
  if (flags.role != "server") target.roles.push_back(Side::kClient);
  target.make_peer = [flags](Side role) { return MakeShimPeer({flags.shim, role, flags.timeout_scale}); };
  return target;
}

absl::StatusOr<RunTarget> TargetOf(const TargetFlags& flags) {
  if (!flags.url.empty() && !flags.server.empty()) return absl::InvalidArgumentError("a URL and --server exclude each other");
  const bool client = !flags.publisher.empty() || !flags.player.empty();
  if (client && (!flags.url.empty() || !flags.server.empty())) {
    return absl::InvalidArgumentError("a client (--publisher, --player) and a server exclude each other");
  }
  for (const auto& [flag, command] : {std::pair("--publisher", flags.publisher), std::pair("--player", flags.player)}) {
    if (!command.empty() && !absl::StrContains(command, "{url}")) {
      return absl::InvalidArgumentError(absl::StrCat(flag, ": the command must hold {url}, where the address belongs"));
    }
  }
  if (!flags.shim.empty()) {
    if (client || !flags.url.empty() || !flags.server.empty()) {
      return absl::InvalidArgumentError("--shim and another target exclude each other");
    }
    return Shim(flags);
  }
  if (client && flags.role == "server") {
    return absl::InvalidArgumentError("that target is a client: --role server has nothing to test");
  }
  if (client) return StartedClient(flags);
  if (flags.url.empty() && flags.server.empty()) return Reference(flags);
  if (flags.role == "client") return absl::InvalidArgumentError("that target is a server: --role client has nothing to test");
  if (!flags.url.empty()) return RunningServer(flags);
  if (!absl::StrContains(flags.server, "{port}")) {
    return absl::InvalidArgumentError("--server: the command must hold {port}, where the port to listen on belongs");
  }
  return StartedServer(flags);
}

}  // namespace

absl::StatusOr<RunTarget> MakeTarget(const TargetFlags& flags) {
  absl::StatusOr<RunTarget> target = TargetOf(flags);
  if (!target.ok() || flags.profile.empty()) return target;
  target->name = flags.name;
  target->repeat_prefix = absl::StrCat("rtmpspec run --profile ", flags.profile);
  return target;
}

}  // namespace rtmpspec
