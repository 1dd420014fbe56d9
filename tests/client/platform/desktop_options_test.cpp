#include "client-wasm/platform/desktop_options.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

namespace {

Result<DesktopOptions> read(const std::vector<std::string>& arguments,
                            const std::string& from_environment = "") {
  return desktop_options(arguments, [&](const char* name) {
    return std::string(name) == "PROXY_URL" ? from_environment : std::string();
  });
}

}  // namespace

TEST_CASE("the proxy is where the option says, else the environment, else on this machine") {
  CHECK(read({}).value().proxy_url == "http://127.0.0.1:9090");
  CHECK(read({}, "http://10.0.0.1:1").value().proxy_url == "http://10.0.0.1:1");
  CHECK(read({"--proxy", "http://a:2"}, "http://b:1").value().proxy_url == "http://a:2");
  CHECK(read({"--proxy=http://a:2/api"}).value().proxy_url == "http://a:2/api");
}

TEST_CASE("the address of the settings stands behind option and environment, if it is one") {
  const auto kept = [](const std::vector<std::string>& arguments, const std::string& variable,
                       const std::string& url) {
    return desktop_options(
               arguments, [&](const char*) { return variable; }, url)
        .value()
        .proxy_url;
  };
  CHECK(kept({}, "", "http://c:3") == "http://c:3");
  CHECK(kept({}, "http://b:1", "http://c:3") == "http://b:1");
  CHECK(kept({"--proxy", "http://a:2"}, "", "http://c:3") == "http://a:2");
  CHECK(kept({}, "", "edited by hand") == "http://127.0.0.1:9090");
}

TEST_CASE("session, standalone and help are told apart") {
  const DesktopOptions options = read({"--standalone", "--session", "my-session"}).value();
  CHECK(options.standalone);
  CHECK(options.session_id == "my-session");
  CHECK_FALSE(options.help);
  CHECK(read({"--help"}).value().help);
  CHECK(read({"-h"}).value().help);
}

TEST_CASE("an option that is wrong is named") {
  const auto named = [](const std::vector<std::string>& arguments, const std::string& what) {
    const auto options = read(arguments);
    return !options.ok() && options.error().message.find(what) != std::string::npos;
  };
  CHECK(named({"--prox"}, "--prox"));
  CHECK(named({"--proxy"}, "--proxy"));
  CHECK(named({"--session="}, "--session"));
  CHECK(named({"--standalone=yes"}, "--standalone"));
  CHECK(named({"--session", "a/b"}, "a/b"));
  CHECK(named({"--proxy", "localhost:9090"}, "localhost:9090"));
  CHECK(named({"here"}, "here"));
}

TEST_CASE("every option is in the help") {
  for (const char* option : {"--proxy", "--session", "--standalone", "--help"})
    CHECK(desktop_help().find(option) != std::string_view::npos);
}

TEST_CASE("host and port are read from an address") {
  const auto place = [](const char* url) { return proxy_place(url).value(); };
  CHECK(place("http://example.com/api").port == 80);
  CHECK(place("https://example.com").port == 443);
  CHECK(place("http://example.com:81/").host == "example.com");
  CHECK(place("http://[::1]:9090").host == "::1");
  CHECK(place("http://[::1]:9090").port == 9090);
  CHECK(place("http://[::1]").on_this_machine);
  CHECK(place("http://localhost:1").on_this_machine);
  CHECK_FALSE(place("http://localhost.example.com:1").on_this_machine);
  for (const char* url : {"", "http://", "http://:1", "http://a:0", "http://a:65536", "http://a:b",
                          "ftp://a", "http://a b", "http://user@a"})
    CHECK_FALSE(proxy_place(url));
}
