// Owners of OpenSSL's objects, and its last error as text. For this folder only.
#ifndef RTMPSPEC_IMPL_IO_OPENSSL_POINTERS_H_
#define RTMPSPEC_IMPL_IO_OPENSSL_POINTERS_H_

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace rtmp::io {

template <auto kFree>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using BioPtr = std::unique_ptr<BIO, FreeWith<&BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<&EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, FreeWith<&X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreeWith<&X509_EXTENSION_free>>;
using SslPtr = std::unique_ptr<SSL, FreeWith<&SSL_free>>;

// The reason of the first error that this thread's last call left, e.g. "no start line", and forgets them all.
inline std::string TakeOpensslError() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "unknown error";
}

}  // namespace rtmp::io

#endif  // RTMPSPEC_IMPL_IO_OPENSSL_POINTERS_H_
