#include "proxy/http/caller.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "proxy/base/random_id.h"
#include "proxy/http/request_scope.h"
#include "shared/session_id.h"

namespace magic {
namespace {

constexpr std::string_view kCookie = "mm_owner";
constexpr std::size_t kSecretDigits = 32;
constexpr char kAttributes[] = "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax";

bool is_secret(std::string_view text) {
  return text.size() == kSecretDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// The first valid one: a page on another port of this host may have set a second cookie.
std::optional<std::string> secret_of(std::string_view cookies) {
  while (!cookies.empty()) {
    const std::string_view pair = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), pair.size() + 1));
    const std::size_t begin = std::min(pair.find_first_not_of(' '), pair.size());
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    if (pair.substr(begin, equals - begin) != kCookie) continue;
    if (is_secret(pair.substr(equals + 1))) return std::string(pair.substr(equals + 1));
  }
  return std::nullopt;
}

std::string owner_of(const httplib::Request& request, httplib::Response& response) {
  const std::string& token = RequestScope::of(response).token_name();
  if (!token.empty()) return "token:" + token;
  std::optional<std::string> secret = secret_of(request.get_header_value("Cookie"));
  if (!secret) {
    secret = new_owner_secret();
    std::string cookie = std::string(kCookie) + "=" + *secret + kAttributes;
    // Not without https, where browsers would not keep it.
    if (RequestScope::of(response).is_https()) cookie += "; Secure";
    response.set_header("Set-Cookie", cookie);
  }
  return "anon:" + *secret;
}

}  // namespace

Caller caller_of(const httplib::Request& request, httplib::Response& response) {
  return {owner_of(request, response), request_id_of(response)};
}

std::string session_of(const std::string& id, httplib::Response& response) {
  const std::string& token = RequestScope::of(response).token_name();
  return token.empty() ? id : kept_session_id(token, id);
}

std::optional<std::string> session_of(const std::optional<std::string>& id,
                                      httplib::Response& response) {
  if (!id && RequestScope::of(response).token_name().empty()) return std::nullopt;
  return session_of(id ? *id : new_session_id(), response);
}

std::optional<std::string> shown_owner(const httplib::Request& request) {
  const std::optional<std::string> secret = secret_of(request.get_header_value("Cookie"));
  return secret ? std::optional("anon:" + *secret) : std::nullopt;
}

}  // namespace magic
