#include "impl/io/stream.h"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/ssl/error.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/io/openssl_pointers.h"

namespace rtmp::io {

using asio::ip::tcp;

namespace {

// Plain bytes that are encrypted at once: with what the socket holds, all that waits behind a slow peer.
constexpr size_t kWriteSize = size_t{16} << 10;
constexpr size_t kReadSize = size_t{16} << 10;

size_t ReadSocket(tcp::socket& socket, absl::Span<uint8_t> out, asio::error_code& error) {
  return socket.read_some(asio::buffer(out.data(), out.size()), error);
}

}  // namespace

// OpenSSL between two pieces of memory: it never sees the socket, so it can neither wait nor raise SIGPIPE.
class Stream::Tls {
 public:
  Tls(const TlsContext& context, const std::string& host) : ssl_(SSL_new(context.ssl_ctx())) {
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));  // owned by ssl_
    if (context.is_server()) {
      SSL_set_accept_state(ssl_.get());
      return;
    }
    SSL_set_connect_state(ssl_.get());
    if (host.empty() || X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), host.c_str()) == 1) return;
    SSL_set1_host(ssl_.get(), host.c_str());
    SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
  }

  bool handshaking() const { return SSL_is_init_finished(ssl_.get()) == 0; }
  bool wants_write() const { return BIO_ctrl_pending(SSL_get_wbio(ssl_.get())) != 0; }

  void Handshake(tcp::socket& socket, asio::error_code& error) {
    Step(socket, error, [this] { return SSL_do_handshake(ssl_.get()); });
  }

  size_t Read(tcp::socket& socket, absl::Span<uint8_t> out, asio::error_code& error) {
    size_t total = 0;
    while (total < out.size()) {
      size_t count = 0;
      Step(socket, error, [&] { return SSL_read_ex(ssl_.get(), out.data() + total, out.size() - total, &count); });
      if (error) break;
      total += count;
    }
    // What came before an end is given first; the end comes again.
    if (total != 0) error.clear();
    return total;
  }

  size_t Write(tcp::socket& socket, Bytes bytes, asio::error_code& error) {
    Flush(socket, error);
    if (!error) error = failure_;
    if (error || bytes.empty()) return 0;
    if (handshaking()) {
      error = asio::error::would_block;
      return 0;
    }
    ERR_clear_error();
    size_t count = 0;
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), std::min(bytes.size(), kWriteSize), &count);
    if (result != 1) {
      error = Failure(result);
      return 0;
    }
    Flush(socket, error);
    if (error == asio::error::would_block) error.clear();  // it was taken
    return count;
  }

  void Finish(tcp::socket& socket, asio::error_code& error) {
    ERR_clear_error();
    // OpenSSL forbids to shut down behind an error.
    if (!handshaking() && !failure_ && !std::exchange(finished_, true)) SSL_shutdown(ssl_.get());
    Flush(socket, error);
  }

  std::string ErrorText(const std::string& text) const {
    const long result = SSL_get_verify_result(ssl_.get());
    return result == X509_V_OK ? text : absl::StrCat(text, ": ", X509_verify_cert_error_string(result));
  }

 private:
  // Repeats `call` as long as the socket has what it asks for; then sends what it left, an alert perhaps.
  template <typename Call>
  void Step(tcp::socket& socket, asio::error_code& error, Call call) {
    error = failure_;
    if (error) return;
    while (true) {
      ERR_clear_error();
      const int result = call();
      error = result == 1 ? asio::error_code() : Failure(result);
      asio::error_code flushed;
      if (wants_write()) Flush(socket, flushed);
      if (error != asio::error::would_block) return;
      if (flushed && flushed != asio::error::would_block) {
        error = flushed;
        return;
      }
      std::array<uint8_t, kReadSize> bytes;
      const size_t count = ReadSocket(socket, absl::MakeSpan(bytes), error);
      if (error) return;
      BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(count));
    }
  }

  asio::error_code Failure(int result) {
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
      case SSL_ERROR_WANT_WRITE:
        return asio::error::would_block;
      case SSL_ERROR_ZERO_RETURN:
        return asio::error::eof;
      default:
        failure_ = asio::error_code(static_cast<int>(ERR_peek_error()), asio::error::get_ssl_category());
        if (!failure_) failure_ = asio::error::connection_aborted;  // OpenSSL gave no reason
        return failure_;
    }
  }

  void Flush(tcp::socket& socket, asio::error_code& error) {
    error.clear();
    BIO* const output = SSL_get_wbio(ssl_.get());
    while (wants_write() && !error) {
      // The front of the memory is sent as it lies there and then read away.
      char* data = nullptr;
      const auto size = static_cast<size_t>(BIO_get_mem_data(output, &data));
      size_t count = socket.write_some(asio::buffer(data, size), error);
      std::array<char, kWriteSize> sent;
      for (int taken = 0; count > 0; count -= static_cast<size_t>(taken)) {
        taken = BIO_read(output, sent.data(), static_cast<int>(std::min(count, sent.size())));
        if (taken <= 0) return;
      }
    }
  }

  const SslPtr ssl_;
  asio::error_code failure_;  // of OpenSSL; final
  bool finished_ = false;     // close_notify is written
};

Stream::Stream(tcp::socket socket) : socket_(std::move(socket)) {}
Stream::Stream(tcp::socket socket, const TlsContext& tls, const std::string& host)
    : socket_(std::move(socket)), tls_(std::make_unique<Tls>(tls, host)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream::~Stream() = default;

void Stream::Handshake(asio::error_code& error) {
  error.clear();
  if (tls_ != nullptr) tls_->Handshake(socket_, error);
}

bool Stream::handshaking() const { return tls_ != nullptr && tls_->handshaking(); }
bool Stream::wants_write() const { return tls_ != nullptr && tls_->wants_write(); }

size_t Stream::ReadSome(absl::Span<uint8_t> out, asio::error_code& error) {
  return tls_ != nullptr ? tls_->Read(socket_, out, error) : ReadSocket(socket_, out, error);
}

size_t Stream::WriteSome(Bytes bytes, asio::error_code& error) {
  error.clear();
  if (tls_ != nullptr) return tls_->Write(socket_, bytes, error);
  return bytes.empty() ? 0 : socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
}

void Stream::Finish(asio::error_code& error) {
  error.clear();
  if (tls_ != nullptr) tls_->Finish(socket_, error);
  if (!error) socket_.shutdown(tcp::socket::shutdown_send, error);
}

std::string Stream::ErrorText(asio::error_code error) const {
  if (error.category() != asio::error::get_ssl_category()) return error.message();
  const char* reason = ERR_reason_error_string(static_cast<unsigned int>(error.value()));
  return tls_->ErrorText(reason != nullptr ? reason : error.message());
}

}  // namespace rtmp::io
