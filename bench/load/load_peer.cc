#include "bench/load/load_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace rtmp::bench {
namespace {

constexpr int kPatienceMs = 10'000;
constexpr size_t kReadSize = size_t{256} << 10;

absl::Status Failed(const char* what) { return absl::UnavailableError(absl::StrCat(what, ": ", std::strerror(errno))); }

std::vector<uint8_t>& Input() {
  static std::vector<uint8_t> input(kReadSize);
  return input;
}

}  // namespace

LoadPeer::LoadPeer(int descriptor, const ClientOptions& options)
    : descriptor_(descriptor), connection_(std::make_unique<ClientConnection>(options)) {}
LoadPeer::LoadPeer(LoadPeer&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), connection_(std::move(other.connection_)) {}
LoadPeer::~LoadPeer() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<LoadPeer> LoadPeer::Open(uint16_t port, ClientOptions::Mode mode, const std::string& name, uint32_t chunk_size) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return Failed("socket");
  ClientOptions options;
  options.mode = mode;
  options.app = "live";
  options.tc_url = absl::StrCat("rtmp://127.0.0.1:", port, "/live");
  options.stream_name = name;
  options.chunk_size = chunk_size;
  LoadPeer peer(descriptor, options);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) return Failed("connect");
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  const State wanted = mode == ClientOptions::Mode::kPublish ? State::kPublishing : State::kPlaying;
  while (peer.connection().state() != wanted) {
    while (!peer.connection().send_buf().empty()) {
      if (absl::Status sent = peer.SendSome(); !sent.ok()) return sent;
    }
    if (absl::Status readable = peer.Wait(POLLIN); !readable.ok()) return readable;
    const ssize_t count = recv(descriptor, Input().data(), Input().size(), MSG_DONTWAIT);
    if (count <= 0) return count < 0 ? Failed("recv") : absl::UnavailableError("the server closed the connection");
    Bytes input(Input().data(), static_cast<size_t>(count));
    while (true) {
      const absl::StatusOr<Event> event = peer.connection().NextEvent(input);
      if (!event.ok()) return event.status();
      if (const auto* end = std::get_if<DisconnectedByPeer>(&*event)) return absl::UnavailableError(end->reason);
      if (IsNeedBytes(*event)) break;
    }
  }
  return peer;
}

absl::Status LoadPeer::Wait(short events) const {
  pollfd waiting = {descriptor_, events, 0};
  if (poll(&waiting, 1, kPatienceMs) == 1) return absl::OkStatus();
  return absl::DeadlineExceededError("the server does nothing");
}

absl::Status LoadPeer::SendSome() {
  const Bytes bytes = connection_->send_buf();
  if (bytes.empty()) return absl::OkStatus();
  const ssize_t count = send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count >= 0) {
    connection_->AdvanceSendBuf(static_cast<size_t>(count));
    return absl::OkStatus();
  }
  return errno == EAGAIN || errno == EINTR ? absl::OkStatus() : Failed("send");
}

absl::Status LoadPeer::SendAll() {
  while (!connection_->send_buf().empty()) {
    if (absl::Status ready = Wait(POLLOUT | POLLIN); !ready.ok()) return ready;
    if (absl::Status sent = SendSome(); !sent.ok()) return sent;
    if (absl::StatusOr<size_t> read = Drain(); !read.ok()) return read.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> LoadPeer::Drain() {
  size_t total = 0;
  while (true) {
    const ssize_t count = recv(descriptor_, Input().data(), Input().size(), MSG_DONTWAIT);
    if (count < 0) {
      if (errno == EAGAIN || errno == EINTR) return total;
      return Failed("recv");
    }
    if (count == 0) return absl::UnavailableError("the server closed the connection");
    total += static_cast<size_t>(count);
    if (static_cast<size_t>(count) < Input().size()) return total;
  }
}

absl::Status LoadPeer::Finish() {
  if (absl::Status sent = SendAll(); !sent.ok()) return sent;
  shutdown(descriptor_, SHUT_WR);
  while (true) {
    if (absl::Status readable = Wait(POLLIN); !readable.ok()) return readable;
    const ssize_t count = recv(descriptor_, Input().data(), Input().size(), 0);
    if (count == 0) return absl::OkStatus();
    if (count < 0 && errno != EINTR) return Failed("recv");
  }
}

}  // namespace rtmp::bench
