// Errors are values: a code for programs and a sentence for people.
//
// Used by the proxy and the UI alike. Nothing in this project throws across a function boundary;
// a function that can fail returns Result<T> (or Status when there is no value).
// Thread rule: plain values, no shared state.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace magic {

// The names below (see error_name) are part of the HTTP API: "error":{"code":"..."}.
enum class ErrorCode {
  bad_json,
  invalid_field,
  unsupported_media_type,
  payload_too_large,
  not_found,
  unauthorized,  // a token is needed, or the one given is not known
  forbidden,
  conflict,              // contradicts what is stored
  session_busy,          // too many turns of that session wait already
  rate_limited,          // too many requests in a short time, here or at the provider
  quota_exceeded,        // the caller's tokens of the day are used up
  overloaded,            // the proxy's own cap of live turns
  provider_unavailable,  // not configured, or nothing answers at its address
  upstream_error,        // the provider answered, badly
  upstream_timeout,
  store_unavailable,  // Redis does not answer or refuses
  cancelled,
  network,  // UI side: the proxy itself could not be reached
  internal,
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;          // a sentence for a person; never holds a secret
  std::string param = {};       // the request field at fault, or empty
  bool retryable = false;       // the same request may work later, unchanged
  int retry_after_seconds = 0;  // 0: not known

  bool operator==(const Error&) const = default;
};

inline Error invalid_field(std::string param, std::string message) {
  return {ErrorCode::invalid_field, std::move(message), std::move(param)};
}
inline Error not_found(std::string message) { return {ErrorCode::not_found, std::move(message)}; }
inline Error provider_unavailable(std::string message) {
  return {ErrorCode::provider_unavailable, std::move(message), {}, true};
}
inline Error store_unavailable(std::string message) {
  return {ErrorCode::store_unavailable, std::move(message), {}, true};
}

// Either a T or an Error. Ask ok() first; value() and error() assert that the caller did.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<T>(&state_));
  }
  const Error& error() const {
    assert(!ok());
    return *std::get_if<Error>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

using Status = Result<std::monostate>;
inline Status success() { return std::monostate{}; }

}  // namespace magic
