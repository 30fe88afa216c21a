// What TLS connections of one side have in common: certificates, keys, whom to trust. OpenSSL, TLS 1.2 and 1.3.
#ifndef RTMPSPEC_IMPL_IO_TLS_CONTEXT_H_
#define RTMPSPEC_IMPL_IO_TLS_CONTEXT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace rtmp::io {

// A certificate with the key that belongs to it, as PEM text. Further certificates of the chain may follow the first.
struct TlsIdentity {
  std::string certificate_pem;
  std::string key_pem;
};

// A new P-256 pair for local use, valid from an hour ago for a week: localhost, 127.0.0.1 and ::1, signed by itself, so that a
// client trusts it where its certificate is the client's `ca_pem`. Needs OpenSSL's random numbers; Internal where they fail.
absl::StatusOr<TlsIdentity> MakeSelfSignedIdentity();

// Whom a client trusts.
struct TlsTrust {
  std::string ca_pem;     // certificates of authorities; empty: those that the system trusts
  bool insecure = false;  // whoever answers, whatever its certificate: for tests
};

// Immutable and cheap to copy; connections may outlive it. Any thread may use it.
class TlsContext {
 public:
  // InvalidArgument, with OpenSSL's reason, for text that is no certificate or key, or where they do not belong together.
  static absl::StatusOr<TlsContext> ForServer(const TlsIdentity& identity);
  static absl::StatusOr<TlsContext> ForClient(const TlsTrust& trust);

  bool is_server() const { return is_server_; }
  // For Stream.
  ssl_ctx_st* ssl_ctx() const { return context_.get(); }

 private:
  TlsContext(std::shared_ptr<ssl_ctx_st> context, bool is_server) : context_(std::move(context)), is_server_(is_server) {}

  std::shared_ptr<ssl_ctx_st> context_;
  bool is_server_;
};

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_TLS_CONTEXT_H_
