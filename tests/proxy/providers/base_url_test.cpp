#include "proxy/providers/base_url.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

TEST_CASE("a base URL is taken apart, whatever its form") {
  CHECK(parse_base_url("http://localhost:11434/v1", "X").value() ==
        BaseUrl{false, "localhost", 11434, "/v1"});
  CHECK(parse_base_url("https://api.openai.com/v1/", "X").value() ==
        BaseUrl{true, "api.openai.com", 443, "/v1"});
  CHECK(parse_base_url("http://[::1]:8080", "X").value() == BaseUrl{false, "::1", 8080, ""});
  CHECK(parse_base_url("http://[fe80::1]/a/b", "X").value() ==
        BaseUrl{false, "fe80::1", 80, "/a/b"});
}

TEST_CASE("a base URL is written as people write it") {
  for (const char* url : {"http://localhost:11434/v1", "https://api.openai.com/v1",
                          "http://[::1]:8080", "http://[::1]/v1"})
    CHECK(parse_base_url(url, "X").value().text() == url);
}

TEST_CASE("what is no base URL is refused with the name of its setting and without its text") {
  for (const char* url : {"", "localhost:11434", "ftp://host", "http://", "http://:80",
                          "http://host:0", "http://host:99999", "http://host:12x", "http://[::1",
                          "http://[::1]8080", "http://a b/", "http://user:password@host/",
                          "http://host/v1?key=1", "http://host/#x", "http://host/\r\nX:"}) {
    const Result<BaseUrl> base = parse_base_url(url, "OLLAMA_BASE_URL");
    INFO(url);
    REQUIRE_FALSE(base);
    CHECK(base.error().param == "OLLAMA_BASE_URL");
    CHECK(base.error().message.find("password") == std::string::npos);
  }
}
