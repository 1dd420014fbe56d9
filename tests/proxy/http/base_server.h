// A server with all checks and a few routes of its own, over real sockets.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <httplib.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "proxy/http/listener.h"
#include "proxy/http/router.h"
#include "tests/support/patience.h"

namespace magic {

class RecordingRequests final : public RequestObserver {
 public:
  void on_stream_opened() override {
    const std::lock_guard lock(mutex_);
    ++streams_opened_;
  }
  void on_request_ended(const RequestReport& report) override {
    const std::lock_guard lock(mutex_);
    reports_.push_back(report);
  }

  int streams_opened() const {
    const std::lock_guard lock(mutex_);
    return streams_opened_;
  }
  std::vector<RequestReport> reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
  }
  // A client may have its answer before the request is reported.
  std::vector<RequestReport> wait_for(std::size_t count) const {
    for (int i = 0; i < 1000 && reports().size() < count; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    REQUIRE(reports().size() == count);
    return reports();
  }

 private:
  mutable std::mutex mutex_;
  int streams_opened_ = 0;              // guarded by mutex_
  std::vector<RequestReport> reports_;  // guarded by mutex_
};

struct BaseServer {
  using AddRoutes = std::function<void(Router&)>;

  explicit BaseServer(const AddRoutes& add_routes, std::string prefix = "",
                      const BearerTokens* tokens = nullptr, ErrorShape other_errors = {}) {
    server = make_listener({prefix, &guard, tokens, &requests, 1000, 100, other_errors});
    router = std::make_unique<Router>(*server, std::move(prefix));
    add_routes(*router);
    port = server->bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { server->listen_after_bind(); });
    server->wait_until_ready();
  }
  ~BaseServer() {
    server->stop();
    thread.join();
  }
  BaseServer(const BaseServer&) = delete;
  BaseServer& operator=(const BaseServer&) = delete;

  httplib::Client client() const {
    httplib::Client made("127.0.0.1", port);
    made.set_read_timeout(10 * patience());
    return made;
  }

  RequestGuard guard{{}, {"https://app.example"}};
  RecordingRequests requests;
  std::unique_ptr<httplib::Server> server;
  std::unique_ptr<Router> router;
  int port = 0;
  std::thread thread;
};

}  // namespace magic
