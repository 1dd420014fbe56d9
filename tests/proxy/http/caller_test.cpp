#include <catch2/catch_test_macros.hpp>

#include <httplib.h>

#include <string>

#include "proxy/http/caller.h"
#include "proxy/http/request_scope.h"

using namespace magic;

namespace {

constexpr char kSecret[] = "0123456789abcdef0123456789abcdef";

struct Asked {
  explicit Asked(const std::string& cookie = {}, const std::string& token_name = {}) {
    httplib::Request request;
    if (!cookie.empty()) request.set_header("Cookie", cookie);
    RequestScope::of(response).begin(request, response, nullptr);
    RequestScope::of(response).set_token(token_name, {});
    caller = caller_of(request, response);
  }
  httplib::Response response;
  Caller caller;
};

}  // namespace

TEST_CASE("a browser is known again by its cookie, wherever that stands") {
  for (const std::string& cookies :
       {std::string("mm_owner=") + kSecret, "a=b; mm_owner=" + std::string(kSecret) + "; c=d",
        "mm_owner=short; mm_owner=" + std::string(kSecret)}) {
    const Asked asked(cookies);
    CHECK(asked.caller.owner == "anon:" + std::string(kSecret));
    CHECK_FALSE(asked.response.has_header("Set-Cookie"));
  }
}

TEST_CASE("a request without a valid cookie gets one that nobody can guess or read by script") {
  for (const std::string& cookies :
       {std::string(), std::string("mm_owner="), std::string("mm_owner=ABCDEF"), std::string(";=;"),
        "xmm_owner=" + std::string(kSecret), "mm_owner=" + std::string(kSecret) + "0",
        "mm_owner=" + std::string(31, '0') + "*"}) {
    const Asked asked(cookies);
    const Asked another(cookies);
    CHECK(asked.caller.owner.starts_with("anon:"));
    CHECK(asked.caller.owner.size() == 5 + 32);
    CHECK(asked.caller.owner != another.caller.owner);
    CHECK(asked.response.get_header_value("Set-Cookie") ==
          "mm_owner=" + asked.caller.owner.substr(5) +
              "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
  }
}

TEST_CASE("whoever shows a token is known by its name, and needs no cookie") {
  const Asked asked("mm_owner=" + std::string(kSecret), "alice");
  CHECK(asked.caller.owner == "token:alice");
  CHECK_FALSE(asked.response.has_header("Set-Cookie"));
}

TEST_CASE("the caller carries the request's id") {
  const Asked asked;
  CHECK(asked.caller.request_id == asked.response.get_header_value("X-Request-Id"));
  CHECK(asked.caller.request_id.starts_with("req_"));
}
