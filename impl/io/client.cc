#include "impl/io/client.h"

#include <asio.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impl/io/stream.h"

namespace rtmp::io {

using asio::ip::tcp;

class Client::Impl {
 public:
  explicit Impl(Options options) : options_(std::move(options)), connection_(options_.connection), input_(size_t{64} << 10) {}

  absl::Status Open() {
    asio::error_code error;
    const asio::ip::address address = asio::ip::make_address(options_.address, error);
    if (error) return absl::InvalidArgumentError(absl::StrCat(options_.address, " is no IP address"));
    tcp::socket socket(context_);
    Await(
        socket, [&](auto handler) { socket.async_connect(tcp::endpoint(address, options_.port), handler); }, &error);
    if (!error) socket.non_blocking(true, error);
    if (!error) socket.set_option(tcp::no_delay(true), error);
    if (error) return Ended(error);
    const std::string& host = options_.tls_host.empty() ? options_.address : options_.tls_host;
    stream_ = options_.tls.has_value() ? std::make_unique<Stream>(std::move(socket), *options_.tls, host)
                                       : std::make_unique<Stream>(std::move(socket));
    while (true) {
      stream_->Handshake(error);
      if (error != asio::error::would_block) break;
      WaitUntil(stream_->wants_write() ? tcp::socket::wait_write : tcp::socket::wait_read, &error);
      if (error) return Ended(error);
    }
    if (!error) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("TLS: ", stream_->ErrorText(error)));
  }

  absl::Status RunUntil(absl::FunctionRef<bool(const Event&)> done) {
    StartTimeout();
    while (true) {
      const absl::StatusOr<Event> event = connection_.NextEvent(unread_);
      if (!event.ok()) return event.status();
      if (!IsNeedBytes(*event)) {
        if (done(*event)) return absl::OkStatus();
        continue;
      }
      if (absl::Status status = WriteAll(); !status.ok()) return status;
      if (absl::Status status = ReadSome(); !status.ok()) return status;
    }
  }

  absl::Status Flush() {
    StartTimeout();
    return WriteAll();
  }

  absl::Status Disconnect() {
    connection_.Close();
    absl::Status status = Flush();
    asio::error_code error;
    stream_->Finish(error);
    // A socket closed with input unread is reset, and what was sent last may never be read: wait for the server's end.
    while (status.ok()) status = ReadSome();
    stream_->socket().close(error);
    unread_ = Bytes();
    return absl::IsUnavailable(status) ? absl::OkStatus() : status;
  }

  ClientConnection& connection() { return connection_; }

 private:
  absl::Status WriteAll() {
    while (!connection_.send_buf().empty() || stream_->wants_write()) {
      asio::error_code error;
      connection_.AdvanceSendBuf(stream_->WriteSome(connection_.send_buf(), error));
      if (error == asio::error::would_block) WaitUntil(tcp::socket::wait_write, &error);
      if (error) return Ended(error);
    }
    return absl::OkStatus();
  }

  absl::Status ReadSome() {
    asio::error_code error;
    size_t count = stream_->ReadSome(absl::MakeSpan(input_), error);
    if (error == asio::error::would_block) {
      WaitUntil(tcp::socket::wait_read, &error);
      if (!error) count = stream_->ReadSome(absl::MakeSpan(input_), error);
      if (error == asio::error::would_block) return absl::OkStatus();
    }
    if (error) return Ended(error);
    unread_ = Bytes(input_.data(), count);
    return absl::OkStatus();
  }

  void WaitUntil(tcp::socket::wait_type ready, asio::error_code* error) {
    Await(
        stream_->socket(), [&](auto handler) { stream_->socket().async_wait(ready, handler); }, error);
  }

  void StartTimeout() { deadline_ = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(options_.timeout); }

  // Starts an operation and runs the loop until it is done or the time is over, which is timed_out.
  template <typename Start>
  void Await(tcp::socket& socket, Start start, asio::error_code* error) {
    bool done = false;
    start([&](asio::error_code result) {
      done = true;
      *error = result;
    });
    context_.restart();
    context_.run_until(deadline_);
    if (done) return;
    asio::error_code ignored;
    socket.cancel(ignored);
    context_.restart();
    context_.run();
    *error = asio::error::timed_out;
  }

  absl::Status Ended(asio::error_code error) const {
    if (!error) return absl::OkStatus();
    if (error == asio::error::timed_out) return absl::DeadlineExceededError("the server took too long");
    return absl::UnavailableError(stream_ != nullptr ? stream_->ErrorText(error) : error.message());
  }

  const Options options_;
  std::chrono::steady_clock::time_point deadline_ =
      std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(options_.timeout);
  asio::io_context context_{1};
  std::unique_ptr<Stream> stream_;
  ClientConnection connection_;
  Buffer input_;
  Bytes unread_;  // of input_
};

absl::StatusOr<Client> Client::Connect(Options options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  if (absl::Status status = impl->Open(); !status.ok()) return status;
  return Client(std::move(impl));
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

absl::Status Client::RunUntil(absl::FunctionRef<bool(const Event&)> done) { return impl_->RunUntil(done); }
absl::Status Client::RunUntil(State state) {
  if (connection().state() == state) return absl::OkStatus();
  return impl_->RunUntil([&](const Event&) { return impl_->connection().state() == state; });
}
absl::Status Client::Flush() { return impl_->Flush(); }
absl::Status Client::Disconnect() { return impl_->Disconnect(); }
ClientConnection& Client::connection() { return impl_->connection(); }

}  // namespace rtmp::io
