#include "conformance/runner/tcp_peer.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/runner/deadlines.h"
#include "impl/io/stream.h"

namespace rtmpspec {
namespace {

using asio::ip::tcp;

// A stack that reads nothing for so long gets no more from us: a case about it has failed by then.
constexpr absl::Duration kWritePatience = absl::Seconds(10);
// Bytes kept of what a peer sends. More while we write: a peer that sends before it reads would hold us up for ever.
constexpr size_t kReadingBound = size_t{1} << 20;
constexpr size_t kWritingBound = size_t{256} << 20;
constexpr absl::Duration kConnectPatience = absl::Seconds(5);

// Waits until the socket is ready for one of `events`; false at the deadline.
bool Wait(int fd, short events, const Deadline& deadline) {
  while (true) {
    pollfd waiting = {fd, events, 0};
    // Rounded up, so that a wait below a millisecond does not spin.
    const int64_t left = absl::ToInt64Milliseconds(deadline.left() + absl::Microseconds(999));
    const int ready = poll(&waiting, 1, static_cast<int>(std::min<int64_t>(left, 60'000)));
    if (ready > 0) return true;
    if (ready == 0 && deadline.left() <= absl::ZeroDuration()) return false;
    if (ready < 0 && errno != EINTR) return false;
  }
}

// A connected, non-blocking socket.
absl::Status Open(tcp::socket* socket, const tcp::endpoint& endpoint, const Deadline& deadline) {
  asio::error_code error;
  socket->open(endpoint.protocol(), error);
  if (!error) socket->non_blocking(true, error);
  if (error) return absl::UnavailableError(error.message());
  // asio's own connect would wait without a deadline.
  if (connect(socket->native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) {
    int reason = errno;
    if (reason == EINPROGRESS) {
      if (!Wait(socket->native_handle(), POLLOUT, deadline)) return absl::UnavailableError("no answer in time");
      socklen_t size = sizeof(reason);
      getsockopt(socket->native_handle(), SOL_SOCKET, SO_ERROR, &reason, &size);
    }
    if (reason != 0) return absl::UnavailableError(std::strerror(reason));
  }
  // A step goes out when it is written, not when Nagle's algorithm lets it.
  socket->set_option(tcp::no_delay(true), error);
  return absl::OkStatus();
}

class TcpConnection : public PeerConnection {
 public:
  TcpConnection(std::unique_ptr<asio::io_context> context, rtmp::io::Stream stream)
      : context_(std::move(context)), stream_(std::move(stream)) {}

  absl::Status Handshake(const Deadline& deadline) {
    while (true) {
      asio::error_code error;
      stream_.Handshake(error);
      if (!error) return absl::OkStatus();
      if (error != asio::error::would_block) return absl::UnavailableError(absl::StrCat("TLS: ", stream_.ErrorText(error)));
      if (!WaitFor(stream_.wants_write() ? POLLOUT : POLLIN, deadline)) return absl::UnavailableError("TLS: no answer in time");
    }
  }

  void Write(rtmp::Bytes bytes) override {
    const Deadline deadline(kWritePatience);
    while ((!bytes.empty() || stream_.wants_write()) && stream_.socket().is_open() && !write_broken_) {
      asio::error_code error;
      bytes.remove_prefix(stream_.WriteSome(bytes, error));
      if (!error) continue;
      // The peer may itself be waiting for us to read.
      if (error != asio::error::would_block || !WaitFor(end_ == ReadEnd::kData ? POLLOUT | POLLIN : POLLOUT, deadline)) {
        write_broken_ = true;
        return;
      }
      ReadAvailable(kWritingBound);
    }
  }

  ReadEnd Read(rtmp::Buffer* out, absl::Duration wait) override {
    ReadAvailable(kReadingBound);
    if (arrived_.empty() && end_ == ReadEnd::kData && wait > absl::ZeroDuration()) {
      WaitFor(POLLIN, Deadline(wait));
      ReadAvailable(kReadingBound);
    }
    if (!arrived_.empty()) {
      out->insert(out->end(), arrived_.begin(), arrived_.end());
      arrived_.clear();
      return ReadEnd::kData;
    }
    return end_ == ReadEnd::kData ? ReadEnd::kNothing : end_;
  }

  void Close(bool reset) override {
    if (!stream_.socket().is_open()) return;
    asio::error_code error;
    if (!reset) {
      const Deadline deadline(kWritePatience);
      do {
        stream_.Finish(error);
      } while (error == asio::error::would_block && WaitFor(POLLOUT, deadline));
      return;
    }
    ReadAvailable(kReadingBound);
    stream_.socket().set_option(asio::socket_base::linger(true, 0), error);
    stream_.socket().close(error);
    if (end_ == ReadEnd::kData) end_ = ReadEnd::kReset;
  }

 private:
  bool WaitFor(int events, const Deadline& deadline) {
    return Wait(stream_.socket().native_handle(), static_cast<short>(events), deadline);
  }

  // Everything that has come, up to a bound: a peer that never stops sending must not keep us here.
  void ReadAvailable(size_t bound) {
    std::array<uint8_t, 65536> chunk;
    while (end_ == ReadEnd::kData && arrived_.size() < bound) {
      asio::error_code error;
      const size_t count = stream_.ReadSome(absl::MakeSpan(chunk), error);
      arrived_.insert(arrived_.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(count));
      if (!error) continue;
      if (error == asio::error::would_block) return;
      end_ = error == asio::error::eof ? ReadEnd::kFin : ReadEnd::kReset;
    }
  }

  std::unique_ptr<asio::io_context> context_;
  rtmp::io::Stream stream_;
  rtmp::Buffer arrived_;
  ReadEnd end_ = ReadEnd::kData;  // kData: not ended
  bool write_broken_ = false;
};

class TcpPeer : public Peer {
 public:
  TcpPeer(RtmpUrl url, std::optional<rtmp::io::TlsContext> tls) : url_(std::move(url)), tls_(std::move(tls)) {}
  Side role() const override { return Side::kServer; }
  absl::StatusOr<std::unique_ptr<PeerConnection>> Connect(const ClientTask&) override {
    return ConnectTcp(url_.host, url_.port, kConnectPatience, tls_.has_value() ? &*tls_ : nullptr);
  }
  bool exact() const override { return false; }
  std::string name() const override { return FormatRtmpUrl(url_); }
  std::string app() const override { return url_.app; }
  std::string tc_url() const override { return FormatRtmpUrl(url_); }

 private:
  const RtmpUrl url_;
  const std::optional<rtmp::io::TlsContext> tls_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<PeerConnection>> ConnectTcp(const std::string& host, uint16_t port, absl::Duration patience,
                                                           const rtmp::io::TlsContext* tls) {
  asio::io_context context;
  tcp::resolver resolver(context);
  asio::error_code error;
  const auto endpoints = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, error);
  if (error) return absl::UnavailableError(absl::StrCat(host, ": ", error.message()));
  absl::Status status = absl::UnavailableError("no address");
  for (const auto& entry : endpoints) {
    auto own_context = std::make_unique<asio::io_context>();
    tcp::socket socket(*own_context);
    const Deadline deadline(patience);
    status = Open(&socket, entry.endpoint(), deadline);
    if (!status.ok()) continue;
    auto connection =
        std::make_unique<TcpConnection>(std::move(own_context), tls != nullptr ? rtmp::io::Stream(std::move(socket), *tls, host)
                                                                               : rtmp::io::Stream(std::move(socket)));
    status = connection->Handshake(deadline);
    if (status.ok()) return connection;
  }
  return absl::UnavailableError(absl::StrCat(host, ":", port, ": ", status.message()));
}

std::unique_ptr<PeerConnection> AdoptTcp(int descriptor) {
  auto context = std::make_unique<asio::io_context>();
  tcp::socket socket(*context);
  asio::error_code error;
  socket.assign(tcp::v4(), descriptor, error);
  if (!error) socket.non_blocking(true, error);
  socket.set_option(tcp::no_delay(true), error);
  return std::make_unique<TcpConnection>(std::move(context), rtmp::io::Stream(std::move(socket)));
}

absl::StatusOr<std::unique_ptr<Peer>> MakeTcpPeer(const RtmpUrl& url, const rtmp::io::TlsTrust& trust) {
  if (!url.tls) return std::make_unique<TcpPeer>(url, std::nullopt);
  absl::StatusOr<rtmp::io::TlsContext> tls = rtmp::io::TlsContext::ForClient(trust);
  if (!tls.ok()) return tls.status();
  return std::make_unique<TcpPeer>(url, *std::move(tls));
}

}  // namespace rtmpspec
