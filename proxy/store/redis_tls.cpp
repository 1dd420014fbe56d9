#include "proxy/store/redis_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

#include "proxy/store/redis_errors.h"

namespace magic {
namespace {

constexpr std::size_t kPieceBytes = 16 * 1024;  // the most that one record holds

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

bool wants_more(const SSL* ssl, int result) {
  const int error = SSL_get_error(ssl, result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

// The name that the certificate must bear: a host's, or an address.
bool expect(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* const checks = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1) return true;
  ERR_clear_error();
  return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 && SSL_set1_host(ssl, host.c_str()) == 1;
}

}  // namespace

void RedisTls::Free::operator()(ssl_st* ssl) const { SSL_free(ssl); }

Result<std::unique_ptr<RedisTls>> RedisTls::make(const RedisOptions& options) {
  ERR_clear_error();
  // Made for each connection: those are few, and so a changed file of authorities counts at once.
  const std::unique_ptr<SSL_CTX, FreeContext> context(SSL_CTX_new(TLS_client_method()));
  if (!context) return redis_insecure(options, "out of memory");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const int trusted =
      options.ca_file.empty()
          ? SSL_CTX_set_default_verify_paths(context.get())
          : SSL_CTX_load_verify_locations(context.get(), options.ca_file.c_str(), nullptr);
  if (trusted != 1)
    return redis_insecure(options, "REDIS_CA_FILE holds no certificates in PEM form");

  std::unique_ptr<ssl_st, Free> ssl(SSL_new(context.get()));
  BIO* const in = BIO_new(BIO_s_mem());
  BIO* const out = BIO_new(BIO_s_mem());
  if (!ssl || in == nullptr || out == nullptr || !expect(ssl.get(), options.host)) {
    BIO_free(in);
    BIO_free(out);
    return redis_insecure(options, "TLS cannot be set up");
  }
  SSL_set_bio(ssl.get(), in, out);  // which owns them now
  SSL_set_connect_state(ssl.get());
  return std::unique_ptr<RedisTls>(new RedisTls(std::move(ssl)));
}

bool RedisTls::shake_hands() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1 || wants_more(ssl_.get(), result)) return true;
  error_ = ERR_peek_last_error();
  return false;
}

bool RedisTls::is_ready() const { return SSL_is_init_finished(ssl_.get()) == 1; }

std::string RedisTls::outgoing() {
  std::string wire;
  std::array<char, kPieceBytes> piece;
  for (;;) {
    const int size = BIO_read(SSL_get_wbio(ssl_.get()), piece.data(), piece.size());
    if (size <= 0) return wire;
    wire.append(piece.data(), static_cast<std::size_t>(size));
  }
}

void RedisTls::incoming(std::string_view wire) {
  BIO_write(SSL_get_rbio(ssl_.get()), wire.data(), static_cast<int>(wire.size()));
}

bool RedisTls::write(std::string_view plain) {
  while (!plain.empty()) {
    ERR_clear_error();
    std::size_t written = 0;
    if (SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &written) != 1) return false;
    plain.remove_prefix(written);
  }
  return true;
}

std::optional<std::string> RedisTls::read() {
  std::string plain;
  std::array<char, kPieceBytes> piece;
  for (;;) {
    ERR_clear_error();
    const int size = SSL_read(ssl_.get(), piece.data(), piece.size());
    if (size > 0) {
      plain.append(piece.data(), static_cast<std::size_t>(size));
    } else if (wants_more(ssl_.get(), size) || !plain.empty()) {
      return plain;
    } else {
      return std::nullopt;
    }
  }
}

std::string RedisTls::problem() const {
  const long verified = SSL_get_verify_result(ssl_.get());
  if (verified != X509_V_OK) return X509_verify_cert_error_string(verified);
  const char* const reason = ERR_reason_error_string(error_);
  return reason == nullptr ? "the handshake failed" : reason;
}

}  // namespace magic
