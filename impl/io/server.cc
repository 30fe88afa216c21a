#include "impl/io/server.h"

#include <algorithm>
#include <array>
#include <asio.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "impl/io/stream.h"

namespace rtmp::io {
namespace {

using Clock = std::chrono::steady_clock;
using asio::ip::tcp;

constexpr size_t kReadSize = size_t{64} << 10;

std::string PeerName(const tcp::socket& socket) {
  asio::error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return "unknown";
  const std::string address = peer.address().to_string();
  return peer.address().is_v6() ? absl::StrCat("[", address, "]:", peer.port()) : absl::StrCat(address, ":", peer.port());
}

}  // namespace

// The relay's output may grow, and so move, at any time: no operation that is under way may point into it. So sockets are
// non-blocking, the loop only waits until one can be read or written, and every read and write happens at once.
class Server::Impl {
 public:
  explicit Impl(Options options) : options_(std::move(options)), relay_(options_.relay) {
    relay_.set_on_output([this](ConnectionId id) { Write(id); });
  }

  absl::StatusOr<uint16_t> Listen() {
    asio::error_code error;
    const asio::ip::address address = asio::ip::make_address(options_.address, error);
    if (error) return absl::InvalidArgumentError(absl::StrCat(options_.address, " is no IP address"));
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error)
      return absl::UnavailableError(
          absl::StrCat("cannot listen on ", options_.address, ":", options_.port, ": ", error.message()));
    return acceptor_.local_endpoint().port();
  }

  void Run() {
    Accept();
    context_.run();
  }

  void Stop() {
    asio::post(context_, [this] { StopNow(); });
  }

  void StopOnSignals() {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](asio::error_code error, int) {
      if (!error) StopNow();
    });
  }

  uint64_t accepted_count() const { return accepted_; }

 private:
  struct Session {
    explicit Session(Stream stream) : stream(std::move(stream)), timer(this->stream.socket().get_executor()) {}

    Stream stream;
    asio::steady_timer timer;
    Clock::time_point opened = Clock::now();
    Clock::time_point progress = opened;  // a byte moved
    bool write_waits = false;
    bool lingers = false;   // the relay is done with it; the timer has the last word
    bool said_all = false;  // our side is shut down
  };

  void Accept() {
    acceptor_.async_accept([this](asio::error_code error, tcp::socket socket) {
      if (stopped_) return;
      if (!error) Open(std::move(socket));
      if (!error || error == asio::error::connection_aborted) return Accept();
      // Out of descriptors, most likely: they come back as connections end.
      accept_again_.expires_after(std::chrono::milliseconds(100));
      accept_again_.async_wait([this](asio::error_code cancelled) {
        if (!cancelled) Accept();
      });
    });
  }

  void Open(tcp::socket socket) {
    asio::error_code error;
    socket.non_blocking(true, error);
    // Small control messages would wait for the peer's delayed acknowledgement otherwise.
    if (!error) socket.set_option(tcp::no_delay(true), error);
    if (!error) socket.set_option(asio::socket_base::keep_alive(true), error);
    if (error) return;  // it has gone again
    ++accepted_;
    const ConnectionId id = relay_.Open(PeerName(socket));
    Stream stream = options_.tls.has_value() ? Stream(std::move(socket), *options_.tls) : Stream(std::move(socket));
    Session& session = *sessions_.emplace(id, std::make_unique<Session>(std::move(stream))).first->second;
    WaitForInput(id, session);
    SetTimer(id, session);
  }

  void WaitForInput(ConnectionId id, Session& session) {
    session.stream.socket().async_wait(tcp::socket::wait_read, [this, id](asio::error_code error) {
      Session* session = Find(id);
      if (session == nullptr) return;
      if (error) return Close(id, error.message());
      Read(id, *session);
    });
  }

  void Read(ConnectionId id, Session& session) {
    asio::error_code error;
    const bool handshaking = session.stream.handshaking();
    const size_t count = session.stream.ReadSome(absl::MakeSpan(input_), error);
    // The end of TLS's handshake, or an answer to the peer's new keys.
    if (session.stream.wants_write() || (handshaking && !session.stream.handshaking())) Write(id);
    if (error == asio::error::would_block) return WaitForInput(id, session);
    if (error) return Close(id, error == asio::error::eof ? "the peer closed it" : session.stream.ErrorText(error));
    session.progress = Clock::now();
    // What a connection sends after its end is read, so that our last bytes are not lost to a reset, and dropped.
    if (!session.lingers) relay_.Receive(id, Bytes(input_.data(), count));
    if (count < input_.size()) return WaitForInput(id, session);
    // More may wait inside TLS, where the socket does not show it. It waits for the other connections.
    asio::post(context_, [this, id] {
      if (Session* session = Find(id); session != nullptr) Read(id, *session);
    });
  }

  // Sends what can be sent now, and goes on when the socket takes more. Once the relay is done with the connection: shuts our
  // side down behind the last byte and waits for the peer to close its own, both within `linger`.
  void Write(ConnectionId id) {
    Session* session = Find(id);
    if (session == nullptr) return;
    if (relay_.wants_close(id) && !std::exchange(session->lingers, true)) SetTimer(id, *session);
    if (session->write_waits) return;
    while (!relay_.send_buf(id).empty() || session->stream.wants_write()) {
      asio::error_code error;
      const size_t count = session->stream.WriteSome(relay_.send_buf(id), error);
      relay_.AdvanceSendBuf(id, count);
      if (count != 0) session->progress = Clock::now();
      if (error == asio::error::would_block) {
        // While TLS waits for the peer there is nothing to write: Read comes back here.
        if (!session->stream.handshaking() || session->stream.wants_write()) WaitForRoom(id, *session);
        return;
      }
      if (error) return CloseLater(id, session->stream.ErrorText(error));
    }
    if (!session->lingers || session->said_all) return;
    asio::error_code error;
    session->stream.Finish(error);
    if (error == asio::error::would_block) return WaitForRoom(id, *session);
    session->said_all = true;
  }

  void WaitForRoom(ConnectionId id, Session& session) {
    session.write_waits = true;
    session.stream.socket().async_wait(tcp::socket::wait_write, [this, id](asio::error_code error) {
      Session* session = Find(id);
      if (session == nullptr) return;
      session->write_waits = false;
      if (error) return Close(id, error.message());
      Write(id);
    });
  }

  // One timer a connection, moved only when it fires or the end begins, so that no byte costs one.
  void SetTimer(ConnectionId id, Session& session) {
    if (session.lingers) {
      session.timer.expires_after(absl::ToChronoNanoseconds(options_.linger));
    } else {
      // Once the handshake is done the idle timeout counts, and nobody moves the timer then.
      session.timer.expires_at(std::min(Deadline(id, session), Clock::now() + absl::ToChronoNanoseconds(options_.idle_timeout)));
    }
    session.timer.async_wait([this, id](asio::error_code cancelled) {
      Session* session = Find(id);
      if (cancelled || session == nullptr) return;
      if (session->lingers)
        return Close(id, session->said_all ? "it ended" : "it ended, and took too long to read its last bytes");
      if (Clock::now() < Deadline(id, *session)) return SetTimer(id, *session);
      Close(id, session->stream.handshaking() ? "the TLS handshake took too long"
                : InHandshake(id)             ? "the handshake took too long"
                                              : "idle");
    });
  }

  Clock::time_point Deadline(ConnectionId id, const Session& session) const {
    if (InHandshake(id)) return session.opened + absl::ToChronoNanoseconds(options_.handshake_timeout);
    const bool waits = relay_.connection(id)->state() == State::kPlaying && relay_.send_buf(id).empty();
    return (waits ? Clock::now() : session.progress) + absl::ToChronoNanoseconds(options_.idle_timeout);
  }

  bool InHandshake(ConnectionId id) const { return relay_.connection(id)->connection_state() == ConnectionState::kHandshaking; }

  void CloseLater(ConnectionId id, std::string reason) {
    asio::post(context_, [this, id, reason = std::move(reason)] { Close(id, reason); });
  }

  void Close(ConnectionId id, absl::string_view reason) {
    const auto it = sessions_.find(id);
    if (it == sessions_.end()) return;
    asio::error_code ignored;
    if (!it->second->said_all) it->second->stream.Finish(ignored);  // for TLS's sake, as far as the socket takes it
    sessions_.erase(it);                                            // closes the socket
    relay_.Close(id, reason);
  }

  void StopNow() {
    if (std::exchange(stopped_, true)) return;
    asio::error_code error;
    acceptor_.close(error);
    accept_again_.cancel();
    signals_.cancel(error);
    relay_.Shutdown();
  }

  Session* Find(ConnectionId id) {
    const auto it = sessions_.find(id);
    return it == sessions_.end() ? nullptr : it->second.get();
  }

  const Options options_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer accept_again_{context_};
  asio::signal_set signals_{context_};
  bool stopped_ = false;
  uint64_t accepted_ = 0;
  std::array<uint8_t, kReadSize> input_;  // of whoever is being read
  Relay relay_;
  absl::flat_hash_map<ConnectionId, std::unique_ptr<Session>> sessions_;
};

Server::Server(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() = default;
absl::StatusOr<uint16_t> Server::Listen() { return impl_->Listen(); }
void Server::Run() { impl_->Run(); }
void Server::Stop() { impl_->Stop(); }
void Server::StopOnSignals() { impl_->StopOnSignals(); }
uint64_t Server::accepted_count() const { return impl_->accepted_count(); }

}  // namespace rtmp::io
