#include "impl/io/tls_context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "impl/io/openssl_pointers.h"

namespace rtmp::io {
namespace {

// A key that is encrypted is refused: nobody is there to be asked for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

BioPtr Memory(const std::string& text) { return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

absl::Status Refused(absl::string_view what) { return absl::InvalidArgumentError(absl::StrCat(what, ": ", TakeOpensslError())); }

std::shared_ptr<SSL_CTX> NewContext(const SSL_METHOD* method) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(method), &SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // A peer could renegotiate for ever, at our cost.
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  return context;
}

}  // namespace

absl::StatusOr<TlsContext> TlsContext::ForServer(const TlsIdentity& identity) {
  ERR_clear_error();
  const std::shared_ptr<SSL_CTX> context = NewContext(TLS_server_method());
  const BioPtr chain = Memory(identity.certificate_pem);
  const CertificatePtr certificate(PEM_read_bio_X509(chain.get(), nullptr, &NoPassphrase, nullptr));
  if (certificate == nullptr || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1) return Refused("certificate");
  while (X509* const next = PEM_read_bio_X509(chain.get(), nullptr, &NoPassphrase, nullptr))
    SSL_CTX_add0_chain_cert(context.get(), next);  // takes it
  ERR_clear_error();                               // the end of the text is one
  const KeyPtr key(PEM_read_bio_PrivateKey(Memory(identity.key_pem).get(), nullptr, &NoPassphrase, nullptr));
  if (key == nullptr || SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) return Refused("key");
  return TlsContext(context, true);
}

absl::StatusOr<TlsContext> TlsContext::ForClient(const TlsTrust& trust) {
  ERR_clear_error();
  const std::shared_ptr<SSL_CTX> context = NewContext(TLS_client_method());
  SSL_CTX_set_verify(context.get(), trust.insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
  if (trust.ca_pem.empty()) {
    SSL_CTX_set_default_verify_paths(context.get());
    return TlsContext(context, false);
  }
  const BioPtr authorities = Memory(trust.ca_pem);
  int count = 0;
  while (true) {
    const CertificatePtr certificate(PEM_read_bio_X509(authorities.get(), nullptr, &NoPassphrase, nullptr));
    if (certificate == nullptr) break;
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificate.get());
    ++count;
  }
  if (count == 0) return Refused("certificates of authorities");
  ERR_clear_error();
  return TlsContext(context, false);
}

}  // namespace rtmp::io
