#include "client-wasm/api/transport_native.h"

#include <httplib.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace magic {
namespace {

// A server with the answers that the proxy gives.
class SmallServer {
 public:
  SmallServer() {
    server_.Post("/chat", [this](const httplib::Request& request, httplib::Response& response) {
      seen_body = request.body;
      seen_type = request.get_header_value("Content-Type");
      response.set_chunked_content_provider("text/event-stream",
                                            [this](std::size_t, httplib::DataSink& sink) {
                                              sink.write("one ", 4);
                                              // The second part only comes once the first has been
                                              // seen: nothing may be held back.
                                              wait_for_go();
                                              sink.write("two", 3);
                                              sink.done();
                                              return true;
                                            });
    });
    server_.Get("/silent", [this](const httplib::Request& request, httplib::Response& response) {
      response.set_chunked_content_provider(
          "text/plain", [this, &request](std::size_t, httplib::DataSink& sink) {
            sink.write("first", 5);
            while (sink.is_writable() && !ending_)
              std::this_thread::sleep_for(std::chrono::milliseconds(5));
            client_left = !sink.is_writable();
            static_cast<void>(request);
            return false;
          });
    });
    server_.Get("/refused", [](const httplib::Request&, httplib::Response& response) {
      response.status = 503;
      response.set_content("{\"detail\":\"away\"}", "application/json");
    });
    server_.Get("/cookie", [](const httplib::Request& request, httplib::Response& response) {
      response.set_header("Set-Cookie", "mm_owner=second; Path=/; HttpOnly");
      response.set_content(request.get_header_value("Cookie"), "text/plain");
    });
    server_.Get("/token", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content(request.get_header_value("Authorization"), "text/plain");
    });
    server_.Get("/broken", [](const httplib::Request&, httplib::Response& response) {
      response.set_content_provider(100, "text/plain",
                                    [](std::size_t, std::size_t, httplib::DataSink& sink) {
                                      sink.write("half", 4);
                                      return false;
                                    });
    });
    port = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    server_.wait_until_ready();
  }
  ~SmallServer() {
    ending_ = true;
    go();
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port); }

  void go() {
    const std::lock_guard lock(mutex_);
    may_go_ = true;
    changed_.notify_all();
  }

  int port = 0;
  std::string seen_body, seen_type;
  std::atomic<bool> client_left = false;

 private:
  void wait_for_go() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return may_go_; });
  }

  httplib::Server server_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool may_go_ = false;
  std::atomic<bool> ending_ = false;
};

// Polls as the UI's loop does, and counts how often it was woken.
class Loop {
 public:
  explicit Loop(const std::string& url, OwnCookie cookie = {}, const std::string& token = {})
      : transport(make_native_transport(
            url, [this] { ++wakes; }, std::move(cookie), token)) {}

  template <class Question>
  bool until(Question question) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!question() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      transport->poll();
    }
    return question();
  }

  std::atomic<int> wakes = 0;
  std::unique_ptr<NativeTransport> transport;  // last: its threads wake the rest
};

struct Recorded {
  std::vector<int> statuses;
  std::string body;
  std::vector<TransportEnd> ends;

  HttpHandlers handlers() {
    return {[this](int status) { statuses.push_back(status); },
            [this](std::string_view bytes) { body += bytes; },
            [this](TransportEnd end) { ends.push_back(end); }};
  }
};

using Ends = std::vector<TransportEnd>;

TEST_CASE("The cookie that the proxy gives is sent from then on, and kept for the next time") {
  SmallServer server;
  std::string kept;
  Loop loop(server.url(), {"", [&](const std::string& value) { kept = value; }});
  for (const std::string expected : {"", "mm_owner=second"}) {
    Recorded seen;
    loop.transport->start({"GET", "/cookie", {}}, seen.handlers());
    REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
    CHECK(seen.body == expected);
    CHECK(kept == "mm_owner=second");
  }
  Loop next_time(server.url(), {"mm_owner=first"});
  Recorded seen;
  next_time.transport->start({"GET", "/cookie", {}}, seen.handlers());
  REQUIRE(next_time.until([&] { return !seen.ends.empty(); }));
  CHECK(seen.body == "mm_owner=first");
}

TEST_CASE("The token goes along with each request, and another proxy gets its own or none") {
  SmallServer server, other;
  Loop loop(server.url(), {}, "secret");
  const auto asked = [&] {
    Recorded seen;
    loop.transport->start({"GET", "/token", {}}, seen.handlers());
    REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
    return seen.body;
  };
  CHECK(asked() == "Bearer secret");
  loop.transport->connect_to(other.url(), "");
  CHECK(asked().empty());
  loop.transport->connect_to(server.url(), "another");
  CHECK(asked() == "Bearer another");
}

TEST_CASE("What is under way with the old proxy ends once as unreachable") {
  SmallServer server, other;
  Loop loop(server.url());
  Recorded seen;
  loop.transport->start({"GET", "/silent", {}}, seen.handlers());
  REQUIRE(loop.until([&] { return seen.body == "first"; }));
  loop.transport->connect_to(other.url(), "");
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  REQUIRE(loop.until([&] { return server.client_left.load(); }));
  CHECK(seen.ends == Ends{TransportEnd::unreachable});
}

TEST_CASE("A streamed answer arrives piece by piece, status first and one end last") {
  SmallServer server;
  Loop loop(server.url());
  Recorded seen;
  loop.transport->start({"POST", "/chat", "{\"message\":\"hi\"}"}, seen.handlers());
  REQUIRE(loop.until([&] { return seen.body == "one "; }));
  CHECK(loop.wakes >= 2);  // for the status and for the first piece
  CHECK(seen.statuses == std::vector{200});
  CHECK(seen.ends.empty());
  server.go();
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  CHECK(seen.body == "one two");
  CHECK(seen.ends == Ends{TransportEnd::finished});
  CHECK(server.seen_body == "{\"message\":\"hi\"}");
  CHECK(server.seen_type == "application/json");
}

TEST_CASE("A refusal is an answer: its status and body arrive") {
  SmallServer server;
  Loop loop(server.url());
  Recorded seen;
  loop.transport->start({"GET", "/refused", ""}, seen.handlers());
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  CHECK(seen.statuses == std::vector{503});
  CHECK(seen.body == "{\"detail\":\"away\"}");
  CHECK(seen.ends == Ends{TransportEnd::finished});
}

TEST_CASE("An answer that breaks off ends as unreachable, with what came of it") {
  SmallServer server;
  Loop loop(server.url());
  Recorded seen;
  loop.transport->start({"GET", "/broken", ""}, seen.handlers());
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  CHECK(seen.body == "half");
  CHECK(seen.ends == Ends{TransportEnd::unreachable});
}

TEST_CASE("A proxy that is not there ends as unreachable, without a status") {
  int port = 0;
  {
    SmallServer gone;
    port = gone.port;
  }
  Loop loop("http://127.0.0.1:" + std::to_string(port));
  Recorded seen;
  loop.transport->start({"GET", "/", ""}, seen.handlers());
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  CHECK(seen.statuses.empty());
  CHECK(seen.ends == Ends{TransportEnd::unreachable});
}

TEST_CASE("Cancelling hangs up on a silent server, and ends once as cancelled") {
  SmallServer server;
  Loop loop(server.url());
  Recorded seen;
  const RequestId id = loop.transport->start({"GET", "/silent", ""}, seen.handlers());
  REQUIRE(loop.until([&] { return seen.body == "first"; }));
  loop.transport->cancel(id);
  loop.transport->cancel(id);
  CHECK(seen.ends.empty());  // handlers run inside poll() only
  loop.transport->poll();
  CHECK(seen.ends == Ends{TransportEnd::cancelled});
  REQUIRE(loop.until([&] { return server.client_left.load(); }));
  loop.transport->poll();
  CHECK(seen.ends == Ends{TransportEnd::cancelled});
  CHECK(seen.body == "first");
}

TEST_CASE("Unknown and ended requests are cancelled without effect") {
  SmallServer server;
  Loop loop(server.url());
  Recorded seen;
  const RequestId id = loop.transport->start({"GET", "/refused", ""}, seen.handlers());
  loop.transport->cancel(id + 100);
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  loop.transport->cancel(id);
  loop.transport->poll();
  CHECK(seen.ends.size() == 1);
}

TEST_CASE("A handler may start and cancel requests") {
  SmallServer server;
  Loop loop(server.url());
  Recorded first, second;
  HttpHandlers handlers = first.handlers();
  handlers.on_end = [&](TransportEnd end) {
    first.ends.push_back(end);
    const RequestId next = loop.transport->start({"GET", "/silent", ""}, second.handlers());
    loop.transport->cancel(next);
  };
  loop.transport->start({"GET", "/refused", ""}, std::move(handlers));
  REQUIRE(loop.until([&] { return !second.ends.empty(); }));
  CHECK(second.ends == Ends{TransportEnd::cancelled});
}

TEST_CASE("Requests run side by side") {
  SmallServer server;
  Loop loop(server.url());
  Recorded slow, quick;
  const RequestId id = loop.transport->start({"GET", "/silent", ""}, slow.handlers());
  REQUIRE(loop.until([&] { return slow.body == "first"; }));
  loop.transport->start({"GET", "/refused", ""}, quick.handlers());
  REQUIRE(loop.until([&] { return !quick.ends.empty(); }));
  CHECK(slow.ends.empty());
  loop.transport->cancel(id);
}

TEST_CASE("Destroying the transport hangs up on everything, and no handler runs any more") {
  SmallServer server;
  Recorded seen;
  {
    Loop loop(server.url());
    loop.transport->start({"GET", "/silent", ""}, seen.handlers());
    REQUIRE(loop.until([&] { return seen.body == "first"; }));
  }
  CHECK(seen.ends.empty());
}

TEST_CASE("The proxy's address may have a path, as behind a web server") {
  SmallServer server;
  Loop loop(server.url() + "/api/");
  Recorded seen;
  loop.transport->start({"GET", "/refused", ""}, seen.handlers());
  REQUIRE(loop.until([&] { return !seen.ends.empty(); }));
  CHECK(seen.statuses == std::vector{404});  // this server has no /api/refused
}

}  // namespace
}  // namespace magic
