#include <catch2/catch_test_macros.hpp>

#include "proxy/http/request_guard.h"

using namespace magic;

namespace {

const RequestGuard kGuard({"chat.example"}, {"http://localhost:3000", "https://app.example"});

RequestHead post(std::string host = "localhost:9090", std::string origin = "") {
  RequestHead head;
  head.method = "POST";
  head.host = std::move(host);
  head.origin = std::move(origin);
  head.content_type = "application/json";
  head.has_body = true;
  return head;
}

bool forbidden(const RequestHead& head) {
  const auto refused = kGuard.refuse(head);
  return refused && refused->code == ErrorCode::forbidden;
}

}  // namespace

TEST_CASE("loopback names and listed hosts are answered, with or without a port") {
  for (const char* host :
       {"localhost", "localhost:9090", "127.0.0.1:1", "[::1]:9090", "LOCALHOST:3000",
        "localhost.:9090", "[0:0:0:0:0:0:0:1]", "chat.example", "chat.example:443"})
    CHECK_FALSE(kGuard.refuse(post(host)));
}

TEST_CASE("hosts and origins are known however they were written into the settings") {
  const RequestGuard guard({"Chat.Example:8443", "fd00::5", "[fd00::6]"},
                           {"https://App.Example/", "https://other.example:443"});
  for (const char* host : {"chat.example", "chat.example:1", "[fd00::5]:9090", "[fd00:0::6]"})
    CHECK_FALSE(guard.refuse(post(host)));
  for (const char* origin : {"https://app.example", "https://other.example"})
    CHECK_FALSE(guard.refuse(post("localhost", origin)));
}

TEST_CASE("a name that somebody pointed at this machine is refused") {
  for (const char* host :
       {"evil.example", "evil.example:9090", "localhost.evil.example", "10.0.0.1", "",
        "localhost:80@evil.example", "localhost:x", "[::1]evil.example", "[::1", "localhost:1:2"})
    CHECK(forbidden(post(host)));
}

TEST_CASE("only a client of HTTP/1.0 may leave out the host") {
  RequestHead head = post();
  head.host.reset();
  CHECK(kGuard.refuse(head)->code == ErrorCode::bad_json);
  head.is_http_1_0 = true;
  CHECK_FALSE(kGuard.refuse(head));
}

TEST_CASE("a header of which two readers could take different ones is refused") {
  RequestHead head = post();
  head.says_twice = true;
  CHECK(kGuard.refuse(head)->code == ErrorCode::bad_json);
}

TEST_CASE("a star in the list allows every host") {
  CHECK_FALSE(RequestGuard({"*"}, {}).refuse(post("anything.example")));
}

TEST_CASE("the page's own origin and listed ones may call, others may not") {
  CHECK_FALSE(kGuard.refuse(post("localhost:9090", "http://localhost:9090")));
  CHECK_FALSE(kGuard.refuse(post("localhost:9090", "http://localhost:3000")));
  CHECK_FALSE(kGuard.refuse(post("localhost:9090", "https://app.example")));
  CHECK(forbidden(post("localhost:9090", "http://localhost:8080")));
  CHECK(forbidden(post("localhost:9090", "https://evil.example")));
  CHECK(forbidden(post("localhost:9090", "null")));
  CHECK(forbidden(post("localhost:9090", "ftp://localhost:9090")));
}

TEST_CASE("a foreign page that shows no origin changes nothing, but a link to here works") {
  const auto from = [](std::string_view method, std::string referer, std::string fetch_site) {
    RequestHead head = post();
    head.method = method;
    head.referer = std::move(referer);
    head.fetch_site = std::move(fetch_site);
    return head;
  };
  for (const char* method : {"POST", "PATCH", "DELETE"}) {
    CHECK(forbidden(from(method, "", "cross-site")));
    CHECK(forbidden(from(method, "", "same-site")));  // a page on another port of this machine
    CHECK(forbidden(from(method, "http://evil.example/localhost:9090", "")));
    CHECK_FALSE(kGuard.refuse(from(method, "", "same-origin")));
    CHECK_FALSE(kGuard.refuse(from(method, "http://localhost:3000/page?q=1", "none")));
    CHECK_FALSE(kGuard.refuse(from(method, "", "")));
  }
  CHECK_FALSE(kGuard.refuse(from("GET", "http://evil.example/", "cross-site")));
}

TEST_CASE("a body that a foreign page's form could send is refused") {
  RequestHead head = post();
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"}) {
    head.content_type = type;
    CHECK(kGuard.refuse(head)->code == ErrorCode::unsupported_media_type);
  }
  for (const char* type :
       {"application/json", "Application/JSON; charset=utf-8", "application/json ;x"}) {
    head.content_type = type;
    CHECK_FALSE(kGuard.refuse(head));
  }
  head.has_body = false;
  head.content_type = "";
  CHECK_FALSE(kGuard.refuse(head));
}

TEST_CASE("framing that two readers could understand differently is refused") {
  RequestHead head = post();
  head.transfer_encodings = {"chunked"};
  CHECK_FALSE(kGuard.refuse(head));
  for (const auto& bad : std::vector<std::vector<std::string>>{{"xchunked"},
                                                               {"identity"},
                                                               {"gzip"},
                                                               {"chunked, identity"},
                                                               {"chunked", "chunked"},
                                                               {""}}) {
    head.transfer_encodings = bad;
    CHECK(kGuard.refuse(head)->code == ErrorCode::bad_json);
  }
  head.transfer_encodings = {"chunked"};
  head.content_length = "0";
  CHECK(kGuard.refuse(head)->code == ErrorCode::bad_json);
  head.transfer_encodings = {};
  CHECK_FALSE(kGuard.refuse(head));
  for (const char* const bad : {"", "-1", "+5", "0x5", "5, 5", "5 5", "abc"}) {
    head.content_length = bad;
    CHECK(kGuard.refuse(head)->code == ErrorCode::bad_json);
  }
  head.content_length.reset();
  head.content_encoding = "gzip";
  CHECK(kGuard.refuse(head)->code == ErrorCode::unsupported_media_type);
}
