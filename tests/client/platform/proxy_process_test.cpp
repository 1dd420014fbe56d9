// With small shell scripts in the proxy's place; tests/deploy has the real one.
#include "client-wasm/platform/proxy_process.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

using namespace magic;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "magic-desktop-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const char* name) const { return path_ / name; }
  std::string script(const std::string& body) const {
    std::ofstream(file("chat-proxy")) << "#!/bin/sh\n" << body;
    fs::permissions(file("chat-proxy"), fs::perms::owner_all);
    return file("chat-proxy");
  }

 private:
  fs::path path_;
};

// A socket on a free port of this machine, which stands for a proxy that answers.
struct Listener {
  Listener() : socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(socket, any, sizeof address) == 0);
    socklen_t size = sizeof address;
    getsockname(socket, any, &size);
    place = {"127.0.0.1", ntohs(address.sin_port), true};
  }
  ~Listener() { close(socket); }
  void listen() const { REQUIRE(::listen(socket, 8) == 0); }
  int socket;
  ProxyPlace place;
};

std::string text_of_file(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

TEST_CASE("whether something answers is found out by connecting") {
  const Listener listener;
  CHECK_FALSE(answers(listener.place));
  listener.listen();
  CHECK(answers(listener.place));
}

TEST_CASE("a proxy that ends at once is an error with its own last sentence") {
  const Folder folder;
  const Listener nobody;
  const auto proxy = ProxyProcess::start(
      folder.script(
          "echo '{\"level\":\"info\"}' >&2; echo 'chat-proxy: The port is taken.' >&2; exit 1"),
      nobody.place, folder.file("state/proxy.log"));
  REQUIRE_FALSE(proxy.ok());
  CHECK(proxy.error().message == "The proxy could not be started. chat-proxy: The port is taken.");
}

TEST_CASE("a program that is not there is an error that names it") {
  const Folder folder;
  const Listener nobody;
  const auto proxy = ProxyProcess::start(folder.file("nothing"), nobody.place, "");
  REQUIRE_FALSE(proxy.ok());
  CHECK(proxy.error().message.find(folder.file("nothing")) != std::string::npos);
}

TEST_CASE("the proxy gets its port and no UI, and is stopped at the end") {
  const Folder folder;
  const Listener stands_in;
  stands_in.listen();
  const std::string log = folder.file("proxy.log"), pid_file = folder.file("pid");
  {
    const auto proxy = ProxyProcess::start(
        folder.script("echo $$ > '" + pid_file + "'; echo \"$@\"; exec sleep 60"), stands_in.place,
        log);
    REQUIRE(proxy.ok());
    REQUIRE(comes_true([&] { return !text_of_file(log).empty(); }));
    CHECK(text_of_file(log) ==
          "--port " + std::to_string(stands_in.place.port) + " --ui-port -1\n");
    CHECK(kill(std::stoi(text_of_file(pid_file)), 0) == 0);
  }
  CHECK(kill(std::stoi(text_of_file(pid_file)), 0) != 0);
}
