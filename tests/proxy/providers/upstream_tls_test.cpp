#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include <httplib.h>

#include "proxy/providers/upstream.h"

using namespace magic;

namespace {

struct SilentReceiver final : UpstreamReceiver {
  void on_head(const UpstreamHead& received) override { head = received; }
  Want on_body(std::string_view bytes) override {
    body += bytes;
    return Want::more;
  }
  UpstreamHead head;
  std::string body;
};

// A TLS server with a certificate made for this test, for the given name.
class TlsServer {
 public:
  explicit TlsServer(const std::string& alternative_name) {
    std::string folder = (std::filesystem::temp_directory_path() / "upstream_tls_XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    folder_ = folder;
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
        "-nodes -days 2 -subj /CN=test -addext subjectAltName=" +
        alternative_name + " -keyout " + key() + " -out " + certificate() + " 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    server_.emplace(certificate().c_str(), key().c_str());
    REQUIRE(server_->is_valid());
    server_->Post("/chat", [this](const httplib::Request& request, httplib::Response& response) {
      ++requests_;
      response.set_content(request.body, "application/json");
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    REQUIRE(port_ > 0);
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    server_->wait_until_ready();
  }
  ~TlsServer() {
    server_->stop();
    thread_.join();
    std::filesystem::remove_all(folder_);
  }

  std::string certificate() const { return folder_ / "certificate.pem"; }
  int requests() const { return requests_; }

  UpstreamEnd post_to(const std::string& host, SilentReceiver& receiver) const {
    Upstream upstream(parse_base_url("https://" + host + ":" + std::to_string(port_), "X").value());
    UpstreamRequest request;
    request.path = "/chat";
    request.body = "{}";
    request.api_key = Secret("key");
    CancelToken cancel;
    return upstream.send(request, receiver, cancel);
  }

 private:
  std::string key() const { return folder_ / "key.pem"; }

  std::filesystem::path folder_;
  std::optional<httplib::SSLServer> server_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

// Sets an environment variable for the life of this object.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    setenv(name, value.c_str(), 1);
  }
  ~Environment() { unsetenv(name_); }

 private:
  const char* name_;
};

}  // namespace

TEST_CASE("an upstream whose certificate nobody signed is refused before anything is sent") {
  const TlsServer server("IP:127.0.0.1");
  SilentReceiver receiver;
  CHECK(server.post_to("127.0.0.1", receiver) == UpstreamEnd::tls);
  CHECK(receiver.head.status == 0);
  CHECK(server.requests() == 0);
}

TEST_CASE("an upstream whose root SSL_CERT_FILE names is trusted, for its own name only") {
  const TlsServer server("IP:127.0.0.1");
  const Environment roots("SSL_CERT_FILE", server.certificate());
  SilentReceiver receiver;
  CHECK(server.post_to("127.0.0.1", receiver) == UpstreamEnd::whole);
  CHECK(receiver.body == "{}");
  SilentReceiver other;
  CHECK(server.post_to("localhost", other) == UpstreamEnd::tls);
  CHECK(server.requests() == 1);
}

TEST_CASE("a server without TLS behind an https address is a TLS fault") {
  httplib::Server plain;
  const int port = plain.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { plain.listen_after_bind(); });
  plain.wait_until_ready();
  Upstream upstream(parse_base_url("https://127.0.0.1:" + std::to_string(port), "X").value());
  SilentReceiver receiver;
  CancelToken cancel;
  UpstreamRequest request;
  request.path = "/chat";
  request.connect_timeout = std::chrono::seconds(1);  // the server waits for the end of a line
  CHECK(upstream.send(request, receiver, cancel) == UpstreamEnd::tls);
  plain.stop();
  thread.join();
}
